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
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Flag, Section, SkillId

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


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
    """Only pairs with ``sector_b ∉ sectors`` or, with ``among_themselves``, ``sector_a(w) = sector_b(j)``, or
    ``skills_d ∩ except_skills ≠ ∅``.

    A borrower whose sector is not given is not banned; where no company says its sector, the rule is refused
    unless it comes from a law pack.

    § 1b AÜG bans lending into construction for work that is usually done by manual workers, so that the office may
    borrow. What a demand does not say is taken for such work, as in practice, where whoever lends has to show the
    contrary; name in ``except_skills`` the skills that only other work asks for. By another reading the ban is the
    borrower's as a whole, which the default, no such skill, says.

    Source: no lending into construction (section F) for work usually done by manual workers, except between companies
    under the same collective agreements, § 1b AÜG.

    Example: "Worker 'w' is lent to 'site' of sector 'F' for shift 's', which is banned."
    """

    kind: Literal["sector_ban"] = "sector_ban"
    looks_at = "demand"
    law = "§ 1b AÜG"
    sectors: Annotated[tuple[Section, ...], Field(min_length=1, description="WZ 2008 sections of borrowers")] = ("F",)
    among_themselves: Annotated[Flag, Field(description="whether lenders of the same section may")] = False
    except_skills: Annotated[
        tuple[SkillId, ...], Field(description="skills by which a demand is no work of manual workers")
    ] = ()

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.SectorBanOptions]) -> None: ...

    def keep(self, pairs: Pairs) -> Mask:
        sector = np.array([company.sector or "" for company in pairs.columns.scenario.companies], np.str_)
        banned = np.isin(sector, self.sectors)[pairs.borrower]
        if self.among_themselves:
            banned &= sector[pairs.lender] != sector[pairs.borrower]
        columns = pairs.columns
        named = [place for place, skill in enumerate(columns.skills) if skill in self.except_skills]
        manual = columns.demands.needs[:, named].max(axis=1, initial=0) == 0
        banned &= manual[pairs.demand]
        return pairs.without(self.in_scope(pairs, pairs.where(banned)))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        sectors = {one.id: one.sector for one in scenario.companies}
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            sector = sectors[demand.company]
            among = self.among_themselves and sectors[worker.company] == sector
            if sector in self.sectors and not among and demand.skills.keys().isdisjoint(self.except_skills):
                said = _BANNED(worker=worker.id, borrower=demand.company, sector=sector, shift=shift.id)
                yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        law = self.because is not None and self.because.pack
        if scenario.companies and not law and all(company.sector is None for company in scenario.companies):
            text = refusals.NO_SECTORS_COMPANY_SAYS()
            yield InputIssue("no_sectors", path, text, refusals.NO_SECTORS_GIVE_COMPANIES_ADVICE())
        asked = sorted({skill for demand in scenario.demands for skill in demand.skills}) if self.except_skills else []
        for skill in self.except_skills if scenario.demands else ():
            if skill not in asked:
                advice = near_or(skill, asked, refusals.UNASKED_SKILL_ADVICE())
                text = refusals.UNASKED_SKILL(skill=skill)
                yield InputIssue("unasked_skill", f"{path}.except_skills", text, advice, (skill,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY(borrower=demand.company)
