"""What is refused of solutions, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NO_PLAN = Sentence("error.plan.no_plan", "the solution is {status}: it has no plan.")
NO_PLAN_ADVICE = Sentence("error.plan.no_plan.advice", "Release some pins, or allow the search more time.")
NO_SCENARIO = Sentence("error.plan.no_scenario", "the solution was read alone.")
NO_SCENARIO_ADVICE = Sentence(
    "error.plan.no_scenario.advice",
    "Read it by Solution.load(path, scenario), or attach it: solution.of(scenario).",
)
OTHER_DEMAND = Sentence("error.plan.other_demand", "shift {shift:id} is one of demand {own:id}, not of {demand:id}.")
OTHER_SOLUTION_ADVICE = Sentence("error.plan.other_demand.advice", "Read the solution of this scenario.")
OTHER_SCENARIO = Sentence(
    "error.plan.other_scenario",
    "the solution belongs to another scenario, or the scenario has changed since.",
)
OTHER_SCENARIO_ADVICE = Sentence("error.plan.other_scenario.advice", "Load the scenario it was made for.")
