"""SectorBan: sectors into which nobody may be lent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, Unpack

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Flag, Section

if TYPE_CHECKING:
    from staffmatch.records import signatures


_BANNED = Sentence(
    "sector_ban",
    "Worker {worker:worker} is lent to {borrower:company} of sector {sector:id} for shift {shift:shift}, which is "
    "banned.",
)
_MAY = Sentence(
    "sector_ban.wants",
    "may be lent into the sector of {borrower:company}",
    "may be lent into the sector of {borrower:company}",
)


class SectorBan(ScopedRule):
    """Only pairs with ``sector_b ∉ sectors`` or, with ``among_themselves``, ``sector_a(w) = sector_b(j)``.

    A borrower whose sector is not given is not banned; where no company says its sector, the rule is refused
    unless it comes from a law pack.

    Source: no lending into construction (section F) except between companies under the same collective agreements,
    § 1b AÜG.

    Example: "Worker 'w' is lent to 'site' of sector 'F' for shift 's', which is banned."
    """

    kind: Literal["sector_ban"] = "sector_ban"
    looks_at = "demand"
    sectors: Annotated[tuple[Section, ...], Field(min_length=1, description="WZ 2008 sections of borrowers")] = ("F",)
    among_themselves: Annotated[Flag, Field(description="whether lenders of the same section may")] = False

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[signatures.SectorBanOptions]) -> None: ...

    def keep(self, pairs: Pairs) -> Mask:
        sector = np.array([company.sector or "" for company in pairs.columns.scenario.companies], np.str_)
        banned = np.isin(sector, self.sectors)[pairs.borrower]
        if self.among_themselves:
            banned &= sector[pairs.lender] != sector[pairs.borrower]
        return pairs.without(self.in_scope(pairs, pairs.where(banned)))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        sectors = {one.id: one.sector for one in scenario.companies}
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            sector = sectors[demand.company]
            among = self.among_themselves and sectors[worker.company] == sector
            if sector in self.sectors and not among:
                said = _BANNED(worker=worker.id, borrower=demand.company, sector=sector, shift=shift.id)
                yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        law = self.because is not None and self.because.pack
        if scenario.companies and not law and all(company.sector is None for company in scenario.companies):
            advice = refusals.NO_SECTORS_GIVE_COMPANIES_ADVICE()
            yield InputIssue("no_sectors", path, refusals.NO_SECTORS_COMPANY_SAYS(), advice)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY(borrower=demand.company)
