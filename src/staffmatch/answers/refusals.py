"""What is refused of questions, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

BROKEN_RULE_ADVICE = Sentence(
    "error.ask.broken_rule.advice",
    "Solve the scenario again, or ask a plan that keeps its rules.",
)
CHOICE_ADVICE = Sentence("error.ask.choice.advice", "Choose among {choices:list-id}.")
FROZEN = Sentence(
    "error.ask.frozen",
    "what starts before it cannot stay as it is: pins or rules of the changed scenario want it otherwise.",
)
FROZEN_ADVICE = Sentence("error.ask.frozen.advice", "Give an earlier time, or change these pins.")
HOW_MANY_ADVICE = Sentence("error.ask.how_many.advice", "Give how many candidates you want, a whole number from 1 on.")
IS = Sentence("error.ask.is", "is {value}.")
NEAR_ADVICE = Sentence("error.ask.near.advice", "Did you mean {near:id}?")
NOTHING_ASKED = Sentence("error.ask.nothing_asked", "neither a shift nor a worker is given.")
NOTHING_ASKED_ADVICE = Sentence("error.ask.nothing_asked.advice", "Give shift=, worker= or both.")
TOO_FEW_CHANGES = Sentence(
    "error.ask.too_few_changes",
    "no plan with at most {most} changes was found; one with {needed} is the nearest known.",
)
TOO_FEW_CHANGES_ADVICE = Sentence("error.ask.too_few_changes.advice", "Allow {needed} or more.")
CHECK_ID_ADVICE = Sentence("error.ask.unknown_id.advice", "Check the id; scenario.ids lists all.")
WHOLE_ADVICE = Sentence("error.ask.whole.advice", "Give a whole number from {least} on.")
