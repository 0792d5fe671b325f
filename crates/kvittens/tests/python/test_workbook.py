"""The workbooks, read and filled in by openpyxl: real types, the numbers of the measures, answers that come back."""

import datetime
import subprocess
from pathlib import Path

import pytest
from conftest import KVITTENS, ROOT
from openpyxl import load_workbook
from support import rows


def sheet(book, name):
    """A sheet as dictionaries by heading."""
    lines = book[name].iter_rows(values_only=True)
    heads = next(lines)
    return [dict(zip(heads, line)) for line in lines]


def number(text):
    """A number of a Swedish CSV; nothing where it is empty."""
    return float(text.replace(",", ".")) if text else None


@pytest.fixture(scope="module")
def overview(month):
    return load_workbook(month.folder / "oversikt.xlsx")


@pytest.fixture(scope="module")
def own(month):
    return load_workbook(month.homes[0] / "rapport.xlsx")


def test_the_numbers_are_those_of_the_measures(month, overview):
    measures = rows(month.folder / "measures.csv")
    shown = sheet(overview, "Mått")
    assert len(shown) == len(measures)
    columns = {"Antal": "numerator", "Av": "denominator", "Värde": "value", "95 % från": "ci_low",
               "95 % till": "ci_high", "Gräns": "limit", "Övriga utförare": "peer_value"}
    for line, measure in zip(shown, measures):
        assert (line["Regel"], line["Mått"]) == (measure["rule"], measure["measure"])
        for head, column in columns.items():
            assert line[head] == number(measure[column]), (head, measure)


def test_findings_have_real_types(overview):
    lines = sheet(overview, "T Tider")
    timed = [line for line in lines if line["Start"] is not None]
    assert timed
    for line in timed:
        assert isinstance(line["Start"], datetime.datetime)
        assert isinstance(line["Datum"], datetime.datetime)
        assert isinstance(line["Besök"], str)
    assert all(isinstance(line["Minuter"], (int, type(None))) for line in lines)


def test_no_cell_is_a_formula_and_every_table_can_be_filtered_and_printed(overview, own):
    for book in (overview, own):
        for page in book.worksheets:
            for row in page.iter_rows():
                assert all(cell.data_type != "f" for cell in row)
            assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
            assert "&P" in page.oddFooter.center.text
        for name in ("Kvittenser", "K Kvittens"):
            page = book[name]
            assert page.freeze_panes == "B2" and page.auto_filter.ref and page.print_title_rows == "$1:$1"


def test_properties_name_nobody(month, own):
    properties = own.properties
    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.created == datetime.datetime(2022, 3, 1)


def test_charts_are_native(overview, own):
    # openpyxl reads charts that it knows.
    assert len(overview["Diagram"]._charts) == 2
    assert len(own["Diagram"]._charts) == 2


def test_the_sheet_of_answers_has_a_list_to_choose_from(own):
    page = own["Svar"]
    heads = [cell.value for cell in page[1]]
    column = page.cell(2, heads.index("Svar") + 1)
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == ['"fel i registrering,förklarat,bestrids,utreds"']
    assert column.coordinate in lists[0].sqref
    assert page.protection.sheet and not column.protection.locked
    assert page.cell(2, 1).protection.locked


def test_answers_filled_in_are_read_back(month, own, work):
    page = own["Svar"]
    heads = [cell.value for cell in page[1]]
    at = {head: heads.index(head) + 1 for head in heads}
    answers = ["fel i registrering", "förklarat", "bestrids", "utreds"]
    ids = []
    for row, answer in enumerate(answers, start=2):
        ids.append(page.cell(row, at["Avvikelse"]).value)
        page.cell(row, at["Svar"]).value = answer
        page.cell(row, at["Kommentar"]).value = "läses inte in"
        page.cell(row, at["Beslutat av roll"]).value = "enhetschef"
        page.cell(row, at["Gäller till"]).value = datetime.date(2022, 12, 31)
    returned = work / "svar-fran-utforaren.xlsx"
    own.save(returned)
    config = ROOT / "examples/kvittens.toml"
    done = subprocess.run(
        [KVITTENS, "check", ROOT / "examples/2022-03", "--config", config, "--key", work / "test.key",
         "--accept", returned, "--reports", "none", "--out", work / "answered"],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    findings = {row["finding_id"]: row for row in rows(work / "answered/2022-03/findings.csv")}
    assert [findings[id]["status"] for id in ids] == ["accepted", "accepted", "open", "open"]
    assert findings[ids[0]]["explanation"] == "accepted:enhetschef"
    text = Path(work / "answered/2022-03/manifest.json").read_text("utf-8")
    assert "läses inte in" not in text
