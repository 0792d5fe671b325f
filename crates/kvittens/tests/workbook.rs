//! The workbooks, read by another implementation than wrote them: real types, the numbers of the measures, no text taken
//! for anything else, nobody else's names; and the sheet of answers, filled in and read back.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use support::{Row, check, repository, rows, testdata};

/// A row of a sheet, by heading.
type Line = BTreeMap<String, Data>;

fn sample() -> PathBuf {
    testdata("months/2022-03")
}

/// The sample with limits, so that there is a status and a source.
fn checked(out: &Path) -> PathBuf {
    let config = repository("examples/kvittens.toml");
    check(&[&sample()], out, &["--config", config.to_str().unwrap()])
}

fn lines(workbook: &Path, sheet: &str) -> Vec<Line> {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().unwrap().iter().map(|cell| cell.to_string()).collect();
    rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn text(line: &Line, head: &str) -> String {
    match &line[head] {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{head} is no text: {other:?}"),
    }
}

fn number(line: &Line, head: &str) -> Option<f64> {
    match &line[head] {
        Data::Float(number) => Some(*number),
        #[allow(clippy::cast_precision_loss, reason = "a count")]
        Data::Int(number) => Some(*number as f64),
        Data::Empty => None,
        other => panic!("{head} is no number: {other:?}"),
    }
}

fn of(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

/// The numbers of a measure as a workbook heads them, and as the measures do.
const SHARES: [(&str, &str); 9] = [
    ("Antal", "numerator"),
    ("Av", "denominator"),
    ("Andel", "value"),
    ("95 % från", "ci_low"),
    ("95 % till", "ci_high"),
    ("Gräns", "limit"),
    ("Övriga utförare", "peer_value"),
    ("Väntat från", "peer_low"),
    ("Väntat till", "peer_high"),
];

fn same(line: &Line, row: &Row, numbers: &[(&str, &str)]) {
    for (head, column) in numbers {
        let (shown, measured) = (number(line, head), of(row, column));
        // A float in text has all its digits.
        assert!(shown == measured, "{head}: {shown:?}, measured {measured:?} ({row:?})");
    }
}

fn measure<'r>(measures: &'r [Row], rule: &str, name: &str, provider: &str) -> &'r Row {
    let scope = if provider == "Alla" { "all" } else { "provider" };
    let wanted = |row: &&Row| {
        row["rule"] == rule
            && row["measure"] == name
            && row["scope"] == scope
            && (scope == "all" || row["provider"] == provider)
    };
    measures.iter().find(wanted).unwrap()
}

fn class(word: &str) -> &'static str {
    match word {
        "både in och ut" => "both-tags",
        "bara in" => "in-only",
        "bara ut" => "out-only",
        "ingen kvittens" => "no-tag",
        other => panic!("{other}"),
    }
}

fn status(word: &str) -> &'static str {
    match word {
        "inget att fråga om" => "ok",
        "att bevaka" => "watch",
        "avvikelse" => "deviation",
        "för få" => "too-few",
        other => panic!("{other}"),
    }
}

