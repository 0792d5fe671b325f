//! Records of a delimited text: where each field stands. A quote opens a field only at its very start, as in a
//! spreadsheet; inside, two quotes are one and line breaks belong to the field.

use memchr::{memchr, memchr2};

/// Where a field stands in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
    /// Quotes stood around it and may stand doubled in it.
    pub quoted: bool,
}

/// Reads the record that starts at `at` into `spans` and gives where the next one starts.
/// `None` where a quoted field has no end.
#[allow(clippy::cast_possible_truncation, reason = "blocks are far below 4 GiB")]
pub fn next(bytes: &[u8], at: usize, delimiter: u8, spans: &mut Vec<Span>) -> Option<usize> {
    spans.clear();
    let mut start = at;
    'fields: loop {
        if bytes.get(start) == Some(&b'"') {
            let end = closing_quote(bytes, start)?;
            spans.push(Span { start: start as u32 + 1, end: end as u32, quoted: true });
            // What stands between the closing quote and the delimiter belongs to no field.
            let behind = end + 1 + memchr2(delimiter, b'\n', &bytes[end + 1..]).unwrap_or(bytes.len() - end - 1);
            match bytes.get(behind) {
                Some(&byte) if byte == delimiter => start = behind + 1,
                Some(_) => return Some(behind + 1),
                None => return Some(behind),
            }
            continue;
        }
        // Fields are short, so eight bytes at a time find their ends sooner than a search for each would.
        let mut from = start;
        loop {
            let word = eight(bytes, from);
            let mut found = marks(word, delimiter) | marks(word, b'\n');
            while found != 0 {
                let end = from + found.trailing_zeros() as usize / 8;
                found &= found - 1;
                if bytes[end] == b'\n' {
                    spans.push(Span {
                        start: start as u32,
                        end: without_return(bytes, start, end) as u32,
                        quoted: false,
                    });
                    return Some(end + 1);
                }
                spans.push(Span { start: start as u32, end: end as u32, quoted: false });
                start = end + 1;
                if bytes.get(start) == Some(&b'"') {
                    continue 'fields;
                }
            }
            from += 8;
            if from >= bytes.len() {
                let end = without_return(bytes, start, bytes.len());
                spans.push(Span { start: start as u32, end: end as u32, quoted: false });
                return Some(bytes.len());
            }
        }
    }
}

