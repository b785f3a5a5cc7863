"""Chromium without a window, driven through a pipe: what a page looks like, and what happens in it.

It speaks the Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/, and needs no other library.
One browser serves many pages.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
_FOLLOWED = ("Page", "Runtime", "Log", "Network")

Scheme = Literal["light", "dark"]


def browser_path() -> str | None:
    """The first browser that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """A page in a browser: what it looks like, what it asks for, and what it says on its console."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser, self._target, self._session = browser, target, session
        for domain in _FOLLOWED:
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command of the protocol. RuntimeError if the browser refuses it."""
        return self._browser.call(method, self._session, **parameters)

    def size(self, width: int, height: int = 900, scale: float = 1) -> None:
        """Of the window, in CSS pixels; a window below 600 pixels is a phone's."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,
        )

    def like(self, scheme: Scheme = "light", media: str = "screen", motion: str = "no-preference") -> None:
        """As a reader has it who prefers this, or as a printer."""
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": motion}
        told = [{"name": name, "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=told)

    def scripts(self, *, on: bool) -> None:
        """Whether pages that are opened from now on may run scripts."""
        self.call("Emulation.setScriptExecutionDisabled", value=not on)

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded; what happened before is forgotten."""
        self._browser.events.clear()
        self.call("Page.navigate", url=address)
        self._browser.wait("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression of JavaScript, awaited. RuntimeError if it throws."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"]))
        return done["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key, such as "Tab", "Enter" or "ArrowRight"."""
        named: dict[str, Any] = {"key": key, "code": key, "modifiers": 8 if shift else 0}
        named["windowsVirtualKeyCode"] = {"Tab": 9, "Enter": 13, "Escape": 27}.get(key, 0)
        text = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def picture(
        self, clip: Mapping[str, float] | None = None, *, form: str = "png", quality: int | None = None
    ) -> bytes:
        """The window, or a rectangle (x, y, width, height, in CSS pixels) of the page."""
        options: dict[str, Any] = {"format": form} | ({} if quality is None else {"quality": quality})
        if clip is not None:
            options |= {"clip": {**clip, "scale": 1}, "captureBeyondViewport": True}
        return base64.b64decode(self.call("Page.captureScreenshot", **options)["data"])

    def printed(self) -> bytes:
        """The page as PDF, with the paper that it asks for."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    @property
    def requests(self) -> list[str]:
        """Addresses that were asked for since the page was opened."""
        asked = self._happened("Network.requestWillBeSent")
        return [one["request"]["url"] for one in asked if not one["request"]["url"].startswith("data:")]

    @property
    def complaints(self) -> list[str]:
        """What the browser said on its console, and errors that nobody caught."""
        said = [one["entry"]["text"] for one in self._happened("Log.entryAdded")]
        said += [str(one["args"]) for one in self._happened("Runtime.consoleAPICalled")]
        return said + [one["exceptionDetails"]["text"] for one in self._happened("Runtime.exceptionThrown")]

    def close(self) -> None:
        self._browser.call("Target.closeTarget", targetId=self._target)

    def _happened(self, event: str) -> list[dict[str, Any]]:
        self.call("Runtime.evaluate", expression="0")
        mine = (one for one in self._browser.events if one.get("sessionId") == self._session)
        return [one["params"] for one in mine if one["method"] == event]


class Browser:
    """A context in which one browser runs."""

    def __init__(self, profile: Path) -> None:
        path = browser_path()
        if path is None:
            raise FileNotFoundError(NAMES[0])
        self.events: list[dict[str, Any]] = []
        self._count = 0
        read_theirs, self._write = os.pipe()
        self._read, write_theirs = os.pipe()

        def ends() -> None:
            # The protocol wants its ends as 3 and 4; copies above these are safe from each other.
            theirs = os.dup2(read_theirs, 103), os.dup2(write_theirs, 104)
            for place, end in enumerate(theirs, 3):
                os.dup2(end, place)

        self._process = subprocess.Popen(  # noqa: S603 - a browser on the PATH
            [path, *OPTIONS, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=ends,  # noqa: PLW1509 - only duplicates descriptors
            close_fds=False,
        )
        os.close(read_theirs)
        os.close(write_theirs)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._write)
        os.close(self._read)
        self._process.terminate()
        self._process.wait(30)

    def tab(self) -> Tab:
        """A new page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        return Tab(self, target, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The result of a command. RuntimeError if the browser refuses it."""
        self._count += 1
        sent = {"id": self._count, "method": method, "params": parameters}
        whole = json.dumps(sent if session is None else sent | {"sessionId": session}).encode() + b"\0"
        while whole:
            whole = whole[os.write(self._write, whole) :]
        while (got := self._next()).get("id") != self._count:
            self.events.append(got)
        if "error" in got:
            raise RuntimeError(f"{method}: {got['error']['message']}")
        result: dict[str, Any] = got["result"]
        return result

    def wait(self, event: str) -> None:
        """Until it has happened."""
        while not any(one["method"] == event for one in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._read, 1 << 20)
            if not read:
                raise RuntimeError("the browser ended")
            self._rest += read
        one, self._rest = self._rest.split(b"\0", 1)
        got: dict[str, Any] = json.loads(one)
        return got