#[test]
fn every_number_of_the_overview_is_a_measure_or_a_count_of_findings() {
    let out = tempfile::tempdir().unwrap();
    let folder = checked(out.path());
    let (measures, findings) = (rows(&folder.join("measures.csv")), rows(&folder.join("findings.csv")));
    let book = folder.join("oversikt.xlsx");
    let all = lines(&book, "Mått");
    assert_eq!(all.len(), measures.len());
    for (line, row) in all.iter().zip(&measures) {
        assert_eq!((text(line, "Regel"), text(line, "Mått")), (row["rule"].clone(), row["measure"].clone()));
        assert_eq!((text(line, "Utförare"), text(line, "Vem")), (row["provider"].clone(), row["subject"].clone()));
        same(line, row, &SHARES.map(|(head, column)| if head == "Andel" { ("Värde", column) } else { (head, column) }));
    }
    let receipts = lines(&book, "Kvittenser");
    assert_eq!(receipts.len(), 20, "four shares of four providers and of all");
    for line in &receipts {
        same(line, measure(&measures, "K101", class(&text(line, "Kvittens")), &text(line, "Utförare")), &SHARES);
    }
    let manual = lines(&book, "Utan kvittens");
    assert_eq!(manual.len(), 5);
    for line in &manual {
        same(line, measure(&measures, "K102", "manual-share", &text(line, "Utförare")), &SHARES);
    }
    for line in manual.iter().take(4) {
        let row = measure(&measures, "K102", "manual-share", &text(line, "Utförare"));
        assert_eq!(status(&text(line, "Bedömning")), row["status"]);
        assert!(!row["limit_source"].is_empty() && text(line, "Gränsens källa") == row["limit_source"]);
    }

    let open = |rule: &str, provider: Option<&str>| {
        let of = |row: &&Row| {
            row["rule"] == rule && row["status"] == "open" && provider.is_none_or(|who| row["provider"] == who)
        };
        findings.iter().filter(of).count()
    };
    let matrix = lines(&book, "Regel per utförare");
    for line in &matrix {
        let who = text(line, "Utförare");
        for (head, _) in line.iter().filter(|(head, _)| *head != "Utförare") {
            let rule = head.split(' ').next().unwrap();
            let counted = open(rule, (who != "Alla").then_some(who.as_str()));
            assert_eq!(number(line, head).map(|count| count.to_string()), Some(counted.to_string()), "{head}, {who}");
        }
    }
    let rates = lines(&book, "Regler");
    for line in rates.iter().filter(|line| number(line, "Per 1\u{a0}000 besök").is_some()) {
        let row = measure(&measures, &text(line, "Regel"), "findings", "Alla");
        same(line, row, &[("Öppna", "numerator"), ("Av", "denominator"), ("Per 1\u{a0}000 besök", "value")]);
        same(line, row, &[("95 % från", "ci_low"), ("95 % till", "ci_high")]);
    }
    let silent = rates.iter().filter(|line| !text(line, "Inte körd").is_empty());
    assert!(
        silent.clone().count() > 5 && silent.clone().all(|line| number(line, "Öppna").is_none()),
        "silence is no zero"
    );

    let families = ["K Kvittens", "D Dubbletter", "M Mellanrum", "T Tider", "P Personal"];
    let listed: Vec<String> =
        families.iter().flat_map(|sheet| lines(&book, sheet)).map(|line| text(&line, "Avvikelse")).collect();
    let mut expected: Vec<&String> = findings.iter().map(|row| &row["finding_id"]).collect();
    let mut found: Vec<&String> = listed.iter().collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_provider_sees_its_own_measures_and_those_of_others_only_together() {
    let out = tempfile::tempdir().unwrap();
    let folder = checked(out.path());
    let measures = rows(&folder.join("measures.csv"));
    for (who, slug) in [("Egen regi Södra", "egen-regi-sodra"), ("Utförare D AB", "utforare-d-ab")] {
        let book = folder.join("utforare").join(slug).join("rapport.xlsx");
        let receipts = lines(&book, "Kvittenser");
        assert!(receipts.len() >= 4);
        for line in receipts.iter().filter(|line| text(line, "Enhet") == "hela utföraren") {
            same(line, measure(&measures, "K101", class(&text(line, "Kvittens")), who), &SHARES);
        }
        for line in lines(&book, "Regler").iter().filter(|line| number(line, "Per 1\u{a0}000 besök").is_some()) {
            let row = measure(&measures, &text(line, "Regel"), "findings", who);
            same(line, row, &[("Öppna", "numerator"), ("Av", "denominator"), ("Per 1\u{a0}000 besök", "value")]);
        }
    }
}

/// Two providers, then four: whose others stand behind a rate.
fn small(folder: &Path, providers: &[&str]) -> PathBuf {
    let mut text = String::from(
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n",
    );
    for (at, provider) in providers.iter().enumerate() {
        for visit in 1..=40 {
            let (day, tag) = (visit % 28 + 1, if visit % 4 == 0 { "Manuell" } else { "Tagg" });
            text.push_str(&format!(
                "{provider};{at}{visit:03};B{at}{visit:03};P{at};Dusch;2022-03-{day:02} 08:00;{tag};2022-03-{day:02} 08:30;Tagg\n"
            ));
        }
    }
    let file = folder.join("tagg.csv");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn peers_stand_in_a_providers_workbook_only_where_three_do() {
    for (providers, expected) in [(&["A", "B", "C"][..], false), (&["A", "B", "C", "D"][..], true)] {
        let out = tempfile::tempdir().unwrap();
        let input = small(out.path(), providers);
        let folder = check(&[&input], out.path(), &["--reports", "xlsx"]);
        let own = lines(&folder.join("utforare/a/rapport.xlsx"), "Kvittenser");
        assert!(own.iter().all(|line| number(line, "Övriga utförare").is_some() == expected), "{providers:?}");
        assert!(own.iter().all(|line| number(line, "Väntat till").is_some() == expected), "{providers:?}");
        let overview = lines(&folder.join("oversikt.xlsx"), "Kvittenser");
        assert!(overview.iter().any(|line| number(line, "Övriga utförare").is_some()));
    }
}

/// Ids that a workbook could take for something else, each at a visit without a stop.
const NASTY: [&str; 9] = [
    "=1+1",
    "@SUM(A1)",
    "+46701234567",
    "-1",
    "http://exempel.invalid",
    "00012",
    "mailto:x@exempel.invalid",
    "_x0041_<b>&",
    "1e5",
];

#[test]
fn no_text_is_taken_for_a_formula_a_number_or_a_link() {
    let out = tempfile::tempdir().unwrap();
    let mut export = String::from(
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n",
    );
    for (at, id) in NASTY.iter().enumerate() {
        export.push_str(&format!("=A&B|'x'!A0;{id};{id};{id};{id};2022-03-0{} 08:00;Tagg;;\n", at + 1));
    }
    let long = "ö".repeat(40_000);
    export.push_str(&format!("=A&B|'x'!A0;långt;\u{1}styr\u{7};{long};Dusch;2022-03-20 08:00;Tagg;;\n"));
    let input = out.path().join("tagg.csv");
    fs::write(&input, export).unwrap();
    let folder = check(&[&input], out.path(), &["--select", "K106"]);
    let home = fs::read_dir(folder.join("utforare")).unwrap().next().unwrap().unwrap().path();
    for (book, sheets) in
        [(home.join("rapport.xlsx"), ["Svar", "K Kvittens"]), (folder.join("oversikt.xlsx"), ["K Kvittens"; 2])]
    {
        for sheet in sheets {
            let found = lines(&book, sheet);
            assert_eq!(found.len(), NASTY.len() + 1, "{sheet}");
            for id in NASTY {
                let line = found.iter().find(|line| line["Brukare"] == Data::String(id.to_owned()));
                let line = line.unwrap_or_else(|| panic!("{id} in {sheet}"));
                assert_eq!([text(line, "Personal"), text(line, "Besök")], [id, id], "{sheet}");
            }
            let last = found.iter().find(|line| text(line, "Besök") == "långt").unwrap();
            assert_eq!(text(last, "Brukare"), "\u{fffd}styr\u{fffd}");
            let staff = text(last, "Personal");
            assert!(staff.ends_with('…') && staff.chars().count() == 32_767, "{}", staff.chars().count());
        }
        for (part, xml) in support::parts(&book) {
            assert!(!xml.contains("<f>") && !xml.contains("<f "), "{part} holds a formula");
            let outside = xml.contains("TargetMode=\"External\"");
            assert!(!outside, "{part} links to somewhere");
        }
    }
}

#[test]
fn days_and_times_are_days_and_times() {
    let out = tempfile::tempdir().unwrap();
    let folder = checked(out.path());
    let findings = rows(&folder.join("findings.csv"));
    let mut times = 0;
    for line in lines(&folder.join("oversikt.xlsx"), "T Tider") {
        let row = findings.iter().find(|row| row["finding_id"] == text(&line, "Avvikelse")).unwrap();
        for (head, column) in [("Start", "start"), ("Slut", "stop")] {
            match &line[head] {
                Data::DateTime(time) => {
                    let expected = serial(&row[column]);
                    assert!((time.as_f64() - expected).abs() < 1e-6, "{row:?}");
                    times += 1;
                }
                Data::Empty => assert_eq!(row[column], ""),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(matches!(line["Datum"], Data::DateTime(_)), !row["start"].is_empty() || !row["stop"].is_empty());
    }
    assert!(times > 10, "{times}");
}

#[test]
fn the_same_month_gives_the_same_bytes_whatever_the_threads() {
    let read = |threads: &str| {
        let out = tempfile::tempdir().unwrap();
        let folder = check(&[&sample()], out.path(), &["--threads", threads, "--reports", "xlsx"]);
        let own = fs::read(folder.join("utforare/utforare-b-ab/rapport.xlsx")).unwrap();
        (fs::read(folder.join("oversikt.xlsx")).unwrap(), own)
    };
    assert!(read("1") == read("4"));
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "xlsx"]);
    let parts = support::parts(&folder.join("utforare/utforare-b-ab/rapport.xlsx"));
    let (_, core) = parts.iter().find(|(name, _)| name.ends_with("docProps/core.xml")).unwrap();
    assert!(core.contains("2022-03-01T00:00:00Z") && core.contains("<dc:creator></dc:creator>"), "{core}");
    assert!(!folder.join("index.html").exists());
}

#[test]
fn english_is_whole() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--lang", "en", "--reports", "xlsx"]);
    let mut book: Xlsx<_> = open_workbook(folder.join("utforare/utforare-b-ab/rapport.xlsx")).unwrap();
    let names = book.sheet_names();
    assert!(names.starts_with(&["Report".into(), "Svar".into(), "Charts".into(), "Receipts".into()]), "{names:?}");
    for name in &names {
        for cell in book.worksheet_range(name).unwrap().used_cells() {
            let said = cell.2.to_string();
            let swedish = ["utförare", "avvikelse", "besök", "kvittens"];
            let said = said.to_lowercase().replace("utförare b ab", "").replace("hemtjänst", "");
            // Names of files, layouts and rules' exports are the municipality's own words.
            let word = swedish.iter().find(|word| said.contains(**word) && name != "Rule pages");
            assert!(word.is_none(), "{name}: {said}");
        }
    }
}

/// Id, answer, role and last day.
type Given<'a> = (&'a str, &'a str, &'a str, Option<(u16, u8, u8)>);