/// A line may end with both characters.
fn without_return(bytes: &[u8], start: usize, end: usize) -> usize {
    if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// Eight bytes from a place on as one number, the first one lowest; zeros behind the last byte.
fn eight(bytes: &[u8], from: usize) -> u64 {
    let rest = &bytes[from..];
    match rest.first_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The highest bit of every byte of the word that is this one.
fn marks(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = ONES * 0x7f;
    let other = word ^ (ONES * u64::from(byte));
    !(((other & LOW) + LOW) | other | LOW)
}

/// Where the quote that opens at `at` is closed.
fn closing_quote(bytes: &[u8], at: usize) -> Option<usize> {
    let mut from = at + 1;
    loop {
        let quote = from + memchr(b'"', &bytes[from..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

/// The bytes between a cell's delimiters or quotes.
pub fn raw(bytes: &[u8], span: Span) -> &[u8] {
    &bytes[span.start as usize..span.end as usize]
}

/// The bytes of a cell, blanks at the ends taken off, two quotes inside quotes as one. `scratch` holds what must be made.
pub fn cell<'a>(bytes: &'a [u8], span: Span, scratch: &'a mut Vec<u8>) -> &'a [u8] {
    let cell = raw(bytes, span);
    if span.quoted && memchr(b'"', cell).is_some() {
        scratch.clear();
        let mut after_quote = false;
        for &byte in cell {
            if byte == b'"' && !after_quote {
                after_quote = true;
                continue;
            }
            after_quote = false;
            scratch.push(byte);
        }
        return scratch.trim_ascii();
    }
    cell.trim_ascii()
}

/// What [`last_boundary`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Behind the last complete record; 0 where none is complete.
    pub end: usize,
    /// A quoted field is open at the end of the bytes.
    pub open: bool,
}

/// Behind which byte the last complete record ends, in bytes that start with a record.
pub fn last_boundary(bytes: &[u8], delimiter: u8) -> Boundary {
    if memchr(b'"', bytes).is_none() {
        return Boundary { end: memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1), open: false };
    }
    let (mut at, mut end) = (0, 0);
    loop {
        // At the start of a field.
        if bytes.get(at) == Some(&b'"') {
            match closing_quote(bytes, at) {
                Some(quote) => at = quote + 1,
                None => return Boundary { end, open: true },
            }
        }
        match memchr2(delimiter, b'\n', &bytes[at..]) {
            None => return Boundary { end, open: false },
            Some(step) => {
                at += step + 1;
                if bytes[at - 1] == b'\n' {
                    end = at;
                }
            }
        }
    }
}

/// Cuts bytes that hold whole records into about `parts` pieces of whole records.
pub fn split(bytes: &[u8], delimiter: u8, parts: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::with_capacity(parts);
    let step = bytes.len() / parts.max(1) + 1;
    let mut rest = bytes;
    while rest.len() > step {
        let cut = last_boundary(&rest[..step], delimiter).end;
        if cut == 0 {
            break;
        }
        let (piece, behind) = rest.split_at(cut);
        pieces.push(piece);
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// The delimiter that stands most often outside quotes in a line; `;` before the others where they are equal.
pub fn likeliest_delimiter(line: &[u8]) -> u8 {
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    let mut best = b';';
    for candidate in [b',', b'\t', b'|'] {
        if count(candidate) > count(best) {
            best = candidate;
        }
    }
    best
}

/// The first line break, `\r\n` or `\n`; only to look at a few lines before the delimiter is known.
pub fn line_end(bytes: &[u8]) -> usize {
    memchr(b'\n', bytes).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        let (bytes, mut at, mut spans, mut all) = (text.as_bytes(), 0, Vec::new(), Vec::new());
        while at < bytes.len() {
            at = next(bytes, at, b';', &mut spans).unwrap();
            all.push(spans.iter().map(|s| text[s.start as usize..s.end as usize].to_owned()).collect());
        }
        all
    }

    #[test]
    fn fields_and_lines_end_where_they_do_in_a_spreadsheet() {
        assert_eq!(fields("a;b\r\nc;\r\n"), [["a", "b"], ["c", ""]]);
        assert_eq!(fields("a;\"b;\r\nc\"\r\nd;e"), [["a", "b;\r\nc"], ["d", "e"]]);
        assert_eq!(fields("a;5\" skärm\nb;\"\"\n"), [["a", "5\" skärm"], ["b", ""]]);
        assert_eq!(fields("\n;\n"), [vec![""], vec!["", ""]]);
    }

    /// The same, a search for each field.
    fn plain_next(bytes: &[u8], mut at: usize, delimiter: u8, spans: &mut Vec<Span>) -> Option<usize> {
        spans.clear();
        let span = |start: usize, end: usize, quoted| Span {
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(end).unwrap(),
            quoted,
        };
        loop {
            let start = at;
            let quoted = bytes.get(at) == Some(&b'"');
            if quoted {
                let end = closing_quote(bytes, at)?;
                spans.push(span(start + 1, end, true));
                at = end + 1;
            }
            while bytes.get(at).is_some_and(|byte| *byte != delimiter && *byte != b'\n') {
                at += 1;
            }
            if !quoted {
                let ends = bytes.get(at).is_none_or(|byte| *byte == b'\n');
                spans.push(span(start, if ends && bytes[start..at].ends_with(b"\r") { at - 1 } else { at }, false));
            }
            match bytes.get(at) {
                Some(&byte) if byte == delimiter => at += 1,
                Some(_) => return Some(at + 1),
                None => return Some(at),
            }
        }
    }

    #[test]
    fn eight_bytes_at_a_time_find_what_one_at_a_time_finds() {
        const LETTERS: [u8; 5] = *b"a;\n\r\"";
        let (mut fast, mut plain) = (Vec::new(), Vec::new());
        for number in 0..5usize.pow(6) {
            let mut text = b"0123456".to_vec();
            text.extend((0..6).map(|at| LETTERS[number / 5usize.pow(at) % 5]));
            text.extend(b";b;c");
            // Each way of standing in a word.
            for at in 0..8 {
                let found = next(&text, at, b';', &mut fast);
                assert_eq!(found, plain_next(&text, at, b';', &mut plain), "{text:?}");
                assert!(found.is_none() || fast == plain, "{text:?}");
            }
        }
    }

    #[test]
    fn an_open_quote_has_no_record() {
        assert_eq!(next(b"a;\"b\nc;d\n", 0, b';', &mut Vec::new()), None);
        assert_eq!(last_boundary(b"x;y\na;\"b\nc;d\n", b';'), Boundary { end: 4, open: true });
    }

    #[test]
    fn a_boundary_is_never_inside_quotes() {
        assert_eq!(last_boundary(b"a;b\nc;\"d\n\"\ne", b';'), Boundary { end: 11, open: false });
        assert_eq!(last_boundary(b"a;b\nc;d", b';'), Boundary { end: 4, open: false });
        assert_eq!(last_boundary(b"abc", b';'), Boundary { end: 0, open: false });
    }

    #[test]
    fn pieces_hold_whole_records_and_all_bytes() {
        let text = b"a;b\n\"c\n\";d\ne;f\ng;h\n";
        for parts in 1..12 {
            let pieces = split(text, b';', parts);
            assert_eq!(pieces.concat(), text);
            assert!(pieces.iter().all(|piece| last_boundary(piece, b';').end == piece.len()));
        }
    }
}
