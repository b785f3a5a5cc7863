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
UNKNOWN_FORMAT_ADVICE = Sentence("error.io.unknown_format.advice", "Did you mean {near:id}?")
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
USE_REPORT = Sentence("error.io.use.report", "a report")
USE_SCENARIO_BACK = Sentence("error.io.use.scenario_back", "a scenario to be read back")
USE_SCENARIO_READ = Sentence("error.io.use.scenario_read", "a scenario to be read")
USE_SOLUTION_BACK = Sentence("error.io.use.solution_back", "a solution to be read back")
USE_SOLUTION_READ = Sentence("error.io.use.solution_read", "a solution to be read")
USE_WRITTEN = Sentence("error.io.use.written", "what is to be written")