/// Writes a sheet of answers as a spreadsheet program would that moved the columns and put a line above.
fn answered(file: &Path, answers: &[Given<'_>]) {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Rapport").unwrap();
    let sheet = book.add_worksheet().set_name("Svar").unwrap();
    sheet.write_string(0, 0, "Ifyllt av utföraren").unwrap();
    for (at, head) in ["Svar", "Gäller till", "Beslutat av roll", "Kommentar", "Avvikelse"].iter().enumerate() {
        sheet.write_string(2, at.try_into().unwrap(), *head).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, (id, answer, role, until)) in (3..).zip(answers) {
        sheet.write_string(row, 0, *answer).unwrap().write_string(row, 2, *role).unwrap();
        sheet.write_string(row, 3, "B000041 mår sämre").unwrap().write_string(row, 4, *id).unwrap();
        if let Some((year, month, day_of)) = until {
            let until = ExcelDateTime::from_ymd(*year, *month, *day_of).unwrap();
            sheet.write_datetime_with_format(row, 1, &until, &day).unwrap();
        }
    }
    book.save(file).unwrap();
}

fn open_of(folder: &Path, rule: &str) -> Vec<String> {
    let findings = rows(&folder.join("findings.csv"));
    let open = findings.iter().filter(|row| row["rule"] == rule && row["status"] == "open");
    open.map(|row| row["finding_id"].clone()).collect()
}

#[test]
fn answers_on_the_sheet_are_read_back_and_settle_what_was_decided() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "xlsx"]);
    let ids = open_of(&folder, "T402");
    let told = lines(&folder.join("utforare/utforare-b-ab/rapport.xlsx"), "Svar");
    assert!(ids.iter().any(|id| told.iter().any(|line| text(line, "Avvikelse") == *id)));

    let file = out.path().join("svar-fran-utforaren.xlsx");
    answered(
        &file,
        &[
            (&ids[0], "fel i registrering", "enhetschef", None),
            (&ids[1], "Förklarat", "enhetschef", Some((2022, 12, 31))),
            (&ids[2], "förklarat", "", None),
            (&ids[3], "bestrids", "enhetschef", None),
            (&ids[4], "", "enhetschef", None),
            (&ids[5], "förklarat", "enhetschef", Some((2022, 3, 30))),
            (&ids[6], "wrong registration", "unit manager", None),
        ],
    );
    let folder = check(&[&sample()], out.path(), &["--reports", "none", "--accept", file.to_str().unwrap()]);
    let findings = rows(&folder.join("findings.csv"));
    let state = |at: usize| {
        let row = findings.iter().find(|row| row["finding_id"] == ids[at]).unwrap();
        (row["status"].clone(), row["explanation"].clone())
    };
    let accepted = |by: &str| ("accepted".to_owned(), format!("accepted:{by}"));
    assert_eq!(
        [state(0), state(1), state(6)],
        [accepted("enhetschef"), accepted("enhetschef"), accepted("unit manager")]
    );
    for at in 2..6 {
        assert_eq!(state(at).0, "open", "answer {at}");
    }
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    assert!(manifest.contains("svar-fran-utforaren.xlsx") && !manifest.contains("mår sämre"));

    fs::write(out.path().join("kvittens.toml"), "accept = [\"svar-fran-utforaren.xlsx\"]\n").unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "none"]);
    assert!(!open_of(&folder, "T402").contains(&ids[0]), "named in the configuration");
}

