//! An export's text in other forms: compressed, in another encoding, as a workbook, as a table.

use std::io::Write as _;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::month::latin;

/// Date and time of a cell such as `2022-03-01 07:15`.
pub fn stamp(cell: &str) -> Option<(&str, &str)> {
    let (date, time) = cell.split_once(' ')?;
    let month = date.get(..8)?;
    let fits = date.len() == 10 && time.len() == 5 && ["2022-02-", "2022-03-", "2022-04-"].contains(&month);
    (fits && date[8..].parse::<u32>().is_ok_and(|day| day < 32) && date != "2022-02-30").then_some((date, time))
}

/// Windows-1252, compressed.
pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&latin(text)).unwrap();
    encoder.finish().unwrap()
}

/// UTF-16, as some programs save text.
pub fn utf16(text: &str) -> Vec<u8> {
    let letters = [0xfeff].into_iter().chain(text.encode_utf16());
    letters.flat_map(u16::to_le_bytes).collect()
}

/// Lines and cells of an export's text.
pub fn cells(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(';').collect()).collect()
}

/// A workbook with report lines above; `number`: whether a cell of digits becomes a number, as typing it in would. Rows
/// whose number of cells is not the header's have no place in it: a sheet has no rows that are too short.
pub fn workbook(text: &str, number: bool) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Rapport: kvittenser").unwrap();
    let mut lines = cells(text);
    let width = lines[0].len();
    lines.retain(|line| line.len() == width);
    for (row, line) in (2..).zip(lines) {
        for (column, cell) in (0..).zip(line) {
            let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
            match (stamp(cell), cell.parse::<f64>()) {
                (Some(_), _) => {
                    let time = ExcelDateTime::parse_from_str(&format!("{cell}:00")).unwrap();
                    sheet.write_datetime_with_format(row, column, &time, &date).unwrap();
                }
                (None, Ok(value)) if number && digits => drop(sheet.write_number(row, column, value).unwrap()),
                _ if cell.is_empty() => {}
                _ => drop(sheet.write_string(row, column, cell).unwrap()),
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A Parquet table of texts under the export's headers, as an analyst's notebook writes it. Rows whose number of cells
/// is not the header's have no place in it.
pub fn foreign(text: &str) -> Vec<u8> {
    let lines = cells(text);
    let (header, body) = lines.split_first().unwrap();
    let body: Vec<_> = body.iter().filter(|line| line.len() == header.len()).collect();
    let column = |at: usize| -> ArrayRef {
        let text = |line: &&Vec<&str>| Some(line[at].to_owned()).filter(|cell| !cell.is_empty());
        Arc::new(body.iter().map(text).collect::<StringArray>())
    };
    let columns = header.iter().enumerate().map(|(at, name)| (*name, column(at), true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}
