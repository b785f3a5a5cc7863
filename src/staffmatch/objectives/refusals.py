"""What terms refuse of their parameters, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

SHARE_OF_NOBODY = Sentence("error.term.unknown_share", "the {field} name {name:id}, who is not in the scenario.")
SHARE_OF_NOBODY_ADVICE = Sentence("error.term.unknown_share.advice", "Correct the id, or leave it out of the {field}.")
NO_HISTORY = Sentence("error.term.no_history", "filled seats are those of one plan alone, and have no history.")
NO_HISTORY_ADVICE = Sentence(
    "error.term.no_history.advice", 'Take the same share for the next plan, or count="shifts" of what borrowers get.'
)
FILLED_BEYOND_SEATS = Sentence(
    "error.term.filled_beyond_seats",
    "holds down how much of their seats borrowers get, and shifts may have more people than seats.",
)
FILLED_BEYOND_SEATS_ADVICE = Sentence(
    "error.term.filled_beyond_seats.advice",
    "Take MinLoad or leximin of filled seats, or WorstFillRate, or a rule Coverage that does not bend.",
)
NO_TARGET = Sentence(
    "error.term.missing_target",
    "{n:count} of those who share has no target: {names:and-id}.",
    "{n:count} of those who share have no target, such as {names:and-id}.",
)
NO_TARGET_ADVICE = Sentence(
    "error.term.missing_target.advice", "Give everybody in scope a target, or narrow the scope to those who have one."
)
FINE_TARGETS = Sentence(
    "error.term.fine_targets",
    "to compare loads by these targets takes {parts:count} parts of a unit, and {most:count} are the most.",
)
FINE_TARGETS_ADVICE = Sentence(
    "error.term.fine_targets.advice",
    "Round the targets, so that they have factors in common: 36 and 20, not 37 and 19.",
)
LEXIMIN_ALONE = Sentence("error.term.leximin_alone", "leximin stands for a run of tiers, and is in one with others.")
LEXIMIN_ALONE_ADVICE = Sentence(
    "error.term.leximin_alone.advice", "Give it a tier of its own, without a weight: tiers=[..., leximin(share), ...]."
)
NO_SUCH_LEXIMIN = Sentence("error.term.no_such_tier", "this leximin is no tier of the scenario.")
NO_SUCH_LEXIMIN_ADVICE = Sentence("error.term.no_such_tier.advice", "Take it from scenario.tiers.")
MANY_LEVELS = Sentence(
    "error.term.many_levels",
    "leximin would look at {n:count} levels of load one after the other, and {most:count} are the most.",
)
MANY_LEVELS_ADVICE = Sentence(
    "error.term.many_levels.advice",
    "Give it a step, such as {step:number}: then loads are told apart at multiples of it alone.",
)
