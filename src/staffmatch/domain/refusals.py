"""What records of a scenario contradict, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

_KINDS = ("company", "worker", "demand", "shift")
UNKNOWN = {kind: Sentence(f"error.scenario.unknown_{kind}", f"there is no {kind} {{name:id}}.") for kind in _KINDS}
UNKNOWN_ADVICE = {
    kind: Sentence(f"error.scenario.unknown_{kind}.advice", f"Add the {kind} or correct the id.") for kind in _KINDS
}
CONSENT_TWICE = Sentence("error.scenario.consent_twice", "the person says twice what they think of {company:company}.")
CONSENT_TWICE_ADVICE = Sentence("error.scenario.consent_twice.advice", "Keep the answer that holds.")
CONTRADICTORY_PINS = Sentence("error.scenario.contradictory_pins", "the pair is pinned both in and out.")
CONTRADICTORY_PINS_ADVICE = Sentence("error.scenario.contradictory_pins.advice", "Drop one pin.")
CONTRADICTORY_WISHES = Sentence(
    "error.scenario.contradictory_wishes", "the person wishes for and against the same shifts."
)
CONTRADICTORY_WISHES_ADVICE = Sentence("error.scenario.contradictory_wishes.advice", "Drop one of the two wishes.")
DUPLICATE_ID = Sentence("error.scenario.duplicate_id", "{kind} {first} and {place} (counting from 0) share an id.")
DUPLICATE_ID_ADVICE = Sentence("error.scenario.duplicate_id.advice", "Give each its own.")
DAYS_ABOVE_SHIFTS = Sentence(
    "error.scenario.days_above_shifts",
    "asks for at least {least:count} days of work, and by another rule there is at most {most:count} shift.",
    "asks for at least {least:count} days of work, and by another rule there are at most {most:count} shifts.",
    by="most",
)
DUPLICATE_PAIR = Sentence(
    "error.scenario.duplicate_pair",
    "rows {before} and {row} (counting from 0) are about the same pair.",
)
DUPLICATE_PAIR_ADVICE = Sentence("error.scenario.duplicate_pair.advice", "Keep one of them.")
HOURS_ABOVE_MAXIMUM = Sentence(
    "error.scenario.hours_above_maximum",
    "asks for at least {least:amount} h, and by another rule at most {most:amount} h may be worked.",
)
MINIMUM_ABOVE_MAXIMUM = Sentence(
    "error.scenario.minimum_above_maximum",
    "a secondment has at most {most:count} day, and by another rule at least {least:count}.",
    "a secondment has at most {most:count} days, and by another rule at least {least:count}.",
    by="most",
)
RUN_ABOVE_MAXIMUM = Sentence(
    "error.scenario.run_above_maximum",
    "a run of work has at least {least:count} days, and by another rule at most {most:count}.",
)
MINIMUM_ABOVE_MAXIMUM_ADVICE = Sentence(
    "error.scenario.minimum_above_maximum.advice",
    "Raise the most, or lower the least.",
)
PAST_SHIFT_IN_PLAN = Sentence(
    "error.scenario.past_shift_in_plan",
    "the past shift ends on {end:moment}, after the first shift of the plan starts on {begins:moment}.",
)
PAST_SHIFT_IN_PLAN_ADVICE = Sentence(
    "error.scenario.past_shift_in_plan.advice",
    "Correct its times, make it a home shift if it is at the employer, or pin the shift that it stands for instead.",
)
PINS_IGNORED = Sentence(
    "error.scenario.missing_rule.pins",
    "{n:count} pin would be ignored: no rule of the scenario keeps pins.",
    "{n:count} pins would be ignored: no rule of the scenario keeps pins.",
)
PINS_IGNORED_ADVICE = Sentence("error.scenario.missing_rule.pins.advice", "Add the rule 'pins', or drop the pins.")
TERM_NEEDS_RULE = Sentence(
    "error.scenario.missing_rule.term",
    "the term {kind:id} needs the rule {needed:id}, which the scenario does not have.",
)
TERM_NEEDS_RULE_ADVICE = Sentence("error.scenario.missing_rule.term.advice", "Add the rule or drop the term.")
WAYS_MISSING = Sentence(
    "error.scenario.missing_rule.ways",
    "there is no way between some places, and no rule of the scenario heeds that.",
)
WAYS_MISSING_ADVICE = Sentence(
    "error.scenario.missing_rule.ways.advice",
    "Add the rule 'commute', or give all minutes.",
)
MUSTS_IGNORED = Sentence(
    "error.scenario.missing_rule.musts",
    "{n:count} wish that must be kept would be ignored: the scenario lacks the rule about it.",
    "{n:count} wishes that must be kept would be ignored: the scenario lacks the rule about them.",
)
MUSTS_IGNORED_ADVICE = Sentence(
    "error.scenario.missing_rule.musts.advice", "Add the rule 'availability', or give these wishes a weight."
)
NO_TIMEZONE_DATABASE = Sentence("error.scenario.no_timezone_database", "Python finds no time zone database.")
NO_TIMEZONE_DATABASE_ADVICE = Sentence("error.scenario.no_timezone_database.advice", "Install it: pip install tzdata.")
SKILL_CYCLE = Sentence("error.scenario.skill_cycle", "the skills {skills:list-skill} imply each other in a circle.")
SKILL_IMPLIES_ITSELF = Sentence("error.scenario.skill_cycle.itself", "the skill implies itself.")
SKILL_IMPLIES_ITSELF_ADVICE = Sentence("error.scenario.skill_cycle.itself.advice", "Drop that entry.")
SKILL_CYCLE_ADVICE = Sentence("error.scenario.skill_cycle.advice", "Drop one of the implications.")
TOGETHER_ABOVE_LIMIT = Sentence(
    "error.scenario.together_above_limit",
    "{people:and-worker} go together by another rule, and come from {count} lenders; the limit is {limit}.",
)
TOGETHER_ABOVE_CAP = Sentence(
    "error.scenario.together_above_limit.cap",
    "{people:and-worker} go together by another rule, and {count} of them come from {lender:company}; the limit is "
    "{limit}.",
)
TOGETHER_ABOVE_LIMIT_ADVICE = Sentence(
    "error.scenario.together_above_limit.advice",
    "Raise the limit, or part the group.",
)
TOGETHER_AND_APART = Sentence(
    "error.scenario.together_and_apart",
    "{one:worker} and {other:worker} are to be kept apart here, and together by another rule.",
)
TOGETHER_AND_APART_ADVICE = Sentence("error.scenario.together_and_apart.advice", "Drop one of the two.")
UNKNOWN_PLACE = Sentence("error.scenario.unknown_place", "the location names no place that the travel model knows.")
UNKNOWN_PLACE_ADVICE = Sentence("error.scenario.unknown_place.advice", "Set its `place` to a name of the travel model.")
UNKNOWN_SHIFT_KIND = Sentence("error.scenario.unknown_shift_kind", "no shift is of the kind {name:id}.")
UNKNOWN_SHIFT_KIND_ADVICE = Sentence(
    "error.scenario.unknown_shift_kind.advice", "Correct the kind, or give it to shifts."
)
UNKNOWN_TIMEZONE = Sentence("error.scenario.unknown_timezone", "{name:id} is no IANA time zone.")
UNKNOWN_TIMEZONE_ADVICE = Sentence("error.scenario.unknown_timezone.advice", "Give one such as 'Europe/Berlin'.")
TRAINING_CIRCLE = Sentence(
    "error.scenario.training_circle",
    "nobody can begin the training {trainings:and-demand}: it builds on a skill that only it grants.",
    "nobody can begin the trainings {trainings:and-demand}: each builds on a skill that only another of them grants.",
)
TRAINING_CIRCLE_ADVICE = Sentence(
    "error.scenario.training_circle.advice",
    "Take a skill out of what one of them builds on, or add somebody who has it.",
)
REGULATED_IMPLIED = Sentence(
    "error.scenario.regulated_skill_implied",
    "{skill:skill} stands in for {other:skill}, which is regulated: nothing may stand in for it.",
)
REGULATED_IMPLIED_ADVICE = Sentence(
    "error.scenario.regulated_skill_implied.advice",
    "Take {other:skill} out of what {skill:skill} implies, and give it to the people who are licensed; or say that it "
    "is not regulated.",
)