#[test]
fn a_report_without_answers_changes_nothing() {
    let out = tempfile::tempdir().unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "xlsx"]);
    let before = fs::read(folder.join("findings.csv")).unwrap();
    let returned = out.path().join("svar.xlsx");
    fs::copy(folder.join("utforare/utforare-b-ab/rapport.xlsx"), &returned).unwrap();
    let folder = check(&[&sample()], out.path(), &["--reports", "none", "--accept", returned.to_str().unwrap()]);
    assert!(fs::read(folder.join("findings.csv")).unwrap() == before);
}

#[test]
fn a_wrong_answer_is_named_by_file_sheet_column_and_row_and_never_by_what_it_says() {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("svar.xlsx");
    let told = |answers: &[Given<'_>]| {
        answered(&file, answers);
        let mut run = Command::new(env!("CARGO_BIN_EXE_kvittens"));
        let done =
            run.arg("check").arg(sample()).arg("--accept").arg(&file).arg("--out").arg(out.path()).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8(done.stderr).unwrap()
    };
    let id = "F-0000000000000";
    let message = told(&[(id, "utreds", "", None), (id, "Anna Andersson vet", "", None)]);
    for part in ["svar.xlsx", "Svar", "rad 5", "förklarat, fel i registrering, bestrids, utreds"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(!message.contains("Anna"), "{message}");
    let message = told(&[("191212121212", "utreds", "", None)]);
    assert!(message.contains("Avvikelse, rad 4") && !message.contains("1912"), "{message}");

    let mut book = Workbook::new();
    book.add_worksheet().set_name("Blad1").unwrap();
    book.save(&file).unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    let done = run.arg("check").arg(sample()).arg("--accept").arg(&file).output().unwrap();
    let message = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(2) && message.contains("bladet Svar saknas"), "{message}");
}

