"""What is told of cells with days and times: what is wrong with them, what to do, and how they are read."""

from __future__ import annotations

from staffmatch.messages.message import Sentence


def _say(code: str, one: str, several: str | None = None) -> Sentence:
    return Sentence(f"sheets.time.{code}", one, several)


# One cell, what is wrong.
NO_TIME_OF_DAY = _say("no_time_of_day", "{cell:id} is no time of a day.")
BARE_NUMBER = _say("bare_number", "{cell:id} is a bare number, no date or time.")
NOT_DATE_ALONE = _say("not_date_alone", "{cell:id} is not a date alone.")
NOT_ONE_DATE = _say("not_one_date", "{cell:id} is not one date.")
NOT_ONE_SPAN = _say("not_one_span", "{cell:id} is not one span of time.")
NO_MINUTES = _say("no_minutes", "{cell:id} is hours without minutes.")
SECONDS = _say("seconds", "{cell:id} has seconds; times are whole minutes.")
DAY_OR_MONTH = _say("day_or_month", "{cell:id} may be day first or month first.")
POINT = _say("point", "{cell:id} has a point where a time has a colon.")
NO_DATE_OR_TIME = _say("no_date_or_time", "{cell:id} is no date or time.")
SPAN_OR_OFFSET = _say("span_or_offset", "{cell:id} is a span of time, or a time with an offset from UTC.")
PART_OF_DAY = _say("part_of_day", "{cell:id} says which part of a day, not from when to when.")
BY_ARRANGEMENT = _say("by_arrangement", "{cell:id} leaves open when.")
NO_OFFSET = _say("no_offset", "{cell:id} has no possible offset from UTC.")
IN_NO_CALENDAR = _say("in_no_calendar", "{cell:id} is in no calendar.")
OTHER_WEEKDAY = _say("other_weekday", "{cell:id} is a {weekday}.")
DAY_OF_OTHER_WEEKDAY = _say("day_of_other_weekday", "{cell:id}: {day:day} is a {weekday}.")
NO_HALF_DAY = _say("no_half_day", "{cell:id} is no time of half a day.")
NOT_WHOLE_MINUTES = _say("not_whole_minutes", "{cell:id} is not a whole number of minutes.")
NO_WEEKDAY = _say("no_weekday", "{cell:id} is no weekday.")
HOW_LONG = _say("how_long", "{cell:id} says how long, not when.")
NO_YEAR = _say("no_year", "{cell:id} has no year.")
NO_YEAR_KNOWN = _say(
    "no_year_known", "{what} No period of the plan and no day in the sheets says which it is ({rows})."
)
TIMES_OF_WHICH_DAY = _say(
    "times_of_which_day", "{cell:id} has times that may be those of the last day alone, or of all."
)
FIVE_OR_SIX_DAYS = _say("five_or_six_days", "{cell:id} may be Monday to Friday, or Monday to Saturday.")
A_WEEK = _say("a_week", "{cell:id} is a week, not a day.")
DAYS_AND_WEEKDAYS = _say("days_and_weekdays", "names days and weekdays in one list.")
TIMES_OR_DAYS = _say("times_or_days", "{cell:id} may be times or days.")
NO_PERIOD_CELL = _say("no_period_cell", "{cell:id} is no period.")
NO_LENGTH = _say("no_length", "{cell:id} is no length of a shift in hours.")

