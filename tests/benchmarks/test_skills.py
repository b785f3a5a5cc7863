"""The skills benchmark: a city in which similar occupations stand in, or not, and a course is held, or not."""

from __future__ import annotations

from benchmarks.skills import CHOICES, city, measured, under


def test_each_choice_is_set_beside_another_and_changes_what_it_says() -> None:
    names = {choice.name for choice in CHOICES}
    bare = city(20, 6, 2, seed=1)
    for choice in CHOICES:
        made = under(bare, choice)
        assert choice.beside in names
        assert bool(made.skills) == choice.stand_in
        assert [demand.grants for demand in made.demands if demand.grants] == (
            [dict([choice.course])] if choice.course else []
        )


def test_a_line_has_what_is_covered_and_what_it_costs() -> None:
    head, *lines = measured(city(40, 16, 3, seed=2), time_limit=10, threads=1, seed=1)
    width = head.splitlines()[0].count("|")
    assert len(lines) == len(CHOICES)
    for line, choice in zip(lines, CHOICES, strict=True):
        name, covered, most, beside, more, _, pupils, *_ = (cell.strip() for cell in line.strip("|").split("|"))
        assert line.count("|") == width
        assert (name, covered) == (choice.name, most)
        assert bool(beside) == bool(more) == (choice.name != choice.beside)
        assert bool(pupils) == (choice.course is not None)
