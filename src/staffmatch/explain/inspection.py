"""What is in a scenario, before anybody solves it: people, hours, who could do what, and what nobody can do."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

import numpy as np

from staffmatch.errors import InputError, InputIssue, choose, require_type
from staffmatch.explain.plausibility import Oddity, oddities
from staffmatch.explain.protections import Absence, absent, low_limits
from staffmatch.explain.rules_in_force import RuleInForce, rules_in_force
from staffmatch.explain.supply import Day, Market, Nobody, People, days, markets, nobody, people, seats, willing
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import names_of
from staffmatch.models import Scenario
from staffmatch.records.legal_basis import LegalBasis
from staffmatch.result.contents import PreexistingViolation

Table = Literal["people", "days", "nobody", "markets", "preexisting_violations", "rules", "absent", "oddities"]

_NO_TABLE = Sentence("error.inspection.table", "there is no table {table:id}.")


@dataclass(frozen=True, repr=False)
class Inspection:
    """Counts, and tables that `to_frame` gives; ``idle_people`` are in no eligible pair, ``pairs`` of people and jobs.

    ``rules`` says which rules hold, with their figures, ``absent`` which protections are off and what no rule is about,
    ``low_limits`` where a rule allows less than people state themselves.

    A job is a shift, or all shifts of a demand that wants the same person throughout.

    >>> found = sm.inspect(scenario)
    >>> found.seats, [rule.kind for rule in found.rules][:2]
    (5, ['allowed_pairs', 'consent'])
    """

    companies: int
    workers: int
    willing: int
    demands: int
    shifts: int
    seats: int
    pairs: int
    idle_people: int
    people: tuple[People, ...]
    days: tuple[Day, ...]
    nobody: tuple[Nobody, ...]
    markets: tuple[Market, ...]
    preexisting_violations: tuple[PreexistingViolation, ...]
    oddities: tuple[Oddity, ...]
    rules: tuple[RuleInForce, ...]
    absent: tuple[Absence, ...]
    low_limits: tuple[Message, ...]

    def __repr__(self) -> str:
        counts = ("companies", "workers", "willing", "demands", "shifts", "seats", "pairs", "idle_people")
        listed = ("nobody", "markets", "preexisting_violations", "oddities")
        told = {name: getattr(self, name) for name in counts} | {name: len(getattr(self, name)) for name in listed}
        return f"Inspection({', '.join(f'{name}={number}' for name, number in told.items())})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from staffmatch.reports.notebook import inspection_html

        return inspection_html(self, vars(self).get("_names", {}))

    def to_frame(self, table: Table = "people", backend: str | None = None, lang: str = "en") -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first that is installed.

        Sentences are in ``lang``. Raises InputError for a table that there is not.
        """
        from staffmatch.io.tables import frame_of

        kinds = {"people": People, "days": Day, "nobody": Nobody, "markets": Market}
        kinds |= {"rules": RuleInForce, "absent": Absence, "oddities": Oddity}
        if table not in get_args(Table):
            text = _NO_TABLE(table=str(table))
            raise InputError([InputIssue("unknown_table", "table", text, choose(get_args(Table)))])
        names = (
            tuple(PreexistingViolation.model_fields)
            if table == "preexisting_violations"
            else tuple(f.name for f in fields(kinds[table]))
        )
        rows = [tuple(_cell(getattr(row, name), lang) for name in names) for row in getattr(self, table)]
        return frame_of(["text" if name == "message" else name for name in names], rows, backend)


def inspect(scenario: Scenario) -> Inspection:
    """Look at all people and all demands: who could do what, which shifts nobody can take, and why. No plan is made.

    Raises TypeError if ``scenario`` is not a Scenario.

    >>> found = sm.inspect(scenario)
    >>> found.workers, found.seats
    (3, 5)
    """
    require_type(scenario, Scenario)
    columns = columns_of(scenario)
    pairs = eligible_pairs(columns, scenario.rules)
    would = willing(columns)
    found = Inspection(
        companies=len(scenario.companies),
        workers=len(scenario.workers),
        willing=int(would.sum()),
        demands=len(scenario.demands),
        shifts=len(columns.shift_ids),
        seats=int(seats(columns).sum()),
        pairs=len(pairs),
        idle_people=len(scenario.workers) - len(np.unique(pairs.worker)),
        people=tuple(people(columns, would)),
        days=tuple(days(columns, would)),
        nobody=tuple(nobody(pairs)),
        markets=tuple(markets(pairs)),
        preexisting_violations=PreexistingViolation.of(scenario),
        oddities=oddities(scenario),
        rules=rules_in_force(scenario),
        absent=absent(scenario),
        low_limits=low_limits(scenario),
    )
    # For notebooks alone; no comparison or repr has them.
    vars(found)["_names"] = names_of(scenario)
    return found


def _cell(value: Any, lang: str) -> Any:
    if isinstance(value, Message):
        return value.text_in(lang)
    if isinstance(value, LegalBasis):
        return value.model_dump_json(exclude_defaults=True)
    return "; ".join(value) if isinstance(value, tuple) else value