# Moments and days.
NO_DAY = _say("no_day", "is a time without a day.")
ONE_END_TIMED = _say("one_end_timed", "gives a time to one end only.")
SAME_ENDS = _say("same_ends", "starts and ends at the same time: nothing, or a whole day.")
SKIPPED = _say("skipped", "{day:day} {time:time} does not exist in {zone}: the clock is put forward over it.")
TWICE = _say("twice", "{day:day} {time:time} comes twice in {zone}: the clock is put back over it.")
YEAR = _say("year", "{day:day} is outside the years 1900 to 2200.")
BACKWARDS = _say("backwards", "{first:day} to {last:day} ends before it starts.")
MANY_DAYS = _say(
    "many_days", "{first:day} to {last:day} are {n:count} days; {most:count} are read at most as one row a day."
)
LONG_PERIOD = _say("long_period", "{first:day} to {last:day} are {n:count} days; a period has {most:count} at most.")
ONE_END_OF_PERIOD = _say("one_end_of_period", "one end of the period is given only.")
NO_PERIOD = _say("no_period", "weekdays need the period of the plan, and no cell says a date.")
PERIOD_TOO_LONG = _say(
    "period_too_long",
    "weekdays need the period of the plan; the sheets span {n:count} days, {first:day} to {last:day}.",
)
AT_ROWS = _say("at_rows", "{rows}: {what}")

# A row.
NO_TIMES = _say("no_times", "has days ({days}) and no times.")
NO_TIMES_OF_CODE = _say("no_times_of_code", "{code:id} stands for no times.")
DAY_TOLD_TWICE = _say("day_told_twice", "names a day, {day:day}, beside the column of dates.")
DAYS_TOLD_TWICE = _say("days_told_twice", "names days, {days}, and the column {column:id} does too.")
TIMES_TOLD_TWICE = _say("times_told_twice", "and start or end say the same.")
NONE_OF_THESE = _say("none_of_these", "none of these weekdays is from {first:day} to {last:day}.")
NONE_OF_ITS_DAYS = _say("none_of_its_days", "has none of its days.")
LONG_SHIFT = _say("long_shift", "is one shift of {hours:number} h, from {start} to {end}.")
ONE_END_OF_DAYS = _say("one_end_of_days", "is one end of several days.")
NO_START = _say("no_start", "the row has no time: it lacks a start.")
NO_END = _say("no_end", "the row has no time: it lacks an end.")
NOT_THAT_WEEKDAY = _say("not_that_weekday", "is not the weekday of {day:day}, a {weekday}.")
OTHER_TIMES = _say("other_times", "{code:id} is {table} in its table, and {here} here.")
MANY_ROWS = _say("many_rows", "its rows stand for more than {most:count} days, which are read at most.")

# The table of shift codes.
NO_TIMES_IN_TABLE = _say("no_times_in_table", "the shift code {code:id} has no times.")
WHICH_CODE = _say("which_code", "{cell:id} may be each of {codes:list-id}.")
CODE_TWICE = _say("code_twice", "the code {code:id} stands there twice.")
ONE_END = _say("one_end", "says one end of a time only.")
DAY_FOR_TIME = _say("day_for_time", "has a day where times of a day belong.")
UNKNOWN_CODE = _say("unknown_code", "no times are known of the shift code {codes:list}.")
UNKNOWN_CODES = _say("unknown_codes", "no times are known of the shift codes {codes:list}.")
CODE_AT = _say("code_at", "{code:id} ({places})")
CODE_IN = _say("code_in", "{sheet}: {rows}")

