//! One file looked at closely, whether it can be read or not: what was detected, what its columns mean, how its cells
//! look. A cell that may name somebody is shown as its shape: letters as `x`, digits as `9`.

use std::collections::BTreeMap;
use std::path::Path;

use kvittens_model::{Id, Month, NO_ID};

use crate::body::Body;
use crate::content::Content;
use crate::encoding::{Encoding, tidy};
use crate::error::ReadError;
use crate::fields::{Field, NAMES};
use crate::fit::{self, Fit};
use crate::header::{self, Line};
use crate::registrations::{LAYOUT, Table};
use crate::source::Head;
use crate::{Options, layout, records};

/// Rows whose cells are looked at.
const ROWS: usize = 2000;

/// Rows that are shown.
const SHOWN: usize = 3;

/// Distinct words or shapes of a column that are kept apart.
const FORMS: usize = 200;

/// Letters of a shape.
const LONGEST_SHAPE: usize = 24;

/// What a file is.
#[derive(Debug)]
pub struct Inspection {
    /// As the user named it.
    pub file: String,
    /// `utf-8`, `utf-8-bom`, `windows-1252` or `ascii`, as the headers say; `xlsx` or `parquet`.
    pub encoding: &'static str,
    /// Between two fields of text.
    pub delimiter: Option<char>,
    /// Lines above the headers.
    pub lines_above: u32,
    /// Every layout that was tried, and how it fits.
    pub layouts: Vec<LayoutFit>,
    /// The position in [`Inspection::layouts`] of the one that fits, or is nearest.
    pub nearest: Option<usize>,
    /// The columns, as they stand.
    pub columns: Vec<Column>,
    /// Rows whose cells were looked at.
    pub looked_at: usize,
    /// The first rows, masked.
    pub rows: Vec<Vec<String>>,
    /// The file read alone.
    pub reading: Result<Month, ReadError>,
}

/// How a layout fits a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutFit {
    /// Its name.
    pub name: String,
    /// Whether the file can be read so.
    pub fits: bool,
    /// Headers it knows.
    pub known: usize,
    /// Columns it needs and the file lacks, by their first names, and the header that looks most like it.
    pub lacking: Vec<(Field, String, Option<String>)>,
    /// Columns that say it is another layout.
    pub excluded: Vec<String>,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// What it means in the nearest layout.
    pub field: Option<Field>,
    /// Cells that hold something, of the rows looked at.
    pub filled: usize,
    /// The commonest words, where none of them names a person, else the commonest shapes; most first.
    pub forms: Vec<(String, usize)>,
    /// How many distinct there are, as far as was counted.
    pub distinct: usize,
}

/// Looks at a file.
///
/// # Errors
/// A file that is no table of text at all. What keeps a table from being read stands in [`Inspection::reading`].
pub fn inspect(path: &Path, options: &Options) -> Result<Inspection, ReadError> {
    let shown = path.display().to_string();
    let fail = |kind| ReadError::new(shown.clone(), kind);
    let layouts = layout::choose(&options.own_layouts, &options.layouts)?;
    let content = match Body::of(Content::File(path.to_owned()), options).map_err(fail)? {
        Body::Text(content) => content,
        Body::Table(table) => return Ok(of_table(&table, path, options)),
    };
    let head = Head::read(&content, options).map_err(fail)?;
    let text = &head.bytes[head.mark..];
    let found = header::likeliest(text, head.given, &layouts);
    let Some(mut line) = found.line else {
        return Err(fail(found.stopped.unwrap_or(crate::Kind::Empty)));
    };
    line.hide(&layouts, shape);
    let fits = fit::fits(&line.names, &layouts, head.given.provider);
    let best = fit::best(&fits);
    let mut look = Look::new(&line, best);
    look.walk(text, &line);
    let of_layout = |fit: &Fit| LayoutFit {
        name: fit.layout.name.clone(),
        fits: fit.fits(),
        known: fit.known,
        lacking: lacking(fit, &line, &layouts),
        excluded: fit.excluded.iter().filter_map(|field| fit.column(*field)).map(|at| line.names[at].clone()).collect(),
    };
    Ok(Inspection {
        file: shown,
        encoding: content.form().unwrap_or(line.encoding.name()),
        delimiter: content.form().is_none().then_some(char::from(line.delimiter)),
        lines_above: line.above,
        layouts: fits.iter().map(of_layout).collect(),
        nearest: best.and_then(|best| fits.iter().position(|fit| fit.layout.name == best.layout.name)),
        columns: look.columns.into_iter().map(Seen::into_column).collect(),
        looked_at: look.count,
        rows: look.rows,
        reading: alone(path, options),
    })
}

