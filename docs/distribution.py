"""``python -m docs.distribution dist``: what ``make dist`` has built, looked into and tried in a clean environment.

The wheel holds the library and nothing else. It is installed where nothing else is, and the README's lines run: its
Python prints what the README shows, and then, with the extras that it names, its commands.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
# What a wheel can not do without, beside the modules: parts of paths.
NEEDED = (
    "staffmatch/py.typed",
    "staffmatch/__init__.pyi",
    "staffmatch/messages/locale/de/LC_MESSAGES/staffmatch.mo",
    "staffmatch/reports/template.html.jinja",
    "staffmatch/hamburg/facts/",
    "staffmatch/hamburg/SOURCES.md",
    "staffmatch/law/germany/",
    "licenses/LICENSE",
    "licenses/NOTICE",
)
SOURCES = ("src/staffmatch/__init__.py", "tests/", "docs/", "examples/notebooks/", "CHANGELOG.md", "CITATION.cff")


def main(folder: Path) -> None:
    (wheel,) = folder.glob("*.whl")
    (archive,) = folder.glob("*.tar.gz")
    with ZipFile(wheel) as opened, tarfile.open(archive) as sources:
        found = [*faults_of_wheel(opened.namelist()), *faults_of_sources(sources.getnames())]
    if found:
        sys.exit("\n".join(found))
    with TemporaryDirectory() as away:
        _try(wheel, Path(away))
    print(f"{wheel.name} and {archive.name} are whole, and the README's lines run.")


def faults_of_wheel(names: Iterable[str]) -> Iterator[str]:
    """What the wheel lacks, and what has no place in it."""
    held = list(names)
    for needed in NEEDED:
        if not any(needed in name for name in held):
            yield f"The wheel lacks {needed}."
    for name in held:
        if not re.match(r"staffmatch(-[\w.]+\.dist-info)?/", name) or "test_" in name or "__pycache__" in name:
            yield f"The wheel should not hold {name}."


def faults_of_sources(names: Iterable[str]) -> Iterator[str]:
    """What the source distribution lacks; its paths begin with a folder of name and version."""
    held = [name.partition("/")[2] for name in names]
    for needed in SOURCES:
        if not any(name.startswith(needed) for name in held):
            yield f"The source distribution lacks {needed}."


def blocks(language: str) -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


def commands() -> Iterator[list[str]]:
    """The README's commands for spreadsheets; nothing is opened in a browser."""
    for block in blocks("sh"):
        for line in block.splitlines():
            words = line.partition("#")[0].split()
            if words[:1] == ["staffmatch"]:
                yield [word for word in words[1:] if word != "--open"]


def _try(wheel: Path, away: Path) -> None:
    venv.create(away / "venv", with_pip=True)
    folder = away / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    python, here = folder / "python", away / "work"
    here.mkdir()
    install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "requirements.lock"]
    _run([*install, wheel], here)
    printed = _run([python, "-W", "error", "-c", "".join(blocks("python"))], here)
    if printed != "".join(blocks("text")):
        sys.exit(f"The README's lines print\n{printed}")
    _run([*install, f"{wheel}[cli,report,excel,handouts]"], here)
    for words in commands():
        _run([folder / "staffmatch", *words], here)


def _run(command: list[str | Path], here: Path) -> str:
    done = subprocess.run(command, cwd=here, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}.")
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
