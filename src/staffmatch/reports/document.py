"""What a report says, before it is written as a page or as figures."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.reports.audit import audit_facts
from staffmatch.reports.comparison import Comparison, comparison
from staffmatch.reports.fairness import Fairness, fairness
from staffmatch.reports.figures import Figures
from staffmatch.reports.gather import figures
from staffmatch.reports.partner_matrix import Matrix
from staffmatch.reports.partners import MOST_PEOPLE, plan_matrix
from staffmatch.reports.words import Words
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Document:
    """Of a solution that is attached to its scenario, in one language; ``comparison`` if there is a former plan, and
    ``large`` if there are too many people for everything."""

    solution: Solution
    figures: Figures
    audit: dict[str, str]
    fairness: Fairness
    matrix: Matrix | None
    comparison: Comparison | None
    large: bool

    @classmethod
    def of(cls, solution: Solution, former: Solution | None, lang: str) -> Document:
        """InputError if the language is not in the catalogue, or a former plan is given and one of both is no plan."""
        words, scenario = Words.of(lang), solution.scenario
        return cls(
            solution=solution,
            figures=figures(solution, lang),
            audit=audit_facts(solution, words),
            fairness=fairness(solution, solution.plan.duties(scenario)),
            matrix=plan_matrix(solution, lang),
            comparison=None if former is None else comparison(solution, former, words),
            large=len(scenario.workers) > MOST_PEOPLE,
        )
