"""What is said to people: sentences by code, in the languages of the catalogue."""

from staffmatch.messages import units  # noqa: F401 - so that their sentences are known
from staffmatch.messages.language import add_catalogue
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import name_of, names_of

__all__ = ["Message", "Sentence", "add_catalogue", "name_of", "names_of"]
