"""``staffmatch template``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli.answering import answering
from staffmatch.cli.screen import say
from staffmatch.cli.telling import written
from staffmatch.io.sheets import write_template
from staffmatch.messages import Sentence

_THEN = Sentence("cli.template_then", "Put your own rows in place of these; then:")


def template(
    folder: Annotated[Path, typer.Argument(help="The folder to write into; it is made if need be.")],
    excel: Annotated[bool, typer.Option("--excel", help="One workbook instead of CSV files.")] = False,
    german: Annotated[bool, typer.Option("--german", help="In German, as German programs write CSV.")] = False,
) -> None:
    """Write example spreadsheets, to be overwritten with your own people and needs."""
    with answering("de" if german else None) as speech:
        files = write_template(folder, excel=excel, german=german)
        source = files[0] if excel else folder
        say(written(speech.lang, *files))
        say(_THEN().text_in(speech.lang))
        say(f"staffmatch solve {source} --out {folder / 'plan.json'} --report {folder / 'plan.html'}")
