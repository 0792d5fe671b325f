use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn read(bytes: &[u8], name: Option<&str>) -> Result<Sheet, SheetError> {
    text(Cursor::new(bytes), name)
}

fn read_text(bytes: &[u8]) -> String {
    String::from_utf8(read(bytes, None).unwrap().text).unwrap()
}

/// A workbook with times, ids, and cells that need quotes.
fn month() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let (date, clock) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("hh:mm"));
    let (stamp, length) = (Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"), Format::new().set_num_format("[h]:mm"));
    let at = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    let sheet = workbook.add_worksheet().set_name("Besök").unwrap();
    sheet.write(0, 0, "Kvittenser mars; alla").unwrap();
    for (column, name) in ["Kund", "Datum", "Start", "Inpassering", "Tid", "Dubbel", "Anteckning"].iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), *name).unwrap();
    }
    sheet.write(3, 0, 804_123).unwrap();
    sheet.write_with_format(3, 1, at("2022-03-01"), &date).unwrap();
    sheet.write_with_format(3, 2, at("07:15"), &clock).unwrap();
    sheet.write_with_format(3, 3, at("2022-03-01T07:15:30"), &stamp).unwrap();
    sheet.write_with_format(3, 4, 1.0625, &length).unwrap();
    sheet.write(3, 5, true).unwrap();
    sheet.write(3, 6, "två\nrader \"så\"").unwrap();
    sheet.write(4, 0, "0042").unwrap();
    sheet.write(4, 1, 44_621).unwrap();
    sheet.write(4, 2, 0.302_083_333_333_333).unwrap();
    sheet.write(4, 3, 44_621.302_083_333_33).unwrap();
    sheet.write(5, 0, Formula::new("=A4+1").set_result("804124")).unwrap();
    sheet.write_with_format(5, 3, at("2022-03-01T00:00:00"), &stamp).unwrap();
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    sheet.write_rich_string(5, 6, &[(&plain, "fet & "), (&bold, "<stark>")]).unwrap();
    workbook.save_to_buffer().unwrap()
}

const MONTH: &str = "\"Kvittenser mars; alla\";;;;;;\n\n\
    Kund;Datum;Start;Inpassering;Tid;Dubbel;Anteckning\n\
    804123;2022-03-01;07:15;2022-03-01 07:15:30;25:30;Ja;\"två\nrader \"\"så\"\"\"\n\
    0042;44621;0.302083333333333;44621.3020833333;;;\n\
    804124;;;2022-03-01 00:00;;;fet & <stark>\n";

/// The parts of an archive, changed or replaced, and written anew.
fn changed(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).unwrap();
        let (name, mut text) = (entry.name().unwrap().into_owned(), String::new());
        entry.read_to_string(&mut text).unwrap();
        let text = if name == part { change(&text) } else { text };
        parts.push((name, text));
    }
    zipped(&parts)
}

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet with these rows of XML.
fn with_rows(rows: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "delad").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let sheet =
        format!("<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"s\"><x:sheetData>{rows}</x:sheetData></x:worksheet>");
    changed(&bytes, "xl/worksheets/sheet1.xml", |_| sheet.clone())
}

/// Numbers without any plan, the same each time.
fn numbers() -> impl Iterator<Item = usize> {
    let mut state = 2022u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    })
}

#[test]
fn a_sheet_is_the_text_that_its_csv_would_be() {
    assert_eq!(read_text(&month()), MONTH);
}

