"""Strike: nobody is lent to a company that is on strike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, Unpack

from staffmatch.arrays import Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

_STRUCK = Sentence(
    "strike", "Worker {worker:worker} has shift {shift:shift}, but {borrower:company} is on strike on that day."
)
_MAY = Sentence("strike.wants", "may work where others strike", "may work where others strike")


class Strike(ScopedRule):
    """No pair in scope: the ``borrower``, or one ``demand`` of it, is on strike, from ``since`` to ``until``:
    ``x_wj = 0`` for every job j with a shift there then.

    Who is lent may work during a strike if nobody who strikes is replaced; whether that is so no plan tells, so that
    nobody is lent. For people or demands of which it is certain leave the rule out by a scope.

    Source: § 11 (5) AÜG.

    Example: "Worker 'w' has shift 's', but 'clinic' is on strike on that day."
    """

    kind: Literal["strike"] = "strike"
    law = "§ 11 (5) AÜG"

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.ScopeOptions]) -> None: ...

    def keep(self, pairs: Pairs) -> Mask:
        return pairs.without(self.in_scope(pairs, pairs.relation))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            said = _STRUCK(worker=worker.id, shift=shift.id, borrower=demand.company)
            yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.borrower is self.demand is self.sector is None:
            yield InputIssue("no_strike", path, refusals.NO_STRIKE(), refusals.NO_STRIKE_ADVICE())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY()
