"""What is refused of a plan that somebody wrote or changed by hand, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NOBODY = Sentence("error.plan_sheet.nobody", "there is nobody called {name:id} in the scenario.")
FROM_LIST_ADVICE = Sentence("error.plan_sheet.from_list.advice", "Choose a name from the cell's list.")
NAME_OR_ID_ADVICE = Sentence("error.plan_sheet.name_or_id.advice", "Write a name as the plan shows it, or an id.")
NEAR_SHIFT_ADVICE = Sentence("error.plan_sheet.near_shift.advice", "A shift of a similar id is {shift:id}.")
SEVERAL_PEOPLE = Sentence("error.plan_sheet.several_people", "{name:id} is the name of {n:count} people.")
WRITE_ADVICE = Sentence("error.plan_sheet.write.advice", "Write {names:or-id}.")
PERSON_AND_SHIFT = Sentence("error.plan_sheet.person_and_shift", "{name:id} is a person and a shift.")
WRITE_PERSON_ADVICE = Sentence("error.plan_sheet.write_person.advice", "Write {name:id} for the person.")
TWICE = Sentence("error.plan_sheet.twice", "{name:id} has this shift more than once, in {rows}.")
TWICE_ADVICE = Sentence(
    "error.plan_sheet.twice.advice", "Leave one of them; a seat that is to stay empty has an empty cell."
)
NO_SHIFT = Sentence("error.plan_sheet.no_shift", "there is no shift {shift:id} in the scenario.")
COPY_ADVICE = Sentence("error.plan_sheet.copy.advice", "Copy the whole row of a seat of the shift.")
NO_SUCH_TIME = Sentence("error.plan_sheet.no_such_time", "no shift of the scenario is at this date, time and place.")
SEVERAL_SHIFTS = Sentence("error.plan_sheet.several_shifts", "{n:count} shifts are at this time and place.")
COPY_MEANT_ADVICE = Sentence("error.plan_sheet.copy_meant.advice", "Copy the row of the one that is meant.")
NOT_SO = Sentence("error.plan_sheet.not_so", "says {value}, which is not so of the shift of this row.")
NOT_SO_ADVICE = Sentence(
    "error.plan_sheet.not_so.advice",
    "Of a row only the person can be changed: change shifts in the scenario, and solve.",
)
CHANGED_ORIGIN = Sentence(
    "error.plan_sheet.changed_origin", "the sheet {sheet:id}, which says what the plan was before, was changed."
)
CHANGED_ORIGIN_ADVICE = Sentence(
    "error.plan_sheet.changed_origin.advice",
    "Delete that sheet, or write the workbook anew: staffmatch solve SCENARIO --out plan.json --sheets plan.xlsx.",
)
OTHER_SCENARIO = Sentence(
    "error.plan_sheet.other_scenario", "the plan was written for another scenario, or the scenario has changed since."
)
OTHER_SCENARIO_ADVICE = Sentence("error.plan_sheet.other_scenario.advice", "Give the scenario that it was written for.")
DOUBLE_COLUMN = Sentence("error.plan_sheet.double_column", "two columns have the same title.")
DOUBLE_COLUMN_ADVICE = Sentence("error.plan_sheet.double_column.advice", "Leave one of them.")
NO_SHEET = Sentence("error.plan_sheet.no_sheet", "holds no plan to be read: there is no sheet {sheets:or-id}.")
NO_SHEET_ADVICE = Sentence(
    "error.plan_sheet.no_sheet.advice", "Write one: staffmatch solve SCENARIO --out plan.json --sheets plan.xlsx."
)
NO_ASSIGNMENTS = Sentence("error.plan_sheet.no_assignments", "holds no assignments.")
NO_PAIR = Sentence(
    "error.plan_sheet.no_pair", "is no assignment: it does not say one worker and one shift by their ids."
)
SHAPE_ADVICE = Sentence(
    "error.plan_sheet.shape.advice",
    "Write it as {shape}, or as a list of such pairs: {pairs}; or give a solution file, or a workbook by --sheets.",
)
NO_ID = Sentence("error.plan_sheet.no_worker", "there is no worker {name:id} in the scenario.")
THIS_SCENARIO_ADVICE = Sentence("error.plan_sheet.this_scenario.advice", "Give a plan of this scenario.")
LISTED_TWICE = Sentence("error.plan_sheet.listed_twice", "{worker:id} has the shift {shift:id} {n:count} times.")
LISTED_TWICE_ADVICE = Sentence("error.plan_sheet.listed_twice.advice", "List each assignment once.")
