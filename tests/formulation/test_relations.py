"""The vocabulary of rows against what its words say, entry by entry and choice by choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffmatch.arrays import Int
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import NO_BOUND, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from tests.strategies import examples

VARIABLES = 4


def relation(entries: list[tuple[int, ...]], *, distinct: bool = False) -> Relation:
    """Entries of a variable, a worker, a day, a start, an end and minutes."""
    table = np.array(entries, np.int64).reshape(-1, 6)
    columns = dict(zip(("worker", "day", "start", "end", "minutes"), table.T[1:], strict=True))
    return Relation(table[:, 0], columns.__getitem__, ("made",), distinct=distinct)


def entries() -> st.SearchStrategy[list[tuple[int, ...]]]:
    """Entries sorted by variable, as those of pairs are, each worker's variables being their own."""
    small = st.integers(0, 2)

    def entry(drawn: tuple[int, int, int, int, int]) -> tuple[int, ...]:
        variable, day, start, length, minutes = drawn
        return variable, variable // 2, day, start, start + length, minutes

    one = st.tuples(st.integers(0, VARIABLES - 1), small, st.integers(0, 5), st.integers(1, 3), st.integers(-2, 4))
    return st.lists(one, max_size=8).map(lambda held: sorted(map(entry, held)))


def choices(width: int = VARIABLES) -> Iterator[tuple[int, ...]]:
    return product((0, 1), repeat=width)


def holds(block: RowBlock, x: Int) -> bool:
    """Whether a choice satisfies all rows."""
    sums = np.zeros(len(block.lower), np.int64)
    np.add.at(sums, block.row, block.value * x[block.column])
    return bool(((sums >= block.lower) & (sums <= block.upper)).all())


def cells(held: list[tuple[int, ...]]) -> dict[tuple[int, int], list[tuple[int, ...]]]:
    """Entries by worker and day, in this order."""
    found = defaultdict[tuple[int, int], list[tuple[int, ...]]](list)
    for entry in held:
        found[entry[1], entry[2]].append(entry)
    return dict(sorted(found.items()))


@examples(100)
@given(entries(), st.integers(-1, 5))
def test_sums_and_counts_bound_what_they_say(held: list[tuple[int, ...]], bound: int) -> None:
    groups = relation(held).by("worker", "day")
    by_cell = cells(held)
    assert list(zip(groups["worker"], groups["day"], strict=True)) == list(by_cell)
    blocks = groups.sum("minutes") <= bound, groups.sum("minutes") >= bound, groups.count() <= bound
    for chosen in choices():
        sums = [sum(entry[5] * chosen[entry[0]] for entry in cell) for cell in by_cell.values()]
        counts = [sum(chosen[v] for v in {entry[0] for entry in cell}) for cell in by_cell.values()]
        said = all(s <= bound for s in sums), all(s >= bound for s in sums), all(c <= bound for c in counts)
        assert tuple(holds(block, np.array(chosen)) for block in blocks) == said
    for block in blocks:
        assert len(np.unique(np.c_[block.row, block.column], axis=0)) == len(block.row)


@examples(100)
@given(entries(), st.integers(0, 3))
def test_rows_made_smaller_say_the_same(held: list[tuple[int, ...]], bound: int) -> None:
    groups = relation(held).by("worker", "day")
    for block in (groups.sum("minutes") <= bound, groups.sum("minutes") >= -bound):
        small = block.binding().divided()
        for chosen in map(np.array, choices()):
            assert holds(block, chosen) == holds(small, chosen)
        divisors = [np.gcd.reduce(small.value[small.row == row]) for row in range(len(small.lower))]
        assert all(divisor == 1 for divisor in divisors)
        for row in range(len(small.lower)):
            values = small.value[small.row == row]
            least, most = np.minimum(values, 0).sum(), np.maximum(values, 0).sum()
            assert least < small.lower[row] or most > small.upper[row]


