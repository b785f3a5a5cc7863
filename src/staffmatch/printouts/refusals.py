"""What is refused of templates, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

AT_LINE = Sentence("error.templates.at_line", "line {line}: {what}")
FAILED = Sentence("error.templates.failed", "{kind}: {error}")
MEND_ADVICE = Sentence("error.templates.mend.advice", "Mend the template.")
NO_FOLDER = Sentence("error.templates.no_folder", "is {path:id}, which is no folder.")
NO_FOLDER_ADVICE = Sentence("error.templates.no_folder.advice", "Give a folder of templates.")
NO_TEMPLATE = Sentence("error.templates.no_template", "is {path:id}, a folder without a template.")
NO_TEMPLATE_ADVICE = Sentence("error.templates.no_template.advice", "Those that can be replaced are {names:list}.")
NO_WORD = Sentence("error.templates.no_word", "there is no word {word:id}.")
NO_WORD_ADVICE = Sentence(
    "error.templates.no_word.advice", "Write the text itself, or take one of staffmatch.printouts.words."
)
UNKNOWN = Sentence("error.templates.unknown", "wants the template {name:id}, which there is not.")
UNKNOWN_ADVICE = Sentence("error.templates.unknown.advice", "Its own ones are {names:list}.")
UNSAFE = Sentence("error.templates.unsafe", "does what a template may not: {error}")
UNSAFE_ADVICE = Sentence(
    "error.templates.unsafe.advice", "Templates may use what they are given, and nothing else of Python."
)
