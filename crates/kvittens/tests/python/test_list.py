"""The list of findings: sort, filter, address, export, keyboard."""

import csv
import io
import re

from playwright.sync_api import expect
from support import block, choice, column, fragment, rows, shown


def findings(month):
    return rows(month.homes[0] / "avvikelser.csv")


def test_it_holds_every_finding_of_the_table_beside_it(month, open_page):
    page = open_page(month.pages["rapport"])
    table = findings(month)
    assert shown(page) == (len(table), len(table))
    assert block(month.pages["rapport"], "avvikelser-data")["ids"] == [row["finding_id"] for row in table]


def test_a_filter_shows_what_the_table_holds(month, open_page):
    page = open_page(month.pages["rapport"])
    table = findings(month)
    choice(page, "Regel").select_option("M301")
    of_rule = [row for row in table if row["rule"] == "M301"]
    assert shown(page) == (len(of_rule), len(table)) and 0 < len(of_rule) < len(table)
    choice(page, "Bedömning").select_option("open")
    still = [row for row in of_rule if row["status"] == "open"]
    assert shown(page)[0] == len(still) < len(of_rule)
    assert fragment(page) == "#rule=M301&status=open"
    page.get_by_role("button", name="Rensa").first.click()
    assert shown(page) == (len(table), len(table))


def test_a_text_is_found_in_any_column_as_it_stands_else_word_by_word(month, open_page):
    page = open_page(month.pages["rapport"])
    text = page.locator("#lista-har").get_by_label("Text")
    text.fill("P0000013 tillsyn")
    holds = [row for row in findings(month) if row["staff"] == "P0000013" and "Tillsyn" in row["service"]]
    assert shown(page)[0] >= len(holds) > 0
    assert set(column(page, "staff")) == {"P0000013"} and all("Tillsyn" in of for of in column(page, "service"))
    text.fill("finns inte någonstans")
    expect(page.locator("#lista-har [role=status]")).to_have_text(re.compile("^Inga av "))
    assert column(page, "id") == []
    text.fill("19 mars 2022")
    assert set(column(page, "date")) == {"19\u00a0mars\u00a02022"}


def test_headings_sort_up_then_down_and_say_so(month, open_page):
    page = open_page(month.pages["rapport"])
    head = page.locator("#lista-har thead th", has_text="Datum")
    assert head.get_attribute("aria-sort") == "none"
    dates = sorted(row["start"][:10] or row["stop"][:10] for row in findings(month))
    first = next(date for date in dates if date)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending" and fragment(page) == "#sort=date"
    assert column(page, "date")[0] == f"{int(first[8:])}\u00a0mars\u00a02022"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending" and fragment(page) == "#sort=-date"
    assert column(page, "date")[0] == f"{int(dates[-1][8:])}\u00a0mars\u00a02022"
    assert head.get_by_role("button").evaluate("button => button === document.activeElement")


def test_numbers_sort_as_numbers_and_empty_cells_come_last(month, open_page):
    page = open_page(month.pages["rapport"], "#rule=D203&sort=minutes")
    minutes = [int(row["minutes"]) for row in findings(month) if row["rule"] == "D203"]
    said = [int(text.split("\u00a0")[0]) for text in column(page, "minutes") if "h" not in text and text]
    assert said == sorted(said) and said[0] == min(of for of in minutes if of)
    page.goto(page.url.split("#")[0] + "#sort=date&page=99")
    assert column(page, "date")[-1] == "", "a finding on a provider has no date"


def test_the_address_holds_the_state_and_the_back_button_takes_it_back(month, open_page):
    page = open_page(month.pages["rapport"])
    everything = shown(page)
    choice(page, "Regel").select_option("K105")
    page.locator("#lista-har thead").get_by_role("button", name="Datum").click()
    few, address = shown(page), page.url
    assert few[0] < everything[0]
    page.go_back()
    assert fragment(page) == "#rule=K105" and shown(page) == few
    page.go_back()
    assert shown(page) == everything and choice(page, "Regel").input_value() == ""
    again = open_page(month.pages["rapport"], "#" + address.split("#")[1])
    assert shown(again) == few and choice(again, "Regel").input_value() == "K105"


def test_what_is_shown_is_exported(month, open_page):
    page = open_page(month.pages["rapport"], "#rule=D202&sort=-date")
    with page.expect_download() as download:
        page.locator("#lista-har").get_by_role("button", name="Spara som CSV").click()
    text = download.value.path().read_bytes().decode("utf-8")
    assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n") > 1
    exported = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(exported) == shown(page)[0] == len(column(page, "id"))
    assert [row["Avvikelse"] for row in exported] == column(page, "id")
    assert [row["Brukare"] for row in exported] == column(page, "customer")
    days = [int(row["Datum"][8:]) for row in exported]
    assert days == [int(date.split("\u00a0")[0]) for date in column(page, "date")] == sorted(days, reverse=True)
    table = {row["finding_id"]: row for row in findings(month)}
    assert all(table[row["Avvikelse"]]["visit"] == row["Besök"] for row in exported)


def test_no_exported_cell_is_a_formula(month, open_page, tmp_path):
    page_text = month.pages["rapport"].read_text("utf-8")
    service = block(month.pages["rapport"], "avvikelser-data")
    name = next(of for of in service["columns"] if of["key"] == "service")["values"][0]
    path = tmp_path / "formula.html"
    path.write_text(page_text.replace(f'"{name}"', '"=1+1;\\"x"'), "utf-8")
    page = open_page(path)
    with page.expect_download() as download:
        page.locator("#lista-har").get_by_role("button", name="Spara som CSV").click()
    text = download.value.path().read_text("utf-8")
    assert "\"'=1+1;\"\"x\"" in text and not re.search(r'(^|;)"?=', text)


def test_a_page_of_rows_at_a_time(month, open_page):
    page = open_page(month.pages["rapport"])
    first = column(page, "id")
    page.locator("#lista-har").get_by_role("button", name="Nästa sida").click()
    second = column(page, "id")
    assert len(first) == 25 and not set(first) & set(second) and fragment(page) == "#page=2"
    assert page.locator("#lista-har .pager span").inner_text().startswith("Sida 2 av ")


def test_everything_is_done_with_keys_alone(month, open_page):
    page = open_page(month.pages["rapport"])
    choice(page, "Regel").focus()
    page.keyboard.type("M301")
    assert fragment(page) == "#rule=M301"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#lista-har td')"):
            break
    first, second = column(page, "id")[:2]
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == second
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert fragment(page) == f"#{second}" and dialog.get_by_role("heading").first.evaluate("of => of === document.activeElement")
    page.keyboard.press("ArrowLeft")
    expect(dialog).to_contain_text(first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_function("location.hash === '#rule=M301'")
    assert page.evaluate("document.activeElement.textContent") == second


def test_the_controllers_list_is_over_all_providers(month, open_page):
    page = open_page(month.pages["index"], "#rule=K105&provider=Utf%C3%B6rare+B+AB")
    table = [row for row in rows(month.folder / "findings.csv") if row["rule"] == "K105"]
    own = [row for row in table if row["provider"] == "Utförare B AB"]
    assert shown(page)[0] == len(own) < len(table)
    assert set(column(page, "customer")) == {row["customer"] for row in own}
    page.locator("#lista-har td.id a").first.click()
    page.get_by_role("dialog").get_by_role("link", name="Öppna i utförarens rapport").click()
    page.wait_for_url("**/utforare-b-ab/rapport.html#F-*")
    expect(page.get_by_role("dialog")).to_contain_text("K105")
