"""What several tests read: the blocks of a page, its lists, the tables beside it."""

import csv
import io
import json
import re


def block(path, name):
    """A block of data, read from the file without a browser."""
    text = path.read_text("utf-8")
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    return found and json.loads(found.group(1))


def rows(path):
    """A CSV file that the program wrote: a dictionary a row."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def number(text):
    """A whole number in either language."""
    return int(re.sub(r"[\s\u00a0,]", "", text))


def shown(page, root="#lista-har"):
    """How many of how many a list says that it shows."""
    said = page.locator(f"{root} [role=status]").inner_text()
    numbers = re.findall(r"\d[\d\u00a0 ]*", said)
    return number(numbers[0]), number(numbers[-1])


def choice(page, name, root="#lista-har"):
    """A filter of a list, by its label."""
    return page.locator(f"{root} .filters label", has_text=re.compile(f"^{name}")).locator("select, input")


def column(page, key, root="#lista-har"):
    """The cells of a column, of the page of rows that is shown."""
    return page.locator(f"{root} tbody td.{key}").all_inner_texts()


def fragment(page):
    return page.evaluate("location.hash")
