"""Photographs the pages of a month's folder: fotografera.py FOLDER OUT."""

import csv
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

month, out = (pathlib.Path(path) for path in sys.argv[1:3])
own = month / "utforare" / "egen-regi-sodra"
with open(own / "avvikelser.csv", encoding="utf-8-sig", newline="") as table:
    # A member of staff with two customers at once: the day is drawn in two lanes.
    finding = next(row["finding_id"] for row in csv.DictReader(table, delimiter=";") if row["rule"] == "P501")

# Name, page, fragment, height.
PICTURES = [
    ("oversikt", month / "index.html", "", 1230),
    ("bild", month / "index.html", "bild", 1010),
    ("rapport", own / "rapport.html", "", 1290),
    ("avvikelse", own / "rapport.html", finding, 900),
    ("namnd", month / "namnd.html", "", 1290),
]
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for name, page, fragment, height in PICTURES:
        view = browser.new_page(viewport={"width": 1100, "height": height})
        view.goto(page.as_uri() + (f"#{fragment}" if fragment else ""))
        view.screenshot(path=out / f"{name}.png")
        view.close()
    browser.close()