#[test]
fn the_years_may_count_from_1904() {
    let from_1904 =
        changed(&month(), "xl/workbook.xml", |text| text.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let text = read_text(&from_1904);
    assert!(text.contains("804123;2026-03-02;07:15;2026-03-02 07:15:30;25:30;"), "{text}");
}

#[test]
fn cells_of_other_programs_are_read() {
    let rows = "<x:row><x:c t=\"inlineStr\"><x:is><x:t>a_x000D_</x:t><x:rPh><x:t>uttal</x:t></x:rPh></x:is></x:c>\
         <x:c t=\"s\"><x:v>0</x:v></x:c><x:c/><x:c t=\"str\"><x:f>A1</x:f><x:v>r&#228;tt &lt;</x:v></x:c></x:row>\
         <x:row/><x:row r=\"4\"><x:c r=\"B4\" t=\"d\"><x:v>2022-03-01T07:15:00</x:v></x:c><x:c><x:v>1E3</x:v></x:c></x:row>";
    assert_eq!(read_text(&with_rows(rows)), "\"a\r\";delad;;rätt <\n\n\n;2022-03-01T07:15:00;1000;\n");
}

#[test]
fn an_error_in_a_cell_is_never_nothing() {
    let rows =
        "<row><c t=\"e\"><v>#N/A</v></c><c t=\"e\"><v>#SPILL!</v></c><c t=\"b\"><v>7</v></c><c><v>nan</v></c></row>";
    assert_eq!(read_text(&with_rows(&rows.replace('<', "<x:").replace("<x:/", "</x:"))), "#FEL;#FEL;#FEL;#FEL\n");
}

fn three_sheets() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Dold").unwrap().set_hidden(true).write(0, 0, "dold").unwrap();
    workbook.add_worksheet().set_name("Mars").unwrap().set_active(true).write(0, 0, "mars").unwrap();
    workbook.add_worksheet().set_name("April & maj").unwrap().write(0, 0, "april").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn the_first_sheet_that_is_seen_is_read_or_the_named_one() {
    for (name, expected) in
        [(None, "mars\n"), (Some("april & MAJ"), "april\n"), (Some("Dold"), "dold\n"), (Some("Mars "), "mars\n")]
    {
        assert_eq!(String::from_utf8(read(&three_sheets(), name).unwrap().text).unwrap(), expected);
    }
    assert_eq!(read(&three_sheets(), None).unwrap().name, "Mars");
}

#[test]
fn an_unknown_sheet_lists_the_known_ones() {
    let Err(SheetError::NoSuchSheet { name, known }) = read(&three_sheets(), Some("Juni")) else { panic!() };
    assert_eq!((name.as_str(), known), ("Juni", vec!["Dold".to_owned(), "Mars".to_owned(), "April & maj".to_owned()]));
}

#[test]
fn what_is_no_workbook_is_told_apart() {
    let part = |name: &str| (name.to_owned(), String::from("<a/>"));
    let relation = "<Relationships><Relationship Id=\"1\" Type=\"a/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let document =
        [part("[Content_Types].xml"), part("word/document.xml"), ("_rels/.rels".to_owned(), relation.to_owned())];
    for bytes in [zipped(&document), zipped(&[part("xl/workbook.xml")]), zipped(&[part("[Content_Types].xml")])] {
        assert!(matches!(read(&bytes, None), Err(SheetError::NotAWorkbook)));
    }
    for bytes in [&b""[..], b"PK\x03\x04", b"Kund;Start\n"] {
        assert!(matches!(read(bytes, None), Err(SheetError::Damaged(_))));
    }
}

#[test]
fn a_cell_far_down_is_read_and_one_far_out_is_not() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "a").unwrap();
    sheet.write(1_048_575, 4095, "b").unwrap();
    let text = read_text(&workbook.save_to_buffer().unwrap());
    assert_eq!(text.lines().count(), 1_048_576);
    assert!(text.starts_with("a;;") && text.ends_with(";b\n") && text.contains(";\n\n\n"));
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(1_048_575, 16_383, "b").unwrap();
    let far = read(&workbook.save_to_buffer().unwrap(), None);
    assert!(matches!(far, Err(SheetError::TooManyColumns { limit: 4096 })));
    for place in ["XFE1", "A1048577", "A99999999999999", "Ä1", "A0"] {
        let rows = format!("<x:row><x:c r=\"{place}\"><x:v>1</x:v></x:c></x:row>");
        assert!(matches!(read(&with_rows(&rows), None), Err(SheetError::Damaged(_))), "{place}");
    }
}

