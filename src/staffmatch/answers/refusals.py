"""What is refused of questions, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

BROKEN_RULE_ADVICE = Sentence(
    "error.ask.broken_rule.advice",
    "Solve the scenario again, or ask a plan that keeps its rules.",
)
FROZEN = Sentence(
    "error.ask.frozen",
    "what starts before it cannot stay as it is: pins or rules of the changed scenario want it otherwise.",
)
FROZEN_ADVICE = Sentence("error.ask.frozen.advice", "Give an earlier time, or change these pins.")
HOW_MANY_ADVICE = Sentence("error.ask.how_many.advice", "Give how many candidates you want, a whole number from 1 on.")
NOTHING_ASKED = Sentence("error.ask.nothing_asked", "neither a shift nor a worker is given.")
NOTHING_ASKED_ADVICE = Sentence("error.ask.nothing_asked.advice", "Give shift=, worker= or both.")
TOO_FEW_CHANGES = Sentence(
    "error.ask.too_few_changes",
    "no plan with at most {most} changes was found; one with {needed} is the nearest known.",
)
TOO_FEW_CHANGES_ADVICE = Sentence("error.ask.too_few_changes.advice", "Allow {needed} or more.")
CHECK_ID_ADVICE = Sentence("error.ask.unknown_id.advice", "Check the id; scenario.ids lists all.")
ANSWER_CONTRADICTS = Sentence(
    "error.ask.answer.contradicts",
    "worker {worker:worker} is said both to have accepted and to have declined shift {shift:shift}.",
)
ANSWER_CONTRADICTS_ADVICE = Sentence("error.ask.answer.contradicts.advice", "Keep the answer that holds.")
ANSWER_UNKNOWN = Sentence(
    "error.ask.answer.unknown",
    "worker {worker:worker} is said to have answered {answer} for shift {shift:shift}.",
)
ANSWER_UNKNOWN_ADVICE = Sentence("error.ask.answer.unknown.advice", "Give one of {known:list-id}.")
ANSWER_OUT_ADVICE = Sentence("error.ask.answer.out.advice", "Leave the answer out, or correct the id.")
ASK_ONE_ADVICE = Sentence("error.ask.ask_one.advice", "Give a shift=, a worker= or several shifts=.")
BOTH_ASKED = Sentence("error.ask.both_asked", "a shift and a worker are given.")
CHANGES = Sentence("error.ask.changes", "is {value}, which is no number of changes.")
CHANGES_ADVICE = Sentence("error.ask.changes.advice", "Give a whole number from 0 on, or None for any number.")
COLUMN_MISSING = Sentence("error.ask.column_missing", "has no column {column:id}.")
COLUMNS_ADVICE = Sentence("error.ask.column_missing.advice", "The columns are {columns:list}.")
HELD_ADVICE = Sentence("error.ask.held.advice", "Choose among {kinds:list-id}, rules and pins.")
NOT_HELD = Sentence("error.ask.held", "has {given}, which the scenario has not.")
KIND_OF_CHANGE = Sentence("error.ask.kind_of_change", "there is no kind of change {kind:id}.")
LAST_TIER = Sentence("error.ask.last_tier", "is {value}, and the scenario has {tiers:count} tiers.")
LAST_TIER_ADVICE = Sentence(
    "error.ask.last_tier.advice", "Give a whole number from 0 to {tiers:count}, or None for {tiers:count}."
)
TIERS_ADVICE = Sentence("error.ask.tiers.advice", "The scenario has {tiers:count} tiers.")
NO_MOMENT = Sentence("error.ask.no_moment", "is {value}, which is no time with an offset from UTC.")
NO_MOMENT_ADVICE = Sentence("error.ask.no_moment.advice", "Write it as 2020-04-06T06:00+02:00.")
NO_PLAN_WITH = Sentence("error.ask.no_plan_with", "no plan is known in which {worker:worker} has {shift:shift}.")
NO_PLAN_WITH_ADVICE = Sentence("error.ask.no_plan_with.advice", "Ask again with a longer time_limit.")
NOT_SEVERAL = Sentence("error.ask.not_several", "is {value}, not several ids.")
SEVERAL_AND = Sentence("error.ask.several_and", "several shifts and {value} are given.")
OTHER_PLAN = Sentence("error.ask.other_plan", "{worker:worker} for {shifts:list-shift} was found for another plan.")
OTHER_PLAN_ADVICE = Sentence("error.ask.other_plan.advice", "Ask that solution for its own: solution.recommend(...).")
OTHER_FIX = Sentence("error.ask.other_fix", "is of another scenario than the one that the fix was found for.")
OTHER_FIX_ADVICE = Sentence("error.ask.other_fix.advice", "Ask that solution to explain its own shift.")
PROBABILITY = Sentence(
    "error.ask.probability",
    "worker {worker:worker} is said to accept shift {shift:shift} with probability {value}.",
)
PROBABILITY_ADVICE = Sentence(
    "error.ask.probability.advice", "Give a number from 0 to 1; leave out whom you do not want to ask."
)
OVERBOOKING_ADVICE = Sentence("error.ask.overbooking.advice", "Give a probability from 0 to 1.")
ROW_OUT_ADVICE = Sentence("error.ask.row_out.advice", "Leave the row out, or correct the id.")
SAME_TERM = Sentence("error.ask.same_term", "is the first term once more.")
SAME_TERM_ADVICE = Sentence("error.ask.same_term.advice", "Give two terms that differ.")
RUN_OF_TIERS = Sentence("error.ask.run_of_tiers", "stands for a run of tiers, which have no single value.")
RUN_OF_TIERS_ADVICE = Sentence("error.ask.run_of_tiers.advice", "Give a term such as max_load or spread.")
TERM_NEEDS_MORE = Sentence("error.ask.term_needs_more", "is {term:id}, a term that needs more than its kind.")
TERM_NEEDS_MORE_ADVICE = Sentence(
    "error.ask.term_needs_more.advice", "Give the term itself, as in objectives.{name}(...)."
)
TOO_LATE = Sentence("error.ask.too_late", "is {moment} UTC, after the last shift ends: nothing could change.")
TOO_LATE_ADVICE = Sentence("error.ask.too_late.advice", "Give a time up to {end} UTC, or leave it out.")
TWO_SCENARIOS = Sentence("error.ask.two_scenarios", "are not two or more scenarios by name.")
TWO_SCENARIOS_ADVICE = Sentence("error.ask.two_scenarios.advice", "Give a dictionary: {example}.")
