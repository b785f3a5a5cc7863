"""What is refused of sheets, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

COLUMN_NAME = Sentence("error.sheets.column_name", "a column's name {wrong}")
CONTRADICTION = Sentence(
    "error.sheets.contradiction",
    "differs from row {number}, which is of the same demand, and another sheet refers to it.",
)
CONTRADICTION_LINKED = Sentence(
    "error.sheets.contradiction.linked",
    "differs from row {number}, which is of the same demand, of which one person takes all shifts.",
)
CONTRADICTION_ADVICE = Sentence(
    "error.sheets.contradiction.advice",
    "Say the same, leave it empty, or give the demand another id.",
)
DUPLICATE_COLUMN = Sentence("error.sheets.duplicate_column", "means the same as the column {column:id}.")
DUPLICATE_ID = Sentence("error.sheets.duplicate_id", "stands in row {number} too.")
DUPLICATE_ID_ELSEWHERE = Sentence("error.sheets.duplicate_id.elsewhere", "stands in row {number} of {at} too.")
DUPLICATE_ID_ADVICE = Sentence("error.sheets.duplicate_id.advice", "Give each its own, or drop one row.")
ERROR_VALUE = Sentence("error.sheets.error_value", "shows the error {text}.")
ERROR_VALUE_ADVICE = Sentence("error.sheets.error_value.advice", "Mend the formula, or type the value.")
HALF_A_PLACE = Sentence("error.sheets.half_a_place", "is one part of a place.")
HALF_A_PLACE_ADVICE = Sentence("error.sheets.half_a_place.advice", "Fill in lat and lon.")
JSON_VALUE = Sentence("error.sheets.json_value", "is not JSON.")
JSON_VALUE_SAYS_SOMETHING = Sentence("error.sheets.json_value.says_something", "says something twice: {text}")
JSON_VALUE_ADVICE = Sentence("error.sheets.json_value.advice", "Write it as in a JSON file of a scenario.")
MISSING = Sentence("error.sheets.missing", "is empty.")
MISSING_FILL_EVERY_ADVICE = Sentence("error.sheets.missing.fill_every.advice", "Fill it in, in every row.")
MISSING_COLUMN = Sentence("error.sheets.missing_column", "there is no column {name:id}.")
MISSING_COLUMN_IDS_ADVICE = Sentence(
    "error.sheets.missing_column.ids.advice",
    "Ids stand in plans and messages, where names never do.",
)
MISSING_COLUMN_ADVICE = Sentence(
    "error.sheets.missing_column.advice",
    "Add it; other names for it are {known:list-id}.",
)
MISSING_NAME = Sentence("error.sheets.missing_name", "{value:id} has no name before the colon.")
MISSING_NAME_ADVICE = Sentence("error.sheets.missing_name.advice", "Write one, as in care:3.")
MISSING_NUMBER = Sentence("error.sheets.missing_number", "{value:id} has no number.")
MISSING_NUMBER_NUMBER_AFTER = Sentence(
    "error.sheets.missing_number.number_after",
    "{value:id} has no number after the colon.",
)
MISSING_NUMBER_WRITE_DROP_ADVICE = Sentence(
    "error.sheets.missing_number.write_drop.advice",
    "Write it, or drop the colon.",
)
MISSING_NUMBER_ADVICE = Sentence("error.sheets.missing_number.advice", "Write it after a colon, as in clinic:3.")
MISSING_SHEET = Sentence("error.sheets.missing_sheet", "there is no sheet {name:id}.")
MISSING_SHEET_ADVICE = Sentence(
    "error.sheets.missing_sheet.advice",
    "Add one called {name:id}; other names for it are {others:list-id}.",
)
MISSING_ADVICE = Sentence("error.sheets.missing.advice", "Fill it in.")
MONTHLY_PAY = Sentence("error.sheets.monthly_pay", "is pay for a month, a week or a day.")
MONTHLY_PAY_ADVICE = Sentence(
    "error.sheets.monthly_pay.advice",
    "Write pay for an hour: that of a month times 3, divided by 13 and by the hours of a week.",
)
NAMED_TWICE = Sentence("error.sheets.named_twice", "{value:id} stands there twice.")
NAMED_TWICE_ADD_THEM_ADVICE = Sentence("error.sheets.named_twice.add_them.advice", "Add them up.")
NAMED_TWICE_STANDS_THERE = Sentence("error.sheets.named_twice.stands_there", "stands there twice.")
KEEP_ONE_ADVICE = Sentence("error.sheets.named_twice.advice", "Keep one of them.")
NAMELESS_COLUMN = Sentence("error.sheets.nameless_column", "a cell stands in column {place}, which has no name.")
NAMELESS_COLUMN_ADVICE = Sentence(
    "error.sheets.nameless_column.advice",
    "Name the column, or empty it; does a text or a decimal comma need quotes?",
)
NO_HEADER = Sentence("error.sheets.no_header", "no row names columns that we know.")
NO_HEADER_EMPTY_EVEN = Sentence("error.sheets.no_header.empty_even", "is empty: it has not even a row of column names.")
NO_HEADER_ADVICE = Sentence("error.sheets.no_header.advice", "Name columns in the first row, such as {wanted:list-id}.")
NO_SHIFT = Sentence("error.sheets.no_shift", "the demand {name:id} has no shift.")
NO_SHIFT_ADVICE = Sentence(
    "error.sheets.no_shift.advice",
    "Fill in date, start and end here, or give it a row in a sheet of shifts.",
)
NO_TIME = Sentence("error.sheets.no_time", "is a whole day, and says no time.")
NO_TIME_DAY_TIME = Sentence("error.sheets.no_time.day_time", "has a day and no time.")
NO_TIME_ADVICE = Sentence(
    "error.sheets.no_time.advice",
    "Write both ends with a time, or the times of each day as hours 06:00-14:00, which is one shift each day.",
)
UNKNOWN_DIRECTION = Sentence("error.sheets.unknown_direction", "{value:id} is neither for nor against.")
UNKNOWN_DIRECTION_ADVICE = Sentence("error.sheets.unknown_direction.advice", "Write for or against.")
WEEKDAYS_AMONG_DAYS = Sentence("error.sheets.weekdays_among_days", "{value:id} names no days of the calendar.")
WEEKDAYS_AMONG_DAYS_ADVICE = Sentence(
    "error.sheets.weekdays_among_days.advice", "Write dates here, and weekdays in the column of weekdays."
)
NOT_A_TIME_OF_DAY = Sentence("error.sheets.not_a_time_of_day", "{value:id} is no time of day.")
NOT_A_TIME_OF_DAY_ADVICE = Sentence(
    "error.sheets.not_a_time_of_day.advice", "Write it as 06:00, and days in a column of their own."
)
NOT_A_FLAG = Sentence("error.sheets.not_a_flag", "{value:id} is neither yes nor no.")
NOT_A_FLAG_ADVICE = Sentence("error.sheets.not_a_flag.advice", "Write yes or no.")
NOT_A_LIST = Sentence("error.sheets.not_a_list", "{value:id} has a number where only names belong.")
NOT_A_LIST_ADVICE = Sentence("error.sheets.not_a_list.advice", "Drop the number.")
NOT_A_NUMBER = Sentence("error.sheets.not_a_number", "{value:id} has a word or unit after the number.")
NOT_A_NUMBER_NUMBER = Sentence("error.sheets.not_a_number.number", "{value:id} is not a number.")
NOT_A_NUMBER_WRITE_DIGITS_ADVICE = Sentence(
    "error.sheets.not_a_number.write_digits.advice",
    "Write digits, such as 8 or 7.5.",
)
NOT_A_NUMBER_ADVICE = Sentence(
    "error.sheets.not_a_number.advice",
    "Write {bare} if that is what it counts; the column is of bare numbers.",
)
NOT_TEXT = Sentence("error.sheets.not_text", "is a number or truth value to the spreadsheet, not text.")
NOT_TEXT_DATE = Sentence("error.sheets.not_text.date", "is a date or time to the spreadsheet, not text.")
NOT_TEXT_ADVICE = Sentence("error.sheets.not_text.advice", "Format the cell as text and type it again.")
NOT_WHOLE = Sentence("error.sheets.not_whole", "{value:id} is not a whole number.")
NOT_WHOLE_CENTS = Sentence("error.sheets.not_whole_cents", "{value:id} is not an amount in whole cents.")
NOT_WHOLE_CENTS_ADVICE = Sentence("error.sheets.not_whole_cents.advice", "Write 17.50.")
NOT_WHOLE_ADVICE = Sentence("error.sheets.not_whole.advice", "Write a whole number.")
OPEN_QUOTE = Sentence("error.sheets.open_quote", "has a quote that is not closed.")
OPEN_QUOTE_ADVICE = Sentence("error.sheets.open_quote.advice", 'Close it, as in "Meyer, Sons".')
RAGGED_ROW = Sentence("error.sheets.ragged_row", "the row has {cells} cells, the head {named}.")
RAGGED_ROW_ADVICE = Sentence("error.sheets.ragged_row.advice", "Separate as many, empty ones too.")
REDACTED = Sentence("error.sheets.redacted", "cannot be read as what the column holds.")
ROUNDED_NUMBER = Sentence("error.sheets.rounded_number", "is a number of which a spreadsheet keeps fifteen digits.")
TOLD_TWICE_OTHER_COLUMNS = Sentence("error.sheets.told_twice.other_columns", "and other columns say where it is.")
UNCLEAR_LEVEL = Sentence("error.sheets.unclear_level", "{value:id} is a name with a number, or a level.")
UNCLEAR_LEVEL_ADVICE = Sentence(
    "error.sheets.unclear_level.advice",
    "Write the number after a colon, as in care:3, or put the whole name in quotes.",
)
UNCLEAR_NUMBER = Sentence("error.sheets.unclear_number", "{held:id} is a thousand and more, or a fraction.")
UNCLEAR_NUMBER_ADVICE = Sentence(
    "error.sheets.unclear_number.advice",
    "Write {apart} for the one, {held}0 for the other.",
)
UNCLEAR_PRIORITY = Sentence("error.sheets.unclear_priority", "does not say which end is more urgent.")
UNCLEAR_PRIORITY_ADVICE = Sentence(
    "error.sheets.unclear_priority.advice",
    "Write '1 is most urgent' (1 ist am dringendsten) or 'higher is more urgent' (höher ist dringender).",
)
UNKNOWN_COLUMN = Sentence("error.sheets.unknown_column", "is no column that we know.")
UNKNOWN_COLUMN_KNOWN_ADVICE = Sentence("error.sheets.unknown_column.known.advice", "Known are also {names:list}.")
UNKNOWN_COLUMN_REMARKS_ADVICE = Sentence(
    "error.sheets.unknown_column.remarks.advice",
    "A column of remarks is called 'note', or begins with #.",
)
UNKNOWN_ABSENCE = Sentence("error.sheets.unknown_absence", "the kind of an absence is none that we know.")
UNKNOWN_ABSENCE_ADVICE = Sentence(
    "error.sheets.unknown_absence.advice",
    "Write leave, sick, short_time or off (Urlaub, krank, Kurzarbeit, frei), or leave it empty.",
)
UNKNOWN_DUTY = Sentence("error.sheets.unknown_duty", "{value:id} is no kind of duty that we know.")
UNKNOWN_DUTY_ADVICE = Sentence(
    "error.sheets.unknown_duty.advice", "Write work, on call or standby (Arbeit, Bereitschaft, Rufbereitschaft)."
)
UNKNOWN_CONSENT = Sentence("error.sheets.unknown_consent", "{value:id} is no answer to being lent.")
UNKNOWN_CONSENT_ADVICE = Sentence(
    "error.sheets.unknown_consent.advice", "Write one of {known:list}, or ja, nein, angefragt."
)
UNKNOWN_DEMAND = Sentence("error.sheets.unknown_demand", "there is no demand {name:id}.")
UNKNOWN_DEMAND_ADVICE = Sentence("error.sheets.unknown_demand.advice", "Add the demand or correct the id.")
UNKNOWN_POSTAL_CODE = Sentence("error.sheets.unknown_postal_code", "{code:id} is no German postal code that we know.")
UNKNOWN_POSTAL_CODE_PRIVATE = Sentence(
    "error.sheets.unknown_postal_code.private",
    "is no German postal code that we know.",
)
UNKNOWN_POSTAL_CODE_ADVICE = Sentence(
    "error.sheets.unknown_postal_code.advice",
    "Check its five digits, or give a quarter of Hamburg, or lat and lon.",
)
UNKNOWN_QUARTER = Sentence("error.sheets.unknown_quarter", "is no quarter of Hamburg that we know.")
UNKNOWN_QUARTER_GIVE_POSTAL_ADVICE = Sentence(
    "error.sheets.unknown_quarter.give_postal.advice",
    "Give a postal code, or lat and lon, instead.",
)
UNKNOWN_QUARTER_NAME_QUARTER_ADVICE = Sentence(
    "error.sheets.unknown_quarter.name_quarter.advice",
    "Name a quarter (Altona-Nord, not Altona), a postal code in its own column, or lat and lon.",
)
UNKNOWN_QUARTER_QUARTER_HAMBURG = Sentence(
    "error.sheets.unknown_quarter.quarter_hamburg",
    "{name:id} is no quarter of Hamburg.",
)
UNKNOWN_SETTING = Sentence("error.sheets.unknown_setting", "is no setting that we know.")
UNKNOWN_SETTING_KNOWN_ADVICE = Sentence(
    "error.sheets.unknown_setting.known.advice",
    "Known are {known:list-id}, and rules in words such as 'max hours per day: 10', which docs/sheets.md lists.",
)
UNKNOWN_WORKER = Sentence("error.sheets.unknown_worker", "there is no worker {worker:id}.")
UNKNOWN_WORKER_ADVICE = Sentence("error.sheets.unknown_worker.advice", "Add the worker or correct the id.")
AWAY_ADVICE = Sentence(
    "error.sheets.unknown_column.away.advice",
    "Leave out the rows that it is about, or write their days in a sheet of absences (Abwesenheiten).",
)
SECOND_TABLE = Sentence("error.sheets.second_table", "names columns of another table: {names:list-id}.")
SECOND_TABLE_BESIDE = Sentence(
    "error.sheets.second_table.beside",
    "has two tables side by side: {names:list-id} are names of columns of another one.",
)
SECOND_TABLE_ADVICE = Sentence(
    "error.sheets.second_table.advice",
    "Move it to a sheet of its own, such as 'Mitarbeiter' (workers) or 'Bedarf' (demands).",
)
RANGE_OF_PEOPLE = Sentence("error.sheets.range_of_people", "{value:id} leaves open how many people are needed.")
RANGE_OF_PEOPLE_ADVICE = Sentence(
    "error.sheets.range_of_people.advice",
    "Write {many}, and {few} in a column 'at least' if a shift does not take place with fewer.",
)