@examples(60)
@given(entries(), st.booleans(), st.integers(1, 2))
def test_an_indicator_is_whether_any_of_a_group_is_chosen(held: list[tuple[int, ...]], alone: bool, most: int) -> None:
    variables = VariableRegistry(VARIABLES)
    present = relation(held).by("worker", "day").any(variables, alone=alone)
    days = present.by("worker").count() <= most
    by_cell = cells(held)
    order = list(zip(present["worker"].tolist(), present["day"].tolist(), strict=True))
    assert sorted(order) == list(by_cell)
    for chosen in choices():
        x = np.r_[chosen, np.zeros(variables.width - VARIABLES, np.int64)]
        for family in variables.families.values():
            np.maximum.at(x, family.first + family.group, x[family.member])
        there = {cell: any(chosen[entry[0]] for entry in by_cell[cell]) for cell in order}
        assert x[present.variable].tolist() == [there[cell] for cell in order]
        workers = {worker for worker, _ in order}
        if not alone:  # the same pair may stand for several days, of which it is counted once
            counted = {worker: sum(on for (who, _), on in there.items() if who == worker) for worker in workers}
            assert holds(days, x) == all(count <= most for count in counted.values())


@pytest.mark.parametrize(
    ("use", "upper_linked", "lower_linked"),
    [
        (lambda days: days.by("worker").count() <= 1, True, False),
        (lambda days: days.by("worker").count() >= 1, False, True),
        (lambda days: days.by("worker").sum(-1) <= -1, False, True),
        (lambda days: days.count(), True, False),
        (lambda days: days.sum(-1), False, True),
        (lambda days: (days.count(), days.sum(-1)), True, True),
        (lambda days: days.where(days["day"] > 5).sum(1), False, False),
    ],
)
def test_links_are_those_that_what_is_asked_needs(
    use: Callable[[Relation], Any], upper_linked: bool, lower_linked: bool
) -> None:
    variables = VariableRegistry(VARIABLES)
    use(relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1)]).by("worker", "day").any(variables))
    (family,) = variables.families.values()
    assert (family.upper_linked, family.lower_linked) == (upper_linked, lower_linked)


def test_the_same_group_is_one_indicator_whoever_asks() -> None:
    variables, made = (
        VariableRegistry(VARIABLES),
        relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1), (2, 1, 0, 0, 1, 1)]),
    )
    first = made.by("worker").any(variables)
    again = made.where(np.ones(3, bool)).by("worker").any(variables)
    mine = made["worker"] == 0
    some, same = (made.where(mine.copy()).by("worker").any(variables) for _ in range(2))
    other = made.where(~mine).by("worker").any(variables)
    assert first.variable.tolist() == again.variable.tolist() == [4, 5]
    assert some.variable.tolist() == same.variable.tolist() == [6]
    assert other.variable.tolist() == [7]
    assert len(variables.families) == 3


@examples(60)
@given(entries(), st.integers(1, 3))
def test_a_sum_may_be_bounded_by_another(held: list[tuple[int, ...]], least: int) -> None:
    """A crew too small: of each worker nothing is chosen, or so many at least."""
    variables, made = VariableRegistry(VARIABLES), relation(held)
    crews = made.where(made["day"] < 2).by("worker")
    block = crews.count() >= made.by("worker").any(variables).by("worker").sum(least)
    assert len(block.lower) == len(crews)
    for chosen in choices():
        x = np.r_[chosen, np.zeros(variables.width - VARIABLES, np.int64)]
        for family in variables.families.values():
            np.maximum.at(x, family.first + family.group, x[family.member])
        said = True
        for worker in {entry[1] for entry in held if entry[2] < 2}:
            crew = {entry[0] for entry in held if entry[1] == worker and entry[2] < 2}
            works = any(chosen[entry[0]] for entry in held if entry[1] == worker)
            said &= sum(chosen[variable] for variable in crew) >= least * works
        assert holds(block, x) == said


@examples(60)
@given(entries(), st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 3), st.integers(-5, 5)), max_size=6))
def test_other_data_is_added_up_by_the_same_columns(
    held: list[tuple[int, ...]], other: list[tuple[int, int, int]]
) -> None:
    groups = relation(held).by("worker", "day")
    worker, day, value = np.array(other, np.int64).reshape(-1, 3).T
    by_cell = cells(held)
    expected = [sum(v for w, d, v in other if (w, d) == cell) for cell in by_cell]
    assert groups.match(value, worker=worker, day=day).tolist() == expected
    at = groups.locate(worker=worker, day=day).tolist()
    assert at == [list(by_cell).index((w, d)) if (w, d) in by_cell else -1 for w, d, _ in other]
    assert groups.total("minutes").tolist() == [sum(entry[5] for entry in cell) for cell in by_cell.values()]


