"""Ledger: the give and take of companies, carried from plan to plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from staffmatch.objectives.shared.share import CompanyShare
from staffmatch.records.field_types import CompanyId, HoursOwed, Record, Sorted

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.result.solution import Solution


class Ledger(Record):
    """The credit of each company: hours lent minus hours borrowed in the plans so far; all credits add up to 0.

    International kidney exchanges carry such credits from round to round, so that no country gives more than it gets
    in the long run. `after` is the ledger of the next plan, `share` what a plan is made fair by: a lender with a credit
    has as much already.

    Source: X. Klimentova, A. Viana, J. P. Pedroso, N. Santos: Fairness models for multi-agent kidney exchange
    programmes, Omega 102 (2021); P. Biró et al.: Modelling and optimisation in European kidney exchange programmes,
    European Journal of Operational Research 291 (2021).
    """

    credits: Sorted[CompanyId, HoursOwed] = Field(default_factory=dict)

    def after(self, solution: Solution) -> Ledger:
        """With what a plan has everybody lend and borrow."""
        minutes = {company: round(60 * hours) for company, hours in self.credits.items()}
        for duty in solution.plan.duties(solution.scenario):
            for company, sign in ((duty.worker.company, 1), (duty.demand.company, -1)):
                minutes[company] = minutes.get(company, 0) + sign * duty.minutes
        return Ledger(credits={company: one / 60 for company, one in minutes.items()})

    def share(self, scenario: Scenario, targets: Mapping[str, int] | None = None) -> CompanyShare:
        """The hours that lenders give, with the credits of those who are in the scenario as what they gave before."""
        here = set(scenario.ids("companies"))
        history = {company: hours for company, hours in self.credits.items() if company in here}
        return CompanyShare(of="lenders", history=history, targets=dict(targets or {}))