# What to do.
AS_DATE = _say("as_date", "Write it as 2020-12-31 or 31.12.2020.")()
AS_DATE_OR_TIME = _say("as_date_or_time", "Write it as 2020-12-31 or 31.12.2020, a time as 06:00.")()
AS_FULL_DATE = _say("as_full_date", "Write it as 31.12.2020.")()
AS_TIME = _say("as_time", "Write it as 06:00.")()
AS_TIMES = _say("as_times", "Write it as 06:00 and 14:00.")()
AS_SPAN = _say("as_span", "Write it as 06:00-14:00.")()
AS_SPAN_OR_DAY = _say("as_span_or_day", "Write it as 06:00-14:00, a whole day as 00:00-24:00.")()
AS_WEEKDAY = _say("as_weekday", "Write Monday, Mo-Fr, or Mo, We, Fr.")()
AS_PERIOD = _say("as_period", "Write it as 06.04.2020 - 12.04.2020.")()
AS_HOURS = _say("as_hours", "Write hours, such as 30.")()
AS_WHOLE_MINUTES = _say("as_whole_minutes", "Write whole minutes.")()
FORMAT_CELL = _say("format_cell", "Format the cell as a date or a time, or write 2020-12-31 06:00 as text.")()
ADD_DATE = _say("add_date", "Add a column date, or write 2020-12-31 06:00.")()
BOTH_ENDS_TIMED = _say("both_ends_timed", "Give both ends a time, as in 06:00-14:00, or neither.")()
WHOLE_DAY = _say("whole_day", "Write {start}-{end} for a whole day.")
CORRECT_TIME = _say("correct_time", "Correct the time.")()
SAY_WHICH = _say("say_which", "Say which, as text: {one} or {other}.")
CHECK_DATE = _say("check_date", "Check the date.")()
CHECK_DAY_AND_MONTH = _say("check_day_and_month", "Check day and month.")()
CHECK_DAYS = _say("check_days", "Check the days, or make several rows.")()
CORRECT_DAY = _say("correct_day", "Correct one of the days.")()
CORRECT_ONE = _say("correct_one", "Correct one of them.")()
CORRECT_WEEKDAY = _say("correct_weekday", "Correct the date or its weekday.")()
CORRECT_DAYS = _say("correct_days", "Correct the weekday, or the days.")()
IF_TIMES = _say("if_times", "Write {said}, if times are meant.")
SPAN_IN_HOURS = _say("span_in_hours", "Write a span in a column hours; write an offset as in 2020-11-01T01:30-05:00.")()
HOURS_TO_47 = _say("hours_to_47", "Hours go to 47, past midnight, minutes to 59.")()
TIMES_WITH_DAY = _say("times_with_day", "Write the times with each day, as in 6.4.2020 8:00-16:00.")()
FIVE_OR_SIX = _say("five_or_six", "Write Mo-Fr or Mo-Sa.")()
DAYS_OF_WEEK = _say("days_of_week", "Write its days, as 06.04.2020 - 12.04.2020, or weekdays, as Mo-Fr.")()
OWN_ROWS = _say("own_rows", "Write them in rows of their own.")()
OTHER_END = _say("other_end", "Fill in the other end too.")()
OTHER_END_OR_NEITHER = _say("other_end_or_neither", "Fill in the other end too, or neither.")()
OTHER_END_ROW = _say("other_end_row", "Add a row for the other end too.")()
SHORTEN = _say("shorten", "Shorten it.")()
SHORTEN_PERIOD = _say("shorten_period", "Shorten the period.")()
WITH_TIMES = _say("with_times", "Write the days with times, such as Mo-Fr 08:00-12:00.")()
SURE_TIMES = _say(
    "sure_times", "Write the times that are sure, such as Mo-Fr 08:00-12:00, or leave the person out of the plan."
)()
KEEP_ONE_ROW = _say("keep_one_row", "Keep one row.")()
WRITE_CODE = _say("write_code", "Write the code.")()
FROM_AND_TO = _say("from_and_to", "Add from and to to its row.")()
TIMES_OR_DROP = _say("times_or_drop", "Give it times, or drop the row.")()
TIMES_OF_EACH_DAY = _say(
    "times_of_each_day",
    "Say the times of each day, in start and end or as hours 06:00-14:00: that is one shift on each day.",
)()
CORRECT_OR_EMPTY = _say("correct_or_empty", "Correct one of them, or leave the times empty.")()
FILL_TIMES = _say("fill_times", "Fill in date, start and end, or a span such as 06:00-14:00.")()
EACH_DAY_OR_LONGEST = _say(
    "each_day_or_longest",
    "If a shift each day is meant, write the days in date, as 06.04.2020 - 10.04.2020, and the times of each in "
    "hours; if it is one, add a setting 'longest shift' (längste Schicht) of {hours:number}.",
)
SAY_PERIOD = _say(
    "say_period",
    "Add a row 'Zeitraum' (or 'period') to a sheet 'Einstellungen' (or 'settings'), such as 06.04.2020 - 12.04.2020.",
)()
BOTH = _say("both", "{one} {other}")
_COLUMNS = (
    "with the columns code | from | to | break (Code | von | bis | Pause) and a row for each, such as {rows}, with "
    "your times."
)
ADD_KINDS = _say("add_kinds", f"Add a sheet 'Schichtarten' (or 'shift_kinds'), {_COLUMNS}")
ADD_TO_KINDS = _say(
    "add_to_kinds",
    f"The sheet of shift kinds has {{known:list}}: write one of them, or add a row to it, {_COLUMNS}",
)

