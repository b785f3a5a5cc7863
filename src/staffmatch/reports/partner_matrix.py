"""Geometry of the matrix of lenders and borrowers, in the units of an SVG view box."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

MOST_ROWS, MOST_COLUMNS, MOST_LISTED = 24, 16, 15
_CELL, _HEIGHT, _GAP, _LETTER, _LONGEST = 46.0, 26.0, 2.0, 6.6, 40

Party = TypeVar("Party", bound=Hashable)


@dataclass(frozen=True)
class MatrixCell:
    """``strength`` is how dark it is, ``pale`` whether its text has to be dark."""

    x: float
    y: float
    strength: float
    pale: bool
    text: str
    title: str
    lender: str
    borrower: str


@dataclass(frozen=True)
class Matrix:
    """Rows lend, columns borrow. ``hidden`` says how many parties of either side are not drawn."""

    width: float
    height: float
    left: float
    top: float
    cell: float
    row: float
    rows: tuple[tuple[float, str, str], ...]
    columns: tuple[tuple[float, str, str], ...]
    cells: tuple[MatrixCell, ...]
    hidden: tuple[int, int]

    @property
    def largest(self) -> tuple[MatrixCell, ...]:
        """The cells that a phone lists in place of the matrix."""
        return tuple(sorted(self.cells, key=lambda cell: -cell.strength)[:MOST_LISTED])


def matrix(
    minutes: Mapping[tuple[Party, Party], int],
    named: Callable[[Party], str],
    written: Callable[[tuple[Party, Party]], str],
    told: Callable[[tuple[Party, Party]], str],
) -> Matrix | None:
    """The matrix of ``minutes`` by lender and borrower, the largest of either side first; None if there are none.

    ``written`` is what stands in a cell, ``told`` its title.
    """
    lenders = _by_size(minutes, 0)
    borrowers = _by_size(minutes, 1)
    if not lenders:
        return None
    rows, columns = lenders[:MOST_ROWS], borrowers[:MOST_COLUMNS]
    heads, names = ([_short(named(one)) for one in side] for side in (columns, rows))
    left = 12 + _LETTER * max(map(len, names))
    top = 12 + _LETTER * max(map(len, heads))
    cell = max(_CELL, *(14 + _LETTER * len(written(one)) for one in minutes))
    across = {one: left + (cell + _GAP) * place for place, one in enumerate(columns)}
    down = {one: top + (_HEIGHT + _GAP) * place for place, one in enumerate(rows)}
    most = max(minutes.values())

    def cell_of(pair: tuple[Party, Party], many: int) -> MatrixCell:
        (lender, borrower), strength = pair, round(0.12 + 0.88 * many / most, 2)
        said = written(pair), told(pair), named(lender), named(borrower)
        return MatrixCell(across[borrower], down[lender], strength, 2 * many < most, *said)

    return Matrix(
        width=left + (cell + _GAP) * len(columns),
        height=top + (_HEIGHT + _GAP) * len(rows),
        left=left,
        top=top,
        cell=cell,
        row=_HEIGHT,
        rows=tuple((down[one], short, named(one)) for one, short in zip(rows, names, strict=True)),
        columns=tuple((across[one], short, named(one)) for one, short in zip(columns, heads, strict=True)),
        cells=tuple(cell_of(one, many) for one, many in minutes.items() if one[0] in down and one[1] in across),
        hidden=(len(lenders) - len(rows), len(borrowers) - len(columns)),
    )


def _by_size(minutes: Mapping[tuple[Party, Party], int], side: int) -> Sequence[Party]:
    total: dict[Party, int] = {}
    for pair, many in minutes.items():
        total[pair[side]] = total.get(pair[side], 0) + many
    return sorted(total, key=lambda one: -total[one])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
