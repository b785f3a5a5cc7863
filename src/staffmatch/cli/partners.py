"""``staffmatch partners``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

import staffmatch
from staffmatch.cli.asking import AsJson, Ids, Voice, asking
from staffmatch.cli.opening import Open, check_open, show
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import complain, say
from staffmatch.cli.speech import Lang
from staffmatch.cli.telling import written
from staffmatch.explain.partners import Partners, company_said
from staffmatch.io.files import require_distinct, require_writable
from staffmatch.messages import names_of
from staffmatch.reports.html import require_page
from staffmatch.reports.partners import partners_page


def _tell(voice: Voice, answer: Partners) -> None:
    voice.lines(answer.notes)
    for company, found in groupby(answer, lambda one: one.company):
        voice.heading(company_said(company=company))
        voice.listed([one.towards] for one in found)


def partners(
    scenario: ScenarioPath,
    company: Annotated[str | None, typer.Option(help="One company, by its id; all if not given.")] = None,
    k: Annotated[int, typer.Option("-k", help="The best so many partners of each company.")] = 5,
    cluster: Annotated[
        str | None, typer.Option(help="A cluster: its members alone are told, the others counted by section.")
    ] = None,
    fewest: Annotated[
        int, typer.Option(help="With --cluster: what fewer companies or people have a part in is not told.")
    ] = 3,
    report: Annotated[Path | None, typer.Option(help="Also write a page: a matrix, and a table a company.")] = None,
    open_it: Open = False,
    lang: Lang = None,
    ids: Ids = False,
    as_json: AsJson = False,
    plugin: Plugins = None,
) -> None:
    """Which companies could help each other, before any plan is made; people are counted, not named."""
    with asking(lang) as speech:
        voice = Voice(speech, as_json)
        check_open(open_it, report)
        if report is not None:
            require_page(report)
            require_writable(report)
            require_distinct(scenario, report)
        read = scenario_from(scenario, speech, plugin)
        answer = staffmatch.partners(read, company, k, cluster=cluster, fewest=fewest)
        voice = voice.naming(ids, read)
        if as_json:
            voice.json(voice.data(answer))
        else:
            _tell(voice, answer)
        if report is not None:
            partners_page(answer, report, {} if ids else names_of(read), speech.lang)
            (complain if as_json else say)(written(speech.lang, report))
            if open_it:
                show(report, speech.lang)
