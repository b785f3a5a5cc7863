"""``--open``: shows a written page in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.cli.screen import complain
from staffmatch.errors import bad_option
from staffmatch.messages.message import Sentence

Open = Annotated[bool, typer.Option("--open", help="Open the page that is written in the browser.")]

_NO_BROWSER = Sentence("cli.no_browser", "No browser could be opened; the page is {path}.")


def check_open(wanted: bool, page: Path | None) -> None:
    """InputError if a page is to be opened and none is written."""
    if wanted and page is None:
        raise bad_option("--open", refusals.NO_PAGE(), refusals.NO_PAGE_ADVICE())


def show(page: Path, lang: str) -> None:
    """Open a page in the browser; where there is none, say where the page is."""
    try:
        done = webbrowser.open(page.resolve().as_uri())
    except (webbrowser.Error, OSError):
        done = False
    if not done:
        complain(_NO_BROWSER(path=str(page)).text_in(lang))
