"""Phrases about the rhythm of a person's days: runs of work, days off, weekends, what follows what."""

from __future__ import annotations

from staffmatch import constraints as c
from staffmatch.io.sheets.rules.phrase import Figure, Phrase

RHYTHM: tuple[Phrase, ...] = (
    Phrase(
        c.ConsecutiveDays, "max days in a row: #", "max Tage am Stück: #", (Figure("days", "days", 1, 60, "6"),),
        "consecutive days: #; days running: #; Tage in Folge: #; Tage hintereinander: #; Tage nacheinander: #; "
        "Arbeitstage am Stück: #; Arbeitstage in Folge: #; working days in a row: #", "max",
    ),
    Phrase(
        c.ConsecutiveDays, "shortest run of work: # days", "kürzester Arbeitsblock: # Tage",
        (Figure("least", "days", 2, 6, "3"),), "shortest block of work: # days; kürzeste Arbeitsphase: # Tage", "min",
    ),
    Phrase(
        c.DaysOff, "days off in a row: #", "freie Tage am Stück: #", (Figure("least_in_a_row", "days", 2, 60, "2"),),
        "consecutive days off: #; freie Tage hintereinander: #; freie Tage in Folge: #", "min",
    ),
    Phrase(
        c.Weekends, "free weekends: # of #", "freie Wochenenden: # von #",
        (Figure("free", "weekends", 0, 104, "2"), Figure("of", "weekends", 1, 104, "4")),
        "weekends off: # of #; # free weekends of #; # freie Wochenenden von #", "min",
    ),
    Phrase(
        c.Weekends, "free weekends: #", "freie Wochenenden: #", (Figure("free", "weekends", 0, 104, "2"),),
        "weekends off: #", "min",
    ),
    Phrase(
        c.Weekends, "max weekends with work: #", "max Wochenenden mit Arbeit: #",
        (Figure("most", "weekends", 0, 104, "2"),), "working weekends: #; Arbeitswochenenden: #", "max",
    ),
    Phrase(
        c.Weekends, "weekends are worked as a whole", "nur ganze Wochenenden",
        also="complete weekends; whole weekends; ganze Wochenenden", fixed={"whole": True},
    ),
    Phrase(
        c.Successions, "no early shift after a late shift", "keine Frühschicht nach Spätschicht",
        also="no early after late; kein Frühdienst nach Spätdienst; keine Frühschicht nach einer Spätschicht",
        fixed={"forbidden": (("late", "early"),)},
    ),
    Phrase(
        c.SameKind, "one kind of shift per week", "eine Schichtart pro Woche",
        also="one kind of shift a week; eine Schichtart in der Woche",
    ),
)  # fmt: skip
