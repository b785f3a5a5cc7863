"""The book of spreadsheets, docs/sheets.md: which sheets and columns are read, under which names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from staffmatch.io.sheets import clocks, durations, plain_rules, values
from staffmatch.io.sheets.layout import LAYOUTS, SETTINGS, Column
from staffmatch.io.sheets.rule_words import OFF, PHRASES, Phrase
from staffmatch.io.sheets.words import SHEETS

_HEAD = """# Spreadsheets

Written from the layouts by `make books`; a test keeps it current.

A scenario may be a folder of CSV files or an Excel workbook: `staffmatch solve FOLDER --out plan.json`,
`sm.Scenario.load("staff.xlsx")`. `staffmatch template FOLDER` writes an example (`--excel` as one workbook,
`--german` in German). `scenario.save("staff.xlsx")` writes one that reads back as the same; `staffmatch solve ...
--sheets plan.xlsx` writes the tables of a plan.

**Workers and demands are enough.** Without a sheet of companies those that are named are taken; where nothing is said
of when people are free they are free throughout, where nothing is said of consent everybody has agreed. Each of these
is told as a note. Where there is a column, an empty cell says "not free" and "not yet agreed".

- **Names** of sheets and columns are English or German, whatever the case, blanks and underscores. Titles may stand
  above the names. A column called `note`, or one that begins with `#`, is for people alone; any other that is not
  known is an error, with a near miss suggested. Sheets that are not known are passed over, and told.
- **CSV**: comma, semicolon, tab or bar (found by the names of the columns, or told by `sep=;`); UTF-8, UTF-16, or
  else Windows-1252, which is told. Every row has as many cells as the head.
- **Workbooks**: `.xlsx`; formulas count by the value that was saved with them; merged cells among the data are an
  error.
- **Numbers** have a decimal point or comma. `1.234`, which is one thing in English and another in German, is an error
  where it could be both; coordinates have decimals. Minutes, hours, kilometres and euros may have their unit: a break
  of `1 h` is 60 min, `7:30` in a column of hours is 7.5, pay is `17,50 €/h`. Pay for a month is an error.
- **Dates** are `2020-12-31`, `31.12.2020` or `31.12.20`, with or without the right weekday in front (`Thu 31.12.2020`);
  `06/04/2020` is an error.
- **Times** are `6:00`, `06:00`, `6:00 pm`, on the clock of the scenario's time zone, up to `47:59` past midnight of
  their day. An end that is not after its start is on the next day. A day alone is a whole day, also as an end. A time
  that the clock skips is an error, and so is one that comes twice unless it says which: `2020-10-25T02:30+01:00`.
- **Lists** are separated by semicolons, commas or line breaks: `care:3; driver`. A name with one of these, or a
  number at its end, stands in quotes: `"Meyer, Sons"; "forklift 3":2`. Nobody at all is `none`.
- **Places** are `lat` and `lon`, or a quarter of Hamburg, or one of 10,738 German postal codes, those of single
  organisations among them (`20246` is the university hospital's own); `D-20099` and `20099 Hamburg` are read too. A
  person without a place among others with one is taken to live farther away than all of them, which is told; the
  postal code `unknown` says that every way counts as 0 min.
- **Skills** are one skill whatever the case and blanks, spelt as in the sheet of skills, else as in most rows; quotes
  keep two apart. `none`, `any`, `keine`, `egal`, `k.A.` or a dash is no skill. Similar names stay two skills and are
  asked about, unless the sheet of skills has them.
- **Priorities**: the larger the number, the more urgent, and a note says so. A row of settings, `priority` with
  `1 is most urgent` (`Priorität`, `1 ist am dringendsten`), turns them round; `higher is more urgent` ends the note.
- **Rows that say the same** as an earlier one: people, companies and skills are read once; needs and own shifts are
  both read, and asked about. What several shifts are called in a column `shift` (`F`, `Früh`) is a kind, not an id.
- A demand of several shifts has a row for each, or rows in a sheet of shifts. What is missing of ids is made up:
  demands are numbered by company, shifts have the name of their demand and their start.
- Text that a spreadsheet would take for a formula is written with an apostrophe in front, which is taken off again.
  What no cell can hold, such as a blank at the end of an id or a text of more than 32,767 letters, is refused.
- How many rows, columns and megabytes are read: [limits.md](limits.md).

All that is wrong is told together, with file, sheet, row, column, value and advice, in one line for all rows with the
same cause; `error.to_frame()` and `error.to_dict()` have each row. Homes and names are never quoted.

What can be read and looks odd is told before solving, in the notes of a sheet and, for every format, by
`staffmatch validate`, `staffmatch inspect` and `sm.oddities(scenario)`: pay over 100 EUR an hour, shifts over 16 h or
in another year, ways that count as 0 min since a place is not known, a home far from all sites, skills that only one
side has, people who are never free.
"""

_HOLDS: dict[Callable[..., Any], str] = {
    values.text: "text",
    plain_rules.rule_text: "text or number",
    values.postal_code: "postal code",
    values.coordinate: "degrees",
    values.real: "number",
    values.whole: "whole number",
    values.euros: "euros an hour",
    values.flag: "yes or no",
    values.consent: "accepted, offered, declined or withdrawn",
    values.sector: "WZ 2008 section, A to U",
    values.names: "list of names",
    values.levels: "list, `care:3`; level 1 where none is said",
    values.losses: "list, `cook:1`; levels lost, 0 where none is said",
    values.points: "list, `clinic:3`",
    durations.minutes: "whole minutes, `45`, `1 h`",
    durations.hours: "hours, `7.5`, `7:30`",
    durations.kilometres: "km",
    clocks.day: "date",
    clocks.clock: "time, date, or both",
    clocks.span: "`06:00-14:00`",
    clocks.spans: "list, `2020-04-06 06:00 - 14:00; 2020-04-07`",
}


_RULES = """
## Rules in words

Each row of the sheet `rules` adds a rule to the default rules, or takes the place of the one of the same kind and
scope; no other is touched. Rows may as well stand among the settings, the words on the left and the figure on the
right. The figures may stand anywhere in a phrase and have a unit (`660 min` of rest are 11 h); "most" and "least" may
be said in any words or left out. A rule for some alone says so at its end, or in columns: `max hours per day: 8 for
company X`, `... for worker X`, `... with skill X`, `... in state HH`; in German `für Firma X`, `für Mitarbeiter X`,
`mit Fähigkeit X`, `im Bundesland HH`. Where several rules of a kind hold, the strictest decides. A row that begins with
`#` is a remark; a cell with `{"kind": ...}` is a rule as in JSON.

| English | German | ranges | rule |
| --- | --- | --- | --- |
"""
_TAKEN_AWAY = """
`without ...`, `ohne ...` takes a rule away: any of the phrases without its figure (`ohne Wochenruhe`), or one of these
words. Without a rest between shifts, two shifts of a person still do not overlap; without hours per day or week
people's own limits still hold. What is off is said whenever the scenario is validated, inspected, solved or reported.

"""


def sheets() -> str:
    """docs/sheets.md."""
    parts = [_HEAD]
    for name, layout in LAYOUTS.items():
        parts.append(f"\n## {name}\n\nAlso called {_quoted(SHEETS[name], name)}.\n\n")
        parts.append("| column | also called | holds |\n| --- | --- | --- |\n")
        parts += [_row(column, one) for column, one in layout.columns.items()]
    known = "; ".join(f"`{name}` ({_quoted(words, name)})" for name, words in SETTINGS.items())
    parts.append(
        f"\nSettings are {known}. `travel` and `tiers` are written as in JSON; `rules` "
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
