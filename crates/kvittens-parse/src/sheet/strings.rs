//! The strings that the cells of a workbook share.

use std::io::{Read, Seek};

use quick_xml::events::Event;

use super::SheetError;
use super::archive::Archive;
use super::xml::{append, unescape};

/// Strings by their number, one behind the other: no allocation for each, and no more than was read.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// The string of a number.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

/// Reads them; a workbook may have none.
pub fn read<R: Read + Seek>(archive: &mut Archive<R>, name: Option<&str>) -> Result<Strings, SheetError> {
    let mut strings = Strings::default();
    let Some(name) = name else {
        return Ok(strings);
    };
    let mut part = archive.needed(name)?;
    let (mut buffer, mut one) = (Vec::new(), String::new());
    // Inside `t`, and not inside `rPh`: how a word is pronounced is no part of it.
    let (mut in_text, mut in_phonetic) = (false, false);
    while let Some(event) = part.next(&mut buffer)? {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => one.clear(),
                "rPh" => in_phonetic = true,
                "t" => in_text = !in_phonetic,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                "si" => {
                    unescape(&mut one);
                    strings.text.push_str(&one);
                    strings.ends.push(strings.text.len());
                }
                _ => {}
            },
            event if in_text => append(&mut one, event)?,
            _ => {}
        }
    }
    Ok(strings)
}
