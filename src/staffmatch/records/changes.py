"""Other scenarios made of one: under pseudonyms, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.privacy import Homes, Kind

Found = TypeVar("Found")


def pseudonymised(scenario: Scenario, key: bytes | str, of: Iterable[Kind], homes: Homes) -> Scenario:
    from staffmatch import privacy

    return privacy.pseudonymised(scenario, key, of=of, homes=homes)


def restored(scenario: Scenario, found: Found, key: bytes | str, of: Iterable[Kind]) -> Found:
    from staffmatch import privacy

    made: Found = privacy.restored(scenario, found, key, of=of)
    return made
