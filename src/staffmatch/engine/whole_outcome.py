"""The outcome of a search over merged seats, as one of the whole problem."""

from __future__ import annotations

from dataclasses import replace

from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.merged_seats import MergedSeats
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch


def of_whole(merged: MergedSeats, outcome: Outcome, control: Control, backend: BackendName | None) -> Outcome:
    """The plan with its seats shared out, and claims with duals of the whole's rows.

    Trees of cases split merged columns, and are left behind: what they alone prove is a claim that is still open.
    """
    if outcome.chosen is None:
        return outcome
    incumbent = Incumbent(merged.whole, control, merged.expanded(outcome.chosen))
    candidates = CandidateColumns(incumbent)
    claims = tuple(_claim(merged, claim, candidates, backend) for claim in outcome.claims)
    proofs = tuple(claim.stated(None) for claim in claims)
    return replace(outcome, chosen=incumbent.pairs, proofs=proofs, claims=claims, incumbent=incumbent)


def _claim(merged: MergedSeats, claim: Claim, candidates: CandidateColumns, backend: BackendName | None) -> Claim:
    whole, found = merged.whole, claim.search
    earlier = tuple((whole.objectives[n], value) for n, (_, value) in enumerate(found.tier.earlier))
    absent = merged.with_absent(claim.absent)
    tier = Tier(whole, whole.objectives[found.tier.number], earlier, absent, found.tier.fine_columns)
    search = TierSearch(tier, candidates, found.until, backend)
    search.bound, search.bound_by_duals = found.bound, found.bound_by_duals
    search.proof = merged.proof(found.proof, found.tier, claim.absent)
    return Claim(search, absent)
