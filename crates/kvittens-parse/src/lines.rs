//! How the lines of a file end and how wide they are, told by the first bytes: headers that hold rows, rows without line
//! ends, rows wider than their headers. `at` is where the rows start, `width` how many headers there are.

use std::ops::Range;

use crate::records::{self, Span};

/// Whether a line holds a CR that ends no line here and stands in no quotes: on an old Macintosh it ends one. One before
/// another is of a line end that was written twice over (CR CR LF), which does no harm.
pub fn holds_lone_cr(head: &[u8], line: Range<usize>, spans: &[Span]) -> bool {
    let quoted = |at: usize| spans.iter().any(|s| s.quoted && (s.start as usize..s.end as usize).contains(&at));
    let lone = |at: usize| head.get(at + 1).is_some_and(|next| !matches!(next, b'\r' | b'\n')) && !quoted(at);
    memchr::memchr_iter(b'\r', &head[line.clone()]).any(|at| lone(line.start + at))
}

/// Whether all rows stand in one line, because a CR alone ends them though something else ended the headers.
pub fn is_followed_by_one_line(head: &[u8], at: usize, delimiter: u8, width: usize) -> bool {
    let mut spans = Vec::new();
    let next = records::next(head, at, delimiter, &mut spans);
    next == Some(head.len()) && spans.len() > width && holds_lone_cr(head, at..head.len(), &spans)
}

/// Whether a quote among the headers was closed by one of a later row only. A header of two lines has no delimiter.
pub fn holds_rows(head: &[u8], spans: &[Span], delimiter: u8) -> bool {
    let cell = |span: &Span| &head[span.start as usize..span.end as usize];
    spans.iter().any(|span| span.quoted && cell(span).contains(&b'\n') && cell(span).contains(&delimiter))
}

/// Empty fields that the rows have behind the last header: some systems end every row, but not the headers, with
/// delimiters. At least two rows must say so, and none may be as wide as the headers: a single row could be one with a
/// delimiter in a text.
pub fn trailing(head: &[u8], mut at: usize, delimiter: u8, width: usize, cut: bool) -> usize {
    let (mut more, mut rows, mut spans) = (0, 0, Vec::new());
    while at < head.len() {
        let Some(next) = records::next(head, at, delimiter, &mut spans) else { break };
        if cut && next == head.len() {
            break;
        }
        at = next;
        let blank = |span: &Span| head[span.start as usize..span.end as usize].trim_ascii().is_empty();
        match spans.len().checked_sub(width) {
            Some(0) => return 0,
            Some(extra) if spans[width..].iter().all(blank) && (rows == 0 || more == extra) => {
                (more, rows) = (extra, rows + 1);
            }
            _ => {}
        }
    }
    if rows >= 2 { more } else { 0 }
}
