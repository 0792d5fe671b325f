"""The static tables of the overview: they sort, and the sum stays last."""

from support import number


def sorts(page, table, heading):
    head = page.locator(f"{table} thead th", has_text=heading).first
    head.get_by_role("button").click()
    return head.get_attribute("aria-sort")


def test_a_share_sorts_from_the_largest_then_from_the_least(month, open_page):
    page = open_page(month.pages["index"])
    shares = lambda: [float(of.replace(",", ".").split()[0]) for of in page.locator("#manuella tbody td b").all_inner_texts()]
    before = shares()
    assert sorts(page, "#manuella table", "Andel") == "descending"
    assert shares()[:-1] == sorted(before[:-1], reverse=True) and shares()[-1] == before[-1], "the sum stays last"
    assert sorts(page, "#manuella table", "Andel") == "ascending"
    assert shares()[:-1] == sorted(before[:-1])


def test_the_matrix_sorts_by_a_rule(month, open_page):
    page = open_page(month.pages["index"])
    at = page.locator(".matrix thead th").all_inner_texts().index(next(
        of for of in page.locator(".matrix thead th").all_inner_texts() if of.startswith("K105")))
    counts = lambda: [number(row.split("\n")[0]) for row in page.locator(f".matrix tbody tr:not(.total) > :nth-child({at + 1})").all_inner_texts()]
    assert sorts(page, ".matrix", "K105") == "descending"
    assert counts() == sorted(counts(), reverse=True) and len(set(counts())) > 1


def test_a_long_table_shows_the_rows_that_hold_a_text(month, open_page):
    page = open_page(month.pages["index"])
    table = page.locator("table", has=page.locator("caption", has_text="Reglerna i tabellen"))
    page.locator("#avvikelser .filters input").fill("tagg")
    rows = [row for row in table.locator("tbody tr").all() if row.is_visible()]
    assert 0 < len(rows) < table.locator("tbody tr").count()
    assert all("tagg" in row.inner_text().lower() for row in rows)
