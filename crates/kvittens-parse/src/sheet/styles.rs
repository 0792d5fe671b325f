//! Which of a workbook's styles show a number as a time.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use quick_xml::events::{BytesStart, Event};

use super::SheetError;
use super::archive::Archive;
use super::format::Shown;
use super::xml::{attribute, raw_attribute};

/// How each style shows a number, by the style's number in a cell.
pub fn read<R: Read + Seek>(archive: &mut Archive<R>, name: Option<&str>) -> Result<Vec<Shown>, SheetError> {
    let (mut own, mut styles) = (BTreeMap::new(), Vec::new());
    let Some(name) = name else {
        return Ok(styles);
    };
    // Where it is named and not there, every time would be a plain number.
    let mut part = archive.needed(name)?;
    let mut buffer = Vec::new();
    // Both elements stand elsewhere too: styles of styles, and formats that a condition sets.
    let (mut in_formats, mut in_styles) = (false, false);
    while let Some(event) = part.next(&mut buffer)? {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmts" => in_formats = true,
                "cellXfs" => in_styles = true,
                "numFmt" if in_formats => {
                    if let (Some(id), Some(code)) = (format_id(element)?, attribute(element, "formatCode")?) {
                        own.insert(id, Shown::by_code(&code));
                    }
                }
                "xf" if in_styles => {
                    let id = format_id(element)?.unwrap_or(0);
                    styles.push(own.get(&id).copied().unwrap_or_else(|| Shown::built_in(id)));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "numFmts" => in_formats = false,
                "cellXfs" => in_styles = false,
                _ => {}
            },
            _ => {}
        }
    }
    Ok(styles)
}

fn format_id(element: &BytesStart<'_>) -> Result<Option<u32>, SheetError> {
    Ok(raw_attribute(element, "numFmtId")?.and_then(|id| id.parse().ok()))
}
