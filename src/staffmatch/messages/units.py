"""The units in which terms and violations are counted, in words."""

from staffmatch.messages.message import Sentence

_ONE_AND_SEVERAL = (
    ("assignment", "assignments"),
    ("borrower", "borrowers"),
    ("certificate", "certificates"),
    ("day", "days"),
    ("demand", "demands"),
    ("h per head", "h per head"),
    ("lender", "lenders"),
    ("level", "levels"),
    ("level h", "level h"),
    ("partnership", "partnerships"),
    ("person", "people"),
    ("piece", "pieces"),
    ("point", "points"),
    ("point missed", "points missed"),
    ("seat", "seats"),
    ("secondment", "secondments"),
    ("switch", "switches"),
    ("worker", "workers"),
    ("% lacking", "% lacking"),
)

UNITS = {several: Sentence(f"unit.{several}", one, several) for one, several in _ONE_AND_SEVERAL}
