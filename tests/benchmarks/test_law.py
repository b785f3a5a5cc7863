"""The law benchmark: a city under the German pack with each paragraph and without it."""

from __future__ import annotations

from benchmarks.law import START, city, laws, measured, under


def test_each_choice_is_set_beside_another_and_leaves_out_what_it_says() -> None:
    choices = {choice.name: choice for choice in laws(START)}
    assert all(choice.beside in choices for choice in choices.values())
    bare = city(20, 6, 2, seed=1)
    lawful = {name: under(bare, choice, START).rules for name, choice in choices.items()}
    everybody = {
        name: {rule.kind for rule in rules if rule.because and not rule.scope_fields()}
        for name, rules in lawful.items()
    }
    assert {"daily_rest", "daily_hours", "sundays_and_holidays"} <= everybody["the law"]
    assert everybody["the law"] - everybody["days of the calendar, without rest"] == {"daily_rest"}
    assert not everybody["without any"]
    ordinance = [rule for rule in lawful["with the ordinance"] if rule.because and "COVID" in rule.because.paragraph]
    assert ordinance
    assert all(rule.sector for rule in ordinance)


def test_a_line_has_what_is_covered_and_where_the_difference_lies() -> None:
    head, *lines = measured(city(20, 8, 2, seed=2), START, time_limit=10, threads=1, seed=1)
    width = head.splitlines()[0].count("|")
    assert len(lines) == len(list(laws(START)))
    for line in lines:
        name, covered, most, gap, beside, difference, _ = (cell.strip() for cell in line.strip("|").split("|"))
        assert line.count("|") == width
        assert (gap, covered) == ("proven", most)
        assert bool(beside) == bool(difference) == (name != "the law")
