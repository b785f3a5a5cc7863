"""``python -m staffmatch`` is the command ``staffmatch``."""

from staffmatch.cli import main

main()
