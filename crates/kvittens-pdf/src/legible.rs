//! Every sign that is set must be one that a font has and that a reader can copy: an archive takes no other. A sign of
//! an export that is none, such as one of a private use, becomes a box.

use serde_json::Value;

use crate::desk::fonts;

/// What stands for a sign that cannot be set.
const BOX: char = '\u{25a1}';

/// Every text of a value, legible.
pub fn legible(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().all(is_set) => Value::String(text),
        Value::String(text) => Value::String(text.chars().map(|sign| if is_set(sign) { sign } else { BOX }).collect()),
        Value::Array(values) => Value::Array(values.into_iter().map(legible).collect()),
        Value::Object(entries) => {
            Value::Object(entries.into_iter().map(|(key, value)| (key, legible(value))).collect())
        }
        other => other,
    }
}

fn is_set(sign: char) -> bool {
    match sign {
        ' '..='~' | '\n' | 'à'..='ö' | 'Ä' | 'Å' | 'Ö' | '\u{a0}' | '–' => true,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fe00}'..='\u{feff}' | '\u{fff0}'..='\u{ffff}' => false,
        _ if sign.is_control() => false,
        _ => fonts().iter().any(|font| font.info().coverage.contains(u32::from(sign))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_a_box() {
        let text = |text: &str| legible(Value::String(text.to_owned()));
        assert_eq!(text("Åsa Öberg – 12 %\u{a0}−3 Łódź Ω"), "Åsa Öberg – 12 %\u{a0}−3 Łódź Ω");
        assert_eq!(text("A\u{0}B\u{e000}C\u{feff}D漢"), "A□B□C□D□");
    }
}
