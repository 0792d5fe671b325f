//! Why a row cannot be used, on a closer look.

use kvittens_model::notes::Rejection;

use crate::chunk::{Blame, Reader};
use crate::encoding::tidy;
use crate::intern::Evidence;
use crate::records::{self, Span};

impl Reader<'_> {
    /// The column of a quote that a later row closed, so that the rows between are inside the cell. Such a record is as
    /// wide as the headers only where the quote was closed in the column in which it was opened, so the cell has at least
    /// the delimiters of a whole row.
    pub fn torn(&self) -> Option<usize> {
        let least = self.header.names.len().saturating_sub(1).max(1);
        let is_torn = |span: &Span| {
            let cell = &self.bytes[span.start as usize..span.end as usize];
            span.quoted
                && memchr::memchr(b'\n', cell).is_some()
                && memchr::memchr_iter(self.header.delimiter, cell).count() >= least
        };
        self.spans.iter().position(is_torn)
    }

    /// A closer look at a row that cannot be used: an empty row, a sum or a repeated header is no damaged row.
    pub fn why(&mut self, blame: Blame) -> Blame {
        let (bytes, names, evidence) = (self.bytes, &self.header.names, Evidence::new(self.header.encoding));
        let mut scratch = Vec::new();
        let mut texts = Vec::with_capacity(self.spans.len());
        for span in &self.spans {
            let text = evidence.clone().decode(records::cell(bytes, *span, &mut scratch), 0);
            texts.push(tidy(&text).0.into_owned());
        }
        let Some(first) = texts.iter().find(|text| !text.is_empty()) else {
            return (None, Rejection::Empty);
        };
        let word = first.split([' ', ':', ';', ',']).next().unwrap_or_default().to_lowercase();
        if matches!(word.as_str(), "summa" | "totalt" | "total" | "totalsumma") {
            return (None, Rejection::Sum);
        }
        if texts.len() == names.len() && texts.iter().zip(names).all(|(a, b)| a.to_lowercase() == b.to_lowercase()) {
            return (None, Rejection::RepeatedHeader);
        }
        blame
    }
}
