"""The books of rules, terms, spreadsheets and law, written from classes and data: ``python -m docs.books``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docs.law import law
from docs.paths import RULE_PATHS, TERM_PATHS, rule_path, term_path
from docs.rule_cases import CASES
from docs.sheets import sheets
from staffmatch.constraints import DEFAULT_RULES, RULES
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.objectives import DEFAULT_TIERS, TERMS
from staffmatch.records.bases import Rule, Term
from staffmatch.records.field_types import Record

HERE = Path(__file__).parent

# What makes words in double backticks a formula.
FORMULA = re.compile(r"``[^`]*(<=|>=|[=≠∈⊆Σ]|max)[^`]*``")

_PICTURED = {type(case.rule) for case in CASES}

_RULES = """# The rules

Written from the classes by `make books`; a test keeps it current.

A rule is a hard condition: `sm.constraints.WeeklyHours(hours=40)` in Python, `{"kind": "weekly_hours", "hours": 40}` in
JSON, listed in `Scenario.rules`, which replace `DEFAULT_RULES` as a whole. The empty plan satisfies every rule; what a
scenario breaks before anybody is lent is reported as `solution.preexisting_violations` and not made worse. In
formulas x_wj is 1 iff worker w has job j, a shift or all shifts of a demand with `same_worker`; h_j are its hours, n_j
its seats. Rules with a *scope* are about everybody, or the people of one `lender`, one `worker`, or those who have a
`skill`, at any level or by one that stands in for it; given together they all narrow. Ids of what is not there are
refused.

Most rules have a scope of place and time as well: a `borrower`, the `sector` of the borrower, a `demand`, `since` and
`until`. It selects shifts, by the local day on which they start. A limit on a person's time applies to every window (a
day, a week, a rest, a run, a stay) that holds a selected shift, and counts all work in it, at home and elsewhere: for a
window with the row Σ a_j x_wj <= u of the unscoped rule, in which the pairs that are not selected can add up to U > u,
it is `Σ_j a_j x_wj + (U − u) x_ws <= U` for each selected s in it; where U <= u the row itself, and none where nothing
is selected. A condition on pairs lets pass what is not selected, a count of people, crews or companies or a charge
leaves it out; of shifts that are taken together these are about all if about any.

Of several rules of a kind all hold. One with `overrides=True` takes the place of those that are wider than it: they are
no longer about any shift in its scope. So a stricter limit needs no more than its scope, `DailyHours(hours=8,
borrower="clinic")`: on a day with a shift at the clinic 8 h are worked at most, wherever. A looser one overrides:
beside `DailyHours(hours=10)`, `DailyHours(hours=12, sector="Q", until="2020-06-30", overrides=True)` lets a day of 12 h
pass that is worked in hospitals as a whole, and not one of 8 h there and 3 h elsewhere, which the wider rule still is
about. `Skills`, `Certificates`, `Commute` and `Partners`, which have no figure to loosen, are taken away with
`applies=False`: `Commute(applies=False, demand="ward", overrides=True)`. `staffmatch validate` tells of a rule that
overrides nothing, and of one that is looser than a wider rule and does not override it. `AllowedPairs`, `Availability`,
`Pins` and `Coverage` have no scope: theirs is in the data.

`scenario.with_rules(*rules)` adds to the rules that there are: each takes the place of one of the same kind and scope,
and of no other. Rules about other windows (`RollingHours(days=14)` beside `days=7`), about other groups or limiting
another thing (`PartnershipLimit(lenders=3)` beside `borrowers=2`) stand side by side; where several rules of a kind are
about somebody, all of them hold. `scenario.without_rules("commute")` takes away by kind, by class, or by a rule's kind
and scope. Spreadsheets have rules [in plain words](sheets.md). Which rules hold, which protections are off and which
limits are lower than what people state is in `sm.inspect(scenario)` as `rules`, `absent` and `low_limits`;
`staffmatch validate`, `inspect` and `solve` and the report tell it.

Each rule that forbids something has a picture: a plan of one to three people that just keeps it, and one that just
breaks it, with the sentence that the rule says. Both are judged by the rule's own `check`; grey is work at home.

