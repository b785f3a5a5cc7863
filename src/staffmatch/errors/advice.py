"""What is said of any input: what a value is, which others there are, and which of them was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from staffmatch.errors.issues import Told
from staffmatch.messages.message import Message, Sentence

IS = Sentence("error.is", "is {value}.")
IS_WORD = Sentence("error.is_word", "is {word:id}.")
WHOLE_ADVICE = Sentence("error.whole.advice", "Give a whole number from {least} on.")
NO_AMOUNT = Sentence("error.search.no_amount", "is {value}, which is no amount.")
GAP_ADVICE = Sentence("error.search.gap.advice", "Give 0.01.")
LIMIT_ADVICE = Sentence("error.search.limit.advice", "Give a finite number from 0 on, or None for no limit.")
SEED_ADVICE = Sentence("error.search.seed.advice", "Give a whole number.")
_NEAR = Sentence("error.near.advice", "Did you mean {near:or-id}?")
_CHOICE = Sentence("error.choice.advice", "Choose among {known:list-id}.")

# Comparing takes a microsecond a letter, which is too long among the people of a city.
_MOST_COMPARED = 10_000


def near_ids(name: str, known: Collection[str], most: int = 1, alike: float = 0.6) -> list[str]:
    """Ids similar to a name, the most similar first; none if there are so many that the search would be slow.

    ``alike`` is the least similarity, from 0 to 1 (`difflib.get_close_matches`).
    """
    return get_close_matches(name, known, most, alike) if len(known) <= _MOST_COMPARED else []


def did_you_mean(near: Iterable[str], otherwise: Told) -> Told:
    """Asks whether one of these was meant; something else where there is none."""
    found = tuple(near)
    return _NEAR(near=found) if found else otherwise


def near_or(name: object, known: Collection[str], otherwise: Told) -> Told:
    """The advice where an id, or a word, is not known: the nearest one that is, or something else."""
    return did_you_mean(near_ids(str(name), known), otherwise)


def choose(known: Iterable[str]) -> Message:
    """The advice to take one of a few words."""
    return _CHOICE(known=tuple(known))
