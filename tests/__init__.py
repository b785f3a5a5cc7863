"""The suite. `make test` draws the same examples on every run, `make test-full` others each time."""

import os
import sys

from hypothesis import settings

settings.register_profile("same", derandomize=True)
if os.environ.get("STAFFMATCH_EXAMPLES") != "1":
    settings.load_profile("same")

# The locale chooses the language of commands; here it is nobody's.
os.environ["LC_ALL"] = "C.UTF-8"

# Two hundred tests start a Python of their own, which need not compile the library again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
