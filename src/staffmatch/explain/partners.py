"""partners(): which companies could help each other, before anybody makes a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from staffmatch.arrays import Int
from staffmatch.errors import IS, WHOLE_ADVICE, InputError, InputIssue, bad_option, require_type
from staffmatch.explain.answer import Answer
from staffmatch.explain.parties import ELSEWHERE, Parties
from staffmatch.explain.possible_hours import PossibleHours, possible_hours
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.encoding import columns_of
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import CompanyId, Count, Id, Long, Record, Section

COLUMNS = (
    *("company", "rank", "partner", "section", "companies", "hours", "lent_hours", "lent_people", "lent_share"),
    *("borrowed_hours", "borrowed_people", "borrowed_share"),
)

_MOST = Sentence(
    "partners.most",
    "Hours are the most that two companies could share if everybody agreed who has not answered, and nobody else "
    "wanted these people; no plan has more.",
)
_POOLED = Sentence(
    "partners.pooled",
    "Companies outside of cluster {cluster:id} are counted together by section; what fewer than {n:count} of them, or "
    "of their people, have a part in is not told.",
)
_NOT_IN_CLUSTER = Sentence("error.partners.not_in_cluster", "company {company:id} is not in the cluster.")
_NOT_IN_CLUSTER_ADVICE = Sentence("error.partners.not_in_cluster.advice", "Name one of its members.")
_NOBODY = Sentence("partners.nobody", "No two companies could help each other.")
_BETWEEN = Sentence("partners.between", "{company:bare-company} and {partner}: {ways:and}.")
_TOWARDS = Sentence("partners.towards", "{partner}: {ways:and}.")
company_said = Sentence("partners.company", "{company:bare-company}")
_SECTION = Sentence(
    "partners.section",
    "{n:count} other company of section {section}",
    "{n:count} other companies of section {section}",
)
_OTHERS = Sentence("partners.others", "{n:count} other company", "{n:count} other companies")
_LENT = Sentence(
    "partners.lent",
    "lends up to {hours:amount} h, with {n:count} person to choose from ({share:number} % of what is needed there)",
    "lends up to {hours:amount} h, with {n:count} people to choose from ({share:number} % of what is needed there)",
)
_BORROWED = Sentence(
    "partners.borrowed",
    "borrows up to {hours:amount} h, with {n:count} person to choose from ({share:number} % of what it needs)",
    "borrows up to {hours:amount} h, with {n:count} people to choose from ({share:number} % of what it needs)",
)


def rounded_up(minutes: int) -> float:
    """Hours to be told: of minutes, up to the next tenth, as bounds must be."""
    return -(-minutes // 6) / 10


class Way(Record):
    """What one side could lend to the other: minutes at most, by how many people, and the minutes that are needed
    there in all."""

    minutes: Long
    people: Count
    needed: Long

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def share(self) -> float:
        """The part of what is needed there."""
        return self.minutes / self.needed if self.needed else 0.0

    def said(self, sentence: Sentence) -> Message:
        return sentence(hours=rounded_up(self.minutes), n=self.people, share=round(100 * self.share, 1))


class Partner(Record):
    """Two that could help each other: what ``company`` could lend and what it could borrow, None where it is nothing.

    ``partner`` is a company; None for several ``companies`` that are counted together, of one ``section`` or (None) of
    several. Among those, None also stands for what is too little to be told.

    >>> [(one.company, one.partner) for one in sm.partners(scenario)]
    [('clinic', 'hotel'), ('hotel', 'clinic')]
    """

    company: CompanyId
    partner: CompanyId | None
    section: Section | None
    companies: Count
    lent: Way | None
    borrowed: Way | None

    @property
    def minutes(self) -> int:
        """Both ways together."""
        return sum(way.minutes for way in (self.lent, self.borrowed) if way is not None)

    @property
    def with_whom(self) -> Message:
        """The partner by name, or how many companies of a section are counted together."""
        if self.partner is not None:
            return company_said(company=self.partner)
        return _OTHERS(n=self.companies) if self.section is None else _SECTION(n=self.companies, section=self.section)

    @property
    def message(self) -> Message:
        """How many hours the two could share, each way."""
        return _BETWEEN(company=self.company, partner=self.with_whom, ways=self._ways)

    @property
    def towards(self) -> Message:
        """The same, below the name of the company."""
        return _TOWARDS(partner=self.with_whom, ways=self._ways)

    @property
    def _ways(self) -> tuple[Message, ...]:
        ways = ((self.lent, _LENT), (self.borrowed, _BORROWED))
        return tuple(way.said(sentence) for way, sentence in ways if way is not None)


class Partners(Answer):
    """For each company the partners it could share most hours with: looped over and indexed like a tuple.

    Sorted by company, then by falling hours. With a ``cluster``, companies outside of it are counted together, and
    nothing is told that fewer than ``fewest`` of them, or of their people, have a part in.

    >>> len(sm.partners(scenario, "hotel", k=1))
    1
    """

    cluster: Id | None
    fewest: Count
    partners: tuple[Partner, ...]

    def __len__(self) -> int:
        return len(self.partners)

    def __getitem__(self, place: int) -> Partner:
        return self.partners[place]

    def __iter__(self) -> Iterator[Partner]:  # type: ignore[override]
        return iter(self.partners)

    @property
    def notes(self) -> Iterator[Message]:
        """What the hours are, and what is not told."""
        yield _MOST() if self.partners else _NOBODY()
        if self.cluster is not None:
            yield _POOLED(cluster=self.cluster, n=self.fewest)

    def messages(self) -> Iterator[Message]:
        yield from self.notes
        yield from (one.message for one in self.partners)

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each of the partners, as a data frame of pandas, polars or pyarrow.

        ``lent_share`` is the part of what the partner needs, ``borrowed_share`` that of what the company needs.
        """
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, list(self.rows()), backend)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows of `to_frame`, one for each partner."""
        rank: dict[str, int] = {}
        for one in self.partners:
            rank[one.company] = rank.get(one.company, 0) + 1
            whom = (one.company, rank[one.company], one.partner, one.section, one.companies, one.minutes / 60)
            ways = (
                (None,) * 3 if way is None else (way.hours, way.people, way.share) for way in (one.lent, one.borrowed)
            )
            yield (*whom, *(cell for way in ways for cell in way))

    def _repr_html_(self) -> str:
        from staffmatch.reports.partners import partners_fragment

        return partners_fragment(self, *vars(self).get("_scenarios", ()))


def partners(
    scenario: Scenario, company: str | None = None, k: int | None = 5, *, cluster: str | None = None, fewest: int = 3
) -> Partners:
    """Which companies could help each other, before any plan: for each, or for one ``company``, the ``k`` with whom it
    could share most hours, both ways together; with None all.

    Skills, times, ways and all other rules of the scenario on one person and one job hold, but whoever has not answered
    is taken to agree. The hours are an upper bound, in whole minutes: the value of a largest flow between the two alone
    (`staffmatch.explain.possible_hours`). No plan of the scenario has more between them, and one may have less. People
    are counted, and neither named nor listed.

    With a ``cluster`` only its members are told, and companies outside of it are counted together by section: what
    fewer than ``fewest`` of these companies, or of their people, have a part in is not told. Sections of fewer
    companies are counted together as others.

    InputError for unknown ids and clusters, a company outside of the cluster, and options that are no numbers.

    >>> [(one.company, one.partner) for one in sm.partners(scenario)]
    [('clinic', 'hotel'), ('hotel', 'clinic')]
    """
    require_type(scenario, Scenario)
    for name, number in (("k", 1 if k is None else k), ("fewest", fewest)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise bad_option(name, IS(value=repr(number)), WHOLE_ADVICE(least=1))
    columns = columns_of(scenario)
    parties = Parties.of(scenario, cluster, fewest)
    asked = parties.members if company is None else _one(scenario, parties, company)
    found = possible_hours(columns, parties.of_company, asked)
    rows = _rows(columns, parties, found, asked, fewest)
    best = [one for place in asked.tolist() for one in rows.get(place, ())[:k]]
    answer = Partners(rests_on="recounted", cluster=cluster, fewest=fewest, partners=tuple(best))
    return answer.named(scenario)


def _one(scenario: Scenario, parties: Parties, company: str) -> Int:
    if scenario.company(company).id not in parties.ids:
        text, advice = _NOT_IN_CLUSTER(company=company), _NOT_IN_CLUSTER_ADVICE()
        raise InputError([InputIssue("not_in_cluster", "company", text, advice, (company,))])
    return np.array([parties.ids.index(company)], np.int64)


def _rows(
    columns: Columns, parties: Parties, found: PossibleHours, asked: Int, fewest: int
) -> dict[int, Sequence[Partner]]:
    """The partners of each party that was asked for, by falling hours, then as the parties stand."""
    demands = columns.demands
    minutes = demands.needed[columns.job_demand] * columns.job_minutes
    needed = np.bincount(parties.of_company[columns.job_company], minutes, len(parties.ids)).astype(np.int64).tolist()
    ways: dict[tuple[int, int], Way] = {}
    columned = (found.lender, found.borrower, found.minutes, found.people, found.lenders, found.borrowers)
    for lender, borrower, most, people, lenders, borrowers in zip(*(c.tolist() for c in columned), strict=True):
        known = parties.ids[lender] is not None or min(lenders, people) >= fewest
        if most and known and (parties.ids[borrower] is not None or borrowers >= fewest):
            ways[lender, borrower] = Way(minutes=most, people=people, needed=needed[borrower])
    rows: dict[int, list[Partner]] = {}
    wanted = set(asked.tolist())
    for one, other in sorted({*ways, *((b, a) for a, b in ways)}):
        if one in wanted:
            rows.setdefault(one, []).append(_partner(parties, one, other, ways))
    return {one: sorted(found, key=lambda row: -row.minutes) for one, found in rows.items()}


def _partner(parties: Parties, one: int, other: int, ways: dict[tuple[int, int], Way]) -> Partner:
    section = parties.sections[other]
    return Partner(
        company=parties.ids[one],
        partner=parties.ids[other],
        section=None if section == ELSEWHERE else section,
        companies=parties.sizes[other],
        lent=ways.get((one, other)),
        borrowed=ways.get((other, one)),
    )
