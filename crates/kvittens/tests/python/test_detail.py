"""A finding, opened: what it says, its day, and the way to it and back."""

from playwright.sync_api import expect
from support import block, fragment, rows


def finding(month, rule, status="open"):
    table = rows(month.homes[0] / "avvikelser.csv")
    return next(row for row in table if row["rule"] == rule and row["status"] == status)


def test_its_id_is_its_address(month, open_page):
    wanted = finding(month, "M301")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for text in (wanted["finding_id"], wanted["customer"], wanted["staff"], wanted["visit"], "M301"):
        expect(dialog).to_contain_text(text)
    dialog.get_by_role("button", name="Stäng").click()
    expect(dialog).to_be_hidden()
    assert not fragment(page).startswith("#F-")


def test_an_id_that_is_not_there_opens_nothing(month, open_page):
    page = open_page(month.pages["rapport"], "#F-0000000000000")
    assert page.get_by_role("dialog").count() == 0


def test_the_back_button_closes_it(month, open_page):
    page = open_page(month.pages["rapport"], "#rule=M301")
    page.locator("#lista-har td.id a").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert fragment(page) == "#rule=M301"
    page.go_forward()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_it_asks_and_says_what_else_it_could_be(month, open_page):
    page = open_page(month.pages["rapport"], f"#{finding(month, 'K105')['finding_id']}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("När började det, och hur vet ni det?")
    expect(dialog).to_contain_text("Inpasseringen glömdes")
    dialog.get_by_role("link", name="Regeln K105").click()
    expect(dialog).to_be_hidden()
    rule = page.locator("#regel-K105")
    expect(rule).to_have_attribute("open", "")
    expect(rule).to_be_in_viewport()
    expect(rule).to_contain_text("Intraphone (2016)")


def test_an_explained_one_says_what_explains_it(month, open_page):
    explained = finding(month, "M301", "explained")
    page = open_page(month.pages["rapport"], f"#{explained['finding_id']}")
    expect(page.get_by_role("dialog")).to_contain_text(explained["explanation"])


def test_its_day_holds_every_visit_of_the_customer_and_of_the_member_of_staff(month, open_page):
    wanted = finding(month, "M301")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    data = block(month.pages["rapport"], "besok-data")
    who = lambda column, at: data[column]["values"][data[column]["at"][at]] if data[column]["at"][at] >= 0 else ""
    day = int(wanted["start"][8:10]) - 1
    minutes = 86400 // data["seconds"]

    def stands(at):
        when = data["start"][at] if data["start"][at] is not None else data["stop"][at]
        return when is not None and when // minutes == day

    same = [
        at
        for at in range(len(data["ids"]))
        if stands(at) and (who("customer", at) == wanted["customer"] or who("staff", at) == wanted["staff"])
    ]
    told = page.get_by_role("dialog").locator("tbody tr td.visit").all_inner_texts()
    assert sorted(told) == sorted(data["ids"][at] for at in same) and len(told) > 2
    asked = page.get_by_role("dialog").locator("tbody tr.asked td.visit").all_inner_texts()
    assert sorted(asked) == sorted([wanted["visit"], *filter(None, wanted["other_visits"].split("|"))])


def test_its_day_is_drawn_with_shapes_for_how_an_end_came(month, open_page):
    wanted = finding(month, "D202")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    drawing = page.get_by_role("dialog").locator("svg.day")
    expect(drawing).to_have_attribute("role", "img")
    assert drawing.locator(".asked .end.dot").count() >= 2 and drawing.locator(".asked .end.square").count() >= 2
    assert drawing.locator(".plan").count() > 1 and drawing.locator("text.clock").count() >= 6
    numbers = drawing.locator(".number").all_text_contents()
    assert {"▼\u00a01", "▼\u00a02"} <= set(numbers)
    missing = open_page(month.pages["rapport"], f"#{finding(month, 'K105')['finding_id']}")
    assert missing.locator("svg.day .asked .end.lacks").count() >= 1


def test_its_rows_are_those_of_the_table(month, open_page):
    wanted = finding(month, "K106")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    expect(page.get_by_role("dialog").locator("dl")).to_contain_text(wanted["rows"])


def test_printing_with_a_finding_open_prints_the_finding(month, open_page):
    from pypdf import PdfReader
    from io import BytesIO

    wanted = finding(month, "M301")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    expect(page.get_by_role("dialog")).to_be_visible()
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = "".join(of.extract_text() for of in pages)
    assert wanted["finding_id"] in text and "K106" not in text and len(pages) <= 2


def test_a_finding_on_a_person_tells_its_visits_and_draws_no_day(month, open_page):
    wanted = finding(month, "P502")
    page = open_page(month.pages["rapport"], f"#{wanted['finding_id']}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Besöken i avvikelsen")).to_be_visible()
    assert dialog.locator("svg.day").count() == 0
    told = dialog.locator("tbody td.visit").all_inner_texts()
    assert set(wanted["other_visits"].split("|")) <= set(told) and len(told) >= 20
    dialog.get_by_role("link", name="Månadens besök: Medarbetare").click()
    expect(page.locator("#besok h2")).to_be_focused()
    assert set(page.locator("#besok-har tbody td.staff").all_inner_texts()) == {wanted["staff"]}
