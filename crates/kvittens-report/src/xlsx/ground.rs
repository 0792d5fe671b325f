//! What the numbers stand on: files, remarks on them, the proposed follow-up, and what the words mean.

use kvittens_model::{Id, InputFile};
use kvittens_tables::names::Names;
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::sheet::{Setting, Sheet, column};
use crate::Check;
use crate::html::format::Format;
use crate::html::{Pages, follow_up, frame};

/// Each file and what became of its rows.
///
/// # Errors
/// As the writer's.
pub fn files<'a>(setting: &'a Setting<'a>, check: &Check<'_>) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let (html, index) = (words.html, &words.html.index);
    let mut columns = [html.tables.file, html.tables.layout, words.workbook.heads.encoding]
        .map(|head| column(head, Kind::Text))
        .to_vec();
    let numbers = [index.read, index.used, index.set_aside, index.other_month];
    columns.extend(numbers.map(|head| column(head, Kind::Count)));
    let mut sheet = Sheet::new(setting, words.workbook.sheets.files.name, columns)?.whole_in("manifest.json");
    for file in &check.run.month.files {
        let numbers = [file.read, file.used, file.rejected, file.other_month];
        let texts = [file.name.clone().into(), layout(setting, check, file), file.encoding.as_ref().into()];
        let cells = numbers.map(|number| Cell::count(i64::try_from(number).unwrap_or(i64::MAX)));
        sheet.row(&texts.into_iter().chain(cells).collect::<Vec<Cell>>())?;
    }
    Ok(sheet)
}

/// The files that hold rows of a provider, with its own rows alone.
///
/// # Errors
/// As the writer's.
pub fn own_files<'a>(
    setting: &'a Setting<'a>,
    pages: &Pages,
    check: &Check<'_>,
    provider: Id,
    names: &Names<'_>,
) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let tables = &words.html.tables;
    let columns = vec![
        column(tables.file, Kind::Text),
        column(tables.layout, Kind::Text),
        column(words.html.provider.rows_used, Kind::Count),
    ];
    let mut sheet = Sheet::new(setting, words.workbook.sheets.files.name, columns)?;
    for (at, count) in pages.rows_of(provider) {
        let file = &check.run.month.files[usize::from(at)];
        let name = names.file(at, Some(provider)).into_owned();
        sheet.row(&[name.into(), layout(setting, check, file), Cell::count(count.cast_signed())])?;
    }
    Ok(sheet)
}

fn layout(setting: &Setting<'_>, check: &Check<'_>, file: &InputFile) -> Cell {
    frame::layout(check, file, Format::new(setting.lang)).into()
}

/// Every remark on the files, warnings too.
///
/// # Errors
/// As the writer's.
pub fn notes<'a>(setting: &'a Setting<'a>, check: &Check<'_>) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let (tables, index) = (&words.html.tables, &words.html.index);
    let columns = vec![
        column(tables.code, Kind::Text),
        column(tables.note, Kind::Wrapped).narrow(80.0),
        column(tables.file, Kind::Text),
        column(tables.column, Kind::Text),
        column(tables.count, Kind::Count),
        column(index.first_row, Kind::Count),
    ];
    let mut sheet = Sheet::new(setting, words.workbook.sheets.notes.name, columns)?;
    let month = check.run.month;
    let count = |number: u64| Cell::count(number.cast_signed());
    for note in &month.notes {
        let said = match note.code.is_warning() {
            true => setting.lang.warning(month, note),
            false => (words.note)(note.code).to_owned(),
        };
        let file = note.file.and_then(|file| month.files.get(usize::from(file)));
        sheet.row(&[
            note.code.code().map(|code| code.to_string()).into(),
            said.into(),
            file.map_or(index.everywhere, |file| file.name.as_str()).into(),
            note.column.clone().into(),
            count(note.count),
            note.first_line.map_or(Cell::Empty, |line| count(line.into())),
        ])?;
    }
    Ok(sheet)
}

/// The proposed level of follow-up of each provider, the highest first.
///
/// # Errors
/// As the writer's.
pub fn follow_up<'a>(setting: &'a Setting<'a>, pages: &Pages, check: &Check<'_>) -> Result<Sheet<'a>, XlsxError> {
    let table = follow_up::table(pages, check);
    let kinds = [(Kind::Text, 48.0), (Kind::Text, 48.0), (Kind::Wrapped, 100.0)];
    let column = |(of, (kind, widest)): (&crate::html::table::Column, _)| column(of.head.as_str(), kind).narrow(widest);
    let columns = table.columns.iter().zip(kinds).map(column).collect();
    let mut sheet = Sheet::new(setting, setting.lang.words().workbook.sheets.follow_up.name, columns)?;
    for row in &table.rows {
        sheet.row(&row.iter().map(|text| text.replace(" · ", "\n").into()).collect::<Vec<Cell>>())?;
    }
    Ok(sheet)
}

/// What the words mean; for the controller also those that only the overview has.
///
/// # Errors
/// As the writer's.
pub fn definitions<'a>(setting: &'a Setting<'a>, overview: bool) -> Result<Sheet<'a>, XlsxError> {
    let words = &setting.lang.words().workbook;
    let columns = vec![column(words.heads.word, Kind::Text), column(words.heads.meaning, Kind::Wrapped).narrow(110.0)];
    let mut sheet = Sheet::new(setting, words.sheets.definitions.name, columns)?;
    let more = if overview { words.definitions_overview } else { &[] };
    for (word, meaning) in words.definitions.iter().chain(more) {
        sheet.row(&[Cell::from(*word), Cell::from(*meaning)])?;
    }
    Ok(sheet)
}
