"""Rules whose check sets shifts of one person against each other, and need not see the whole roster for each job."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from staffmatch.records.bases import Rule

if TYPE_CHECKING:
    from staffmatch.domain.plan import Duty
    from staffmatch.models import Scenario


class RosterRule(Rule):
    """What reasons may keep of the answers of a rule whose ``tied_by`` is "worker"."""

    tied_by = "worker"

    @property
    def reach(self) -> int | None:
        """Minutes between two shifts from which on `check` does not set one against the other; None where it sets all
        against each other."""
        return None

    def alike(self, scenario: Scenario, job: Sequence[Duty]) -> Hashable | None:
        """All that `check` looks at of a job beside its person: jobs of one person that are alike break it alike,
        whatever else the person has. None where each has to be asked about."""
        return None