@examples(100)
@given(entries(), st.integers(1, 3))
def test_overlapping_entries_are_the_maximal_cliques(held: list[tuple[int, ...]], least: int) -> None:
    cliques = relation(held).overlapping("worker", least=least)
    found = defaultdict[int, set[int]](set)
    entry = relation(held).assign(entry=np.arange(len(held))).overlapping("worker", least=least)
    for group, place in zip(entry.group.tolist(), entry.relation["entry"].tolist(), strict=True):
        found[group].add(place)
    sets = [
        set(some)
        for size in range(1, len(held) + 1)
        for some in combinations(range(len(held)), size)
        if len({held[place][1] for place in some}) == 1
        and max(held[place][3] for place in some) < min(held[place][4] for place in some)
    ]
    maximal = [some for some in sets if not any(some < other for other in sets) and len(some) >= least]
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, maximal))
    assert len(cliques) == len(maximal)


def test_sides_are_marked_where_rows_hold_pairs_of_one() -> None:
    made = relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1)])
    jobs = made.assign(job=made["day"])
    assert (made.by("worker", "day").count() <= 1).side == "worker"
    assert (jobs.by("job").count() <= 1).side == "seat"
    assert (made.by("day").count() <= 1).side is None
    assert (made.by("worker").count() <= 0).side is None
    assert (made.by("worker").any(VariableRegistry(2)).by("worker").count() <= 1).side is None


def test_money_is_added_up_exactly() -> None:
    made = relation([(0, 0, 0, 0, 1, 2**60 + 1), (0, 0, 0, 0, 1, 2**60), (1, 0, 0, 0, 1, 1)])
    block = made.by("worker").sum("minutes") <= 1
    assert block.value.tolist() == [2**61 + 1, 1]
    assert made.by("worker").total("minutes").tolist() == [2**61 + 2]


def test_groups_without_entries_have_no_rows() -> None:
    none = relation([]).by("worker", "day")
    assert len(none) == len((none.count() <= 1).lower) == len((none.sum("minutes") >= 2).lower) == 0
    assert none.locate(worker=np.array([1]), day=np.array([1])).tolist() == [-1]
    assert len(none.any(VariableRegistry(0))) == 0


def test_bounds_are_open_on_the_other_side() -> None:
    made = relation([(0, 0, 0, 0, 1, 1)]).by("worker")
    assert (made.count() <= 0).lower.tolist() == [-NO_BOUND]
    assert (made.count() >= 1).upper.tolist() == [NO_BOUND]


def test_what_is_not_whole_or_not_there_is_refused() -> None:
    made = relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1)])
    groups = made.by("worker")
    with pytest.raises(TypeError, match="whole numbers are needed, not float64"):
        made.sum(np.array([0.5, 1.5]))
    with pytest.raises(TypeError, match="not float64"):
        _ = groups.count() <= 1.5  # type: ignore[operator]
    with pytest.raises(ValueError, match="2 numbers are needed, or one for all"):
        groups.sum(np.array([1, 2, 3]))
    with pytest.raises(KeyError):
        made.by("wroker")
    with pytest.raises(KeyError, match="groups by worker have no column 'day'"):
        _ = groups["day"]
    with pytest.raises(ValueError, match="not of other indicators"):
        groups.any(VariableRegistry(2)).by("worker").any(VariableRegistry(2))


def test_codes_beyond_64_bits_are_made_smaller() -> None:
    wide = relation([(0, 0, 0, 0, 1, 1), (1, 1, 1, 2**61, 2**61 + 1, 2**61)])
    assert wide.by("worker", "start", "minutes", "day").group.tolist() == [0, 1]


def test_a_mask_counts_as_one_where_it_is_set() -> None:
    groups = relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1), (2, 1, 0, 0, 1, 1)]).by("worker")
    assert groups.total(np.array([True, False, False])).tolist() == [1, 0]


