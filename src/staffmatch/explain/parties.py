"""The parties that are told of: companies of which each stands for itself, and sections that are counted together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int
from staffmatch.errors import bad_option
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario

_NO_COMPANY_IN = Sentence("error.partners.no_company_in", "is {cluster:id}, in which there is no company.")
_CLUSTERS_ADVICE = Sentence("error.partners.clusters.advice", "There are {known:list-id}.")
_NO_CLUSTER_ADVICE = Sentence("error.partners.no_cluster.advice", "No company is in a cluster.")

# In place of a section: companies of several, or of none.
ELSEWHERE = ""


@dataclass(frozen=True)
class Parties:
    """``of_company`` gives the party of each company, in the order of ids; ``ids`` are None where several are counted
    together, ``sections`` theirs, and ``sizes`` how many companies they are. ``members`` are those with an id."""

    of_company: Int
    ids: tuple[str | None, ...]
    sections: tuple[str | None, ...]
    sizes: tuple[int, ...]

    @property
    def members(self) -> Int:
        return np.array([place for place, one in enumerate(self.ids) if one is not None], np.int64)

    @classmethod
    def of(cls, scenario: Scenario, cluster: str | None, fewest: int) -> Parties:
        """Every company for itself; given a cluster, its members alone, and the others by section, those of fewer than
        ``fewest`` companies and of none together. InputError for a cluster without members."""
        companies = sorted(scenario.companies, key=lambda company: company.id)
        inside = [company for company in companies if cluster is None or cluster in company.clusters]
        if cluster is not None and not inside:
            known = sorted({name for company in companies for name in company.clusters})
            advice = _CLUSTERS_ADVICE(known=tuple(known)) if known else _NO_CLUSTER_ADVICE()
            raise bad_option("cluster", _NO_COMPANY_IN(cluster=cluster), advice)
        members = {company.id for company in inside}
        outside = [company for company in companies if company.id not in members]
        size = Counter(company.sector for company in outside)
        section = {
            company.id: company.sector if company.sector and size[company.sector] >= fewest else ELSEWHERE
            for company in outside
        }
        pools = Counter(section.values())
        place = {company.id: number for number, company in enumerate(inside)}
        pool = {name: len(inside) + number for number, name in enumerate(sorted(pools))}
        return cls(
            np.array([place.get(c.id, pool.get(section.get(c.id, ELSEWHERE), 0)) for c in companies], np.int64),
            (*(company.id for company in inside), *(None for _ in pool)),
            (*(company.sector for company in inside), *sorted(pools)),
            (*(1 for _ in inside), *(pools[name] for name in sorted(pools))),
        )
