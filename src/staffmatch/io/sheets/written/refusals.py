"""What cannot be written as sheets, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

FILE_EXISTS = Sentence("error.written.file_exists", "is there already, and is not overwritten.")
FILE_EXISTS_ADVICE = Sentence("error.written.file_exists.advice", "Choose another folder.")
TEXT_TOO_LONG = Sentence(
    "error.written.no_cell_holds_it.long",
    "a text has {letters:count} letters; a cell holds {most:count}.",
)
LIST_READS_OTHERWISE = Sentence("error.written.no_cell_holds_it.names", "a list of names does not read back as it is.")
TEXT_READS_OTHERWISE = Sentence("error.written.no_cell_holds_it.text", "a text does not read back as it is.")
NO_CELL_HOLDS_IT_ADVICE = Sentence("error.written.no_cell_holds_it.advice", "Save it as JSON, which holds everything.")
NOT_A_FOLDER = Sentence("error.written.not_a_folder", "is no folder.")
NOT_A_FOLDER_ADVICE = Sentence("error.written.not_a_folder.advice", "Name one, or a file ending in .xlsx.")
STALE_SHEET = Sentence("error.written.stale_sheet", "is not part of what is to be written, and would be read with it.")
STALE_SHEET_ADVICE = Sentence("error.written.stale_sheet.advice", "Remove it, or choose an empty folder.")
BOOK_EXISTS_ADVICE = Sentence("error.written.book_exists.advice", "Choose another name.")