@examples(60)
@given(entries(), st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), unique=True, max_size=4), st.integers(0, 2))
def test_a_group_for_each_given_row_holds_the_entries_with_its_values(
    held: list[tuple[int, ...]], rows: list[tuple[int, int]], least: int
) -> None:
    worker, day = np.array(rows, np.int64).reshape(-1, 2).T
    made, by_cell = relation(held), cells(held)
    joined = list(zip(*(part.tolist() for part in made.join(worker=worker, day=day)), strict=True))
    assert joined == [(i, rows.index(entry[1:3])) for i, entry in enumerate(held) if entry[1:3] in rows]
    assert made.agrees(worker=worker, day=day).tolist() == [entry[1:3] in rows for entry in held]
    groups = made.each(worker=worker, day=day)
    assert len(groups) == len(rows)
    assert list(zip(groups["worker"], groups["day"], strict=True)) == rows
    for chosen in choices():
        counts = [sum(chosen[v] for v in {entry[0] for entry in by_cell.get(row, [])}) for row in rows]
        assert holds(groups.count() >= least, np.array(chosen)) == all(count >= least for count in counts)


@examples(60)
@given(entries())
def test_keys_have_an_entry_for_each_group_and_stand_for_no_variable(held: list[tuple[int, ...]]) -> None:
    keys = relation(held).by("worker", "day").keys
    assert list(zip(keys["worker"], keys["day"], strict=True)) == list(cells(held))
    days = {worker: sum(who == worker for who, _ in cells(held)) for worker, _ in cells(held)}
    assert keys.by("worker").total().tolist() == list(days.values())
    assert (keys.variable < 0).all()


@examples(60)
@given(entries())
def test_sets_of_what_overlaps_hold_every_variable_once(held: list[tuple[int, ...]]) -> None:
    made = relation(held)
    block = made.overlapping(("worker", "day")).count() <= 1
    assert len(np.unique(np.c_[block.row, block.column], axis=0)) == len(block.row)
    for chosen in choices():
        apart = all(
            one[0] == other[0] or one[4] <= other[3] or other[4] <= one[3]
            for one, other in combinations(held, 2)
            if one[1:3] == other[1:3] and chosen[one[0]] and chosen[other[0]]
        )
        assert holds(block, np.array(chosen)) == apart


@examples(60)
@given(entries(), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=6))
def test_what_excludes_each_other_is_never_chosen_together(
    held: list[tuple[int, ...]], drawn: set[tuple[int, int]]
) -> None:
    """Entries of one worker, of whom each has two variables."""
    pairs = [(i, j) for i, j in drawn if i < j < len(held) and held[i][1] == held[j][1] and held[i][0] != held[j][0]]
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    sets = relation(held).excluding("worker", one, other)
    for chosen in choices():
        kept = all(not (chosen[held[i][0]] and chosen[held[j][0]]) for i, j in pairs)
        assert holds(sets.count() <= 1, np.array(chosen)) == kept


def test_sums_are_added_by_the_groups_of_the_first() -> None:
    made = relation([(0, 0, 0, 0, 1, 3), (1, 0, 1, 0, 1, 5), (2, 1, 0, 0, 1, 7)])
    both = made.by("worker").sum("minutes") + made.where(made["day"] == 0).by("worker").sum(1)
    block = both <= 6
    sums = np.zeros((2, VARIABLES), np.int64)
    np.add.at(sums, (block.row, block.column), block.value)
    assert sums.tolist() == [[4, 5, 0, 0], [0, 0, 8, 0]]


def test_groups_part_into_those_of_pairs_and_those_with_indicators() -> None:
    variables = VariableRegistry(VARIABLES)
    made = relation([(0, 0, 0, 0, 1, 1), (1, 0, 0, 0, 1, 1), (2, 1, 0, 0, 1, 1)])
    days = made.by("worker", "day").any(variables, alone=True)
    of_pairs, with_indicators = (part.count() <= 1 for part in days.by("worker").parted())
    assert (of_pairs.column.tolist(), of_pairs.side) == ([2], "worker")
    assert (with_indicators.column.tolist(), with_indicators.side) == ([4], None)
