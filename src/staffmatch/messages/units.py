"""The units in which terms and violations are counted, in words."""

from staffmatch.messages.message import Sentence

_ONE_AND_SEVERAL = (
    ("assignment", "assignments"),
    ("borrower", "borrowers"),
    ("certificate", "certificates"),
    ("day", "days"),
    ("demand", "demands"),
    ("h per head", "h per head"),
    ("h per target", "h per target"),
    ("kind", "kinds"),
    ("lender", "lenders"),
    ("level", "levels"),
    ("level h", "level h"),
    ("night", "nights"),
    ("night per target", "nights per target"),
    ("partner", "partners"),
    ("partnership", "partnerships"),
    ("person", "people"),
    ("piece", "pieces"),
    ("point", "points"),
    ("point missed", "points missed"),
    ("seat", "seats"),
    ("secondment", "secondments"),
    ("shift", "shifts"),
    ("shift per target", "shifts per target"),
    ("succession", "successions"),
    ("switch", "switches"),
    ("violation", "violations"),
    ("weekend", "weekends"),
    ("weekend per target", "weekends per target"),
    ("worker", "workers"),
    ("% lacking", "% lacking"),
)

UNITS = {several: Sentence(f"unit.{several}", one, several) for one, several in _ONE_AND_SEVERAL}
