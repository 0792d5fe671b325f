//! A sheet that is one table: a frozen row of headings with a filter, columns of one kind each, widths, and a form for
//! printing.

use kvittens_model::{Severity, Status};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, IgnoreError, Worksheet, XlsxError};

use super::cells::{self, Cell};
use super::looks::{self, Kind, Looks};
use crate::words::Lang;

/// Rows of a sheet (ECMA-376).
const ROWS: u32 = 1_048_576;

/// Rows that are looked at for the widths of columns.
const LOOKED_AT: u32 = 500;

/// Letters of the narrowest column, and of the widest where nothing else is said.
const NARROWEST: usize = 6;
const WIDEST: f64 = 48.0;

/// Points of a letter of a heading that stands on end.
const LETTER: f64 = 5.6;

/// Points of a line's height, and of the highest row (Excel's limit).
pub const HEIGHT: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// A4, as workbooks number it.
const A4: u8 = 9;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    head: String,
    kind: Kind,
    upright: bool,
    /// Letters of the widest it may be.
    widest: f64,
}

impl Column {
    /// No wider than so many letters.
    pub fn narrow(mut self, letters: f64) -> Column {
        self.widest = letters;
        self
    }
}

/// A column of a kind.
pub fn column(head: impl Into<String>, kind: Kind) -> Column {
    Column { head: head.into(), kind, upright: false, widest: WIDEST }
}

/// A narrow column of counts whose heading stands on end.
pub fn upright(head: impl Into<String>) -> Column {
    Column { head: head.into(), kind: Kind::Count, upright: true, widest: 5.5 }
}

/// What every sheet of a workbook has in common.
pub struct Setting<'a> {
    /// The language.
    pub lang: Lang,
    /// The formats.
    pub looks: &'a Looks,
    /// What stands at the head of each printed page, to the left.
    pub running: String,
}

/// A table under way.
pub struct Sheet<'a> {
    /// The sheet, for what only it has.
    pub inner: Worksheet,
    setting: &'a Setting<'a>,
    columns: Vec<Column>,
    letters: Vec<usize>,
    /// Whether anything stands in a column.
    filled: Vec<bool>,
    /// Where the next row goes.
    row: u32,
    /// Rows it may have.
    rows: u32,
    left_out: u64,
    has_total: bool,
    /// The file that holds what the sheet has no room for.
    whole: &'static str,
}

