"""The page of the law packs, docs/law.md, written from their data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from staffmatch.law import Entry, Pack, packs, read_pack
from staffmatch.records.bases import RULES

_HEAD = """# Law

For lawyers, works councils and whoever answers for a plan. Written from the data by `make books`; a test keeps it
current.

**This is no legal advice.** A pack says by rules what a plan can be checked for. It simplifies, in the ways that the
tables name, and it leaves out what no roster tells, which each pack lists at its end
(`sm.law.read_pack("germany").not_encoded`). A plan that keeps every rule may still be unlawful, and one that
breaks a rule may be lawful by an exception that the pack does not know.

## How to read the tables

A pack is a country's law as a list of rules. Each line of its first table is a paragraph:

- *what it asks for*: the paragraph in a sentence.
- *rule*: the rule of the library that stands for it, and its figures. The link leads to what exactly is counted, how,
  and what a report says when it is broken; the report names the paragraph too.
- *from*: since when it is in force, until when, and when somebody last compared it with the law.
- *applies*: what has to be stated for it to count, such as the section of the borrower, a collective agreement, or the
  group to which a person belongs. "always" needs nothing.
- *simplified*: where the rule differs from the law. Read this column first: it is where a plan can be lawful by the
  program and unlawful in court, or the other way round. Where lawyers differ the pack takes the stricter reading that
  is common in practice, and says how the other one is set.

Where two lines set figures of one rule, the later one prevails: § 5 (2) ArbZG changes the rest of § 5 (1) for the
sections that it names. The second table has, for each line, a case from a published source that is computed with the
line and without it whenever the library is changed. The third says what the law has and the pack has not; that is
left to you.

Standby (Rufbereitschaft) is rest as long as nobody calls, on Sundays too; `SundaysAndHolidays(standby=True)` is the
stricter reading. Calls are not planned. Ways between two sites of a day count with `ways_between_sites=True` alone,
which no pack sets, since no statute says so for lent work. `MaxSecondment` counts past shifts by days: give stays as
`secondments`.

Rules of the pack take the place of the library's own of the same kind, so that a pack allows more as well as less: the
library's default has 48 hours in each week, German law 60 in one week and 48 on average. What a person wants or has
agreed, such as hours a week, is no law and stays.

Shifts state their breaks. One of more than six hours that states none is nobody's under § 4 ArbZG: give
`unpaid_break_minutes`, in a sheet a column of breaks, or its seats stay empty.

[What each paragraph cost in Hamburg in spring 2020](law-2020.md) is a page of its own.

## How a plan gets its law

In a spreadsheet it is a row of the sheet `rules`, or the setting of that name: `law: Germany, HH, 2020-04-15`, in
German `Arbeitsrecht: Deutschland, HH, 15.04.2020`. Commas, brackets and small words do not matter. What else may
stand there is in the list of options; one letter is a section, as in `Arbeitsrecht: Deutschland (HH, Abschnitt Q)`.
The other rows of the sheet come after the law, wherever they stand, so `Ruhezeit: 12` says it otherwise and
`ohne Mindestlohn` takes a rule away. The ban of construction looks at the sectors of companies and is about none that
states no sector. On the command line
`staffmatch convert city.json lawful.json --rule "law: Germany, HH, 2020-04-15"` writes the scenario with these rules.
A scenario that is saved holds the rules themselves, so that a plan is verified against the law with which it was made.

In Python:

```python
import staffmatch as sm

scenario = sm.hamburg.scenario("small", seed=1)
scenario = scenario.with_rules(*sm.law.germany(on="2020-04-15", state="HH"))
for rule in scenario.rules:
    if rule.because:
        print(rule.kind, rule.because.paragraph, rule.because.source)
```

## Options

- `on`: the day whose law is taken; without one, the law as it was last checked. A day before the law was in force is
  refused.
- `state`: whose public holidays count; without one there are none. Needs the extra `staffmatch[holidays]`.
- `sector`: the section of WZ 2008 of the borrowers, a letter from A to U, by which a law tells hospitals (Q), hotels
  and restaurants (I), transport (H) and others apart. Without one no exception for a branch applies: nobody works on
  Sundays. Where borrowers are of several sections, name those with exceptions, `sector=("H", "Q")`, in a spreadsheet
  `Abschnitte H, Q`: each has its own rules, which take the place of the others in work for borrowers of that section,
  and the stricter rules hold in every day, week or rest with work of both kinds.
- `collective`: what a collective or works agreement allows, by the names in the tables. Nothing of it applies unless
  named.
