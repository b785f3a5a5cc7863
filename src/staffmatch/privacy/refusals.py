"""What is refused of keys, coarse homes and plans that come back, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

KEY_RIGHT_ADVICE = Sentence(
    "error.privacy.key_right.advice",
    "The key is right: take the scenario that was handed on, which still had them.",
)
CHECK_KEY_ADVICE = Sentence("error.privacy.check_key.advice", "Check the key, and whose ids were renamed.")
NO_GRAIN = Sentence("error.privacy.no_grain", "there is no grain {name:id}.")
NO_WIDTH = Sentence("error.privacy.no_width", "{km} km is no width of a square.")
NO_WIDTH_ADVICE = Sentence("error.privacy.no_width.advice", "Give {least:count} to {most:count} km.")
NONE_OF = Sentence("error.privacy.none_of", "{value} is none of {known:list}.")
NONE_OF_ADVICE = Sentence("error.privacy.none_of.advice", "Choose one of them.")
OTHER_KEY = Sentence(
    "error.privacy.other_key",
    "the solution was not made for this scenario with this key, these ids renamed and homes kept.",
)
OTHER_KEY_ADVICE = Sentence("error.privacy.other_key.advice", "Give solution.plan, or the right key.")
UNKNOWN_PSEUDONYM = Sentence(
    "error.privacy.unknown_pseudonym",
    "{strange:count} of {n:count} assignment names nobody or nothing of this scenario.",
    "{strange:count} of {n:count} assignments name nobody or nothing of this scenario.",
)
UNMARKED_ID = Sentence(
    "error.privacy.unmarked_id", "holds the id of a record, and its type does not say that it names one."
)
UNMARKED_ID_ADVICE = Sentence(
    "error.privacy.unmarked_id.advice",
    "Declare it with a type such as staffmatch.records.field_types.WorkerId.",
)
WEAK_KEY = Sentence(
    "error.privacy.weak_key",
    "has {n:count} byte, which can be guessed.",
    "has {n:count} bytes, which can be guessed.",
)
WEAK_KEY_ADVICE = Sentence("error.privacy.weak_key.advice", "Give 16 or more, such as secrets.token_bytes(32).")