impl<'a> Sheet<'a> {
    /// With these columns. Names of sheets are words of the program.
    ///
    /// # Errors
    /// A name that a sheet cannot have: an error of the program.
    pub fn new(setting: &'a Setting<'a>, name: &str, columns: Vec<Column>) -> Result<Sheet<'a>, XlsxError> {
        let mut inner = Worksheet::new();
        inner.set_name(name)?;
        for (at, column) in (0..).zip(&columns) {
            if !column.kind.is_filled_in() {
                inner.set_column_format(at, setting.looks.of(column.kind))?;
            }
            let look = match column.kind {
                _ if column.upright => &setting.looks.upright,
                kind if kind.is_number() => &setting.looks.head_of_numbers,
                _ => &setting.looks.head,
            };
            inner.write_string_with_format(0, at, cells::fitting(&column.head), look)?;
        }
        let (letters, filled) = (vec![0; columns.len()], vec![false; columns.len()]);
        Ok(Sheet {
            inner,
            setting,
            columns,
            letters,
            filled,
            row: 1,
            rows: ROWS,
            left_out: 0,
            has_total: false,
            whole: "findings.csv",
        })
    }

    /// Another file that holds all of it.
    pub fn whole_in(mut self, file: &'static str) -> Sheet<'a> {
        self.whole = file;
        self
    }

    /// Fewer rows than a sheet has, for a test.
    #[cfg(test)]
    pub fn with_rows(mut self, rows: u32) -> Sheet<'a> {
        self.rows = rows;
        self
    }

    /// Adds a row, as wide as the columns. The last row of the sheet is kept for a word on what is left out.
    ///
    /// # Errors
    /// As the writer's.
    pub fn row(&mut self, row: &[Cell]) -> Result<(), XlsxError> {
        if self.row + 1 >= self.rows {
            self.left_out += 1;
            return Ok(());
        }
        for (at, cell) in (0..).zip(row) {
            let kind = self.columns[usize::from(at)].kind;
            cells::write(&mut self.inner, self.setting.looks, (self.row, at), kind, cell, None)?;
        }
        // What is filled in ends with the table, so its cells have their look each by itself.
        for (at, column) in (0..).zip(&self.columns).filter(|(_, column)| column.kind.is_filled_in()) {
            self.inner.write_blank(self.row, at, self.setting.looks.of(column.kind))?;
        }
        let wrapped = row.iter().zip(&self.columns).filter(|(_, column)| column.kind == Kind::Wrapped);
        let lines = wrapped.map(|(cell, column)| cell.lines(column.widest)).max().unwrap_or(1);
        if lines > 1 {
            self.inner.set_row_height(self.row, height(lines))?;
        }
        for (filled, cell) in self.filled.iter_mut().zip(row) {
            *filled |= *cell != Cell::Empty;
        }
        if self.row <= LOOKED_AT {
            for (most, cell) in self.letters.iter_mut().zip(row) {
                *most = cell.letters().max(*most);
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Adds the last row: all together. It stands outside the filter.
    ///
    /// # Errors
    /// As the writer's.
    pub fn total(&mut self, row: &[Cell]) -> Result<(), XlsxError> {
        self.has_total = true;
        for (at, cell) in (0..).zip(row) {
            let kind = self.columns[usize::from(at)].kind;
            let look = self.setting.looks.total(kind);
            cells::write(&mut self.inner, self.setting.looks, (self.row, at), kind, cell, Some(&look))?;
        }
        self.row += 1;
        Ok(())
    }

    /// Rows so far, without headings.
    pub fn len(&self) -> u32 {
        self.row - 1
    }

    /// Filter, widths, colours and the form for printing.
    ///
    /// # Errors
    /// As the writer's.
    pub fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let words = self.setting.lang.words();
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let end = self.row - 1 - u32::from(self.has_total);
        if end > 0 {
            self.inner.autofilter(0, 0, end, last)?;
            self.inner.ignore_error_range(1, 0, self.row - 1, last, IgnoreError::NumberStoredAsText)?;
        }
        if self.left_out > 0 {
            let left_out = crate::html::format::Format::new(self.setting.lang).count(self.left_out);
            let said = (words.workbook.cut)(&left_out, self.whole);
            self.inner.write_string_with_format(self.row, 0, said, &self.setting.looks.warning)?;
        } else if self.row == 1 {
            self.inner.write_string(1, 0, words.workbook.no_rows)?;
        }
        for (at, column) in (0..).zip(&self.columns) {
            self.inner.set_column_width(at, width(column, self.letters[usize::from(at)]))?;
            // The columns are the same every month, for whoever refers to them; without content they are folded away.
            if end > 0 && !self.filled[usize::from(at)] && !column.kind.is_filled_in() {
                self.inner.set_column_hidden(at)?;
            }
        }
        let headings = (0..).zip(&self.columns).map(|(at, column)| match column.upright {
            true => long(&column.head),
            false => height(cells::broken(&column.head, width(column, self.letters[at]) - 3.0)),
        });
        let highest = headings.fold(HEIGHT, f64::max);
        self.inner.set_row_height(0, highest)?;
        for (at, column) in (0..).zip(&self.columns) {
            colour(&mut self.inner, self.setting.lang, column.kind, at, self.row)?;
        }
        self.inner.set_freeze_panes(1, 1)?;
        self.inner.set_repeat_rows(0, 0)?;
        print(&mut self.inner, self.setting);
        Ok(self.inner)
    }
}

/// The height of a row with so many lines. Not every program finds it by itself.
#[allow(clippy::cast_precision_loss, reason = "a cell has some dozens of lines")]
pub fn height(lines: usize) -> f64 {
    (HEIGHT * lines as f64).min(HIGHEST)
}

/// The length of a heading that stands on end.
#[allow(clippy::cast_precision_loss, reason = "a heading has some dozens of letters")]
fn long(heading: &str) -> f64 {
    (20.0 + LETTER * heading.chars().count() as f64).min(HIGHEST)
}

/// The form for printing: A4 landscape, one page wide, the page's number at the foot.
pub fn print(sheet: &mut Worksheet, setting: &Setting<'_>) {
    let page_of = setting.lang.words().workbook.page_of;
    // An ampersand begins a code of the running head.
    let running: String = setting.running.chars().take(100).collect::<String>().replace('&', "&&");
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&9{running}&R&9&A")).set_footer(format!("&C&9{}", page_of("&P", "&N")));
}

#[allow(clippy::cast_precision_loss, reason = "a width is a few dozen")]
fn width(column: &Column, letters: usize) -> f64 {
    if column.upright {
        return column.widest;
    }
    // A heading breaks between words; the button of the filter takes two letters.
    let heading = column.head.split_whitespace().map(|word| word.chars().count() + 3).max().unwrap_or(0);
    let least = match column.kind {
        Kind::Date | Kind::Until => 11,
        Kind::Answer => 26,
        Kind::Decision => 18,
        Kind::Count | Kind::Decimal | Kind::Raw | Kind::Share | Kind::Clock => 8.max(letters),
        // Ids are capitals.
        Kind::Wrapped | Kind::Text | Kind::List | Kind::Status | Kind::Weight => letters + 3,
    };
    (least as f64).min(column.widest).max(heading.max(NARROWEST) as f64)
}

/// Colours the words that somebody looks for.
fn colour(sheet: &mut Worksheet, lang: Lang, kind: Kind, column: u16, end: u32) -> Result<(), XlsxError> {
    let words = lang.words();
    let mut rules = Vec::new();
    if kind == Kind::Status {
        for status in [Status::Deviation, Status::Watch, Status::TooFew, Status::NotRun] {
            rules.extend(looks::of_status(status).map(|look| ((words.status)(status), look)));
        }
    }
    if kind == Kind::Weight {
        for severity in [Severity::Major, Severity::Minor] {
            rules.extend(looks::of_weight(severity).map(|look| ((words.severity)(severity), look)));
        }
    }
    for (word, look) in rules {
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(word)).set_format(look);
        sheet.add_conditional_format(1, column, end.max(1), column, &rule)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_sheet_says_how_much_is_left_out() {
        let looks = Looks::new(Lang::Sv);
        let setting = Setting { lang: Lang::Sv, looks: &looks, running: "a & b".into() };
        let columns = vec![column("Id", Kind::Text), column("Antal", Kind::Count)];
        let mut sheet = Sheet::new(&setting, "Blad", columns).unwrap().with_rows(5);
        for number in 0..10 {
            sheet.row(&["=1".into(), Cell::count(number)]).unwrap();
        }
        assert_eq!((sheet.len(), sheet.left_out), (3, 7), "headings, three rows, and the word on the rest");
        let mut book = rust_xlsxwriter::Workbook::new();
        book.push_worksheet(sheet.finish().unwrap());
        assert!(book.save_to_buffer().unwrap().len() > 1000);
    }

    #[test]
    fn every_name_of_a_sheet_is_one_that_a_workbook_takes() {
        for lang in [Lang::Sv, Lang::En] {
            let words = lang.words().workbook;
            let w = &words.sheets;
            let sheets = [w.overview, w.report, w.answers, w.charts, w.receipts, w.manual, w.follow_up, w.matrix];
            let more = [w.rules, w.measures, w.files, w.notes, w.pages, w.definitions];
            let names = sheets.into_iter().chain(more).map(|sheet| sheet.name);
            for name in names.chain("KDMTPBEX".chars().map(words.family)) {
                assert!(Worksheet::new().set_name(name).is_ok() && name.chars().count() <= 31, "{name}");
            }
            assert_eq!(w.answers.name, kvittens_tables::answers::SHEET);
        }
    }
}
