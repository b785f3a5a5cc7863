"""What is refused of files and formats, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NAME_FOLDER_ADVICE = Sentence("error.io.ending.folder.advice", "Name a folder, or leave the format out.")
ENDING_OR_FOLDER_ADVICE = Sentence(
    "error.io.ending.or_folder.advice",
    "Let it end in {endings:or}, or be a folder (format {folders:or}).",
)
ENDING_OR_NONE_ADVICE = Sentence(
    "error.io.ending.or_none.advice",
    "Let it end in {endings:or}, or leave the format out.",
)
ENDING_ADVICE = Sentence("error.io.ending.advice", "Let it end in {endings:or}.")
FILE_NOT_FOUND = Sentence("error.io.file_not_found", "there is no such file.")
FILE_NOT_FOUND_ADVICE = Sentence("error.io.file_not_found.advice", "Check the path.")
IS_A_DIRECTORY = Sentence("error.io.is_a_directory", "is a directory.")
IS_A_DIRECTORY_ADVICE = Sentence("error.io.is_a_directory.advice", "Name a file in it.")
MISSING_SOLUTION = Sentence("error.io.missing_solution", "{what} is one of a plan, and there is no solution.")
MISSING_SOLUTION_ADVICE = Sentence("error.io.missing_solution.advice", "Solve first, and give the solution.")
NOT_A_PATH = Sentence("error.io.not_a_path", "is no path: it holds a NUL character.")
NOT_UTF8 = Sentence("error.io.not_utf8", "is not UTF-8 text (byte {start}).")
NOT_UTF8_ADVICE = Sentence("error.io.not_utf8.advice", "Save it as UTF-8.")
OTHER_SUFFIX = Sentence("error.io.other_suffix", "is a workbook by what it holds, and no JSON.")
NOT_CALLED_SO = Sentence("error.io.other_suffix.file", "is not how a file of the format {name:id} is called.")
NOT_CALLED_SO_FOLDER = Sentence(
    "error.io.other_suffix.folder",
    "is not how a folder of the format {name:id} is called.",
)
OTHER_SUFFIX_ADVICE = Sentence("error.io.other_suffix.advice", "Let its name end in .xlsx.")
SAME_FILE = Sentence("error.io.same_file", "is the same file as {path:id}, which would be lost.")
SAME_FILE_ADVICE = Sentence("error.io.same_file.advice", "Give each its own file.")
STALE_SHEET = Sentence(
    "error.io.stale_sheet",
    "holds Parquet tables, which would be read in place of what is to be written.",
)
STALE_SHEET_ADVICE = Sentence("error.io.stale_sheet.advice", "Choose an empty folder.")
TOO_MANY_BYTES = Sentence("error.io.too_large", "has {size:count} MB{unpacked}; {most:count} MB are read at most.")
FROM_FRAMES = Sentence(
    "error.io.too_large.frames.advice",
    "Read it with pandas or polars, and use Scenario.from_frames.",
)
IN_TABLE = Sentence("error.io.too_large.in_table", " in table {table:id} once it is read")
LONG_ROWS = Sentence(
    "error.io.too_large.row",
    "table {table:id} has rows of {size:count} MB; {most:count} MB are read at most.",
)
TOO_MANY_ROWS = Sentence(
    "error.io.too_large.rows",
    "table {table:id} has {rows:count} rows; {most:count} are read at most.",
)
LONG_ROWS_ADVICE = Sentence("error.io.too_large.row.advice", "Shorten what stands there.")
SPLIT = Sentence(
    "error.io.too_large.split.advice",
    "Split the scenario, or read its tables yourself and use Scenario.from_frames.",
)
TABLES = Sentence("error.io.too_large.tables.advice", "Write it as a folder of Parquet tables.")
UNPACKED = Sentence("error.io.too_large.unpacked", " once unpacked")
NO_FORMAT = Sentence("error.io.unknown_format", "there is no format {name:id} for {use}.")
NO_FORMAT_ADVICE = Sentence("error.io.unknown_format.choose.advice", "Choose among {names:or}.")
NO_FORMAT_FOLDER = Sentence("error.io.unknown_format.folder", "is a folder, which does not say the format for {use}.")
NO_SUFFIX = Sentence("error.io.unknown_format.none", "has no suffix that would say the format for {use}.")
NO_FORMAT_SUFFIX = Sentence("error.io.unknown_format.suffix", "the suffix {suffix:id} is that of no format for {use}.")
UNREADABLE_FILE = Sentence("error.io.unreadable_file", "cannot be read: {strerror}.")
UNREADABLE_FILE_ADVICE = Sentence("error.io.unreadable_file.advice", "Check its permissions.")
UNUSED_OPTION = Sentence("error.io.unused_option", "means nothing to the format {name:id}.")
UNUSED_OPTION_ADVICE = Sentence("error.io.unused_option.advice", "Leave it out, or choose another format.")
UNWRITABLE_FILE = Sentence("error.io.unwritable_file", "cannot be written: permission denied.")
UNWRITABLE_BECAUSE = Sentence("error.io.unwritable_file.because", "cannot be written: {what}.")
UNWRITABLE_FILE_ADVICE = Sentence("error.io.unwritable_file.advice", "Choose another place.")
UNWRITABLE_FOLDER = Sentence("error.io.unwritable_folder", "cannot be made a folder: {strerror}.")
UNWRITABLE_FOLDER_ADVICE = Sentence("error.io.unwritable_folder.advice", "Choose another.")
USE_PLAN_TABLES = Sentence("error.io.use.plan_tables", "a plan's tables")
USE_FIGURES = Sentence("error.io.use.figures", "the figures of a report")
USE_REPORT = Sentence("error.io.use.report", "a report")
USE_SCENARIO_BACK = Sentence("error.io.use.scenario_back", "a scenario to be read back")
USE_SCENARIO_READ = Sentence("error.io.use.scenario_read", "a scenario to be read")
USE_SOLUTION_BACK = Sentence("error.io.use.solution_back", "a solution to be read back")
USE_SOLUTION_READ = Sentence("error.io.use.solution_read", "a solution to be read")
USE_PLAN_READ = Sentence("error.io.use.plan_read", "a plan to be read")
USE_PLAN_BY_HAND = Sentence("error.io.use.plan_by_hand", "a plan to change by hand")
USE_WRITTEN = Sentence("error.io.use.written", "what is to be written")
BAD_TIER = Sentence("error.io.bad_tier", "{tier} is not between 1 and {tiers}, the number of tiers.")
BAD_TIER_ADVICE = Sentence("error.io.bad_tier.advice", "Count tiers from 1.")
BROKEN_PLAN = Sentence("error.io.broken_plan", "the plan of the solution cannot be: {why}")
BROKEN_PLAN_ADVICE = Sentence("error.io.broken_plan.advice", "Give a solution that `staffmatch.verify` confirms.")
DAMAGED_TABLE = Sentence("error.io.damaged_table", "is damaged: {what}.")
DUPLICATE_COLUMN = Sentence("error.io.duplicate_column", "two columns share a name.")
DUPLICATE_COLUMN_ADVICE = Sentence("error.io.duplicate_column.advice", "Give each its own.")
FORMER_CHANGES = Sentence("error.io.former_changes", "holds changes of a file that is there no more.")
FORMER_CHANGES_ADVICE = Sentence("error.io.former_changes.advice", "Remove it, or choose another place.")
FRACTIONAL_VALUE = Sentence("error.io.fractional_value", "{name} is {value}, and a pair is taken or not.")
FRACTIONAL_VALUE_ADVICE = Sentence(
    "error.io.fractional_value.advice", "Have the program solved with its binary columns."
)
NO_TEXT = Sentence("error.io.no_text", "has a cell in {column} that holds no text.")
NO_DATE = Sentence("error.io.no_date", "holds a date that no calendar has.")
NO_DATE_ADVICE = Sentence("error.io.no_date.advice", "Check its dates and times.")
NO_FRAME = Sentence("error.io.no_frame", "is no data frame but a {kind}.")
NO_FRAME_ADVICE = Sentence("error.io.no_frame.advice", "Give a data frame of pandas, polars or pyarrow.")
NO_FRAME_COLLECT_ADVICE = Sentence("error.io.no_frame.collect.advice", "Collect it first.")
NO_FRAMES = Sentence(
    "error.io.no_frames",
    "No data frame library is installed. In a checkout: pip install '.[frames]'. Once published: pip install "
    "'staffmatch[frames]'.",
)
NO_OWNER = Sentence("error.io.no_owner", "the shift says in no text to which demand it belongs.")
NO_OWNER_ADVICE = Sentence("error.io.no_owner.advice", "Give the id of the demand.")
NO_SUCH_DEMAND = Sentence("error.io.no_such_demand", "there is no demand {name:id}.")
NO_SUCH_DEMAND_ADVICE = Sentence("error.io.no_such_demand.advice", "Correct the id.")
NO_SUCH_TABLE = Sentence("error.io.no_such_table", "there is no table {table:id}.")
NO_SUCH_BACKEND = Sentence("error.io.no_such_backend", "there is no backend {name:id}.")
NO_CALENDARS_BY = Sentence("error.io.no_calendars_by", "there are no calendars by {by:id}.")
NOT_PARQUET = Sentence("error.io.not_parquet", "is no Parquet table that can be read.")
NOT_A_STORE = Sentence("error.io.not_a_store", "cannot be read as a store: {error}.")
NOT_A_STORE_ADVICE = Sentence(
    "error.io.not_a_store.advice", "Save the scenario anew, with Store(path).save(name, scenario)."
)
NOT_DUCKDB = Sentence("error.io.not_duckdb", "cannot be opened as a DuckDB file.")
NOT_DUCKDB_ADVICE = Sentence("error.io.not_duckdb.advice", "Check the path, and who else has it open.")
OTHER_COLUMN = Sentence("error.io.other_column", "has a column {name:id} too many.")
OTHER_COLUMN_ADVICE = Sentence(
    "error.io.other_column.advice", "Columns are those of {kind}, as `scenario.export` writes them."
)
OTHER_TYPE = Sentence("error.io.other_type", "has a column {name:id} of type {found}, and {wanted} is wanted.")
OTHER_PROGRAM_ADVICE = Sentence(
    "error.io.other_program.advice", "Export the program of this scenario, and have that solved."
)
OTHER_SOLUTION = Sentence(
    "error.io.other_solution", "the solution belongs to another scenario, or the scenario has changed since."
)
OTHER_SOLUTION_ADVICE = Sentence("error.io.other_solution.advice", "Give a solution of this scenario.")
EARLIER_TIERS = Sentence(
    "error.io.earlier_tiers",
    "tier {tier} is minimised among plans that are as good in the tiers before, and no solution says how.",
)
EARLIER_TIERS_ADVICE = Sentence("error.io.earlier_tiers.advice", "Give a solution of the scenario.")
RAGGED_COLUMNS = Sentence("error.io.ragged_columns", "there are {names:count} names and {values:count} values.")
RAGGED_COLUMNS_ADVICE = Sentence("error.io.ragged_columns.advice", "Give a value for each name.")
SAVE_FIRST_ADVICE = Sentence("error.io.save_first.advice", "Save one first.")
LOAD_ONE_ADVICE = Sentence("error.io.load_one.advice", "Load one by its name: Store(path).{load}(name).")
SEVERAL_SCENARIOS = Sentence("error.io.several.scenarios", "holds {n:count} scenarios: {names:list-id}.")
SEVERAL_SOLUTIONS = Sentence("error.io.several.solutions", "holds {n:count} solutions: {names:list-id}.")
NO_SCENARIOS = Sentence("error.io.several.no_scenarios", "holds no scenarios.")
NO_SOLUTIONS = Sentence("error.io.several.no_solutions", "holds no solutions.")
STORE_LACKS_SCENARIO = Sentence("error.io.store_lacks.scenario", "the store has no scenario {name:id}.")
STORE_LACKS_SOLUTION = Sentence("error.io.store_lacks.solution", "the store has no solution {name:id}.")
STORE_LACKS_TABLE = Sentence("error.io.store_lacks.table", "has no table {table:id}.")
TIME_WITHOUT_OFFSET = Sentence("error.io.timezone_aware", "is a time without an offset from UTC.")
TIME_WITHOUT_OFFSET_ADVICE = Sentence("error.io.timezone_aware.advice", "Give a time zone, such as datetime.UTC.")
TOO_MUCH_MEMORY = Sentence("error.io.too_large.memory", "needs more than {most:count} MB of memory to be read.")
UNKNOWN_COLUMN = Sentence("error.io.unknown_column", "there is no pair by the name {name:id}.")
UNWRITABLE_STORE_ADVICE = Sentence(
    "error.io.unwritable_store.advice", "Choose another place, or a file that holds nothing else."
)
WRITE_ANEW_ADVICE = Sentence("error.io.write_anew.advice", "Write it anew.")
NAIVE = Sentence("error.io.naive", "is {value}, and times without an offset can only be those of the scenario.")
NAIVE_ADVICE = Sentence("error.io.naive.advice", "Give naive='scenario', or leave it out.")
NEEDS_CALENDARS = Sentence("error.io.needs.calendars", "A calendar")
NEEDS_PARQUET = Sentence("error.io.needs.parquet", "Parquet")
NEEDS_STORE = Sentence("error.io.needs.store", "A store")
NEEDS_WORKBOOKS = Sentence("error.io.needs.workbooks", "A workbook")
NEEDS_REPORT = Sentence("error.io.needs.report", "An HTML report")
NEEDS_PAGES = Sentence("error.io.needs.pages", "A printed page")
NEEDS_WORD = Sentence("error.io.needs.word", "A Word file")
NEEDS_FRAMES = Sentence("error.io.needs.frames", "A data frame of this kind")
