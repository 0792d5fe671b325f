//! The table of a municipal audit (EY for Södertälje, 2017): both 49 %, in only 8 %, out only 3 %, none 40 % in August;
//! 61, 8, 3 and 28 % in September. An export built to these shares gives exactly that table in the report.
//! The intervals were computed apart from the program: Wilson's score interval for so many of 1 000, z = 1.96.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;

use kvittens_model::YearMonth;

/// Texts of the cells of each row of the first table that has this caption.
fn table(html: &str, caption: &str) -> Vec<Vec<String>> {
    let from = html.find(&format!("<caption>{caption}")).unwrap();
    let body = html[from..].split("</table>").next().unwrap().split("<tbody>").nth(1).unwrap();
    body.split("</tr>").filter(|row| row.contains("<tr")).map(cells).collect()
}

fn cells(row: &str) -> Vec<String> {
    row.split("<t")
        .filter(|cell| cell.starts_with("h ") || cell.starts_with('d'))
        .map(|cell| text(&format!("<t{cell}")))
        .collect()
}

/// The text of markup, its no-break spaces as spaces.
fn text(markup: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in markup.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            '\u{a0}' | '\u{202f}' if !inside => text.push(' '),
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.replace("&nbsp;", " ").trim().to_owned()
}

fn report(month: u32, counts: [u32; 4]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).unwrap();
    fs::create_dir(&out).unwrap();
    kvittens_synth::audit(YearMonth { year: 2017, month }, counts, &input).unwrap();
    let written = support::check(&[&input], &out, &[]);
    let html = fs::read_to_string(written.join("utforare/egen-regi/rapport.html")).unwrap();
    let rows = table(&html, "Besök som väntas ha kvittens");
    rows.into_iter().map(|row| row.into_iter().take(4).collect()).collect()
}

#[test]
fn the_report_holds_the_audits_table_of_august_and_september() {
    let august = report(8, [490, 80, 30, 400]);
    assert_eq!(
        august,
        [
            ["både in och ut", "490", "49,0 %", "45,9–52,1 %"],
            ["bara in", "80", "8,0 %", "6,5–9,8 %"],
            ["bara ut", "30", "3,0 %", "2,1–4,3 %"],
            ["ingen kvittens", "400", "40,0 %", "37,0–43,1 %"],
            ["Alla", "1 000", "", ""],
        ]
    );
    let september = report(9, [610, 80, 30, 280]);
    assert_eq!(
        september,
        [
            ["både in och ut", "610", "61,0 %", "57,9–64,0 %"],
            ["bara in", "80", "8,0 %", "6,5–9,8 %"],
            ["bara ut", "30", "3,0 %", "2,1–4,3 %"],
            ["ingen kvittens", "280", "28,0 %", "25,3–30,9 %"],
            ["Alla", "1 000", "", ""],
        ]
    );
}
