"""The words of pictures, by name; texts that are filled in are written already, so they have no kind."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

SPACE = "\N{NO-BREAK SPACE}"

_ENGLISH: dict[str, str | tuple[str, str]] = {
    "nobody": "Nobody is lent in this plan.",
    "others": ("{n:count} other", "{n:count} others"),
    "filled_of": ("{part:count} of {n:count}~seat filled", "{part:count} of {n:count}~seats filled"),
    # map
    "map": "Who helps whom, and where",
    "map_scenario": "Where people are needed",
    "map_seats": ("{n:count}~seat at {sites:count}~sites.", "{n:count}~seats at {sites:count}~sites."),
    "map_filled": "{filled}, {hours} lent.",
    "map_by_quarter": "Too many for single arrows: sites of a quarter are drawn as one.",
    "map_by_square": "Too many for single arrows: sites in the same square of {km}~km are drawn as one.",
    "map_largest": "The {n:count} largest of {of:count} flows are drawn; they carry {share} of the hours.",
    "map_sites_largest": "The {n:count} largest of {of:count} sites are drawn.",
    "map_unplaced": "{hours} have no place on the map, for want of a location.",
    "map_apart": "Companies at one place are drawn side by side.",
    "map_homes": ("Homes of {n:count} person, by quarter.", "Homes of {n:count} people, by quarter."),
    "map_homes_grid": ("Homes of {n:count} person, by square.", "Homes of {n:count} people, by square."),
    "map_key_seats": "borrower: empty seats",
    "map_key_filled": "borrower: filled seats",
    "map_key_lender": "lender",
    "map_key_flow": "hours lent, at most {hours}",
    "map_key_homes": "homes",
    "map_key_transit": "rapid transit",
    "map_north": "N",
    "map_km": "{km}~km",
    # timeline
    "timeline_worker": "Who works when",
    "timeline_demand": "Who is where, demand by demand",
    "timeline_company": "Who is away, and who comes",
    "timeline_counts": ("{hours} by {n:count}~person.", "{hours} by {n:count}~people."),
    "timeline_by_lender": "Too many for a row each: one for each lender.",
    "timeline_by_borrower": "{n:count}~demands are too many for a row each: one for each borrower.",
    "timeline_cut": "The {n:count} rows with the most hours are drawn; the last one sums up {of:count} others.",
    "timeline_profile": "Where many work at a time, a row is a profile of how many people there are.",
    "most_at_once": "max.~{n:count}",
    "key_lends": "lent to others",
    "key_borrows": "borrowed from others",
    "key_empty": "empty seat",
    "other_borrowers": "other borrowers",
    "other_lenders": "other lenders",
    # coverage
    "coverage": "What is covered, by hour and skill",
    "coverage_hours": "{covered} of {needed} are covered ({share}).",
    "coverage_beside": "Beside each row: covered and needed hours.",
    "coverage_cells": ("A column is {n:count}~hour.", "A column is {n:count}~hours."),
    "coverage_twice": "Who asks for several skills at once stands in the row of each.",
    "coverage_none": "Nothing is needed in this scenario.",
    "coverage_row": "{covered} / {needed}",
    "coverage_key": "0~% covered",
    # partnerships
    "partnerships": "Who lends to whom",
    "partnerships_says": "Hours from lenders (rows) to borrowers (columns).",
    "partnerships_count": (
        "{hours} in {n:count} partnership, {new:count} of them new.",
        "{hours} in {n:count} partnerships, {new:count} of them new.",
    ),
    "partnerships_cut": "The largest have a row or a column of their own.",
    "partnerships_key_new": "new partnership",
    "sum": "Sum",
    # progress
    "progress": "Tier {tier:count}: {term}",
    "progress_end": "{value} after {seconds}~s.",
    "progress_value": "value of the best plan",
    "progress_bound": "bound: no plan is better",
    "progress_certified": "of it proven in integers",
    "seconds": "seconds",
    "progress_gap": "Gap {gap}.",
    "progress_proven": "Proven optimal.",
    "progress_word": "Optimal by a solver's word.",
    "progress_gap_word": "Gap {gap}, by a solver's word.",
    "progress_unbounded": "No bound is known.",
    # frontier
    "frontier": "{first} – {second}",
    "frontier_all": ("{n:count} point: there are no others.", "{n:count} points: there are no others."),
    "frontier_some": (
        "{n:count} point; there may be others between or beyond.",
        "{n:count} points; there may be others between or beyond.",
    ),
    "frontier_range": "{term}: from {low} to {high}, {share}~% more.",
    "frontier_proven": "proven: no plan is better in one and as good in the other",
    "frontier_open": "a plan, with what could be at best",
    "frontier_dominated": "worse than a point in both",
    # gap profile
    "profile": "How far from the best known value",
    "profile_says": ("{n:count} instance; higher is better.", "{n:count} instances; higher is better."),
    "profile_x": "gap to the best known value, %",
    "profile_y": "share of the instances within it, %",
    "profile_own": "staffmatch",
    "profile_peer": "{name} ({n:count} of {of:count})",
    "profile_partial": "In brackets: of how many instances there is an answer, where not of all.",
    # funnel
    "funnel_shift": "Who could be on {shift}",
    "funnel_worker": "What {worker} could do",
    "funnel_seats": (
        "{filled:count} of {n:count}~seat is filled.",
        "{filled:count} of {n:count}~seats are filled.",
    ),
    "funnel_all_people": "Everybody",
    "funnel_all_shifts": "All shifts",
    "funnel_taken": "left: filled by others",
    "funnel_has": "eligible: on the shift",
    "funnel_held": "eligible: not on it",
    "funnel_out": "−{n:count}",
    "funnel_key_left": "left",
    "funnel_key_out": "taken out by the rule",
    "funnel_key_need": ("{n:count}~seat", "{n:count}~seats"),
    "funnel_has_shifts": "left: in the plan",
    "funnel_open_shifts": "left: not in the plan",
    # changes
    "changes": "What changes",
    "changes_none": ("No assignment changes; {n:count} stays.", "No assignment changes; {n:count} stay."),
    "changes_counts": "Assignments: {gained:count} gained, {lost:count} lost, {same:count} as before.",
    "changes_retimed": "{n:count} at another time or place.",
    "changes_by_borrower": "{n:count}~people are too many for a row each: one for each borrower.",
    "changes_cut": "The {n:count} rows with the most changes are drawn; the last one sums up {of:count} others.",
    "changes_gone": "{worker} (gone)",
    "key_gained": "gained",
    "key_lost": "lost",
    "key_retimed": "at another time or place",
    "assignments": "assignments",
}

SENTENCES = {
    name: Sentence(f"plot.{name}", *(form.replace("~", SPACE) for form in ((said,) if isinstance(said, str) else said)))
    for name, said in _ENGLISH.items()
}

NO_PLACES = Sentence("error.plot.no_places", "no site and no company has a location, so that nothing is on a map.")
NO_PLACES_ADVICE = Sentence(
    "error.plot.no_places.advice",
    "Give companies or demands a location; timeline, coverage and partnerships need none.",
)
NO_TRACE = Sentence("error.plot.no_trace", "nothing is known of how the search went in tier {tier:count}.")
NO_TRACE_ADVICE = Sentence(
    "error.plot.no_trace.advice", "Take a solution of `solve`, which keeps its trace, and a tier of {tiers:list-id}."
)
NO_ROWS = Sentence("error.plot.no_rows", "has no row with an instance and a value.")
NO_ROWS_ADVICE = Sentence("error.plot.no_rows.advice", "Give the rows that `python -m benchmarks run` writes.")
BAD_SUFFIX = Sentence("error.plot.bad_suffix", "has no suffix of a picture.")