#[test]
fn no_part_of_a_providers_workbook_names_anybody_elses() {
    let out = tempfile::tempdir().unwrap();
    // One customer of all providers at the same time, so that findings go across; every id unmistakable.
    let mut export = String::from(
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n",
    );
    let who = ["Alfabolaget", "Betabolaget", "Gammabolaget", "Deltabolaget"];
    for (at, provider) in who.iter().enumerate() {
        for visit in 1..=30 {
            let (day, tag) = (visit % 28 + 1, if visit % 3 == 0 { "Manuell" } else { "Tagg" });
            let customer = if visit % 5 == 0 { "QQGEMENSAM".to_owned() } else { format!("QQKUND{at}X{visit:02}") };
            export.push_str(&format!(
                "{provider};QQBESOK{at}X{visit:02};{customer};QQPERSONAL{at}X;QQINSATS{at};2022-03-{day:02} 08:00;{tag};\
                 2022-03-{day:02} 08:45;{tag}\n"
            ));
        }
    }
    let input = out.path().join("tagg.csv");
    fs::write(&input, export).unwrap();
    let folder = check(&[&input], out.path(), &["--reports", "xlsx"]);
    let findings = rows(&folder.join("findings.csv"));
    assert!(findings.iter().any(|row| row["rule"] == "P509"), "a finding across providers");
    for (at, provider) in who.iter().enumerate() {
        let book = folder.join("utforare").join(provider.to_lowercase()).join("rapport.xlsx");
        let parts = support::parts(&book);
        assert!(parts.iter().any(|(_, xml)| xml.contains(provider)));
        assert!(parts.iter().any(|(_, xml)| xml.contains(&format!("QQBESOK{at}X"))));
        for (part, xml) in &parts {
            for (other, name) in who.iter().enumerate().filter(|(other, _)| *other != at) {
                let ids = ["QQBESOK", "QQKUND", "QQPERSONAL", "QQINSATS"].map(|id| format!("{id}{other}"));
                let found = ids.iter().find(|id| xml.contains(id.as_str()));
                assert!(found.is_none() && !xml.contains(name), "{part} holds {found:?} or {name}");
            }
        }
    }
}

/// `2022-03-01 07:15` as a sheet counts it: March 2022 begins with 44 621.
fn serial(text: &str) -> f64 {
    let part = |range: std::ops::Range<usize>| text.get(range).map_or(0.0, |digits| digits.parse::<f64>().unwrap());
    let seconds = if text.len() > 16 { part(17..19) } else { 0.0 };
    let first = if text.starts_with("2022-04") { 44_652.0 } else { 44_621.0 };
    first + part(8..10) - 1.0 + (part(11..13) * 60.0 + part(14..16)) / 1_440.0 + seconds / 86_400.0
}
