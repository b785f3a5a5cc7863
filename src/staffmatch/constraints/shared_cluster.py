"""SharedCluster: companies that know each other from a cluster are the better partners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.partnerships import PartnershipRule
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.field_types import Cents


class SharedCluster(PartnershipRule):
    """Adds ``cents · y_ab`` to `Cost` for lender a and borrower b without a common cluster; ``x_wj <= y_a(w)b(j)``.

    A preference with a price: what a partner outside the clusters has to be better by. It is charged once for each
    partnership, with or without an agreement, beside what `PartnershipCost` charges for a new one. With a scope
    y_ab = 1 iff anybody in scope is lent by a to b.

    Example: "Cost: €30.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["shared_cluster"] = "shared_cluster"
    cents: Cents

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        companies = pairs.columns.scenario.companies
        number = {name: place for place, name in enumerate(sorted({c for one in companies for c in one.clusters}))}
        member = np.zeros((len(companies), len(number)), np.int64)
        for place, company in enumerate(companies):
            member[place, [number[name] for name in company.clusters]] = 1
        made = self._partnerships(pairs, variables)
        shared = np.any(member[made["lender"]] & member[made["borrower"]], axis=1)
        return made.where(~np.asarray(shared)).sum(self.cents * 60)

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        clusters = {company.id: {*company.clusters} for company in scenario.companies}
        return self.cents * 60 * sum(clusters[a].isdisjoint(clusters[b]) for a, b in self._made(scenario, plan))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if scenario.companies and not any(company.clusters for company in scenario.companies):
            text = refusals.NO_CLUSTERS()
            yield InputIssue("no_clusters", path, text, refusals.NO_CLUSTERS_ADVICE())
