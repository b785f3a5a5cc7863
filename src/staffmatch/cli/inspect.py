"""``staffmatch inspect``."""

from __future__ import annotations

import staffmatch
from staffmatch.cli.answering import answering
from staffmatch.cli.reading import Plugins, ScenarioPath, scenario_from
from staffmatch.cli.screen import Screen
from staffmatch.cli.speech import Lang
from staffmatch.messages import names_of


def inspect(scenario: ScenarioPath, lang: Lang = None, plugin: Plugins = None) -> None:
    """Show what is in a scenario: people, hours, pairs, what nobody can do, markets."""
    with answering(lang) as speech:
        from staffmatch.reports.overview import overview

        read = scenario_from(scenario, speech, plugin, odd=False)
        Screen().print(overview(staffmatch.inspect(read), names_of(read), speech.lang))
