"""Turns the pages of a report with 20 000 findings in Chromium: first paint, filter, sort, opening a finding.

    target/python/bin/python benches/peers/bladdra.py target/release/kvittens [--findings 20000]

A page of one provider with that many findings and 50 000 visits is made from the program's own synthetic month. What is
shown is asserted against avvikelser.csv; times are the middle of several, in milliseconds. Ends with 1 where a page is
over 10 MB, the first paint over a second or a filter over a tenth of one.
"""

import argparse
import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

RUNS = 7


def month(kvittens, work, findings):
    """A report with at least so many findings, from as many rows as that takes."""
    rows = findings * 14
    while True:
        shutil.rmtree(work, ignore_errors=True)
        subprocess.run([kvittens, "synth", "--rows", str(rows), "--providers", "1", "--out", work / "export"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([kvittens, "check", work / "export", "--out", work / "ut"], check=True, stdout=subprocess.DEVNULL)
        home = next((work / "ut/2022-03/utforare").iterdir())
        with open(home / "avvikelser.csv", encoding="utf-8-sig", newline="") as table:
            told = list(csv.DictReader(table, delimiter=";"))
        if len(told) >= findings:
            return home / "rapport.html", told
        rows = int(rows * findings / len(told) * 1.1)


def timed(page, act):
    """Milliseconds from an action to the frame that shows it."""
    script = "act => new Promise((done) => { const from = performance.now(); eval(act); requestAnimationFrame(() => setTimeout(() => done(performance.now() - from))); })"
    return page.evaluate(script, act)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kvittens")
    arguments.add_argument("--findings", type=int, default=20_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path, told = month(given.kvittens, Path(folder) / "m", given.findings)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        # eval is the measurement's own; the page's policy stays as it is in the file.
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        paints, usable = [], []
        for _ in range(RUNS):
            page = context.new_page()
            page.goto(f"file://{path}")
            page.wait_for_selector("#lista-har tbody tr")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            usable.append(page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"))
            if len(paints) < RUNS:
                page.close()
        page.wait_for_timeout(1500)

        def shown():
            text = page.locator("#lista-har [role=status]").inner_text().split(" av ")[0]
            return int("".join(of for of in text if of.isdigit()) or 0)

        assert shown() == len(told)
        times = {}
        rules = sorted({row["rule"] for row in told}, key=lambda code: -sum(row["rule"] == code for row in told))
        control = "const box = [...document.querySelectorAll('#lista-har .filters label')].find((of) => of.textContent.startsWith('{label}')).querySelector('select, input'); box.value = '{value}'; box.dispatchEvent(new Event('{event}', {{ bubbles: true }}))"
        for name, label, event, values, count in [
            ("filter by rule", "Regel", "change", rules[:RUNS], lambda value: sum(row["rule"] == value for row in told)),
            ("filter by text", "Text", "input", [row["customer"] for row in told[:: len(told) // RUNS]][:RUNS],
             lambda value: sum(value in (row["customer"]) for row in told)),
        ]:
            taken = []
            for value in values:
                taken.append(timed(page, control.format(label=label, value=value, event=event)))
                assert shown() == count(value), (name, value, shown(), count(value))
            timed(page, "[...document.querySelectorAll('#lista-har button')].find((of) => of.textContent === 'Rensa').click()")
            assert shown() == len(told)
            times[name] = taken
        sort = "document.querySelector('#lista-har thead [data-key=\"{key}\"]').click()"
        times["sort all"] = [timed(page, sort.format(key=key)) for key in ("date", "customer", "staff", "minutes", "rule", "date", "date")]
        times["open a finding"] = []
        for at in range(RUNS):
            ident = page.evaluate("at => document.querySelectorAll('#lista-har td.id a')[at].textContent", at)
            times["open a finding"].append(timed(page, f"location.hash = '#{ident}'"))
            page.wait_for_selector("dialog[open]")
            assert ident in page.locator("dialog").inner_text()
            page.keyboard.press("Escape")
            page.wait_for_selector("dialog:not([open])", state="attached")
        browser.close()

        size = path.stat().st_size
        print(f"{len(told)} findings, {size / 1e6:.1f} MB")
        middle = {"first paint": statistics.median(paints), "all of it there": statistics.median(usable)}
        middle |= {name: statistics.median(taken) for name, taken in times.items()}
        for name, milliseconds in middle.items():
            print(f"  {name:16} {milliseconds:6.0f} ms")
        slow = size >= 10_000_000 or middle["first paint"] >= 1000
        slow |= any(middle[name] >= 100 for name in ("filter by rule", "filter by text", "sort all"))
        sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
