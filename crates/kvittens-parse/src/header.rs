//! Finds the header among the first lines, and the layout it fits.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::encoding::{Encoding, tidy};
use crate::error::Kind;
use crate::fields::{COUNT, Field, NAMES};
use crate::fit::{self, best, field_of, fits, same};
use crate::layout::Layout;
use crate::lines::{holds_lone_cr, holds_rows, is_followed_by_one_line, trailing};
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
    let Likeliest { line, known, seen, stopped } = likeliest(head, given, layouts);
    match (line, stopped) {
        (Some(line), _)
            if known >= LEAST_KNOWN && is_followed_by_one_line(head, line.next, line.delimiter, line.names.len()) =>
        {
            Err(Kind::LoneCr { row: u64::from(line.above) + 2 })
        }
        (Some(line), _) if known >= LEAST_KNOWN => read(line, layouts, given.provider),
        (_, Some(stopped)) => Err(stopped),
        (None, None) => Err(Kind::Empty),
        (Some(line), None) if line.looks_like_headers() && known > 0 => {
            Err(Kind::NoKnownHeader { lines: seen, found: line.names })
        }
        (Some(line), None) => Err(Kind::NoKnownHeader { lines: seen, found: line.known(layouts) }),
    }
}

/// The line that is likeliest to be the headers.
pub struct Likeliest {
    /// It; none in a file without a line.
    pub line: Option<Line>,
    /// How many of its headers are known.
    pub known: usize,
    /// Lines looked at.
    pub seen: usize,
    /// Why no further line was looked at.
    pub stopped: Option<Kind>,
}

/// The first line, of those a report may have above its rows, with most known headers.
pub fn likeliest(head: &[u8], given: Given, layouts: &[Arc<Layout>]) -> Likeliest {
    let mut found = Likeliest { line: None, known: 0, seen: 0, stopped: None };
    let (mut at, mut above) = (0, 0u32);
    while at < head.len() && found.seen < LINES {
        let row = u64::from(above) + 1;
        let delimiter = records::likeliest_delimiter(&head[at..at + records::line_end(&head[at..])]);
        let mut spans = Vec::new();
        let Some(next) = records::next(head, at, delimiter, &mut spans) else {
            found.stopped = Some(Kind::UnclosedQuote { row, column: None });
            break;
        };
        let line = Line::read(&head[at..next], head, &spans, given.bom, delimiter, above, next);
        let known = line.known(layouts).len();
        // Headers that hold rows too must neither be read nor shown.
        if known >= LEAST_KNOWN && holds_lone_cr(head, at..next, &spans) {
            found.stopped = Some(Kind::LoneCr { row });
            break;
        }
        if known >= LEAST_KNOWN && holds_rows(head, &spans, delimiter) {
            found.stopped = Some(Kind::UnclosedQuote { row, column: None });
            break;
        }
        if given.cut && next == head.len() && head[next - 1] != b'\n' {
            found.stopped = Some(Kind::RowTooLong { row, limit: head.len() });
            break;
        }
        if spans.len() > MOST_COLUMNS {
            found.stopped = Some(Kind::TooManyColumns { row, limit: MOST_COLUMNS });
            break;
        }
        if found.line.is_none() || known > found.known {
            (found.known, found.line) = (known, Some(line));
        }
        (at, above, found.seen) = (next, above + 1, found.seen + 1);
    }
    if let Some(line) = found.line.as_mut().filter(|_| found.known >= LEAST_KNOWN) {
        let more = trailing(head, line.next, line.delimiter, line.names.len(), given.cut);
        line.names.extend(std::iter::repeat_n(String::new(), more));
    }
    found
}

/// A line of a file as headers.
pub struct Line {
    /// The cells, tidied.
    pub names: Vec<String>,
    /// Between two of them.
    pub delimiter: u8,
    /// What the bytes say.
    pub encoding: Encoding,
    /// Lines above it.
    pub above: u32,
    /// Where the next one starts.
    pub next: usize,
}

impl Line {
    /// Takes everything out of a line that may be no header, and may name somebody; `mask` gives what is shown in its place.
    pub fn hide(&mut self, layouts: &[Arc<Layout>], mask: impl Fn(&str) -> String) {
        if self.known(layouts).len() < LEAST_KNOWN && !self.looks_like_headers() {
            for name in self.names.iter_mut().filter(|name| field_of(name, layouts).is_none()) {
                *name = mask(name);
            }
        }
    }

