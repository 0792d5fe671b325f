//! The file of an own rule, key by key, and where in it something stands.

use std::collections::BTreeMap;

use kvittens_model::Severity;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::error::{OwnError, Wrong};

/// Bytes of a file, at most: a rule is a page, not a table.
const MOST: usize = 256 << 10;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub code: Spanned<String>,
    pub slug: Spanned<String>,
    pub per: Spanned<String>,
    pub severity: Severity,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    #[serde(default)]
    pub explained: Vec<Spanned<String>>,
    pub sql: Spanned<String>,
    #[serde(default)]
    pub parameters: BTreeMap<Spanned<String>, Parameter>,
    pub sv: Texts,
    #[serde(default)]
    pub en: Option<Texts>,
    #[serde(default)]
    pub fires: Vec<Case>,
    #[serde(default)]
    pub rests: Vec<Case>,
}

/// `[parameters.max_gap]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    pub default: Value,
    #[serde(default)]
    pub range: Option<(f64, f64)>,
    #[serde(default)]
    pub unit: String,
    pub sv: String,
    #[serde(default)]
    pub en: Option<String>,
}

/// The rule in one language.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub name: String,
    pub sentence: String,
    pub definition: String,
    pub why: String,
    pub needs: String,
    pub innocent: String,
    pub question: String,
}

/// `[[fires]]` and `[[rests]]`: a tag export, and what stands beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub csv: String,
    #[serde(default)]
    pub toml: String,
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
}

/// The question, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sql {
    /// The text.
    pub text: String,
    /// The line of the file its first character stands on, from 1, and that character's column.
    start: (usize, usize),
    /// Whether it stands in the file as it is, so that a place in it is a place in the file.
    literal: bool,
}

impl Sql {
    /// Of a query that stands in no file.
    pub fn typed(text: &str) -> Sql {
        Sql { text: text.to_owned(), start: (1, 1), literal: true }
    }

    fn of(file: &str, sql: &Spanned<String>) -> Sql {
        let (span, text) = (sql.span(), sql.get_ref());
        let raw = file.get(span.clone()).unwrap_or_default();
        // `'''` and `"""` drop a line break right behind them.
        let opening = ["'''\r\n", "\"\"\"\r\n", "'''\n", "\"\"\"\n", "'''", "\"\"\"", "'", "\""];
        let opening = opening.iter().find(|quote| raw.starts_with(**quote)).map_or(0, |quote| quote.len());
        let literal = raw.get(opening..).is_some_and(|raw| raw.starts_with(text.as_str()));
        Sql { text: text.clone(), start: place(file, span.start + if literal { opening } else { 0 }), literal }
    }

    /// Where in the file a line and column of the text stand, both from 1; 0: where it begins.
    pub fn place(&self, line: usize, column: usize) -> (usize, usize) {
        match (self.literal, line) {
            (false, _) | (true, 0) => self.start,
            (true, 1) => (self.start.0, self.start.1 + column.max(1) - 1),
            (true, _) => (self.start.0 + line - 1, column.max(1)),
        }
    }
}

/// Line and column of a byte, from 1.
pub fn place(file: &str, at: usize) -> (usize, usize) {
    let before = file.get(..at.min(file.len())).unwrap_or(file);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Reads the keys, and where the question stands.
pub fn read(name: &str, text: &str) -> Result<(File, Sql), OwnError> {
    let error = |at: usize, wrong| {
        let (line, column) = place(text, at);
        OwnError { file: name.to_owned(), line, column, wrong: Box::new(wrong) }
    };
    if text.len() > MOST {
        return Err(error(0, Wrong::Large { what: "bytes", most: MOST }));
    }
    let file: File = toml::from_str(text).map_err(|wrong: toml::de::Error| {
        error(wrong.span().map_or(0, |span| span.start), Wrong::Toml(wrong.message().trim_end().to_owned()))
    })?;
    let sql = Sql::of(text, &file.sql);
    Ok((file, sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_question_is_a_place_in_the_file() {
        #[derive(Deserialize)]
        struct Only {
            sql: Spanned<String>,
        }
        let at =
            |file: &str, line, column| Sql::of(file, &toml::from_str::<Only>(file).unwrap().sql).place(line, column);
        assert_eq!(at("# ö\nsql = '''\nSELECT\n  x'''\n", 2, 3), (4, 3));
        assert_eq!(at("sql = \"SELECT x\"\n", 1, 8), (1, 15));
        assert_eq!(at("sql = \"\"\"\r\nSELECT x\"\"\"\n", 1, 8), (2, 8));
        // An escape moves what stands behind it: then the line of the question is said.
        assert_eq!(at("a = 1\nsql = \"SELECT \\u0041 x\"\n", 1, 12), (2, 7));
    }
}