# How rows are read.
SHIFT_EACH_DAY = _say("shift_each_day", "days from the first to the last are read as a shift on each of them.")()
FREE_EACH_DAY = _say("free_each_day", "days from the first to the last are read as the same times on each of them.")()
DAILY_NOT_LONG = _say(
    "daily_not_long",
    "from a day and time to those of a later day is read as one shift each day at these times, not as one long one.",
)()
FREE_THROUGHOUT = _say(
    "free_throughout", "from a day and time to those of a later day is read as free throughout, at night too."
)()
WEEKDAYS_OF_PERIOD = _say("weekdays_of_period", "weekdays are read as those of the period of the plan.")()
TIMES_BESIDE_CODES = _say(
    "times_beside_codes", "shift codes that no sheet of shift kinds explains; the times beside them are taken."
)()
FULL_HOURS = _say("full_hours", "hours without minutes are read as full hours, 6-14 as 06:00-14:00.")()
WHOLE_DAYS = _say("whole_days", "{columns:and-id} have 00:00 throughout and are read as days; the last day counts.")
CODES_NOT_IDS = _say("codes_not_ids", "the column {column:id} holds codes of shifts, not ids.")
UNLIKE = _say("unlike", "{code:id} stands beside other times than elsewhere; those of each row are taken.")
EMPTY_IS_LAST = _say(
    "empty_is_last", "{column:id} is empty and read as {day:day}, the last day of the period of the plan."
)
EMPTY_IS_FIRST = _say(
    "empty_is_first", "{column:id} is empty and read as {day:day}, the first day of the period of the plan."
)
YEAR_OF_PERIOD = _say("year_of_period", "days without a year are read with the one that the period of the plan has.")
YEAR_OF_SHEETS = _say("year_of_sheets", "days without a year are read with the one that the days in the sheets have.")
PERIOD_OF_SETTINGS = _say(
    "period_of_settings",
    "The period of the plan is {first:day} to {last:day}, by the settings; weekdays count on holidays too.",
)
MORNING_AFTER = _say(
    "morning_after",
    "A shift that begins on {last:day} ends on {day:day}: who is free on weekdays, or every day, is read as free on "
    "that day too if its weekday is among theirs.",
)
PERIOD_OF_SHEETS = _say(
    "period_of_sheets",
    "The period of the plan is {first:day} to {last:day}, by the first and last day in the sheets (a setting 'period' "
    "may say another); weekdays count on holidays too.",
)

# Days.
WEEKDAYS = tuple(
    _say(f"weekday.{number}", name)()
    for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
SHORT_WEEKDAYS = tuple(
    _say(f"short_weekday.{number}", name)() for number, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))
)
EVERY_DAY = _say("every_day", "every day")()
FROM_TO = _say("from_to", "{first:day} to {last:day}")
ON_DAY = _say("on_day", "{day:day}")
LISTED = _say("listed", "{days:list}")
OF_DAYS = _say("of_days", "{weekdays:list} of {days:list}")
AT_TIME = _say("at_time", "{day:day} {time}")
