"""Pages that people hand on: for companies, people and the coordinator, from templates that clusters share."""

from staffmatch.printouts.writing import handouts

__all__ = ["handouts"]
