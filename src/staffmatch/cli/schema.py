"""``staffmatch schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.reading import Plugins, use_plugins
from staffmatch.cli.screen import Screen
from staffmatch.io.files import write_text


def schema(
    out: Annotated[Path | None, typer.Option(help="A file; the screen by default.")] = None,
    solution: Annotated[bool, typer.Option(help="Of solutions instead of scenarios.")] = False,
    plugin: Plugins = None,
) -> None:
    """The JSON Schema of scenario files."""
    with answering():
        use_plugins(plugin)
        model = staffmatch.Solution if solution else staffmatch.Scenario
        text = json.dumps(model.model_json_schema(), indent=1) + "\n"
        if out is None:
            Screen().out(text, end="", highlight=False)
        else:
            write_text(out, text)
