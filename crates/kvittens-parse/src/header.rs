//! Finds the header among the first lines, and the layout it fits.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::encoding::{Encoding, tidy};
use crate::error::{Kind, Missing};
use crate::fields::{COUNT, Field, NAMES};
use crate::layout::Layout;
use crate::records::{self, Span};

/// Lines a report may have above its headers.
const LINES: usize = 40;

/// Fields a line must name to be taken for the headers of an export.
const LEAST_KNOWN: usize = 3;

/// The headers of a file and what they mean.
#[derive(Clone, Debug)]
pub struct Header {
    /// The layout that fits.
    pub layout: &'static Layout,
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
    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }
}

/// Looks for the headers in the first bytes of a file (without its byte-order mark).
/// `has_provider`: the caller names the provider, so no column needs to.
pub fn find(head: &[u8], bom: bool, layouts: &[&'static Layout], has_provider: bool) -> Result<Header, Kind> {
    let mut best: Option<(usize, Line)> = None;
    let (mut at, mut above, mut seen) = (0, 0u32, 0);
    while at < head.len() && seen < LINES {
        let delimiter = records::likeliest_delimiter(&head[at..at + records::line_end(&head[at..])]);
        let mut spans = Vec::new();
        let Some(next) = records::next(head, at, delimiter, &mut spans) else {
            break;
        };
        let line = Line::read(&head[at..next], head, &spans, bom, delimiter, above, next);
        let known = line.names.iter().filter(|name| field_of(name, layouts).is_some()).count();
        if best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, line));
        }
        (at, above, seen) = (next, above + 1, seen + 1);
    }
    let Some((known, line)) = best else {
        return Err(Kind::NoKnownHeader { lines: seen, found: Vec::new() });
    };
    if known < LEAST_KNOWN {
        // Cells of a line that is no header may name somebody, so only what looks like headers is shown.
        let found = if known > 0 { line.names } else { Vec::new() };
        return Err(Kind::NoKnownHeader { lines: seen, found });
    }
    fit(line, layouts, has_provider)
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

fn fit(line: Line, layouts: &[&'static Layout], has_provider: bool) -> Result<Header, Kind> {
    let fitting = layouts.iter().find(|layout| {
        let columns = columns(&line.names, layout);
        lacking(layout, &columns, has_provider).is_empty()
            && !layout.without.iter().any(|f| columns[*f as usize].is_some())
    });
    let Some(layout) = fitting else {
        return Err(nearest_layout(line.names, layouts, has_provider));
    };
    let columns = columns(&line.names, layout);
    let wanted: BTreeSet<usize> = columns.iter().flatten().copied().collect();
    let (mut ignored, mut duplicates) = (Vec::new(), Vec::new());
    for (position, name) in line.names.iter().enumerate() {
        if wanted.contains(&position) || name.is_empty() {
            continue;
        }
        let twice = line.names[..position].iter().any(|former| former.eq_ignore_ascii_case(name));
        if twice { duplicates.push(name.clone()) } else { ignored.push(name.clone()) }
    }
    Ok(Header {
        layout,
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

fn nearest_layout(names: Vec<String>, layouts: &[&'static Layout], has_provider: bool) -> Kind {
    let nearest = layouts.iter().min_by_key(|layout| lacking(layout, &columns(&names, layout), has_provider).len());
    let Some(layout) = nearest else {
        return Kind::NoKnownHeader { lines: 1, found: names };
    };
    let missing = lacking(layout, &columns(&names, layout), has_provider)
        .into_iter()
        .map(|field| Missing { column: field.names()[0].to_owned(), nearest: nearest_name(field, &names, layouts) })
        .collect();
    Kind::MissingColumn { layout: layout.name.clone(), missing, found: names }
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

/// The column of each field: the one whose name stands first among the field's names.
fn columns(names: &[String], layout: &Layout) -> [Option<usize>; COUNT] {
    let mut columns = [None; COUNT];
    for (field, built_in) in &NAMES {
        let own = layout.headers.get(field).into_iter().flatten().map(String::as_str);
        columns[*field as usize] = own
            .chain(built_in.iter().copied())
            .find_map(|wanted| names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase()));
    }
    columns
}

fn field_of(name: &str, layouts: &[&'static Layout]) -> Option<Field> {
    let lower = name.to_lowercase();
    let built_in = NAMES.iter().find(|(_, names)| names.iter().any(|known| known.to_lowercase() == lower));
    built_in.map(|(field, _)| *field).or_else(|| {
        let own = layouts.iter().flat_map(|layout| &layout.headers);
        own.into_iter()
            .find(|(_, names)| names.iter().any(|known| known.to_lowercase() == lower))
            .map(|(field, _)| *field)
    })
}

/// The header that is not known and looks most like a name of the field.
fn nearest_name(field: Field, names: &[String], layouts: &[&'static Layout]) -> Option<String> {
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
        find(text.as_bytes(), false, &layout::choose(None).unwrap(), false)
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