Many rules can bend, those of which the list says by which unit: with `price_cents` or `soft=True` they may be broken,
and what they are broken by [is counted](bending.md).

Every rule takes `because`, what it rests on: `LegalBasis(paragraph="§ 5 (1) ArbZG")` has the paragraph, from and until
when it says so, a source, when it was last checked, and the pack of law that it comes from. Nothing is computed from
it.
"""

_TERMS = """# The terms

Written from the classes by `make books`; a test keeps it current.

A term is something to minimise: `sm.objectives.Cost()` in Python, `{"kind": "cost"}` in JSON. `Scenario.tiers` lists
tiers of terms, the most important first: none is made worse for the sake of a later one. Within a tier terms are added
up by `weight`, a whole number from 1 to 1,000,000 (default 1). Each tier of a solution has a value, a bound and a gap
in its unit. In formulas x_wj is 1 iff worker w has job j; h_j are its hours, n_j its seats. Terms with a *scope* are
about everybody, or the people of one `lender`, one `worker`, or those who have a `skill`.

Terms `of` a share are about what each of several has: `Share(count="hours")` of each worker in its scope,
`CompanyShare(of="lenders")` of what each lender gives, `of="borrowers"` of what each borrower gets. `count` is `hours`,
`shifts`, `nights` (shifts with more than two hours from 23:00 to 06:00), `weekends` (with any shift that starts on a
Saturday or Sunday), of borrowers also `filled`, the part of its seats; `shift_kind` counts shifts of one kind alone.
With `targets` loads are compared relative to these, with a `history` what each had before counts; `more_is` says
whether more is "worse" or "better". See [fairness](fairness.md).
"""


def rules() -> str:
    """docs/rules.md."""
    default = {type(rule) for rule in DEFAULT_RULES}
    rows = [
        (_link(rule), f"`{_kind(rule)}`", ", ".join(rule_path(rule)), "yes" if rule in default else "", _bends(rule))
        for rule in RULES
    ]
    return _book(_RULES, RULE_PATHS, ("rule", "kind", "engine", "default", "bends"), rows) + "".join(map(_rule, RULES))


def _bends(rule: type[Rule]) -> str:
    """The unit that a price is for, of a rule that can bend."""
    return ("h" if rule.amounts == "min" else rule.amounts) if issubclass(rule, Bends) else ""


def terms() -> str:
    """docs/terms.md."""
    default = {type(term): f"tier {place}" for place, tier in enumerate(DEFAULT_TIERS, 1) for term in tier}
    rows = [
        (_link(term), f"`{_kind(term)}`", term.unit, ", ".join(term_path(term)), default.get(term, ""))
        for term in TERMS
    ]
    return _book(_TERMS, TERM_PATHS, ("term", "kind", "unit", "engine", "default"), rows) + "".join(map(_term, TERMS))


def paragraphs(kind: type[Record]) -> list[str]:
    """Of the docstring; where it has no formula, that of the base which has one comes after the first."""
    own, *shared = (_paragraphs(cls) for cls in kind.__mro__)
    stated = next((text for text in (own, *shared) if any(map(FORMULA.search, text))), own)
    return own if stated is own else own[:1] + stated + own[1:]


def _paragraphs(kind: type) -> list[str]:
    return [" ".join(text.split()) for text in inspect.cleandoc(kind.__doc__ or "").split("\n\n")]


def parameters(kind: type[Record]) -> list[tuple[str, str, str, str]]:
    """Name, unit, default and range of each, from the JSON schema; a scope is one line."""
    schema = kind.model_json_schema()
    people = ["lender", "worker", "skill", "group"] if issubclass(kind, Scoped) else []
    places = ["borrower", "sector", "demand", "since", "until", "overrides"] if issubclass(kind, PlacedRule) else []
    told = {"kind", "weight", "because", *people, *places}
    found = []
    for name, field in schema["properties"].items():
        if name not in told:
            default = "required" if name in schema.get("required", ()) else _value(field["default"])
            found.append((f"`{name}`", _unit(field), default, _range(field, schema.get("$defs", {}))))
    if people:
        found.append((", ".join(f"`{name}`" for name in people), "scope", "everybody", "ids"))
    if places:
        found.append((", ".join(f"`{name}`" for name in places), "scope", "all work", "ids, section, days"))
    return found


def _unit(field: dict[str, Any]) -> str:
    """The description of a field, else that of its type."""
    inner = [field, *field.get("anyOf", ()), *filter(None, [field.get("items"), field.get("additionalProperties")])]
    return next((str(part["description"]) for part in inner if "description" in part), "")


def _value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(held)}" for key, held in value.items() if held not in (None, {}))
    if isinstance(value, list):
        return ("; " if any(isinstance(one, dict) for one in value) else ", ").join(map(_value, value)) or "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _range(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    def inner(part: dict[str, Any]) -> str:
        return _range(part, definitions)

    match field:
        case {"$ref": name}:
            called = name.rpartition("/")[2]
            text = f"`{called}`" if called.endswith("Share") else inner(definitions[called])
        case {"anyOf": parts} | {"oneOf": parts}:
            text = " or ".join(map(inner, parts))
        case {"prefixItems": parts}:
            text = " and ".join(map(inner, parts))
        case {"enum": values}:
            text = ", ".join(f"`{value}`" for value in values)
        case {"minimum": least, "maximum": most}:
            text = f"{_value(least)} to {_value(most)}"
        case {"format": "date"}:
            text = "a day"
        case {"format": "date-time"}:
            text = "a moment"
        case {"format": "clock"}:
            text = "00:00 to 23:59"
        case {"items": items}:
            least, most = field.get("minItems", 0), field.get("maxItems")
            text = f"{least} {'or more' if most is None else f'to {most}'} of: {inner(items)}"
        case {"properties": fields}:
            text = "; ".join(f"`{name}` {inner(part)}" for name, part in fields.items())
        case {"additionalProperties": values}:
            text = f"each {inner(values)}"
        case _:
            text = {"boolean": "true, false", "null": "none", "string": "id"}[field["type"]]
    return text


def _rule(rule: type[Rule]) -> str:
    return _section(rule, f"`{_kind(rule)}` · engine: {', '.join(rule_path(rule))}")


def _term(term: type[Term]) -> str:
    needs = f" · needs the rule {', '.join(f'`{name}`' for name in term.needs)}" if term.needs else ""
    return _section(term, f"`{_kind(term)}` · in {term.unit} · engine: {', '.join(term_path(term))}{needs}")


def _section(kind: type[Record], line: str) -> str:
    labelled: dict[str, list[str]] = {"": [], "Source": [], "Example": []}
    for text in paragraphs(kind):
        label, _, rest = text.partition(": ")
        labelled[label if label in labelled else ""].append(rest if label in labelled else text.replace("``", "`"))
    rows = parameters(kind)
    parts = [
        f"\n## {kind.__name__}",
        line,
        *labelled[""],
        *([_table(("parameter", "unit or meaning", "default", "range"), rows)] if rows else []),
        *([_picture(kind)] if kind in _PICTURED else []),
        *(f"*Source:* {text}" for text in labelled["Source"]),
        *("> " + text.strip('"') for text in labelled["Example"]),
    ]
    return "\n\n".join(parts) + "\n"


def _picture(kind: type[Record]) -> str:
    words = f"Above a plan that keeps {kind.__name__}, below one that breaks it, with what the rule says"
    return f"![{words}](pictures/rules/{_kind(kind)}.svg)"


def _book(head: str, paths: dict[str, str], titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    legend = "\n".join(f"- *{name}*: {text}." for name, text in paths.items())
    return f"{head}\n## What the engine makes of them\n\n{legend}\n\n{_table(titles, rows)}\n"


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, ["---"] * len(titles), *rows))


def _kind(kind: type[Record]) -> str:
    return str(kind.model_fields["kind"].default)


def _link(kind: type[Record]) -> str:
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


BOOKS = {"rules.md": rules, "terms.md": terms, "sheets.md": sheets, "law.md": law}

if __name__ == "__main__":
    for name, book in BOOKS.items():
        (HERE / name).write_text(book(), encoding="utf-8")
