"""What stands in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text


@contextmanager
def on_paper() -> Iterator[None]:
    """Pictures without a screen; afterwards pyplot knows no figure of theirs."""
    mpl.use("Agg")
    try:
        yield
    finally:
        plt.close("all")


def texts(ax: Axes) -> list[str]:
    """All that is written, tick labels included."""
    found: list[Any] = ax.findobj(Text)
    return [one.get_text() for one in found if one.get_text()]


def said(ax: Axes) -> str:
    return " ".join(texts(ax)).replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ")


def bars(ax: Axes) -> list[Rectangle]:
    """The bars of rows."""
    return [one for container in ax.containers for one in container if isinstance(one, Rectangle)]


def names_of_rows(ax: Axes) -> list[str]:
    return [one.get_text() for one in ax.get_yticklabels()]


def row_of(ax: Axes, bar: Rectangle) -> str:
    return names_of_rows(ax)[round(bar.get_y() + bar.get_height() / 2)]
