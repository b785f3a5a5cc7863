"""Names on a map: those of the largest borrowers and of the lenders that lend most, where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Pixels of a letter, and of one of a spaced capital.
_LETTER, _SPACED = 6.6, 8.6

Box = tuple[float, float, float, float]
# What has a name: x, y, radius, name.
Tagged = tuple[float, float, float, str]
# A name in the middle of what it names.
Place = tuple[float, float, str]


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str
    text: str
    name: str
    lender: bool
    box: Box


def labels(
    borrowers: Sequence[Tagged], lenders: Sequence[Tagged], size: tuple[float, float], most: int, letters: int
) -> tuple[Label, ...]:
    """At most so many names of either kind, of at most so many letters; none covers another, or what is drawn."""
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _ in (*borrowers, *lenders)]
    found: list[Label] = []
    for lending, side in enumerate((borrowers, lenders)):
        for x, y, radius, name in side[: 3 * most]:
            text = name if len(name) <= letters else name[: letters - 1] + "…"
            room = _room(x, y, radius, _LETTER * len(text), size, taken)
            if room is not None and sum(label.lender == bool(lending) for label in found) < most:
                label_x, label_y, anchor, box = room
                taken.append(box)
                found.append(Label(label_x, label_y, anchor, text, name, bool(lending), box))
    return tuple(found)


def clear_of(names: Iterable[Place], drawn: Sequence[Tagged], written: Sequence[Label]) -> tuple[Place, ...]:
    """The names of the ground that nothing is drawn or written on."""
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _ in drawn] + [label.box for label in written]
    found = []
    for x, y, name in names:
        half = _SPACED * len(name) / 2
        if not any(_overlap((x - half, y - 10, x + half, y + 4), box) for box in taken):
            found.append((x, y, name))
    return tuple(found)


def _room(
    x: float, y: float, radius: float, wide: float, size: tuple[float, float], taken: Sequence[Box]
) -> tuple[float, float, str, Box] | None:
    """The first free position to the right, left, below or above."""
    right, left = x + radius + 5, x - radius - 5
    for label_x, label_y, anchor, start in (
        (right, y + 4, "start", right),
        (left, y + 4, "end", left - wide),
        (x, y + radius + 14, "middle", x - wide / 2),
        (x, y - radius - 6, "middle", x - wide / 2),
    ):
        box = (start, label_y - 11, start + wide, label_y + 3)
        inside = box[0] >= 4 and box[2] <= size[0] - 4 and box[1] >= 2 and box[3] <= size[1] - 2
        if inside and not any(_overlap(box, other) for other in taken):
            return label_x, label_y, anchor, box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