- `lending`: `licensed`, with all of the AÜG; `occasional`, § 1 (3) no. 2a AÜG, of people who were not hired to be
  lent; or `group`, no. 2, between companies of one `Company.corporate_group`. Of the last two only the condition itself
  and the ban of construction are left of the AÜG. Whether lending is occasional in this sense no roster can tell. With
  `licensed` people who were not hired to be lent may go without a licence as well: companies that lend as a business
  add `Channels(channels=[{"name": "licensed"}])`, which takes the place of the pack's rule.

Some rules are about people of a group alone, such as youth, by `Worker.groups`; they are always part of the pack, and
about nobody where nobody belongs to the group. Whom they protect has to be marked: no age and no pregnancy is derived
from anything else.

What a pack does not know, or what applies to nothing on the day, is refused with all that is known.

## Dates

Each value has the day from which it holds, the last day if there is one, and the day on which it was last checked.
They go into `rule.because`. `staffmatch validate`, `inspect` and `sm.oddities` tell where a plan has days on which a
rule of its law was not in force, and where the check of a law is more than a year older than the end of the plan. A
plan across a change of the law is made in two: one to the last day of the former, one from the first day of the new
law.

## Other figures, other countries

A works agreement that asks for more is a rule after the pack, of the same kind; in a spreadsheet a row such as
`Ruhezeit: 12`, in Python

```python
agreed = sm.LegalBasis(paragraph="works agreement no. 7")
scenario = scenario.with_rules(sm.constraints.DailyRest(hours=12, because=agreed))
```

Without a paragraph the pack is made from the entries that are left:

```python
pack = sm.law.read_pack("germany")
kept = tuple(entry for entry in pack.entries if entry.id != "construction")
scenario = scenario.with_rules(*sm.law.rules_of(pack.replace(entries=kept), on="2020-04-15", state="HH"))
```

The same way changes a figure, for a law that is only proposed: `entry.replace(parameters={"hours": 12})`.

A country is a folder in `src/staffmatch/law/`, without code: `pack.toml` has the title, the words by which
spreadsheets call it, the laws in the order in which they set parameters, and what is not encoded; each law is a file
of entries. An entry has the paragraph, what it says, the kind of rule and the parameters that it sets, dates, source,
and an example from an official or published source: shifts, and how many of them one person may take with the entry
and without it. `tests/law` runs each. `sm.law.rules_of("name", on=...)` gives the rules.
"""


def law() -> str:
    """docs/law.md."""
    return _HEAD + "".join(_pack(read_pack(name)) for name in packs())


def _pack(pack: Pack) -> str:
    call = f'`sm.law.rules_of("{pack.name}")`' if pack.name not in ("eu", "germany") else f"`sm.law.{pack.name}(...)`"
    called = ", ".join(f"`{word}`" for word in pack.words)
    parts = [f"\n## {pack.title}\n\n{call}; in spreadsheets {called}.\n\n"]
    rows = [_row(entry) for entry in pack.entries]
    parts.append(_table(("paragraph", "what it asks for", "rule", "from", "applies", "simplified"), rows))
    examples = [(entry.paragraph, entry.example.source, _result(entry)) for entry in pack.entries]
    parts.append("\n\nThe examples that a test runs, by the shifts that one person may take:\n\n")
    parts.append(_table(("paragraph", "source of the example", "shifts taken"), examples))
    parts.append(f"\n\nNot encoded for {pack.title}:\n\n")
    parts.append(_table(("paragraph", "why"), [(one.paragraph, one.why) for one in pack.not_encoded]))
    return "".join([*parts, "\n"])


def _row(entry: Entry) -> tuple[str, ...]:
    cls = RULES.get(entry.kind)
    name = cls.__name__ if cls is not None else entry.kind
    set_ = [f"{field}={_value(value)}" for field, value in entry.parameters.items()]
    set_ += [f"{field} as given" for field in entry.takes]
    rule = f"[{name}](rules.md#{name.lower()}) {', '.join(set_)}".strip()
    until = f" to {entry.valid_until}" if entry.valid_until else ""
    dates = f"{entry.valid_from}{until}, checked {entry.checked}"
    return f"[{entry.paragraph}]({entry.source})", entry.says, rule, dates, _applies(entry), entry.simplified


def _applies(entry: Entry) -> str:
    """On which options an entry depends."""
    parts = [f"`sector` {', '.join(entry.sectors)}"] if entry.sectors else []
    parts += [f'`collective="{entry.agreement}"`'] if entry.agreement else []
    parts += [f"group {group}" for group in entry.scope.values()]
    parts += [f'`lending="{entry.lending}"`'] if entry.lending else []
    return "; ".join(parts) or "always"


def _result(entry: Entry) -> str:
    told = entry.example
    charged = f", {told.charged_cents / 100:.2f} EUR more" if told.charged_cents else ""
    return f"{told.taken} of {len(told.shifts)}{charged}, without it {told.otherwise}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, ["---"] * len(titles), *rows))
