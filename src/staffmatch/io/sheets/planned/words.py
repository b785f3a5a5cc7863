"""Names of the sheets and columns of a plan that comes back, and how people stand in its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from staffmatch.io.sheets.cells import clean, error_value
from staffmatch.io.sheets.words import vocabulary
from staffmatch.messages.names import name_of, names_of, one_line
from staffmatch.models import Scenario

# Both are hidden, and named alike in every language.
PEOPLE, ORIGIN = "plan_people", "plan_as_written"
DIGEST = "scenario_digest"

HAND = {"en": "plan_by_hand", "de": "Plan_von_Hand"}
COLUMNS = {
    "date": {"en": "date", "de": "Datum"},
    "weekday": {"en": "weekday", "de": "Wochentag"},
    "from": {"en": "from", "de": "von"},
    "to": {"en": "to", "de": "bis"},
    "company": {"en": "company", "de": "Firma"},
    "demand": {"en": "demand", "de": "Auftrag"},
    "person": {"en": "person", "de": "Person"},
    "planned": {"en": "as planned", "de": "laut Plan"},
    "check": {"en": "check", "de": "Prüfung"},
    "shift": {"en": "shift_id", "de": "shift_id"},
    "first": {"en": "list_from", "de": "list_from"},
    "count": {"en": "list_length", "de": "list_length"},
}
MEANT = vocabulary({key: ", ".join(named.values()) for key, named in COLUMNS.items()})
SHEETS = vocabulary({"hand": ", ".join(HAND.values()), "people": PEOPLE, "origin": ORIGIN})

# What an empty cell says too; somebody of such a name goes before.
NOBODY = ("–", "-", "—", "?", "offen", "leer", "frei", "niemand", "keiner", "unbesetzt", "open", "empty", "nobody")


def folded(text: str) -> str:
    """What two spellings of one name share: neither case nor blanks make it another."""
    return " ".join(clean(text).casefold().split())


def labels(scenario: Scenario, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """By which text each record stands in a cell: its name as people read it, or its id; no two people alike."""
    names = names_of(scenario)
    shown = {one: _cell(name_of(names, kind, one)) for one in ids}
    if kind != "worker":
        return shown
    alike = Counter(map(folded, shown.values()))
    return {one: text if alike[folded(text)] == 1 else _cell(f"{text} ({one})") for one, text in shown.items()}


def _cell(text: str) -> str:
    held = clean(one_line(text))
    return f"'{held}" if error_value(held) else held
