//! Why a row cannot be used, on a closer look.

use kvittens_model::notes::Rejection;

use crate::chunk::{Blame, Reader};
use crate::encoding::tidy;
use crate::fields::Field;
use crate::intern::Evidence;
use crate::records::{self, Span};

impl Reader<'_> {
    /// The column of a quote that a later row closed, so that the rows between are inside the cell: with a line break in
    /// it, text behind its closing quote, or a delimiter in it where no text is expected that somebody wrote.
    pub fn torn(&self) -> Option<usize> {
        let is_torn = |(column, span): (usize, &Span)| {
            let cell = &self.bytes[span.start as usize..span.end as usize];
            let written = || {
                let field = self.header.columns.iter().position(|of| *of == Some(column));
                field.is_none_or(|field| field == Field::Reason as usize)
            };
            span.quoted
                && cell.contains(&b'\n')
                && (records::text_behind(self.bytes, *span, self.header.delimiter)
                    || (cell.contains(&self.header.delimiter) && !written()))
        };
        self.spans.iter().enumerate().position(is_torn)
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
