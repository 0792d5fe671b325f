"""Numbers lead to the rows that they count."""

from playwright.sync_api import expect
from support import number, rows, shown


def test_counts_of_the_matrix_are_those_of_the_lists_they_lead_to(month, open_page):
    page = open_page(month.pages["index"])
    links = page.locator(".matrix tbody tr").nth(0).locator("td a").all()
    told = [(link.get_attribute("href"), number(link.inner_text())) for link in links]
    assert len(told) > 10
    report = open_page(month.pages["rapport"])
    for href, count in told:
        path, place = href.split("#")
        assert path == "utforare/egen-regi-sodra/rapport.html"
        report.evaluate("place => { location.hash = place }", place)
        report.wait_for_timeout(20)
        # Where none is open, the number leads to those that are explained.
        assert shown(report)[0] == count if "status" in place else count == 0 < shown(report)[0], href


def test_the_last_row_of_the_matrix_leads_to_the_list_over_all(month, open_page):
    page = open_page(month.pages["index"])
    link = page.locator(".matrix tr.total a").first
    count = number(link.inner_text())
    link.click()
    expect(page.locator("#lista h2")).to_be_focused()
    assert shown(page)[0] == count


def test_shares_of_receipts_lead_to_the_visits_behind_them(month, open_page):
    page = open_page(month.pages["rapport"])
    links = page.locator("#kvittenser table").first.locator("tbody td a")
    counts = [number(text) for text in links.all_inner_texts()]
    measures = [row for row in rows(month.folder / "measures.csv") if row["rule"] == "K101" and row["scope"] == "provider"]
    own = {row["measure"]: int(row["numerator"]) for row in measures if row["provider"] == "Egen regi Södra" and row["numerator"]}
    assert counts[:4] == [own[name] for name in ("both-tags", "in-only", "out-only", "no-tag")]
    for at, count in enumerate(counts):
        links.nth(at).click()
        expect(page.locator("#besok h2")).to_be_focused()
        assert shown(page, "#besok-har")[0] == count


def test_the_overviews_shares_lead_into_the_reports(month, open_page):
    page = open_page(month.pages["index"])
    link = page.locator("#manuella tbody tr").first.locator("td a").first
    count = number(link.inner_text())
    link.click()
    page.wait_for_url("**/rapport.html#list=visits*")
    expect(page.locator("#besok-har tbody tr").first).to_be_visible()
    assert shown(page, "#besok-har")[0] == count


def test_counts_of_a_rule_lead_to_its_findings(month, open_page):
    page = open_page(month.pages["rapport"])
    for link in page.locator("article .facts a").all():
        page.evaluate("place => { location.hash = place }", link.get_attribute("href"))
        page.wait_for_timeout(20)
        assert shown(page)[0] == number(link.inner_text().split()[0])


def test_every_link_within_a_page_leads_somewhere(month, synthetic, open_page):
    for path in [*month.pages.values(), *synthetic.pages.values()]:
        page = open_page(path)
        lost = page.evaluate(
            """() => [...document.querySelectorAll("a[href^='#']")].map((a) => a.getAttribute("href").slice(1))
                .filter((to) => !to.includes("=") && !to.startsWith("F-") && !document.getElementById(to))"""
        )
        assert lost == []


def test_files_that_a_page_leads_to_are_there(month, open_page):
    page = open_page(month.pages["index"])
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href').split('#')[0])")
    assert all((month.folder / link).exists() for link in links if link and not link.startswith(("mailto:", "http")))


def test_counts_of_the_areas_lead_to_the_findings_of_their_rules(month, open_page):
    page = open_page(month.pages["index"])
    links = [(link.get_attribute("href"), number(link.inner_text())) for link in page.locator("#omraden td a").all()]
    assert len(links) > 8
    for href, count in links:
        page.evaluate("place => { location.hash = place }", href)
        page.wait_for_timeout(20)
        assert shown(page)[0] == count, href
