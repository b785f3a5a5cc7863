"""The proof of a tier's bound, as stored in a solution."""

from __future__ import annotations

from staffmatch.records.field_types import Long, Record, Vast


class Prices(Record):
    """Integer duals of rows and links, in units of ``1 / scale``.

    ``rows`` are indices of the formulation's rows, ``earlier`` has a dual for each earlier tier, and links are from a
    pair to an indicator.
    """

    scale: Vast
    rows: tuple[Long, ...]
    prices: tuple[Vast, ...]
    earlier: tuple[Vast, ...]
    link_pairs: tuple[Long, ...] = ()
    link_indicators: tuple[Long, ...] = ()
    link_prices: tuple[Vast, ...] = ()


class ProofCase(Prices):
    """A case of a tree: two more follow it, with ``column`` 0 and with ``column`` 1; none if it is None.

    With scale 0 the duals show that the case has no plan.

    >>> proof = solution.certificate[0]
    >>> [case.column for case in proof.cases]
    []
    """

    column: Long | None


class TierProof(Prices):
    """Duals by which `staffmatch.certificate` proves a bound of one tier.

    With ``rosters`` the best roster of each worker is computed, within the capacities that one ``row_group`` states or,
    with ``own_rows``, within all rows over one worker's columns alone. Rows of earlier tiers are divided by
    ``divisors``. ``cases``, in preorder, prove that no plan has fewer steps than ``aim``; with ``own_cases`` each of
    them is bounded by the best roster of each worker too.

    >>> [proof is not None for proof in solution.certificate]
    [True, True]
    """

    rosters: bool = False
    row_group: Long | None = None
    own_rows: bool = False
    own_cases: bool = False
    divisors: tuple[Long, ...] = ()
    cases: tuple[ProofCase, ...] = ()
    aim: Long | None = None
