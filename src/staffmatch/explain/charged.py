"""What a plan is charged for: by how much it breaks rules that bend, and what that costs or counts."""

from __future__ import annotations

from collections.abc import Iterator

from staffmatch.constraints.shared.bends import Bends
from staffmatch.domain.plan import Plan
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario

_PRICED = Sentence("charged.priced", "{said:open}: {cents:euros} EUR.")
_COUNTED = Sentence("charged.counted", "{said:open}: counts {units:number}.")


def charged(scenario: Scenario, plan: Plan) -> Iterator[Message]:
    """A sentence for each violation of a rule that bends, with what it costs, or counts in the term `Violations`."""
    for rule in scenario.rules:
        if isinstance(rule, Bends):
            for found in rule.charged(scenario, plan):
                said = found.citing(rule).message
                units = rule.units(found)
                if rule.price_cents is None:
                    yield _COUNTED(said=said, units=units)
                else:
                    yield _PRICED(said=said, cents=round(rule.price_cents * units))
