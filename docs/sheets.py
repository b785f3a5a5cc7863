"""The book of spreadsheets, docs/sheets.md: which sheets and columns are read, under which names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from staffmatch.io.sheets import kinds, values
from staffmatch.io.sheets.columns_alike import Column
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.meaning import certificates, wishes
from staffmatch.io.sheets.rules import plain_rules
from staffmatch.io.sheets.rules.phrase import Phrase
from staffmatch.io.sheets.rules.phrases import OFF, PHRASES
from staffmatch.io.sheets.times import durations
from staffmatch.io.sheets.times import readers as times
from staffmatch.io.sheets.words import SETTINGS, SHEETS

_HEAD = """# Spreadsheets

Written from the layouts by `make books`; a test keeps it current.

A scenario may be a folder of CSV files or an Excel workbook: `staffmatch solve FOLDER --out plan.json`,
`sm.Scenario.load("staff.xlsx")`. `staffmatch template FOLDER` writes an example (`--excel` as one workbook,
`--german` in German). `scenario.save("staff.xlsx")` writes one that reads back as the same; `staffmatch solve ...
--sheets plan.xlsx` writes the tables of a plan, and [a sheet to change by hand](plan-workbook.md), which is read back.

**Workers and demands are enough.** Without a sheet of companies those that are named are taken; where nothing is said
of when people are free they are free throughout, where nothing is said of consent everybody has agreed. Each of these
is told as a note. Where there is a column, an empty cell says "not free" and "not yet agreed";
one end alone of when somebody is free reaches to the end, or from the start, of the period, which is told.

- **Names** of sheets and columns are English or German, whatever the case, blanks and underscores. Titles may stand
  above the names. A column called `note`, or one that begins with `#`, is for people alone; any other that is not
  known is an error, with a near miss suggested. Columns of what no plan depends on (street, birthday, cost centre) and
  of remarks are passed over, and sheets that are not known; both are told.
- **CSV**: comma, semicolon, tab or bar (found by the names of the columns, or told by `sep=;`); UTF-8, UTF-16, or
  else Windows-1252, which is told. Every row has as many cells as the head.
- **Workbooks**: `.xlsx`; formulas count by the value that was saved with them; merged cells among the data are an
  error. Rows that are hidden or struck out are left out, and told; one cell that is struck out among others is asked
  about. `.ods`, `.xls` and `.xlsb` are read too, in a process with limits; of these it cannot be told what is hidden,
  struck out, or a formula that failed, which is told.
- **Several files**: a folder may hold CSV files and workbooks, which are read together. A sheet without a column of
  companies may have the company in its name (`Bedarf UKE`, or `Hotel Alster` alone if no other sheet lists people), a
  workbook of a folder in its file's name. People with names and no ids are numbered by company.
- **Rows that are no records**: sums (`Summe`, `Total`, and nothing but amounts; `Summe Hotel` if they add up), remarks
  below a table and names of columns repeated for print are left out, and told. A second table below the first one, or
  beside it, is asked about.
- **Skills as columns**: columns of no known name that hold nothing but `x`, or yes and no, are skills; one
  called `krank`, `Urlaub` or `inactive` is asked about.
- **Days as columns** (dates, weekdays, or 1 to 31 below a title such as "April 2020"): in a sheet of demands, cells are
  headcounts by site and day; without times, those of the only shift code are taken, else there is one question. Shift
  codes may be columns too. In a roster (`Dienstplan`, availability, or workers), cells are shift codes, `8-16`,
  leave (`U`, `Urlaub`), illness (`K`, `krank`) or a day off (`frei`, `-`). `x` is a day off in a roster, and a day on
  which somebody is free in a sheet of availability. The file's own codes go before these. An empty cell says nothing.
- **Absences** of whole days are leave, unless their kind says `sick`, `short time` or `off` (`krank`, `Kurzarbeit`,
  `frei`): nobody works on them, home shifts that start on them fall away, and average hours count them as average days.
  In a roster, leave and illness are such. Days off, other codes without times and absences of hours only take time off
  that in which people are free.
