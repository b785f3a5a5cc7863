"""By how much a tier is less or more, as half a sentence."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

LESS = Sentence("amount.less", "{amount:number} {unit:unit} less of {term:term}")
MORE = Sentence("amount.more", "{amount:number} {unit:unit} more of {term:term}")
MORE_WITHIN = Sentence("amount.more_within", "{least:floor} to {most:ceil} {unit:unit} more of {term:term}")
