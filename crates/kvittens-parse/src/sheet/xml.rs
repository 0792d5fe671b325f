//! The XML of a part: events one by one, whole and well-formed to the end.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::SheetError;
use super::archive::unread;

/// Elements inside each other: a part has less than ten.
const DEEPEST: u32 = 64;

const DAMAGED: SheetError = SheetError::Damaged("a part is not well-formed XML");

/// A part.
pub struct Xml<R> {
    reader: Reader<R>,
    depth: u32,
}

impl<R: BufRead> Xml<R> {
    /// Reads from its start.
    pub fn new(part: R) -> Xml<R> {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, depth: 0 }
    }

    /// The next event; `None` at the end. Whoever wants to know that the part is what was written reads to the end: there
    /// its checksum is compared.
    pub fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Option<Event<'b>>, SheetError> {
        buffer.clear();
        let event = self.reader.read_event_into(buffer).map_err(|error| match error {
            Error::Io(error) => unread(std::io::Error::new(error.kind(), "a part")),
            _ => DAMAGED,
        })?;
        match event {
            Event::Start(_) if self.depth == DEEPEST => return Err(DAMAGED),
            Event::Start(_) => self.depth += 1,
            // An end without a start is an error of the reader.
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(DAMAGED),
            Event::Eof => return Ok(None),
            _ => {}
        }
        Ok(Some(event))
    }
}

/// An attribute by its name without a prefix, as it stands.
pub fn raw_attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Result<Option<Cow<'a, str>>, SheetError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| DAMAGED)?;
        if attribute.key.local_name().as_ref() == name {
            return Ok(Some(attribute.value));
        }
    }
    Ok(None)
}

/// An attribute by its name without a prefix, its entities resolved.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, SheetError> {
    let Some(raw) = raw_attribute(element, name)? else {
        return Ok(None);
    };
    let text = quick_xml::escape::unescape(&raw).map_err(|_| DAMAGED)?;
    Ok(Some(text.into_owned()))
}

/// Appends what a text event says; nothing for other events.
pub fn append(out: &mut String, event: &Event<'_>) -> Result<(), SheetError> {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => out.push(resolved(reference)?),
        _ => {}
    }
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, SheetError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| DAMAGED)? {
        return Ok(character);
    }
    let known = quick_xml::escape::resolve_predefined_entity(reference);
    known.and_then(|text| text.chars().next()).ok_or(DAMAGED)
}

/// Resolves `_x000D_`: how a workbook writes a character that XML cannot hold, or changes.
pub fn unescape(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, code) = rest.split_at(at);
        plain.push_str(before);
        match escaped(code) {
            Some(character) => {
                plain.push(character);
                rest = &code[ESCAPE..];
            }
            None => {
                plain.push_str("_x");
                rest = &code["_x".len()..];
            }
        }
    }
    plain.push_str(rest);
    *text = plain;
}

/// Bytes of `_x000D_`.
const ESCAPE: usize = 7;

fn escaped(code: &str) -> Option<char> {
    let digits = code.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)?;
    // No character but these breaks has a meaning in a cell, and zero would make the text no text.
    char::from_u32(u32::from_str_radix(digits, 16).ok()?).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_workbook_are_resolved() {
        for (text, expected) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x0000_", "_x0000_"),
            ("_x00e", "_x00e"),
            ("_xåäö_", "_xåäö_"),
            ("Insats_x", "Insats_x"),
        ] {
            let mut text = text.to_owned();
            unescape(&mut text);
            assert_eq!(text, expected);
        }
    }
}
