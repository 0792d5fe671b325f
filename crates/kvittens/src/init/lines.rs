//! The lines of a commented configuration: explanations begin with `# `, suggestions with `#` alone, so that taking the
//! sign away makes them hold.

/// Explanations are broken to lines of at most this many characters.
const WIDTH: usize = 100;

/// The lines so far.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
}

impl Lines {
    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }

    /// An explanation; each line of it is a paragraph.
    pub fn explain(&mut self, text: &str) {
        for paragraph in text.lines() {
            let mut line = String::from("#");
            for word in paragraph.split(' ') {
                if line.len() > 1 && line.chars().count() + 1 + word.chars().count() > WIDTH {
                    self.raw(&line);
                    line = String::from("#");
                }
                line.push(' ');
                line.push_str(word);
            }
            self.raw(line.trim_end());
        }
    }

    /// Something that holds.
    pub fn set(&mut self, line: &str) {
        self.raw(line);
    }

    /// Something that would hold without the sign.
    pub fn suggest(&mut self, line: &str) {
        self.raw(&format!("#{line}"));
    }

    /// An empty line and a heading.
    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.raw(&format!("# ==== {text} ===="));
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// A name as TOML writes it, on one line whatever it holds.
pub fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for letter in name.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            _ if letter.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(letter))),
            _ => text.push(letter),
        }
    }
    text.push('"');
    text
}

/// Names as a list of TOML.
pub fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", names.map(quoted).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_is_broken_between_words() {
        let mut lines = Lines::default();
        lines.explain(&format!("{}\n\nslut", "tio tecken ".repeat(12).trim_end()));
        let text = lines.finish();
        assert!(text.lines().all(|line| line.starts_with('#') && line.chars().count() <= WIDTH));
        assert_eq!(text.lines().count(), 4);
        assert!(text.ends_with("#\n# slut\n"), "{text}");
    }

    #[test]
    fn a_name_with_any_letters_is_read_back() {
        for name in ["Städ", "\"Bad\"", "a\\b", "två\nrader", "\u{7f}\u{85}\u{1}", ""] {
            let table: toml::Table = format!("name = {}", quoted(name)).parse().unwrap();
            assert_eq!(table["name"].as_str(), Some(name));
            assert_eq!(quoted(name).lines().count(), 1);
        }
    }
}