#[test]
fn a_sheet_made_to_fill_the_memory_is_stopped() {
    let zeros = "0".repeat(70 << 20);
    let declared = changed(&month(), "docProps/app.xml", |_| zeros.clone());
    assert!(declared.len() < 1 << 20);
    assert!(matches!(read(&declared, None), Err(SheetError::TooLarge { limit: 67_108_864 })));
    // Few strings and many cells: the archive and its parts are small, the text is not.
    let long = changed(
        &with_rows(&"<x:row><x:c t=\"s\"><x:v>0</x:v></x:c></x:row>".repeat(9_000)),
        "xl/sharedStrings.xml",
        |text| text.replace("delad", &"d".repeat(8_000)),
    );
    assert!(matches!(read(&long, None), Err(SheetError::TooLarge { limit: 67_108_864 })));
}

#[test]
fn a_directory_that_lies_about_a_size_is_caught() {
    let mut bytes = month();
    let name = b"xl/worksheets/sheet1.xml";
    let at = memchr::memmem::rfind(&bytes, name).unwrap() - 46;
    assert!(bytes[at..].starts_with(b"PK\x01\x02"));
    for size in [100u32, 1, 0] {
        bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        assert!(matches!(read(&bytes, None), Err(SheetError::Damaged(_))), "{size}");
    }
    bytes[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(read(&bytes, None).is_err());
    bytes[at + 24..at + 28].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    assert!(matches!(read(&bytes, None), Err(SheetError::TooLarge { .. })));
}

#[test]
fn declared_counts_long_formats_and_entities_cost_nothing() {
    let count = |text: &str| text.replace("uniqueCount=\"", "uniqueCount=\"99999999999999");
    let counted = changed(&month(), "xl/sharedStrings.xml", count);
    assert_eq!(read_text(&counted), MONTH);
    let styles = changed(&month(), "xl/styles.xml", |text| {
        let long = format!("<numFmt numFmtId=\"900\" formatCode=\"{}\"/>", "a".repeat(1 << 20));
        let many = format!("{}</cellXfs>", "<xf numFmtId=\"900\"/>".repeat(50_000));
        text.replace("</numFmts>", &format!("{long}</numFmts>")).replace("</cellXfs>", &many)
    });
    assert_eq!(read_text(&styles), MONTH);
    let entity = changed(&month(), "xl/sharedStrings.xml", |text| {
        let declared = "<!DOCTYPE sst [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst ";
        text.replace("<sst ", declared).replace("Kund", "&b;")
    });
    assert!(matches!(read(&entity, None), Err(SheetError::Damaged(_))));
    let deep = with_rows(&"<x:row>".repeat(100_000));
    assert!(matches!(read(&deep, None), Err(SheetError::Damaged(_))));
}

#[test]
fn what_is_cut_off_is_damaged() {
    let whole = month();
    for part in 0..64 {
        let cut = &whole[..whole.len() * part / 64];
        assert!(matches!(read(cut, None), Err(SheetError::Damaged(_))), "{part}");
    }
    for part in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"] {
        let cut = changed(&whole, part, |text| text[..text.len() / 2].to_owned());
        assert!(matches!(read(&cut, None), Err(SheetError::Damaged(_))), "{part}");
    }
}

#[test]
fn a_flipped_byte_is_found_or_changes_nothing() {
    let (whole, mut numbers) = (month(), numbers());
    let (mut found, mut same) = (0, 0);
    for _ in 0..600 {
        let mut bytes = whole.clone();
        let (at, bit) = (numbers.next().unwrap() % bytes.len(), numbers.next().unwrap() % 8);
        bytes[at] ^= 1 << bit;
        match read(&bytes, None) {
            Err(_) => found += 1,
            Ok(sheet) => {
                assert_eq!(String::from_utf8(sheet.text).unwrap(), MONTH, "byte {at}, bit {bit}");
                same += 1;
            }
        }
    }
    assert!(found > 100 && same > 100, "{found} found, {same} without effect");
}
