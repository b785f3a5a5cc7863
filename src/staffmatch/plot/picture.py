"""A picture: axes in the library's style, with a title, lines below it that say what is shown, and a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from staffmatch.arrays import Real
from staffmatch.messages.names import one_line
from staffmatch.plot.sentences import SENTENCES
from staffmatch.plot.style import FONT, INK, SMALL, SOFT, TEXT, TITLE, Grid, bare, dress, styled
from staffmatch.reports.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from staffmatch.messages.message import Value

# Points that a letter of the text is wide, on average.
_LETTER, _LINE = 4.3, 10.5
LONGEST = 40


@contextmanager
def picture(ax: Axes | None, size: tuple[float, float], lang: str, grid: Grid | None = None) -> Iterator[Picture]:
    """A picture to draw on; what is said of it is written when the block ends.

    ``size`` (inches) is that of a figure of its own, which is made where ``ax`` is None. StaffmatchError where
    matplotlib is not installed, InputError for an unknown language.
    """
    words = Words.of(lang)
    with styled():
        drawn = Picture(ax, size, words)
        dress(drawn.ax, grid)
        yield drawn
        drawn.finish()


class Picture:
    """Axes, and what is to be said of them."""

    def __init__(self, ax: Axes | None, size: tuple[float, float], words: Words) -> None:
        self.words, self.own = words, ax is None
        self.ax = _new(size) if ax is None else _given(ax)
        self._title, self._notes = "", list[str]()
        self._keys: list[tuple[Any, str]] = []

    @property
    def figure(self) -> Figure:
        """The figure that the axes, maybe through subfigures, belong to."""
        return cast("Figure", self.ax.get_figure(root=True))

    def say(self, name: str, /, **values: Value) -> str:
        """One of the pictures' own sentences."""
        return SENTENCES[name](**values).text_in(self.words.lang)

    def title(self, text: str) -> None:
        self._title = text

    def note(self, text: str) -> None:
        """A sentence below the title."""
        self._notes += [text] if text else []

    def key(self, mark: Any, text: str) -> None:
        """A line of the legend: an artist, and what it stands for."""
        self._keys.append((mark, text))

    def empty(self, text: str) -> None:
        """Say in the middle why nothing is drawn."""
        bare(self.ax)
        self.ax.text(0.5, 0.5, text, transform=self.ax.transAxes, ha="center", va="center", color=SOFT, fontsize=TITLE)

    def numbers(self, axis: str, places: int = 2) -> None:
        """Write the numbers of an axis as the language does."""
        from matplotlib.ticker import FuncFormatter

        shown = FuncFormatter(lambda value, _: self.words.number(value, places))
        (self.ax.xaxis if axis == "x" else self.ax.yaxis).set_major_formatter(shown)

    def labels(self, x: str = "", y: str = "") -> None:
        """What the axes count."""
        for axis, text in ((self.ax.xaxis, x), (self.ax.yaxis, y)):
            axis.set_label_text(text, fontsize=TEXT, color=INK, fontfamily=FONT)

    def rows(self, names: Sequence[str]) -> None:
        """Rows from above, at y = 0, 1, 2 ..., each with its name."""
        self.ax.set_yticks(range(len(names)), [short(name) for name in names])
        self.ax.set_ylim(max(len(names), 1) - 0.5, -0.55)
        self.ax.tick_params(axis="y", length=0)

    def beside(self, y: float, text: str, colour: str = SOFT, size: float = SMALL) -> None:
        """A text to the right of the axes, at the height of a row."""
        self.ax.annotate(
            text, (1, y), (3, 0), ("axes fraction", "data"), "offset points", va="center", fontsize=size,
            color=colour, fontfamily=FONT,
        )  # fmt: skip

    def settle(self) -> None:
        """Let the axes take the place that they will have, as far as it is known."""
        if self.own and (layout := self.figure.get_layout_engine()) is not None:
            layout.execute(self.figure)
        self.ax.apply_aspect()

    @property
    def points_wide(self) -> float:
        """The width of the axes, in points."""
        return float(self.ax.get_window_extent().width) * 72 / float(self.figure.dpi)

    @property
    def points_tall(self) -> float:
        """Their height, in points."""
        return float(self.ax.get_window_extent().height) * 72 / float(self.figure.dpi)

    @property
    def _depth(self) -> float:
        """How far labels reach below the axes, in points."""
        box = self.ax.xaxis.get_tightbbox()
        deep = 0.0 if box is None else self.ax.get_window_extent().y0 - box.y0
        return max(0.0, float(deep)) * 72 / float(self.figure.dpi)

    def finish(self) -> None:
        """Write title, notes and legend; every text stays text, also that of axes made under other settings."""
        from matplotlib.text import Text

        self.settle()
        self._legend()
        self._head()
        for text in self.ax.findobj(Text):
            text.set(parse_math=False, usetex=False)

    def _head(self) -> None:
        letters = max(int(self.points_wide / _LETTER), 30)
        lines = wrap(" ".join(self._notes), letters)
        self.ax.set_title("")
        self.ax.set_title(
            self._title,
            loc="left",
            pad=6 + _LINE * len(lines),
            fontsize=TITLE,
            fontweight="bold",
            fontfamily=FONT,
            color=INK,
        )
        if lines:
            self.ax.annotate(
                "\n".join(lines),
                (0, 1),
                (0, 5),
                "axes fraction",
                "offset points",
                va="bottom",
                color=SOFT,
                fontsize=TEXT,
            )

    def _legend(self) -> None:
        """Below the axes, in as many columns as there is room for."""
        from matplotlib.transforms import ScaledTranslation

        if not self._keys:
            return
        marks, texts = zip(*self._keys, strict=True)
        widest = max(len(text) for text in texts) * 0.92 * _LETTER + 28
        below = self._depth + 8
        legend = self.ax.legend(
            marks,
            # What begins with an underscore would be left out.
            [str(number) for number in range(len(texts))],
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=self.ax.transAxes + ScaledTranslation(0, -below / 72, self.figure.dpi_scale_trans),
            ncols=max(1, min(len(texts), int(self.points_wide / widest))),
            borderaxespad=0.4,
            borderpad=0,
            handlelength=1.4,
            columnspacing=1.4,
            fontsize=SMALL + 0.5,
        )
        for shown, text in zip(legend.get_texts(), texts, strict=True):
            shown.set_text(text)


def short(name: str, most: int = LONGEST) -> str:
    """A name on one line, and no longer than there is room for."""
    line = one_line(name)
    return line if len(line) <= most else line[: most - 1] + "…"


def places_that_add_up(minutes: Real) -> int:
    """Decimals with which these are shown as hours: none, one or, at most, two.

    Whole hours, and tenths, add up as shown; so do quarters, while other minutes are as near as two decimals are.
    """
    whole = np.rint(minutes).astype(np.int64)
    return next((places for places, unit in ((0, 60), (1, 6)) if not (whole % unit).any()), 2)


def _given(ax: object) -> Axes:
    from matplotlib.axes import Axes

    if not isinstance(ax, Axes):
        raise TypeError(f"Axes of matplotlib are wanted for ax, and this is a {type(ax).__name__}.")
    return ax


def _new(size: tuple[float, float]) -> Axes:
    """The axes of a figure of their own, known to pyplot, so that a notebook shows it."""
    from matplotlib import pyplot as plt

    figure = plt.figure(figsize=size, layout="constrained", facecolor="white")
    return figure.add_subplot()
