"""What proves the bound of a tier, as a solution keeps it."""

from __future__ import annotations

from staffmatch.records.field_types import Long, Record, Vast


class Prices(Record):
    """Whole prices of rows and links, in units of ``1 / scale``.

    ``rows`` number the rows of the formulation, ``earlier`` has a price for each earlier tier, links are of a pair to
    an indicator.
    """

    scale: Vast
    rows: tuple[Long, ...]
    prices: tuple[Vast, ...]
    earlier: tuple[Vast, ...]
    link_pairs: tuple[Long, ...] = ()
    link_indicators: tuple[Long, ...] = ()
    link_prices: tuple[Vast, ...] = ()


class ProofCase(Prices):
    """A case of a tree: two more follow it, where ``column`` is 0 and where it is 1; none if it is None.

    With a scale of 0 its prices show that no plan belongs to it.
    """

    column: Long | None


class TierProof(Prices):
    """Prices by which `staffmatch.certificate` proves a bound of one tier.

    With ``rosters`` each worker's best roster is looked for, within the capacities that one ``family`` of rows states.
    Rows of earlier tiers are divided by ``divisors``. ``cases``, in preorder, prove that no plan has fewer steps than
    ``aim``.
    """

    rosters: bool = False
    family: Long | None = None
    divisors: tuple[Long, ...] = ()
    cases: tuple[ProofCase, ...] = ()
    aim: Long | None = None
