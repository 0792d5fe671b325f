//! The form of the other exports does not matter: encoding, compression, workbooks with dates and numbers of their own and
//! Parquet say the same as the text files.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::path::Path;

use kvittens_model::companion::{Companion, Companions};
use kvittens_model::{Month, YearMonth};
use kvittens_synth::{COMPANIONS, Recipe};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use support::forms::{cells, foreign, gzip, utf16, workbook};
use support::month::latin;

const MARCH: YearMonth = YearMonth { year: 2022, month: 3 };

/// The registrations as files, and the other exports as texts by name.
struct Delivery {
    main: [Vec<u8>; 2],
    others: Vec<(&'static str, String)>,
}

fn delivery() -> Delivery {
    let recipe = Recipe { companions: true, ..Recipe::with_rows(MARCH, 5_000, 7) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    let text = |bytes: &Vec<u8>| bytes.iter().map(|byte| char::from(*byte)).collect();
    let others = COMPANIONS.iter().zip(&made.companions).map(|((name, _), bytes)| (*name, text(bytes))).collect();
    Delivery { main: [made.tagg, made.manuell], others }
}

impl Delivery {
    /// What is read where each of the other exports has a form and its file an ending.
    fn month(&self, ending: &str, form: &dyn Fn(&str) -> Vec<u8>) -> Month {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("tagg.csv", &self.main[0]);
        write("manuell.csv", &self.main[1]);
        for (name, text) in &self.others {
            write(&format!("{name}{ending}"), &form(text));
        }
        read(folder.path())
    }

    fn read(&self, ending: &str, form: &dyn Fn(&str) -> Vec<u8>) -> Companions {
        self.month(ending, form).companions
    }
}

fn read(folder: &Path) -> Month {
    let options = kvittens_parse::Options::default();
    kvittens_parse::read(&[folder.to_owned()], &options, &|_, _| {}).unwrap().month
}

/// A cell of a spreadsheet as somebody types it in: days, times and numbers are values, not texts.
fn typed(text: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let (day, time) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(cells(text)) {
        for (column, cell) in (0..).zip(line) {
            let number = cell.replace(',', ".").parse::<f64>();
            match (cell.len(), ExcelDateTime::parse_from_str(cell), number) {
                _ if cell.is_empty() => {}
                (10, Ok(value), _) => drop(sheet.write_datetime_with_format(row, column, &value, &day).unwrap()),
                (16, Ok(value), _) => drop(sheet.write_datetime_with_format(row, column, &value, &time).unwrap()),
                (_, _, Ok(value)) => drop(sheet.write_number(row, column, value).unwrap()),
                _ => drop(sheet.write_string(row, column, cell).unwrap()),
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A form's name, its file's ending, and the text as the bytes of a file.
type Named<'a> = (&'a str, &'a str, &'a dyn Fn(&str) -> Vec<u8>);

#[test]
fn the_form_of_the_other_exports_does_not_matter() {
    let delivery = delivery();
    let expected = delivery.read(".csv", &latin);
    assert_eq!(expected.delivered, Companion::ALL.into_iter().collect());
    let utf8 = |text: &str| text.as_bytes().to_vec();
    let marked = |text: &str| [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let tabs = |text: &str| utf8(&text.replace(';', "\t").replace("\r\n", "\n"));
    let quoted = |text: &str| {
        let quote = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
        utf8(&text.lines().map(quote).collect::<Vec<_>>().join("\r\n"))
    };
    let titled = |text: &str| utf8(&format!("Rapport\r\nUtskriven 2022-04-06\r\n\r\n{text}Summa;1\r\n"));
    let zstd = |text: &str| zstd::encode_all(latin(text).as_slice(), 1).unwrap();
    let texts = |text: &str| workbook(text, false);
    let forms: [Named<'_>; 10] = [
        ("UTF-8", ".csv", &utf8),
        ("UTF-8 with its mark", ".csv", &marked),
        ("UTF-16", ".csv", &utf16),
        ("tabs", ".txt", &tabs),
        ("quotes", ".csv", &quoted),
        ("a title and a sum", ".csv", &titled),
        ("gzip", ".csv.gz", &gzip),
        ("zstd", ".csv.zst", &zstd),
        ("a workbook of texts", ".xlsx", &texts),
        ("a table", ".parquet", &foreign),
    ];
    for (name, ending, form) in forms {
        assert!(delivery.read(ending, form) == expected, "{name}");
    }
    let typed = delivery.read(".xlsx", &typed);
    for (name, same) in [
        ("decisions", typed.decisions == expected.decisions),
        ("plan", typed.plan == expected.plan),
        ("absence", typed.absence == expected.absence),
        ("exemptions", typed.exemptions == expected.exemptions),
        ("billing", typed.billing == expected.billing),
        ("supplements", typed.supplements == expected.supplements),
        ("outages", typed.outages == expected.outages),
        ("households", typed.households == expected.households),
        ("staff", typed.staff == expected.staff),
        ("tags", typed.tags == expected.tags),
        ("contacts", typed.contacts == expected.contacts),
    ] {
        assert!(same, "{name} of a workbook");
    }
    assert!(typed == expected);
}

#[test]
fn what_a_store_keeps_of_them_says_the_same() {
    let delivery = delivery();
    let month = delivery.month(".csv", &latin);
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in ["tagg.csv", "manuell.csv"].iter().zip(&delivery.main) {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    for kind in Companion::ALL {
        let table = kvittens_parse::write_companion(&month, kind).unwrap();
        std::fs::write(folder.path().join(format!("{}.parquet", kind.name())), table).unwrap();
    }
    assert!(read(folder.path()).companions == month.companions);
}
