"""The page in Debian's Chromium: nothing logged, nothing asked of a network.

Skipped without Chromium, chromedriver or selenium; where ``CI`` is set, their
lack fails.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pages import HOSTILE

from gametheory import catalog, solve
from gametheory.game import BimatrixGame
from gametheory.solvers.cross_check import cross_check
from learning import Runs
from reports import Report

pytestmark = pytest.mark.slow

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


def _missing(what: str) -> None:
    message = f"{what} is missing: apt-get install chromium chromium-driver; pip install selenium"
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        _missing("selenium")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        _missing("chromium or chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    window = webdriver.Chrome(options=options, service=Service(driver))
    yield window
    window.quit()


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory,
    penalty_kicks: BimatrixGame,
    penalty_runs: Mapping[str, Runs],
    hostile: BimatrixGame,
    hostile_runs: Mapping[str, Runs],
) -> dict[str, Path]:
    entry = catalog.get("penalty-kicks")
    reports = {
        "penalty": Report(
            penalty_kicks, runs=penalty_runs, observed=entry.observed, story=entry.story,
            cross_check=cross_check(penalty_kicks, methods=["pure"]),
        ),
        "hostile": Report(hostile, runs=hostile_runs, story=HOSTILE[0], command=HOSTILE[1]),
        "many": Report(catalog.load("von-stengel-6x6")),
        "long": Report(
            BimatrixGame([[1, 0], [0, 1]], [[0, 1], [1, 0]], name="W" * 200,
                         row_actions=["x" * 200, "y " * 90 + "y"], players=["p" * 200, "q" * 200])
        ),
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("pages")
    paths = {}
    for name, report in reports.items():
        paths[name] = folder / f"{name}.html"
        report.write(paths[name])
    return paths


Opened = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, pages: dict[str, Path]) -> Opened:
    def open_page(page: str, size: str = "desktop", scheme: str = "light") -> Any:
        width, height = SIZES[size]
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"},
        )
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.get(pages[page].as_uri())
        return browser

    return open_page


PAGES = pytest.mark.parametrize("page", ["penalty", "hostile", "many", "long"])


@PAGES
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_logged_or_requested(
    opened: Opened, pages: dict[str, Path], page: str, size: str, scheme: str
) -> None:
    window = opened(page, size, scheme)
    assert [entry["message"] for entry in window.get_log("browser")] == []
    asked = []
    for entry in window.get_log("performance"):
        event = json.loads(entry["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            asked.append(event["params"]["request"]["url"])
    outside = [url for url in asked if not url.startswith("data:")]
    assert outside in ([], [pages[page].as_uri()])
    assert window.execute_script(
        "return [...document.images].every(image => image.complete && image.naturalWidth > 0)"
    )


@PAGES
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_as_wide_as_the_window(opened: Opened, page: str, size: str) -> None:
    window = opened(page, size)
    wide, room = window.execute_script(
        "const e = document.documentElement; return [e.scrollWidth, e.clientWidth]"
    )
    assert wide <= room


def test_numbers_on_the_page_are_those_of_solve(opened: Opened) -> None:
    window = opened("penalty")
    found = solve(catalog.load("penalty-kicks"))
    data = json.loads(window.execute_script("return document.getElementById('data').textContent"))
    assert data["equilibria"] == json.loads(found.to_json())
    cells = window.execute_script(
        "return [...document.querySelectorAll('#equilibria td')].map(cell => cell.textContent)"
    )
    for strategy in found[0].profile:
        assert {str(probability) for probability in strategy} <= set(cells)
    bars = window.execute_script(
        "return [...document.querySelectorAll('#equilibria rect')]"
        ".map(bar => bar.getBoundingClientRect().width"
        " / bar.parentNode.getBoundingClientRect().width)"
    )
    shares = [float(p) for strategy in found[0].profile for p in strategy]
    assert bars == pytest.approx(shares, abs=0.01)


def test_the_style_and_the_script_are_allowed_by_the_policy(opened: Opened) -> None:
    window = opened("penalty")
    assert (
        window.execute_script(
            "return getComputedStyle(document.querySelector('.best')).textDecorationLine"
        )
        == "underline"
    )
    assert window.execute_script("return document.getElementById('save').hidden") is False


def test_no_hostile_name_runs(opened: Opened) -> None:
    window = opened("hostile")
    # alert() would have left a dialog open, which fails this call.
    assert window.title == " ".join(HOSTILE[1].split())
    assert window.execute_script("return document.querySelectorAll('img[src=x]').length") == 0
    assert window.execute_script("return document.scripts.length") == 2


def test_the_policy_is_at_work(opened: Opened) -> None:
    """Inline code, styles and outside pictures that a hole would let in are refused."""
    window = opened("penalty")
    window.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1';"
        "document.body.append(s);"
        "const i = document.createElement('img'); i.src = 'https://example.invalid/x.png';"
        "document.body.append(i);"
    )
    assert window.execute_script("return window.broken") is None
    refused = " ".join(entry["message"] for entry in window.get_log("browser"))
    assert "script-src" in refused
    assert "img-src" in refused


def test_dark_shows_the_dark_figures(opened: Opened) -> None:
    def background(scheme: str) -> tuple[str, str]:
        window = opened("penalty", scheme=scheme)
        source = window.execute_script("return document.querySelector('picture img').currentSrc")
        svg = base64.b64decode(source.partition(",")[2]).decode()
        paper = window.execute_script("return getComputedStyle(document.body).backgroundColor")
        fill = re.search(r"fill: (#\w{6})", svg)
        assert fill is not None
        return fill.group(1).lower(), paper

    assert background("light") == ("#ffffff", "rgb(255, 255, 255)")
    assert background("dark") == ("#14171b", "rgb(20, 23, 27)")


def test_it_prints_light_and_whole(opened: Opened) -> None:
    window = opened("penalty", scheme="dark")
    printed = window.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert window.execute_script("return getComputedStyle(document.querySelector('nav')).display"
                                 ) == "none"  # fmt: skip
    assert window.execute_script("return getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    # What is folded on the screen is unfolded on paper.
    unfolded = (
        "return [...document.querySelectorAll('details')]"
        ".every(part => part.lastElementChild.checkVisibility())"
    )
    assert window.execute_script(unfolded) is True
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert window.execute_script(unfolded) is False


def test_it_can_be_used_by_keyboard(opened: Opened) -> None:
    from selenium.webdriver.common.keys import Keys

    window = opened("penalty")
    focus = window.switch_to.active_element
    focus.send_keys(Keys.TAB)
    assert window.switch_to.active_element.text == "Skip to the report"
    window.switch_to.active_element.send_keys(Keys.ENTER)
    assert window.execute_script("return location.hash") == "#main"
