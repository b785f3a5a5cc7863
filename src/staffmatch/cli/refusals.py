"""What commands refuse, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

BAD_GAP = Sentence("error.cli.bad_gap", "{gap:amount} is not between 0 and 1.")
BAD_GAP_ADVICE = Sentence("error.cli.bad_gap.advice", "Give a fraction, such as 0.01 for one per cent.")
BAD_THREADS = Sentence(
    "error.cli.bad_threads",
    "{threads} is not between 1 and {cores}, which is what this process may use.",
)
BAD_THREADS_ADVICE = Sentence("error.cli.bad_threads.advice", "Give fewer, or leave it out to use all.")
BAD_TIME_LIMIT = Sentence("error.cli.bad_time_limit", "{time_limit:amount} is no span of time.")
BAD_TIME_LIMIT_ADVICE = Sentence("error.cli.bad_time_limit.advice", "Give seconds.")
BAD_WORK_LIMIT = Sentence("error.cli.bad_work_limit", "{work_limit:amount} is no amount.")
BAD_WORK_LIMIT_ADVICE = Sentence("error.cli.bad_work_limit.advice", "Give units of work.")
BROKEN_PLUGIN = Sentence("error.cli.broken_plugin", "the module {name:id} cannot be imported: {kind}: {error}")
BROKEN_PLUGIN_ADVICE = Sentence("error.cli.broken_plugin.advice", "Mend the module.")
BY_PAIR = Sentence("error.cli.by_pair", "has two rows of {worker:worker} for {shift:shift}.")
BY_PAIR_ADVICE = Sentence("error.cli.by_pair.advice", "Leave the one that holds.")
COMPARE = Sentence("error.cli.compare", "is one scenario alone.")
COMPARE_ADVICE = Sentence("error.cli.compare.advice", "Name two or more.")
DAY = Sentence("error.cli.day", "is {text:id}, which is no day.")
DAY_ADVICE = Sentence("error.cli.day.advice", "Write it as 2020-04-06.")
EARLIER = Sentence("error.cli.earlier", "is a plan of another scenario.")
EARLIER_ADVICE = Sentence("error.cli.earlier.advice", "Name the scenario that it was made for by --former.")
EMPTY_PLAN = Sentence("error.cli.empty_plan", "has no assignment by which the key could be told.")
EMPTY_PLAN_ADVICE = Sentence("error.cli.empty_plan.advice", "Solve the scenario itself.")
EXPLAIN = Sentence("error.cli.explain", "and --worker are not given.")
EXPLAIN_FIX_CHANGES_ADVICE = Sentence(
    "error.cli.explain.fix_changes.advice",
    "A fix changes the scenario: name the file for it, and --out.",
)
EXPLAIN_TAKE_GO = Sentence("error.cli.explain.take_go", "and --take go together.")
EXPLAIN_ADVICE = Sentence("error.cli.explain.advice", "Give one of them, or both.")
HANDOUT = Sentence("error.cli.handout", "is the scenario of a plan that is not given.")
HANDOUT_ADVICE = Sentence("error.cli.handout.advice", "Name that plan by --before.")
LOADED = Sentence("error.cli.loaded", "is of another scenario than the changed one.")
NAMED = Sentence("error.cli.named", "has {path:id} twice.")
NAMED_ADVICE = Sentence("error.cli.named.advice", "Name each scenario once.")
PLAN_OF_PEOPLE = Sentence(
    "error.cli.plan_of_people",
    "is one of people, and its scenario is to be written with pseudonyms.",
)
PLAN_OF_PEOPLE_ADVICE = Sentence(
    "error.cli.plan_of_people.advice",
    "Convert the scenario alone, and solve what is written; --restore KEY reads that plan.",
)
PLUGIN_ADVICE = Sentence(
    "error.cli.plugin.advice",
    "Give one as package.module, installed or in the working directory.",
)
PROBABILITIES_IN = Sentence(
    "error.cli.probabilities_in",
    "has {text:id} as the probability of {worker:worker} for {shift:shift}.",
)
PROBABILITIES_IN_ADVICE = Sentence("error.cli.probabilities_in.advice", "Write a number from 0 to 1, such as 0.25.")
BOTH_GIVEN = Sentence("error.cli.recommend.both", "and --worker are both given.")
NEITHER_GIVEN = Sentence("error.cli.recommend.neither", "and --worker are not given.")
RECOMMEND_ADVICE = Sentence("error.cli.recommend.advice", "Give one of them.")
REPLAN = Sentence("error.cli.replan", "changes the scenario, which is in no file yet.")
PLAN_TWICE = Sentence("error.cli.plan_twice", "is given as well as the argument PLAN.")
PLAN_TWICE_ADVICE = Sentence("error.cli.plan_twice.advice", "Give the plan once.")
NO_FORMER_PLAN = Sentence("error.cli.no_former_plan", "is missing.")
NO_FORMER_PLAN_ADVICE = Sentence(
    "error.cli.no_former_plan.advice", "Name the former plan: a solution file, or its workbook."
)
REPLAN_ADVICE = Sentence(
    "error.cli.replan.advice",
    "The new plan is of the scenario with it: name its file by --out-scenario.",
)
REQUIRE_TAKE = Sentence("error.cli.require_take", "has nowhere to go.")
REQUIRE_TAKE_IS = Sentence("error.cli.require_take.is", "is {take}.")
REQUIRE_TAKE_NOTHING_WRITE = Sentence("error.cli.require_take.nothing_write", "has nothing to write.")
REQUIRE_TAKE_SAY_BY_ADVICE = Sentence("error.cli.require_take.say_by.advice", "Say by --take which one you choose.")
REQUIRE_TAKE_THEY_NUMBERED_ADVICE = Sentence(
    "error.cli.require_take.they_numbered.advice",
    "They are numbered from 1 on.",
)
REQUIRE_TAKE_ADVICE = Sentence("error.cli.require_take.advice", "Name the solution file to write by --out.")
ROWS = Sentence("error.cli.rows", "has no column {missing:id}.")
ROWS_SAVE_CSV_ADVICE = Sentence("error.cli.rows.save_csv.advice", "Save it as CSV.")
ROWS_TABLE = Sentence("error.cli.rows.table", "is no table: {error}.")
ROWS_ADVICE = Sentence("error.cli.rows.advice", "The columns are {columns:list}.")
SAME_RULE = Sentence("error.cli.same_rule", "{rule:id} is the same rule as {other:id}.")
SAME_RULE_ADVICE = Sentence("error.cli.same_rule.advice", "Keep one of them.")
SHEETS_ADVICE = Sentence(
    "error.cli.sheets.advice",
    "--sheets writes the plan's tables, for people, and --report a page.",
)
TAKEN = Sentence("error.cli.taken", "is {take}, and there is {n}.", "is {take}, and there are {n}.")
TAKEN_OF_NONE = Sentence("error.cli.taken.none", "is {take}, and there are none.")
TAKEN_ADVICE = Sentence("error.cli.taken.advice", "Take one that is listed, or ask with more time.")
UNKNOWN_PLUGIN = Sentence("error.cli.unknown_plugin", "there is no module {name:id}.")
UNUSED_OPTION = Sentence("error.cli.unused_option", "means nothing without {other}.")
UNUSED_OPTION_ADVICE = Sentence("error.cli.unused_option.advice", "Leave it out, or give {other}.")
USE_PLUGINS = Sentence("error.cli.use_plugins", "{name:id} is no name of a module.")
SEVERAL_SHIFTS = Sentence(
    "error.cli.several_shifts",
    "{said:id} is said of {n:count} shifts, {empty:count} of them with empty seats.",
)
SEVERAL_SHIFTS_ADVICE = Sentence("error.cli.several_shifts.advice", "Name one: {shifts:list}.")
NO_PAGE = Sentence("error.cli.no_page", "opens a page, and none is written.")
NO_PAGE_ADVICE = Sentence("error.cli.no_page.advice", "Name one by --report.")
NO_TERMINAL = Sentence("error.cli.no_terminal", "asks questions, and this is no terminal.")
NO_TERMINAL_ADVICE = Sentence(
    "error.cli.no_terminal.advice",
    "Without one, `staffmatch template FOLDER --excel` writes a workbook with examples.",
)