- **Wishes** are in a sheet of their own, a row for each: for or against (`for`, `gegen`) days, days up to `until`,
  weekdays, times of day, a shift, a demand or a kind of shift, with a weight, or against as a `must`.
- **Numbers** have a decimal point or comma. `1.234`, which is one thing in English and another in German, is an error
  where it could be both; coordinates have decimals. Minutes, hours, kilometres and euros may have their unit: a break
  of `1 h` is 60 min, `7:30` in a column of hours is 7.5, pay is `17,50 €/h`. Pay for a month is an error.
- **Dates** are `2020-12-31`, `31.12.2020`, `31.12.20` or `31. Dezember 2020`, with or without the right weekday in
  front (`Thu 31.12.2020`); `06/04/2020` is an error. `31.12.` has the year that the period of the plan, or the other
  days in the sheets, leave no doubt of; this is told. An export's `2020-12-31 00:00:00` is that day, also as the last
  one, if a table has no other times in both columns; this is told.
- **Times** are `6:00`, `06.00`, `6 Uhr`, `6:00 pm`, on the clock of the scenario's time zone, up to `47:59` past
  midnight of their day; spans are `06:00-14:00`, `6-14 Uhr`, `22 bis 6 Uhr`. An end that is not after its start is on
  the next day. A day alone is a whole day, also as an end. A time that the clock skips is an error, and so is one that
  comes twice unless it says which: `2020-10-25T02:30+01:00`. `06.10` alone, a time or a day, is an error.
- **Several days in one row**: `Montag`, `Mo-Fr`, `Mo, Mi, Fr`, `jeden Dienstag`, `täglich`, `every Tuesday`,
  `weekend`, on the days of the period of the plan, holidays too; `06.04. - 10.04.2020`, or a first and a last day. One
  row of a demand is then one demand with a shift on each day. The period is the setting `period`, or `from` and `to`,
  else from the first to the last day in the sheets, if these are at most 92 days. Where a shift begins on
  the last day and ends on the next, weekdays of availability count on that day too. All of it is told. `werktags` is
  an error, as it may or may not have Saturdays.
- **A shift over 24 hours** is never read without a question: from `06.04. 08:00` to `10.04. 16:00` is a shift on each
  day, which is told; where that cannot be meant, it is an error. The setting `longest shift` says how many hours are
  meant to be one shift.
- **Shift codes**: with a sheet `shift_kinds` (`Schichtarten`: code, name, from, to, break), demands, availability and
  home shifts may say a code or its name (`F`, `Früh`, `Frühschicht`) in place of times. Without it there is one
  question about all codes. Times beside a code must be those of its sheet. A code without times is leave or illness.
- **Lists** are separated by semicolons, commas or line breaks: `care:3; driver`. A name with one of these, or a
  number at its end, stands in quotes: `"Meyer, Sons"; "forklift 3":2`. Nobody at all is `none`.
