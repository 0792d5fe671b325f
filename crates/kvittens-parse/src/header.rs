//! Finds the header among the first lines, and the layout it fits.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::encoding::{Encoding, tidy};
use crate::error::{Kind, Missing};
use crate::fields::{COUNT, Field, NAMES};
use crate::layout::Layout;
use crate::records::{self, Span};

/// Lines a report may have above its headers.
const LINES: usize = 40;

/// Fields a line must name to be taken for the headers of an export.
const LEAST_KNOWN: usize = 3;

/// Most columns: an export has some twenty, and a line of separators alone must not eat the memory.
const MOST_COLUMNS: usize = 4096;

/// The headers of a file and what they mean.
#[derive(Clone, Debug)]
pub struct Header {
    /// The layout that fits.
    pub layout: Arc<Layout>,
    /// Between two fields.
    pub delimiter: u8,
    /// What the bytes say up to here.
    pub encoding: Encoding,
    /// The headers as they stand, tidied.
    pub names: Vec<String>,
    /// The column of each field, by [`Field`] number.
    pub columns: [Option<usize>; COUNT],
    /// The columns that are read.
    pub known: u32,
    /// Headers that no field wants.
    pub ignored: Vec<String>,
    /// Headers that stand twice; the second is ignored.
    pub duplicates: Vec<String>,
    /// Lines above the headers.
    pub lines_above: u32,
    /// Where the first row starts.
    pub body: usize,
}

impl Header {
    /// The fields that have a column, and what the file calls them.
    pub fn fields(&self) -> impl Iterator<Item = (Field, String)> {
        NAMES.iter().filter_map(|(field, _)| Some((*field, self.names[self.column(*field)?].clone())))
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }
}

/// What is known of a file before its headers are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given {
    /// A byte-order mark stood before the text.
    pub bom: bool,
    /// The text goes on behind the bytes that are looked at.
    pub cut: bool,
    /// The caller names the provider, so no column needs to.
    pub provider: bool,
}

/// Looks for the headers in the first bytes of a file (without its byte-order mark).
pub fn find(head: &[u8], given: Given, layouts: &[Arc<Layout>]) -> Result<Header, Kind> {
    let mut best: Option<(usize, Line)> = None;
    let (mut at, mut above, mut seen) = (0, 0u32, 0);
    let mut stopped = None;
    while at < head.len() && seen < LINES {
        let row = u64::from(above) + 1;
        let delimiter = records::likeliest_delimiter(&head[at..at + records::line_end(&head[at..])]);
        let mut spans = Vec::new();
        let Some(next) = records::next(head, at, delimiter, &mut spans) else {
            stopped = Some(Kind::UnclosedQuote { row });
            break;
        };
        if given.cut && next == head.len() && head[next - 1] != b'\n' {
            stopped = Some(Kind::RowTooLong { row, limit: head.len() });
            break;
        }
        if spans.len() > MOST_COLUMNS {
            stopped = Some(Kind::TooManyColumns { row, limit: MOST_COLUMNS });
            break;
        }
        let line = Line::read(&head[at..next], head, &spans, given.bom, delimiter, above, next);
        let known = line.names.iter().filter(|name| field_of(name, layouts).is_some()).count();
        if best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, line));
        }
        (at, above, seen) = (next, above + 1, seen + 1);
    }
    match (best, stopped) {
        (Some((known, line)), _) if known >= LEAST_KNOWN => fit(line, layouts, given.provider),
        (_, Some(stopped)) => Err(stopped),
        // Cells of a line that is no header may name somebody, so only what looks like headers is shown.
        (Some((known, line)), None) if known > 0 => Err(Kind::NoKnownHeader { lines: seen, found: line.names }),
        _ => Err(Kind::NoKnownHeader { lines: seen, found: Vec::new() }),
    }
}

struct Line {
    names: Vec<String>,
    delimiter: u8,
    encoding: Encoding,
    above: u32,
    next: usize,
}

impl Line {
    fn read(line: &[u8], head: &[u8], spans: &[Span], bom: bool, delimiter: u8, above: u32, next: usize) -> Line {
        let encoding = if bom { Encoding::Utf8Bom } else { Encoding::of_header(line) };
        let text = |span: &Span| {
            let raw =
                encoding.decode(&head[span.start as usize..span.end as usize]).unwrap_or(Cow::Borrowed("\u{fffd}"));
            tidy(&raw.replace("\"\"", "\"")).0.into_owned()
        };
        Line { names: spans.iter().map(text).collect(), delimiter, encoding, above, next }
    }
}

fn fit(line: Line, layouts: &[Arc<Layout>], has_provider: bool) -> Result<Header, Kind> {
    // The one that knows most of the headers; among equals the first.
    let mut best: Option<(usize, &Arc<Layout>, [Option<usize>; COUNT])> = None;
    for layout in layouts {
        let columns = columns(&line.names, layout);
        let known = columns.iter().flatten().count();
        let fits = lacking(layout, &columns, has_provider).is_empty()
            && !layout.without.iter().any(|field| columns[*field as usize].is_some());
        if fits && best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, layout, columns));
        }
    }
    let Some((_, layout, columns)) = best else {
        return Err(nearest_layout(line.names, layouts, has_provider));
    };
    let wanted: BTreeSet<usize> = columns.iter().flatten().copied().collect();
    let (mut ignored, mut duplicates) = (Vec::new(), Vec::new());
    for (position, name) in line.names.iter().enumerate() {
        if wanted.contains(&position) || name.is_empty() {
            continue;
        }
        let twice = line.names[..position].iter().any(|former| same(former, name));
        if twice { duplicates.push(name.clone()) } else { ignored.push(name.clone()) }
    }
    Ok(Header {
        layout: Arc::clone(layout),
        delimiter: line.delimiter,
        encoding: line.encoding,
        known: u32::try_from(wanted.len()).unwrap_or(u32::MAX),
        names: line.names,
        columns,
        ignored,
        duplicates,
        lines_above: line.above,
        body: line.next,
    })
}

