"""Pictures as files: SVG, PDF and PNG, fit for a paper."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffmatch.errors import InputError, InputIssue, choose
from staffmatch.io.files import write_bytes
from staffmatch.plot.sentences import BAD_SUFFIX
from staffmatch.plot.style import styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What a file would say of the day and of the tool.
_UNSAID: dict[str, dict[str, Any]] = {
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    ".png": {"Software": None},
}


def save(ax: Axes, path: str | Path, *, dpi: int = 200) -> None:
    """Write the figure of some axes, by the suffix as .svg, .pdf or .png, its margins cut to what is drawn.

    Text stays text (SVG), or TrueType (PDF); the same picture makes the same bytes, without dates. ``dpi`` is for
    .png. A file that is there is replaced at once. InputError for another suffix, or if it cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _UNSAID:
        raise InputError([InputIssue("unknown_format", str(path), BAD_SUFFIX(), choose(_UNSAID))])
    figure: Any = ax.get_figure(root=True)
    held = BytesIO()
    with styled():
        figure.savefig(held, format=suffix[1:], dpi=dpi, bbox_inches="tight", pad_inches=0.04, metadata=_UNSAID[suffix])
    write_bytes(path, _shorter(held.getvalue()) if suffix == ".svg" else held.getvalue())


def _shorter(drawn: bytes) -> bytes:
    """Coordinates of paths to a hundredth of a point; no text stands in a tag."""
    return re.sub(rb"<path [^>]*>", lambda tag: re.sub(rb"(\.\d\d)\d+", rb"\1", tag[0]), drawn)
