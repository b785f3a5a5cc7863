"""What is refused of files with sheets, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence


def _say(code: str, one: str) -> Sentence:
    return Sentence(f"error.files.{code}", one)


# CSV.
WORKBOOK_CALLED_CSV = _say("not_csv", "is a workbook with the name of a CSV file.")
WORKBOOK_CALLED_CSV_ADVICE = _say("not_csv.advice", "Name it .xlsx.")
BROKEN_TEXT = _say("bad_encoding", "is broken {encoding} text (byte {start:count}).")
BROKEN_TEXT_ADVICE = _say("bad_encoding.advice", "Save it once more as UTF-8.")
NO_ENCODING = _say("bad_encoding.none", "is neither UTF-8 nor UTF-16 nor Windows-1252 text.")
NO_ENCODING_ADVICE = _say("bad_encoding.none.advice", "Save it as UTF-8.")
NOT_TEXT = _say("not_text", "is no text: it holds control characters, such as NUL.")
NOT_TEXT_ADVICE = _say("not_text.advice", "Export it as CSV again.")
CSV_INVALID = _say("csv_invalid", "the row cannot be taken apart: {error}.")
CSV_INVALID_ADVICE = _say("csv_invalid.advice", "Close every quote, and double a quote inside a cell.")
CSV_CELL = _say("csv_invalid.cell", "a cell has more than {most:count} characters.")
LONG_ROW = _say("too_large.characters", "a row has more than {most:count} characters.")
OPEN_QUOTE = _say("too_large.quote.advice", "Is a quote left open?")
SHORTEN_OR_QUOTE = _say("too_large.cell.advice", "Shorten it; is a quote left open?")
CSV_FORMULA = _say("formula.csv", "is a formula, of which CSV has no value.")
CSV_FORMULA_ADVICE = _say("formula.csv.advice", "Type the value.")

# Workbooks.
BAD_WORKBOOK = _say("bad_workbook", "is no workbook that can be read.")
BAD_WORKBOOK_KIND = _say("bad_workbook.kind", "is no workbook that can be read ({kind}).")
BAD_WORKBOOK_ADVICE = _say("bad_workbook.advice", "Open it and save it as .xlsx, without a password.")
NEEDS_CALAMINE_ADVICE = _say(
    "needs_calamine.advice",
    "Workbooks of this format need python-calamine: pip install python-calamine. Or save it as .xlsx.",
)
UNREADABLE = _say("unreadable_file", "cannot be read: {what}.")
UNREADABLE_ADVICE = _say("unreadable_file.advice", "Check the file and its permissions.")
SLOW = _say("too_large.child", "cannot be read within {megabytes:count} MB of memory or {seconds:count} s.")
OF_CELLS = _say("too_large.of_cells", " of cells")
MANY_MERGED = _say("too_many_merged", "merges more than {most:count} cells.")
MANY_MERGED_SHEET = _say("too_many_merged.sheet", "sheet {sheet:id} merges more than {most:count} cells.")
MANY_MERGED_ADVICE = _say("too_many_merged.advice", "Unmerge them.")
MERGED = _say("merged_cell", "is merged into {cell}.")
MERGED_ADVICE = _say("merged_cell.advice", "Unmerge the cells, and fill in each of them.")
ROW_AND_COLUMN = _say("merged_cell.at", "row {row}, column {column}")
STRUCK_OUT = _say("struck_out", "is struck out.")
STRUCK_OUT_ADVICE = _say("struck_out.advice", "Empty the cell if it no longer holds, else take the line away.")
FORMULA = _say("formula", "is a formula whose value was never saved.")
FORMULA_ADVICE = _say("formula.advice", "Open the workbook in a spreadsheet program and save it, or type the value.")

# Limits.
HIGH_ROW = _say("too_large.row_number", "has a row of the number {number:count}; {most:count} rows are read at most.")
WIDE_ROW = _say(
    "too_large.columns", "the row has something in column {width:count}; {most:count} columns are read at most."
)
WIDE_ROW_ADVICE = _say("too_large.columns.advice", "Remove what stands at its end.")
MANY_CELLS = _say("too_large.cells", "has more than {most:count} cells.")
LONG_CELL = _say("too_large.cell", "a cell has {n:count} characters; {most:count} are read at most.")
PARTS = _say("too_large.parts", "has {n:count} parts; {most:count} are read at most.")
PARTS_ADVICE = _say("too_large.parts.advice", "Save it anew, without pictures and the like.")
PART = _say("too_large.part", "part {part:id} {what}")
PART_ADVICE = _say("too_large.part.advice", "Shorten it, or save each sheet as CSV.")
DEEP = _say("too_large.depth", "nests its markup more than {most:count} deep.")
MARKUP = _say("too_large.markup", "has more than {most:count} pieces of markup.")
REPEATED_ROW = _say("too_large.repeated", "repeats a row more than {most:count} times.")
ROW_MARKUP = _say("too_large.row_markup", "has a row of more than {most:count} pieces of markup.")
DOCTYPE = _say("too_large.doctype", "defines words of its own (a document type), which no workbook needs.")
LONG_PIECE = _say("too_large.piece", "has a text of more than {most:count} characters in one piece.")

# Folders.
ONE_TABLE = _say("one_table", "is one table of several.")
ONE_TABLE_ADVICE = _say("one_table.advice", "Name the folder that holds it.")
NOT_READ = _say("old_workbook", "is a workbook in a format that is not read ({suffix}).")
NOT_READ_ADVICE = _say("old_workbook.advice", "Save it as .xlsx, or each sheet as CSV.")
NO_SHEETS = _say("no_sheets", "holds no CSV files and no workbooks.")
NO_SHEETS_ADVICE = _say(
    "no_sheets.advice",
    "Name a folder with workers.csv and demands.csv, or a workbook; see `staffmatch template`.",
)