/// Headers are compared without case.
fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The layout that has most of what it needs, less what it lacks; among equals the first.
fn nearest_layout(names: Vec<String>, layouts: &[Arc<Layout>], has_provider: bool) -> Kind {
    let fit = |layout: &Layout| {
        let lacking = lacking(layout, &columns(&names, layout), true).len();
        (layout.needs.len() - lacking, lacking)
    };
    let mut nearest: Option<((usize, usize), &Arc<Layout>)> = None;
    for layout in layouts {
        let (present, lacking) = fit(layout);
        if nearest.is_none_or(|((most, least), _)| present + least > most + lacking) {
            nearest = Some(((present, lacking), layout));
        }
    }
    let Some(((present, _), layout)) = nearest else {
        return Kind::NoKnownHeader { lines: 1, found: names };
    };
    let missing = lacking(layout, &columns(&names, layout), has_provider)
        .into_iter()
        .map(|field| Missing { column: layout.name_of(field), nearest: nearest_name(field, &names, layouts) })
        .collect();
    Kind::MissingColumn { layout: layout.name.clone(), missing, present, found: names }
}

/// The fields a layout needs and the columns do not give; of a group the first.
fn lacking(layout: &Layout, columns: &[Option<usize>; COUNT], has_provider: bool) -> Vec<Field> {
    let has = |field: &Field| columns[*field as usize].is_some();
    let mut missing = Vec::new();
    if !has_provider && !has(&Field::Provider) {
        missing.push(Field::Provider);
    }
    missing
        .extend(layout.needs.iter().filter(|group| !group.iter().any(has)).filter_map(|group| group.first().copied()));
    missing
}

/// The column of each field: the one whose name stands first among the field's names. A header that the layout names
/// itself means nothing else.
fn columns(names: &[String], layout: &Layout) -> [Option<usize>; COUNT] {
    let mut columns = [None; COUNT];
    let place = |wanted: &str| names.iter().position(|name| same(name, wanted));
    for (field, own) in &layout.headers {
        columns[*field as usize] = own.iter().find_map(|wanted| place(wanted));
    }
    let own: Vec<usize> = columns.iter().flatten().copied().collect();
    for (field, built_in) in &NAMES {
        let column = &mut columns[*field as usize];
        if column.is_none() {
            *column = built_in.iter().find_map(|wanted| place(wanted).filter(|at| !own.contains(at)));
        }
    }
    columns
}

fn field_of(name: &str, layouts: &[Arc<Layout>]) -> Option<Field> {
    let built_in = NAMES.iter().find(|(_, names)| names.iter().any(|known| same(known, name)));
    built_in.map(|(field, _)| *field).or_else(|| {
        let mut own = layouts.iter().flat_map(|layout| &layout.headers);
        own.find(|(_, names)| names.iter().any(|known| same(known, name))).map(|(field, _)| *field)
    })
}

/// The header that is not known and looks most like a name of the field.
fn nearest_name(field: Field, names: &[String], layouts: &[Arc<Layout>]) -> Option<String> {
    let unknown = names.iter().filter(|name| !name.is_empty() && field_of(name, layouts).is_none());
    let likeness = |name: &str| {
        let of =
            |known: &&'static str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
        field.names().iter().map(&of).fold(0.0, f64::max)
    };
    let best = unknown.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.5).then(|| best.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout;

    const TAGG: &str =
        "Utförare;Besöks-ID;Brukare-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\r\n";

    fn find_in(text: &str) -> Result<Header, Kind> {
        find(text.as_bytes(), Given::default(), &layout::choose(&[], &[]).unwrap())
    }

    #[test]
    fn the_tag_export_is_told_from_the_manual_one() {
        assert_eq!(find_in(TAGG).unwrap().layout.name, "lifecare-tagg");
        let manual = "Kontor,Kund,Datum,Starttid,Sluttid,Orsak,Registrerad av\n";
        let header = find_in(manual).unwrap();
        assert_eq!((header.layout.name.as_str(), header.delimiter), ("lifecare-manuell", b','));
    }

    #[test]
    fn report_lines_stand_above_and_extra_columns_are_listed() {
        let text = format!(
            "Rapport: kvittenser\r\nUtskriven 2022-04-02\r\n\r\n{}",
            TAGG.replace("Insats", "Insats;Anteckning;Insats")
        );
        let header = find_in(&text).unwrap();
        assert_eq!(header.lines_above, 3);
        assert_eq!(header.ignored, ["Anteckning"]);
        assert_eq!(header.duplicates, ["Insats"]);
        assert_eq!(header.column(Field::Service), Some(3));
    }

    #[test]
    fn a_missing_column_is_named_with_the_nearest_header() {
        let error = find_in(&TAGG.replace("Brukare-ID", "Brukre-ID")).unwrap_err();
        let Kind::MissingColumn { layout, missing, .. } = error else { panic!("{error:?}") };
        assert_eq!(layout, "lifecare-tagg");
        assert_eq!(missing, [Missing { column: "Brukare-ID".into(), nearest: Some("Brukre-ID".into()) }]);
    }

    #[test]
    fn lines_that_name_no_field_are_never_shown() {
        let error = find_in("Anna Andersson;121212-1212;07:15\nBo;2;3\n").unwrap_err();
        assert!(matches!(error, Kind::NoKnownHeader { found, .. } if found.is_empty()));
    }
}
