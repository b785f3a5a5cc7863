"""Certificates that only one side has: asked for and held by nobody, or held and asked for under a similar name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from staffmatch.explain.near_skills import MOST_COMPARED, counts, near
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.dictionary_columns import DictionaryColumn

_NOBODY = Sentence(
    "plausibility.certificate_of_nobody",
    "Nobody has the certificate {name:id}, for which {n:count} demand asks.",
    "Nobody has the certificate {name:id}, for which {n:count} demands ask.",
)
_NOBODY_BUT = Sentence(
    "plausibility.certificate_misspelt",
    "Nobody has the certificate {name:id}, for which {n:count} demand asks; is {near:or-id} meant?",
    "Nobody has the certificate {name:id}, for which {n:count} demands ask; is {near:or-id} meant?",
)
_UNASKED = Sentence(
    "plausibility.certificate_unasked",
    "No demand asks for the certificate {name:id}, which {n:count} person has; is {near:or-id} meant?",
    "No demand asks for the certificate {name:id}, which {n:count} people have; is {near:or-id} meant?",
)


def certificates_of_one_side(held: DictionaryColumn, asked: DictionaryColumn) -> Iterator[tuple[Message, tuple[str]]]:
    """A message and the certificate for each."""
    people, needs = counts(held), counts(asked)
    if len(people) * len(needs) > MOST_COMPARED:
        return
    yield from _asked_only(people, needs)
    for name in sorted({*people} - {*needs}):
        if alike := near(name, {*needs} & {*people}):
            yield _UNASKED(name=name, n=people[name], near=alike), (name,)


def _asked_only(people: Counter[str], needs: Counter[str]) -> Iterator[tuple[Message, tuple[str]]]:
    for name in sorted({*needs} - {*people}):
        alike = near(name, people)
        said = _NOBODY_BUT(name=name, n=needs[name], near=alike) if alike else _NOBODY(name=name, n=needs[name])
        yield said, (name,)
