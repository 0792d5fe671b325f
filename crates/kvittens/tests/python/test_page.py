"""The pages as documents: policy, print, dark, narrow, without a script, for everybody."""

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader
from support import rows

PAGES = ["index", "rapport", "namnd"]


def path_of(month, name):
    if name not in month.pages:
        pytest.skip(f"{name}.html is not written")
    return month.pages[name]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(of["id"], [node["html"][:200] for node in of["nodes"][:3]]) for of in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_to_say(name, lang, scheme, month, month_en, open_page):
    page = open_page(path_of(month if lang == "sv" else month_en, name), color_scheme=scheme)
    assert page.locator("html").get_attribute("lang") == lang
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("rule", ["M301", "K105", "K103"])
def test_axe_has_nothing_to_say_of_an_opened_finding(rule, scheme, month, open_page):
    row = next(row for row in rows(month.homes[0] / "avvikelser.csv") if row["rule"] == rule)
    page = open_page(month.pages["rapport"], f"#{row['finding_id']}", color_scheme=scheme)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_scrolls_down_alone(name, month, synthetic, open_page):
    for of in (month, synthetic):
        page = open_page(path_of(of, name), viewport={"width": 340, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == 340


def test_an_opened_finding_fits_a_narrow_screen(month, open_page):
    row = next(row for row in rows(month.homes[0] / "avvikelser.csv") if row["rule"] == "M301")
    page = open_page(month.pages["rapport"], f"#{row['finding_id']}", viewport={"width": 340, "height": 700})
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("of => of.scrollWidth <= of.clientWidth")


@pytest.mark.parametrize("name", PAGES)
def test_dark_is_dark(name, month, open_page):
    page = open_page(path_of(month, name), color_scheme="dark")
    light = "getComputedStyle(document.documentElement).backgroundColor"
    brightness = lambda: sum(int(of) for of in re.findall(r"\d+", page.evaluate(light))[:3])
    dark = brightness()
    page.emulate_media(color_scheme="light")
    assert dark < 150 < 700 < brightness()


@pytest.mark.parametrize("name", ["index", "rapport"])
def test_the_policy_lets_no_other_script_run(name, month, open_page, tmp_path):
    injected = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\"></main>"
    path = tmp_path / "injected.html"
    path.write_text(month.pages[name].read_text("utf-8").replace("</main>", injected), "utf-8")
    page = open_page(path, quiet=False)
    expect(page.locator("#lista-har tbody tr").first).to_be_visible()
    assert page.title() != "taken"
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy and "script-src 'sha256-" in policy and "unsafe" not in policy


def printed(page):
    # As the browser's own print dialog does, in the page's own size.
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages


def test_the_printed_report_is_a_whole_document_with_page_numbers(month, open_page):
    page = open_page(month.pages["rapport"])
    pages = printed(page)
    assert len(pages) > 5
    for at, of in enumerate(pages, start=1):
        width, height = float(of.mediabox.width), float(of.mediabox.height)
        assert {round(width), round(height)} == {595, 842}, "A4"
        assert re.search(rf"(?<!\d){at}\D{{1,6}}{len(pages)}(?!\d)", of.extract_text()), f"page {at} of {len(pages)}"
    text = "".join(of.extract_text() for of in pages)
    squeezed = re.sub(r"\s", "", text)
    for row in rows(month.homes[0] / "avvikelser.csv"):
        if row["rule"] in ("K105", "M301"):
            assert row["visit"] in squeezed, row
    for article in page.locator("article h3").all_inner_texts():
        assert re.sub(r"\s", "", article) in squeezed, article
    assert "Enfråga,inteendom" in squeezed and "Sök,filtrera" not in squeezed


def test_without_a_script_the_page_is_still_whole(month, open_page):
    page = open_page(month.pages["rapport"], java_script_enabled=False)
    assert page.get_by_text("behöver JavaScript").is_visible()
    assert page.locator("#lista-har").is_hidden() and page.locator("#besok").is_hidden()
    table = rows(month.homes[0] / "avvikelser.csv")
    assert page.locator("article .found tbody tr").count() == len(table)
    assert page.locator("article .found tbody tr:visible").count() > 100


def test_the_same_month_gives_the_same_bytes(month, work):
    from conftest import ROOT, checked

    again = checked(work, "again", ROOT / "examples/2022-03", "--config", ROOT / "examples/kvittens.toml")
    assert all(path.read_bytes() == again.pages[name].read_bytes() for name, path in month.pages.items())
