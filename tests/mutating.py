"""What files may say instead of what was written: a tree of JSON with a few of its values changed at random."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

VAST = (2**53 + 2, 2**61, 2**63 - 1, 2**63, 2**70, 2**200, 2**1000, 10**400)

Place = tuple[Any, Any]


def mutated(dice: Random, told: Any, most: int = 3) -> Any:
    """The same with up to ``most`` changes, each somewhere."""
    told = copy.deepcopy(told)
    for _ in range(dice.randint(1, most)):
        holder, key = _place(dice, told)
        holder[key] = _other(dice, holder[key], _siblings(holder))
    return told


def _place(dice: Random, told: Any) -> Place:
    """A place in the tree, by way of a branch at a time: long lists are not hit more often than short ones."""
    holder: Any = told
    while True:
        key = dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
        inner = holder[key]
        if not (isinstance(inner, dict | list) and inner) or dice.random() < 0.2:
            return holder, key
        holder = inner


def _siblings(holder: Any) -> list[Any]:
    return list(holder.values()) if isinstance(holder, dict) else holder


def _other(dice: Random, value: Any, siblings: list[Any]) -> Any:
    if dice.random() < 0.1:
        return copy.deepcopy(dice.choice(siblings))
    return dice.choice(list(_others(dice, value)))


def _others(dice: Random, value: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from _numbers(dice, value)
        case str():
            yield from ("", value + "0", value[:-1], value.swapcase())
        case list():
            yield from _lists(dice, value)
        case dict():
            yield {}
        case _:
            yield from (0, 1, dice.randint(-100, 100), True, "certificate", [])


def _numbers(dice: Random, number: float) -> Iterator[float]:
    yield from (number + 1, number - 1, -number, 0, 2 * number, number // 2, None)  # type: ignore[misc]
    yield number + dice.choice((-1, 1)) * dice.randint(1, 2 + int(abs(min(number, 10**6))))
    yield dice.choice((-1, 1)) * dice.choice(VAST)
    if isinstance(number, float):
        yield from (number + 0.5, number * (1 + 2**-50), number / 60)


def _lists(dice: Random, values: list[Any]) -> Iterator[list[Any]]:
    yield []
    yield copy.deepcopy(values) * 2
    if not values:
        return
    one, other = sorted((dice.randrange(len(values)), dice.randrange(len(values))))
    yield values[:one] + values[one + 1 :]
    yield values[:one] + copy.deepcopy(values[one : other + 1]) + values[one:]
    yield values[:one]
    yield values[one:] + values[:one]
    swapped = list(values)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    yield swapped
    yield dice.sample(values, len(values))
