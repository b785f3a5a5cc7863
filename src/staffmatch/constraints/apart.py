"""Apart: people who are not to meet at work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Unpack

from staffmatch.constraints.shared.groups import GroupRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


_MEET = Sentence("apart", "Workers {workers:and-worker} are to be kept apart but meet {where}.")


class Apart(GroupRule):
    """Of each group at most one person is on a shift or, per ``site_day``, at a site on a day.

    For every group G and place c: ``Σ_{w in G} v_wc <= 1``, where v_wc is x_wj itself if w has only one job there, and
    else 1 iff w has any of them, ``x_wj <= v_wc``. One row for the whole group is tighter than one for every two of its
    people. On each local day a shift counts on which it has minutes, since a night shift meets the morning's. The
    groups name the people, so it has no scope.

    Example: "Workers 'ann' and 'bob' are to be kept apart but meet on shift 'early'."
    """

    kind: Literal["apart"] = "apart"
    touches = True

    if TYPE_CHECKING:

        def __init__(
            self, *, groups: Sequence[Sequence[str]], **options: Unpack[rule_signatures.GroupOptions]
        ) -> None: ...

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        people = self._meetings(pairs).by("group", "place", "worker").any(variables, alone=True).by("group", "place")
        yield people.count() <= 1

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        people = self._meetings(pairs).by("group", "place", "worker").any(variables, alone=True).by("group", "place")
        yield self._each(pairs, people.count() <= 1, people["place"])

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for where, name, people in self._met(scenario, plan):
            for group in self.groups:
                met = sorted(people.intersection(group))
                if len(met) > 1:
                    said = _MEET(workers=tuple(met), where=where)
                    yield Violation(self.kind, said, len(met) - 1, "people", (*met, name))