fn alone(path: &Path, options: &Options) -> Result<Month, ReadError> {
    crate::read(&[path.to_owned()], options, &|_, _| {}).map(|reading| reading.month)
}

/// The store's own table: its columns are what they are called, and its cells are not looked at.
fn of_table(table: &Table, path: &Path, options: &Options) -> Inspection {
    let columns = table.columns();
    let field = |at: usize| NAMES.iter().map(|(field, _)| *field).find(|field| columns[*field as usize] == Some(at));
    let column = |(at, name): (usize, &String)| Column {
        header: name.clone(),
        field: field(at),
        filled: 0,
        forms: Vec::new(),
        distinct: 0,
    };
    let fit = LayoutFit {
        name: LAYOUT.to_owned(),
        fits: true,
        known: columns.iter().flatten().count(),
        lacking: Vec::new(),
        excluded: Vec::new(),
    };
    Inspection {
        file: path.display().to_string(),
        encoding: "parquet",
        delimiter: None,
        lines_above: 0,
        layouts: vec![fit],
        nearest: Some(0),
        columns: table.names().iter().enumerate().map(column).collect(),
        looked_at: 0,
        rows: Vec::new(),
        reading: alone(path, options),
    }
}

fn lacking(fit: &Fit, line: &Line, layouts: &[std::sync::Arc<crate::Layout>]) -> Vec<(Field, String, Option<String>)> {
    let one = |field: &Field| (*field, fit.layout.name_of(*field), fit::nearest_name(*field, &line.names, layouts));
    fit.lacking.iter().map(one).collect()
}

/// The cells of the first rows.
struct Look {
    columns: Vec<Seen>,
    count: usize,
    rows: Vec<Vec<String>>,
}

/// What was seen of a column.
struct Seen {
    column: Column,
    forms: BTreeMap<String, usize>,
}

impl Look {
    fn new(line: &Line, best: Option<&Fit>) -> Look {
        let column = |(at, header): (usize, &String)| Seen {
            column: Column {
                header: header.clone(),
                field: best.and_then(|best| best.field(at)),
                filled: 0,
                forms: Vec::new(),
                distinct: 0,
            },
            forms: BTreeMap::new(),
        };
        Look { columns: line.names.iter().enumerate().map(column).collect(), count: 0, rows: Vec::new() }
    }

    fn walk(&mut self, text: &[u8], line: &Line) {
        let (mut at, mut spans, mut scratch) = (line.next, Vec::new(), Vec::new());
        while at < text.len() && self.count < ROWS {
            let Some(next) = records::next(text, at, line.delimiter, &mut spans) else { break };
            at = next;
            // A row of another width, or one that is cut off where the look ends, would put cells under wrong headers.
            if spans.len() != self.columns.len() {
                continue;
            }
            let mut row = Vec::new();
            for (span, seen) in spans.iter().zip(&mut self.columns) {
                let cell = records::cell(text, *span, &mut scratch);
                row.push(seen.cell(&decoded(line.encoding, cell)));
            }
            if self.rows.len() < SHOWN {
                self.rows.push(row);
            }
            self.count += 1;
        }
    }
}

fn decoded(encoding: Encoding, cell: &[u8]) -> String {
    let text = encoding.decode(cell).unwrap_or_default();
    tidy(&text).0.into_owned()
}

impl Seen {
    /// Counts a cell and gives it as it may be shown.
    fn cell(&mut self, text: &str) -> String {
        let form = if self.column.field.is_some_and(Field::is_word) { text.to_owned() } else { shape(text) };
        if !text.is_empty() {
            self.column.filled += 1;
            let known = self.forms.len();
            match self.forms.get_mut(&form) {
                Some(count) => *count += 1,
                None if known < FORMS => drop(self.forms.insert(form.clone(), 1)),
                None => {}
            }
        }
        form
    }

    fn into_column(self) -> Column {
        let Seen { mut column, forms } = self;
        column.distinct = forms.len();
        column.forms = forms.into_iter().collect();
        column.forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        column
    }
}

