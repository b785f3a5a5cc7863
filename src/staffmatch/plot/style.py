"""The one style of all pictures: colours, sizes, and what a user's own settings may not change.

Colours are those of Okabe and Ito (`staffmatch.reports.colours`), and for groups beyond these of P. Tol, "Colour
Schemes" (SRON/EPS/TN/09-002, 2021), scheme *muted*, which people with any of the usual colour blindnesses tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from staffmatch.errors import missing_extra
from staffmatch.messages.message import Sentence
from staffmatch.reports.colours import BLUE, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NEEDS = Sentence("error.plot.needs", "A picture")

# Tol's muted scheme, in an order in which neighbours differ most, and its colour for the rest.
GROUPS = ("#332288", "#44AA99", "#CC6677", "#DDCC77", "#88CCEE", "#882255", "#117733", "#AA4499", "#999933")
REST = "#BBBBBB"

INK, SOFT, LINE, FAINT, PAPER = "#1d2730", "#56626c", "#d3d9de", "#f1f3f4", "#ffffff"
# Shares from none over half to all: vermillion, sand, blue.
SHARES = (VERMILLION, "#EFA56F", "#E4DAC4", "#7FB3D5", BLUE)
# Amounts from few to many.
AMOUNTS = ("#EAF3F9", "#A9CFE6", "#4F9CCB", BLUE, "#003F63")

TEXT, SMALL, TITLE = 8.0, 7.0, 10.0
FONT = "DejaVu Sans"

_SETTINGS: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": [FONT],
    "font.size": TEXT,
    "text.color": INK,
    "text.usetex": False,
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    # Text that can be searched, edited and read aloud; the same bytes for the same picture.
    "svg.fonttype": "none",
    "svg.hashsalt": "staffmatch",
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
}


# Of which axes there are grid lines.
Grid = Literal["x", "y", "both"]


@contextmanager
def styled() -> Iterator[None]:
    """Within it matplotlib has its own defaults and this style; afterwards it is as it was.

    What a notebook's back-end switches on with the first figure stays on: whether figures are shown when a cell ends.
    StaffmatchError that names the extra where matplotlib is not installed.
    """
    try:
        from matplotlib import interactive, is_interactive, style
    except ImportError:
        raise missing_extra(_NEEDS(), "matplotlib", "plot") from None
    shown = is_interactive()
    try:
        with style.context(["default", _SETTINGS]):
            try:
                yield
            finally:
                shown = is_interactive()
    finally:
        interactive(shown)


def dress(ax: Axes, grid: Grid | None = None) -> None:
    """Spines, ticks and grid lines of axes, which may have been made under other settings."""
    ax.set_facecolor(PAPER)
    for side, spine in ax.spines.items():
        spine.set(visible=side in ("left", "bottom"), color=SOFT, linewidth=0.7)
    ax.tick_params(
        which="both", color=SOFT, labelcolor=INK, labelsize=TEXT, labelfontfamily=FONT, width=0.6, length=2.5
    )
    ax.set_axisbelow(True)
    ax.grid(visible=False)
    if grid:
        ax.grid(visible=True, axis=grid, color=LINE, linewidth=0.6, linestyle="-", alpha=1.0)


def bare(ax: Axes) -> None:
    """Axes without spines and ticks."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])


def shade(colours: tuple[str, ...]) -> Any:
    """A scale of colours between these."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("staffmatch", colours)


def ink_on(colour: tuple[float, ...]) -> str:
    """Black or white, whichever is read more easily on a colour: by its luminance (WCAG 2.1)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    bright = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if bright > 0.25 else PAPER


def colours_of(known: Sequence[str], drawn: Sequence[str]) -> dict[str, str]:
    """A colour for each of up to 9 that are drawn, by their place among all that are known.

    So they have the same one in every picture of as many as there are colours. Of more, who would have the colour of
    one before them in ``known`` has the next free one.
    """
    free, found = list(GROUPS), dict[str, str]()
    for place, name in enumerate(known):
        if name in drawn and name not in found:
            own = GROUPS[place % len(GROUPS)]
            found[name] = own if own in free else free[0]
            free.remove(found[name])
    return found
