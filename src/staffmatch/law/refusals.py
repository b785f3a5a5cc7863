"""What is refused of the options of law packs, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

NO_DAY = Sentence("error.law.bad_option", "{value:id} is no day.")
NO_DAY_ADVICE = Sentence("error.law.bad_option.advice", "Give a date, or a text such as '2020-04-15'.")
NO_EFFECT = Sentence("error.law.no_effect", "{name:id} ({paragraph}) changes nothing here.")
NO_EFFECT_ADVICE = Sentence("error.law.no_effect.advice", "Leave it out.")
NO_EFFECT_SECTOR_ADVICE = Sentence(
    "error.law.no_effect.sector.advice",
    "Give the sector that it is for, one of {sectors:list}, or leave it out.",
)
NO_OPTION_ADVICE = Sentence("error.law.no_option.advice", "Leave it out: this law does not ask for it.")
NOT_IN_FORCE = Sentence("error.law.not_in_force", "{pack} is in force from {first:day} on, not on {on:day}.")
NOT_IN_FORCE_ADVICE = Sentence("error.law.not_in_force.advice", "Ask for {first:day} or later, or leave it out.")
UNKNOWN_OPTION = Sentence("error.law.unknown", "the law knows no {field} {name:id}.")