- **Places** are `lat` and `lon`, or a quarter of Hamburg, or one of 10,738 German postal codes, those of single
  organisations among them (`20246` is the university hospital's own); `D-20099` and `20099 Hamburg` are read too. A
  person without a place among others with one is taken to live farther away than all of them, which is told; the
  postal code `unknown` says that every way counts as 0 min. `Ort` beside a postal code adds nothing; alone it says
  nothing of ways, which is told.
- **Skills** are one skill whatever the case and blanks, spelt as in the sheet of skills, else as in most rows; quotes
  keep two apart. `none`, `any`, `keine`, `egal`, `k.A.` or a dash is no skill. Similar names stay two skills and are
  asked about, unless the sheet of skills has them. `care/kitchen` of a person is both, if one of them is a skill
  elsewhere and nobody asks for the whole; this is told.
- **Certificates** of a person may have their last day: `Staplerschein bis 31.12.2020; Masern`. `groups` (`Gruppen`)
  say what rules may be about beside skills, such as youth or maternity. That column is for whoever plans alone: no
  table of a plan, page, calendar or message has it.
- **Priorities**: the larger the number, the more urgent, and a note says so. A row of settings, `priority` with
  `1 is most urgent` (`Priorität`, `1 ist am dringendsten`), turns them round; `higher is more urgent` ends the note.
- **Rows that say the same** as an earlier one: people, companies and skills are read once; needs and own shifts are
  both read, and asked about. What several shifts are called in a column `shift` (`F`, `Früh`) is a kind, not an id.
- A demand of several shifts has a row for each, or rows in a sheet of shifts. What is missing of ids is made up:
  demands are numbered by company, shifts have the name of their demand and their start.
- **One ward, several demands.** Rows of one demand that differ in headcount, skills, company or contact become demands
  of their own under one name (`Station 4`, `Station 4 (2)`), which is told and shown as one. An empty cell says what
  the first row says. A demand of which one person takes all shifts, or to which another sheet refers, must not differ.
  Where there is a `name` (`Einsatzort`) and no id, the ids are made of it.
- **Names and contacts** are for people: nothing is computed from them, and reports, calendars and the tables of a plan
  show them; people's own telephones are in the call list alone, not in reports. A roster may name people by a name
  that is one person's, `Müller, Eva` too, or by ids without the zeros at
  their start, which is told. `Name` and `Vorname` are one name; `Telefon` and `Mobil` stand behind each other.
  `Hinweis` and `Anmerkung` are carried; `Bemerkung` is a note, which is not read.
- Text that a spreadsheet would take for a formula is written with an apostrophe in front, which is taken off again.
  What no cell can hold, such as a blank at the end of an id or a text of more than 32,767 letters, is refused.
- How many rows, columns and megabytes are read: [limits.md](limits.md).

All that is wrong is told together, with file, sheet, row, column, value and advice, in one line for all rows with the
same cause; `error.to_frame()` and `error.to_dict()` have each row. Homes, names and contacts are never quoted.

What can be read and looks odd is told before solving, in the notes of a sheet and, for every format, by
`staffmatch validate`, `staffmatch inspect` and `sm.oddities(scenario)`: pay over 100 EUR an hour, shifts over 16 h, a
night shift that runs past the midnight at which people's availability ends, or
in another year, ways that count as 0 min since a place is not known, a home far from all sites, skills and
certificates that only one side has, skills that look like somebody's pregnancy or faith, people who are never free.
"""

_KINDS = """
## What each kind of workbook does

"Told" is a note; "asked" is an error that says what to write instead.

| kind | what is done |
| --- | --- |
| a list of people, a list of needs | read; names, telephones and contacts are shown in plans |
| title rows, merged titles, groups of columns above the names | read from the row of names on |
| merged cells among the data, a company only in its first row | asked: fill in each cell |
| sums, subtotals, a legend or a signature below the table | left out, told |
| names of columns repeated for print, hidden or struck-out rows | left out, told |
| two tables in one sheet, below or beside each other | asked: a sheet of its own for the second |
| a sheet a company, a workbook a company in a folder | read, the company from the name, told |
| a roster: person × day with `F`, `S`, `N`, `U`, `K` | home shifts and absences; one question if codes are not known |
| a roster whose weekdays do not fit its dates | asked |
| a matrix of places × days with headcounts | demands; one question if nothing says the times |
| columns of headcounts by shift code | demands by code |
| skills as columns with `x` | read as skills, told; a column called `krank` or `inactive` is asked about |
| `Frühschicht`, `N` in place of times | read with a table of codes, else one question |
| `Mo-Fr`, `jeden Dienstag`, `täglich` | days of the period of the plan, told |
| from a day to a day, with daily times | a shift on each day, told; without times asked |
| `6.4.`, `6-14 Uhr`, `06.00`, `7. April 2020` | read where day and year are certain, else asked |
| `04/06/2020`, `43927`, `KW 15`, `8-8`, `24h`, `werktags` | asked, with the spelling that is certain |
| an export with `00:00:00` on every day | days; the last one counts, told |
| night shifts, also over the change of clocks | read; a time that is skipped or comes twice is asked about |
| shifts over 24 h | asked, unless a setting allows them; over 16 h told as odd |
| availability as a sentence (`ab sofort, außer mittwochs`) | asked |
| CSV with commas, semicolons or tabs, UTF-8, UTF-16, Windows-1252 | read; the encoding is told where it is guessed |
| `.ods`, `.xls` | read, in a process with limits; that hidden rows are not seen is told |
| columns of a payroll system (street, birthday, cost centre), remarks | passed over, told |
| a town without a postal code | no way is counted from it, told |
| some people without a place | taken to live farther away than all others, told |
| `keine`, `-`, `egal`, `k.A.` as skills | no skill, told |
| `Pflege`, `pflege`, `PFLEGE`; `Pflegekraft`; `Pflege/Küche` | one skill, told; another, odd; of a person both, told |
| one company in several spellings | taken for several, told |
| `00123` in one sheet and 123 in another | the same person, told |
| pay of a month | asked; what is over 100 EUR an hour is told as odd |
| priorities 1 to 3 | the larger the more urgent, told; a setting turns them round |
| equal rows, one ward with several needs | people once, needs each, told |
| a form with names of columns and no rows | read as empty, told |
"""

_HOLDS: dict[Callable[..., Any], str] = {
    values.text: "text",
    values.anything: "text for people",
    plain_rules.rule_text: "text or number",
    values.postal_code: "postal code",
    values.coordinate: "degrees",
    values.real: "number",
    values.whole: "whole number",
    values.seats: "whole number",
    values.euros: "euros",
    values.euros_an_hour: "euros an hour",
    values.flag: "yes or no",
    values.consent: "accepted, offered, declined or withdrawn",
    kinds.duty: "`work`, `on call`, `standby`; `Arbeit`, `Bereitschaft`, `Rufbereitschaft`",
    kinds.absence: "`leave`, `sick`, `short time`, `off`; `Urlaub`, `krank`, `Kurzarbeit`, `frei`",
    wishes.direction: "`for`, `against`; `für`, `gegen`",
    wishes.days: "date, dates, `06.04. - 10.04.2020`",
    wishes.weekdays: "`Monday`, `Mo-Fr`, `Mo, We, Fr`",
    wishes.time_of_day: "time",
    values.sector: "WZ 2008 section, A to U",
    values.names: "list of names",
    values.levels: "list, `care:3`; level 1 where none is said",
    certificates.held: "list, `forklift until 2020-12-31`; one without a day does not expire",
    certificates.asked: "list of names",
    values.losses: "list, `cook:1`; levels lost, 0 where none is said",
    values.points: "list, `clinic:3`",
    values.setting: "text, number or date",
    times.day: "date",
    times.days: "date, dates, `06.04. - 10.04.2020`, `Mo-Fr`",
    times.weekdays: "`Monday`, `Mo-Fr`, `Mo, We, Fr`",
    times.moment: "time, date, or both",
    times.hours: "`06:00-14:00`, `6-14 Uhr`, a shift code",
    times.windows: "list, `2020-04-06 06:00 - 14:00; 2020-04-07`, `Mo-Fr 8:00-16:00`",
    durations.minutes: "whole minutes, `45`, `1 h`",
    durations.hours: "hours, `7.5`, `7:30`",
    durations.kilometres: "km",
}


_RULES = """
## Rules in words

Each row of the sheet `rules` adds a rule to the default rules, or takes the place of the one of the same kind and
scope; no other is touched. Rows may as well stand among the settings, the words on the left and the figure on the
right. The figures may stand anywhere in a phrase and have a unit (`660 min` of rest are 11 h); "most" and "least" may
be said in any words or left out. A rule for some alone says so at its end, or in columns: `max hours per day: 8 for
company X`, `... for worker X`, `... with skill X`, `... in state HH`; in German `für Firma X`, `für Mitarbeiter X`,
`mit Fähigkeit X`, `im Bundesland HH`. Places, times and groups are said alike: `... for sector Q until 2020-06-30`,
`... at company X from 2020-04-10 on`, `... for demand X`, `... for group X`; `für Branche Q bis 30.06.2020`, `bei
Firma X ab 10.04.2020`, `vom 10.04.2020 bis 30.06.2020`, `für Bedarf X`, `für Gruppe X`. `at`, `bei` is where people
work; `for company`, `für Firma` is the lender, or the borrower in rules about borrowers. **A rule for some takes the
place of the rule for more**: beside `max hours per day: 10`, `max hours per day: 12 for sector Q` means that days in
hospitals may have 12 h; a note tells of each, and in the scenario the rule has `overrides`. With `in addition`
(`zusätzlich`) behind it both hold, and the stricter decides; so it is by itself of what several people, companies or
euros are counted for, as 2 people with some skill are of the 5 who may be away. `instead` (`stattdessen`) says
`overrides` in any case. A rule that [bends](bending.md) says its price or `soft` behind a comma: `max hours per week:
32, each hour beyond 25 euros`, `max Stunden pro Woche: 32, jede Stunde darüber 25 Euro`, `free weekends: 2 of 4, soft`,
`freie Wochenenden: 2 von 4, weich`. It stands beside the rule of the same scope that does not bend; a narrower one
takes the place of a wider one, as ever. Where no setting gives `tiers`, soft rules count behind uncovered hours and
before euros, and so do wishes, which is told. A row that begins with `#` is a remark; `law: Germany, HH, 2020-04-15`
stands for all rules of a law ([law.md](law.md)), which the other rows change; a cell with `{"kind": ...}` is a rule as
in JSON.

| English | German | ranges | rule |
| --- | --- | --- | --- |
"""
_TAKEN_AWAY = """
`without ...`, `ohne ...` takes a rule away: any of the phrases without its figure (`ohne Wochenruhe`), or one of these
words. Without a rest between shifts, two shifts of a person still do not overlap; without hours per day or week
people's own limits still hold. `without commute limit for demand X`, `ohne Pendelgrenze bei Firma X` takes it away
there alone; so can be skills, certificates, and accepted and declined companies. What is off is said whenever the
scenario is validated, inspected, solved or reported.

"""


def sheets() -> str:
    """docs/sheets.md."""
    parts = [_HEAD, _KINDS]
    for name, layout in LAYOUTS.items():
        parts.append(f"\n## {name}\n\nAlso called {_quoted(SHEETS[name], name)}.\n\n")
        parts.append("| column | also called | holds |\n| --- | --- | --- |\n")
        parts += [_row(column, one) for column, one in layout.columns.items()]
    known = "; ".join(f"`{name}` ({_quoted(words, name)})" for name, words in SETTINGS.items())
    parts.append(
        f"\nSettings are {known}. `period` is written as "
        "`06.04.2020 - 12.04.2020`, `longest_shift` in hours; `travel` and `tiers` are written as in JSON; `rules` "
        "in words, or as in JSON: a list is all rules there are, one rule in braces is added.\n"
    )
    parts += [_RULES, *map(_phrase, PHRASES), _TAKEN_AWAY]
    parts.append(
        "; ".join(f"`{kind}`: {', '.join(f'`{one.strip()}`' for one in OFF[kind].split(','))}" for kind in OFF)
    )
    return "".join([*parts, ".\n"])


def _phrase(phrase: Phrase) -> str:
    ranges = "; ".join(f"{one.least:,} to {one.most:,} {one.unit}" for one in phrase.figures)
    english, german = plain_rules.sayings(phrase)
    return f"| `{english}` | `{german}` | {ranges} | `{phrase.rule.__name__}` |\n"


def _row(name: str, column: Column) -> str:
    needed = "**" if column.required else ""
    return f"| {needed}`{name}`{needed} | {_quoted(column.words, name)} | {_HOLDS[column.read]} |\n"


def _quoted(words: str, name: str) -> str:
    return ", ".join(f"`{word.strip()}`" for word in words.split(",") if word.strip() and word.strip() != name)
