"""Together: people who go to work as one, as a car pool or a team that knows each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Unpack
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.extra_seats import extra_seats
from staffmatch.constraints.shared.groups import GroupRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


_PARTED = Sentence(
    "together",
    "Workers {group:and-worker} go together, but only {there:and-worker} is {where}.",
    "Workers {group:and-worker} go together, but only {there:and-worker} are {where}.",
)


class Together(GroupRule):
    """Where one of a group is, on a shift or, per ``site_day``, at a site on a day, all of it are.

    For every group G and place c: ``Σ_{w in G} v_wc >= |G| · o_c`` with o_c = 1 iff anybody of G is there,
    ``x_wj <= o_c``, and v_wc = 1 only if w is, ``v_wc <= Σ x_wj``. Where somebody of G cannot be, nobody of G is:
    ``Σ x_wj <= 0``, which a relaxation would not see by itself. Per ``site_day`` a shift counts on the local day on
    which it starts. The groups name the people, so it has no scope.

    Example: "Workers 'ann' and 'bob' go together, but only 'ann' is on shift 'early'."
    """

    kind: Literal["together"] = "together"

    if TYPE_CHECKING:

        def __init__(
            self, *, groups: Sequence[Sequence[str]], **options: Unpack[rule_signatures.GroupOptions]
        ) -> None: ...

    @property
    def parties(self) -> tuple[tuple[str, ...], ...]:
        """Who goes as one: the groups, those that share somebody put together."""
        found: list[tuple[str, ...]] = []
        for group in self.groups:
            joined = [party for party in found if not set(party).isdisjoint(group)]
            found = [party for party in found if party not in joined]
            found.append(tuple(dict.fromkeys(name for party in (*joined, group) for name in party)))
        return tuple(found)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        meetings = self._meetings(pairs)
        cells, able = meetings.by("group", "place"), meetings.by("group", "place", "worker")
        size = np.array([len(group) for group in self.groups])
        people = cells.match(1, group=able["group"], place=able["place"])
        whole = (people == size[cells["group"]])[cells.group]
        # Where one of them cannot be nobody goes.
        yield meetings.where(~whole).by("group", "place").count() <= 0
        meetings = meetings.where(whole)
        present = meetings.by("group", "place", "worker").any(variables, alone=True).by("group", "place")
        any_of_them = meetings.by("group", "place").any(variables).by("group", "place")
        yield present.count() >= any_of_them.sum(size[any_of_them["group"]])

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        meetings, size = self._meetings(pairs), np.array([len(group) for group in self.groups])
        present = meetings.by("group", "place", "worker").any(variables, alone=True).by("group", "place")
        any_of_them = meetings.by("group", "place").any(variables).by("group", "place")
        block = present.count() >= any_of_them.sum(size[any_of_them["group"]])
        yield self._each(pairs, block, present["place"])

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for where, name, people in self._met(scenario, plan):
            for group in self.groups:
                there = [member for member in group if member in people]
                if 0 < len(there) < len(group):
                    said = _PARTED(group=group, there=tuple(there), n=len(there), where=where)
                    missing = tuple(member for member in group if member not in people)
                    yield Violation(self.kind, said, len(missing), "people", (*missing, name))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.bent:
            return
        largest = max(self.parties, key=len)
        if scenario.demands and len(largest) > (most := self._room(scenario, len(largest))):
            told = refusals.GROUP_ABOVE_SHIFT if self.per == "shift" else refusals.GROUP_ABOVE_HEADCOUNT
            text = told(people=largest, n=most)
            yield InputIssue(
                "group_above_headcount", f"{path}.groups", text, refusals.GROUP_ABOVE_HEADCOUNT_ADVICE(), largest
            )

    def _room(self, scenario: Scenario, enough: int) -> int:
        """The most seats in one place; the search stops once there are enough."""
        zone, homes = ZoneInfo(scenario.timezone), {company.id: company.location for company in scenario.companies}
        seats: Counter[tuple[object, ...]] = Counter()
        extra = extra_seats(scenario)
        for demand in scenario.demands:
            most = demand.headcount + extra
            site = (demand.company, demand.location or homes.get(demand.company))
            for shift in demand.shifts:
                day = shift.start.astimezone(zone).date()
                seats[(shift.id,) if self.per == "shift" else (*site, day)] += most
            if most >= enough:
                break
        return max(seats.values())