    /// Whether a line whose words are not known may still be shown as headers: a row has times and ids, a line above the
    /// headers has few cells.
    fn looks_like_headers(&self) -> bool {
        const LEAST_CELLS: usize = 4;
        let distinct: BTreeSet<&str> = self.names.iter().map(String::as_str).collect();
        let word = |name: &&str| !name.is_empty() && !name.contains(char::is_numeric);
        distinct.len() >= LEAST_CELLS && distinct.len() == self.names.len() && distinct.iter().all(word)
    }

    /// The headers that are known, one a field: a row may hold a word that is also a header, and hold it twice.
    fn known(&self, layouts: &[Arc<Layout>]) -> Vec<String> {
        let mut fields = BTreeSet::new();
        let known = |name: &&String| field_of(name, layouts).is_some_and(|field| fields.insert(field));
        self.names.iter().filter(known).cloned().collect()
    }

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

fn read(line: Line, layouts: &[Arc<Layout>], has_provider: bool) -> Result<Header, Kind> {
    let fits = fits(&line.names, layouts, has_provider);
    let Some(best) = best(&fits) else {
        return Err(Kind::NoKnownHeader { lines: 1, found: line.known(layouts) });
    };
    if !best.fits() {
        return Err(fit::missing(best, line.names, layouts));
    }
    let columns = best.columns;
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
        layout: Arc::clone(&best.layout),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Missing;
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
    fn lines_that_are_no_headers_are_never_shown() {
        let error = find_in("Anna Andersson;121212-1212;07:15\nBo;2;3\n").unwrap_err();
        assert!(matches!(error, Kind::NoKnownHeader { found, .. } if found.is_empty()));
        // A method of a row is the header of a column elsewhere.
        let error = find_in("A;Anna Andersson;2022-03-01 07:15;NFC;2022-03-01 07:45;NFC;nfc\n").unwrap_err();
        assert!(matches!(error, Kind::NoKnownHeader { found, .. } if found == ["NFC"]));
        let error = find_in("Brukare;Anna Andersson\nHjälp;vård\n").unwrap_err();
        assert!(matches!(error, Kind::NoKnownHeader { found, .. } if found == ["Brukare"]));
        let error = find_in("Brukare;Kom;Gick;Vem\n").unwrap_err();
        assert!(matches!(error, Kind::NoKnownHeader { found, .. } if found.len() == 4));
    }

    #[test]
    fn a_file_without_a_line_is_empty() {
        assert!(matches!(find_in("").unwrap_err(), Kind::Empty));
    }

    #[test]
    fn headers_that_hold_rows_are_neither_read_nor_shown() {
        let row = "A;5;Anna;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg";
        let mac = format!("{}{row}\n{row}\n", TAGG.replace("\r\n", "\n")).replace('\n', "\r");
        assert!(matches!(find_in(&mac).unwrap_err(), Kind::LoneCr { row: 1 }));
        assert!(find_in(&mac.replace('\r', "\r\r\n")).is_ok(), "a line end written twice over");
        let behind = mac.replacen('\r', "\n", 1);
        assert!(matches!(find_in(&behind).unwrap_err(), Kind::LoneCr { row: 2 }));
        let quoted = mac.replace(';', "\";\"").replace('\r', "\"\r\"");
        assert!(matches!(find_in(&format!("\"{quoted}")).unwrap_err(), Kind::LoneCr { row: 1 }));
        let open =
            TAGG.replace("Utpassering;", "\"Utpassering;") + row + "\n" + &row.replace("Städ", "\"Städ\"") + "\n";
        assert!(matches!(find_in(&open).unwrap_err(), Kind::UnclosedQuote { row: 1, column: None }));
        let two_lines = TAGG.replace("Utpassering typ", "\"Utpassering typ\r\n(ord)\"");
        assert!(find_in(&two_lines.replace("Inpassering typ", "Registreringssätt")).is_ok());
    }

    #[test]
    fn rows_that_end_with_delimiters_have_columns_without_headers() {
        let row = "A;5;B1;Städ;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg";
        let columns = |rows: &str| find_in(&format!("{TAGG}{rows}")).unwrap().names.len();
        assert_eq!(columns(&format!("{row};;\n{row};;\nSumma\n{row};;\n")), 10);
        assert_eq!(columns(&format!("{row};;\n")), 8, "one row alone says nothing");
        assert_eq!(columns(&format!("{row};;\n{row};;\n{row}\n")), 8);
        assert_eq!(columns(&format!("{row};x\n{row};x\n")), 8);
    }
}
