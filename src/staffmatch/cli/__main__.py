"""``python -m staffmatch.cli`` is the command ``staffmatch``."""

from staffmatch.cli import main

main()