/// A text with every letter as `x` and every digit as `9`.
pub fn shape(text: &str) -> String {
    let mut shape: String = text
        .chars()
        .take(LONGEST_SHAPE)
        .map(|c| match c {
            c if c.is_numeric() => '9',
            c if c.is_alphabetic() => 'x',
            c if c.is_ascii_punctuation() || c == ' ' => c,
            _ => '?',
        })
        .collect();
    if text.chars().count() > LONGEST_SHAPE {
        shape.push('…');
    }
    shape
}

/// Ids that occur at several providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Distinct ids.
    pub ids: u32,
    /// Of those, at two providers or more.
    pub shared: u32,
}

impl Shared {
    /// Of the customers of a month.
    pub fn customers(month: &Month) -> Shared {
        Shared::of(month.ids.customer.len(), &month.visits.customer, &month.visits.provider)
    }

    /// Of its staff: many of them speak for ids of the whole municipality, or for short numbers that each provider uses.
    pub fn staff(month: &Month) -> Shared {
        Shared::of(month.ids.staff.len(), &month.visits.staff, &month.visits.provider)
    }

    fn of(count: u32, ids: &[Id], providers: &[Id]) -> Shared {
        let mut first = vec![NO_ID; count as usize];
        let mut several = vec![false; count as usize];
        for (id, provider) in ids.iter().zip(providers).filter(|(id, _)| **id != NO_ID) {
            let known = &mut first[*id as usize];
            several[*id as usize] |= *known != NO_ID && known != provider;
            *known = *provider;
        }
        let shared = several.iter().filter(|several| **several).count();
        Shared { ids: count, shared: u32::try_from(shared).unwrap_or(u32::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Uttag 2022-04-01\nUtförare;Brukre-ID;Personal-ID;Inpassering;Inpassering typ;Utpassering;Utpassering typ;Notering\n\
        A;K12;Anna Ö;2022-03-01 07:15;Tagg;2022-03-01 07:45;Manuell;Kund sov\nA;K7;Bo;2022-03-01 08:15;Tagg;;;\n";

    fn of(text: &str) -> Inspection {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, text).unwrap();
        inspect(&file, &Options::default()).unwrap()
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_what_it_lacks_and_what_is_meant() {
        let found = of(TEXT);
        assert!(found.reading.is_err());
        assert_eq!((found.lines_above, found.delimiter, found.encoding, found.looked_at), (1, Some(';'), "utf-8", 2));
        let nearest = &found.layouts[found.nearest.unwrap()];
        assert_eq!((nearest.name.as_str(), nearest.fits), ("lifecare-tagg", false));
        let meant = Some("Brukre-ID".to_owned());
        assert_eq!(nearest.lacking, [(Field::Customer, "Brukare-ID".to_owned(), meant)]);
        assert_eq!(of(&TEXT.replace("Brukre", "Brukare")).reading.unwrap().rows.len(), 2);
    }

    #[test]
    fn words_are_shown_and_what_may_name_somebody_is_a_shape() {
        let found = of(TEXT);
        assert_eq!(
            found.rows[0],
            ["A", "x99", "xxxx x", "9999-99-99 99:99", "Tagg", "9999-99-99 99:99", "Manuell", "xxxx xxx"]
        );
        let tagg = &found.columns[4];
        assert_eq!((tagg.field, &tagg.forms), (Some(Field::InMethod), &vec![("Tagg".to_owned(), 2)]));
        assert!(!format!("{:?}{:?}", found.rows, found.columns).contains("Anna"));
    }

    #[test]
    fn a_line_that_is_no_header_is_shown_as_its_shape() {
        let found = of("Brukare;Anna Ö\nK1;Bo\n");
        let headers = |found: Inspection| found.columns.into_iter().map(|column| column.header).collect::<Vec<_>>();
        assert_eq!(headers(found), ["Brukare", "xxxx x"]);
        assert_eq!(
            headers(of("Anna Ö;121212-1212;2022-03-01 07:15;NFC\n")),
            ["xxxx x", "999999-9999", "9999-99-99 99:99", "NFC"]
        );
        assert_eq!(headers(of("Vem;Kom;Gick;Hur\nAnna;1;2;3\n")), ["Vem", "Kom", "Gick", "Hur"]);
    }

    #[test]
    fn shared_ids_are_those_of_two_providers() {
        assert_eq!(Shared::of(3, &[0, 1, 0, NO_ID, 2, 1], &[0, 0, 1, 1, 1, 0]), Shared { ids: 3, shared: 1 });
    }
}
