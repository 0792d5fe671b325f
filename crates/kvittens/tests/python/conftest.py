"""The reports in a real browser: months that the program makes, and a page that may ask nobody for anything.

KVITTENS is the program (else target/debug/kvittens), CHROMIUM the browser (else Debian's).
"""

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[4]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
KVITTENS = os.environ.get("KVITTENS", str(TARGET / "debug" / "kvittens"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
KEY = "07" * 32


def run(*args):
    done = subprocess.run([KVITTENS, *map(str, args)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kvittens")
    (folder / "test.key").write_text(KEY)
    return folder


def checked(work, name, exports, *more):
    run("check", exports, "--key", work / "test.key", "--out", work / name, *more)
    folder = work / name / "2022-03"
    homes = sorted((folder / "utforare").iterdir())
    pages = {"index": folder / "index.html", "rapport": homes[0] / "rapport.html"}
    if (folder / "namnd.html").exists():
        pages["namnd"] = folder / "namnd.html"
    return SimpleNamespace(folder=folder, pages=pages, homes=homes)


@pytest.fixture(scope="session")
def month(work):
    """The example month, in Swedish."""
    return checked(work, "sv", ROOT / "examples/2022-03", "--config", ROOT / "examples/kvittens.toml")


@pytest.fixture(scope="session")
def month_en(work):
    """The example month, in English."""
    config = ROOT / "examples/kvittens.toml"
    return checked(work, "en", ROOT / "examples/2022-03", "--config", config, "--lang", "en")


@pytest.fixture(scope="session")
def synthetic(work):
    """A month with the other exports beside it, so that nearly every rule runs."""
    run("synth", "--rows", 6000, "--seed", 3, "--companions", "--out", work / "exports")
    return checked(work, "synthetic", work / "exports")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # Continuous integration runs as root, where Chromium has no sandbox.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """Opens a file as a page; at the end nothing was asked of any network, and nothing was complained of."""
    contexts, asked, said = [], [], []

    def open_(path, fragment="", *, quiet=True, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "sv-SE"} | options)
        contexts.append(context)
        context.set_default_timeout(10_000)

        def guard(route):
            if route.request.url.startswith(("file:", "blob:", "data:")):
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        context.route("**/*", guard)
        page = context.new_page()
        if quiet:
            page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"file://{path}{fragment}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert asked == []
    assert said == []
