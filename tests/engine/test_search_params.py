"""Search parameters: from Python and from TOML, what is refused, and how far they reach."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.engine.params import AuctionParams, FlowParams, TierParams
from staffmatch.engine.search_params import SearchParams, in_force, using
from staffmatch.engine.state.control import Control


def test_single_values_change_and_all_others_stay() -> None:
    params = SearchParams.of({"tier": {"first_pairs": 50}, "flow": {"auction": {"rounds": 7}}})
    assert params == SearchParams(tier=TierParams(first_pairs=50), flow=FlowParams(auction=AuctionParams(rounds=7)))
    with pytest.raises(FrozenInstanceError):
        params.tier.first_pairs = 1  # type: ignore[misc]


def test_a_file_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "params.toml"
    file.write_text("[diving]\nheld = [1.0, 0.5]\nsure = 1\n\n[flow.auction]\nplaces = 3\n")
    params = SearchParams.read(file)
    assert (params.diving.held, params.diving.sure, params.flow.auction.places) == ((1.0, 0.5), 1, 3)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"teir": {}}, "teir"),
        ({"tier": 3}, "tier"),
        ({"tier": {"pairs": 3}}, "tier.pairs"),
        ({"tier": {"growth": 1.5}}, "tier.growth"),
        ({"tier": {"share": "much"}}, "tier.share"),
        ({"tier": {"share": True}}, "tier.share"),
        ({"diving": {"held": 0.5}}, "diving.held"),
        ({"flow": {"auction": {"round": 7}}}, "flow.auction.round"),
    ],
)
def test_what_is_unknown_is_refused_by_its_path(given: dict[str, dict[str, object]], path: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        SearchParams.of(given)
    assert [problem.path for problem in caught.value.problems] == [path]


@pytest.mark.parametrize("text", ["[tier", None])
def test_a_file_that_is_none_is_refused(text: str | None, tmp_path: Path) -> None:
    file = tmp_path / "params.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(sm.InputError):
        SearchParams.read(file)


def test_they_are_in_force_inside_only_and_handed_to_the_search() -> None:
    usual, params = in_force(), SearchParams.of({"core": {"share": 0.5}})
    assert usual == SearchParams()
    with using(params):
        assert Control().params is params
        with using(usual):
            assert in_force() is usual
    assert Control().params is usual


def test_every_group_is_frozen() -> None:
    for group in fields(SearchParams):
        assert getattr(SearchParams(), group.name).__dataclass_params__.frozen, group.name


def test_back_ends_get_their_parameters_with_the_limits_of_each_call() -> None:
    with using(SearchParams.of({"backends": {"counted_columns": 7, "grace": 0.5}})):
        params = Control().limits().params
    assert (params.counted_columns, params.grace) == (7, 0.5)
