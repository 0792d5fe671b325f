//! Layouts: which headers an export has and what its words mean. Built in are the files of `layouts/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kvittens_model::Method;
use serde::Deserialize;

use crate::error::{Kind, ReadError};
use crate::fields::Field;

/// Whether a layout holds readings or what was typed in afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// Readings, manual ends among them.
    Tag,
    /// Manual registrations only: its presence is what Q911 asks for.
    Manual,
}

/// The unit of stated minutes. Never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MinutesUnit {
    /// `90` or `90,0`.
    Minutes,
    /// `1:30`.
    HoursMinutes,
    /// `1,5`.
    DecimalHours,
}

/// One kind of export.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence (Swedish).
    pub about: String,
    /// Readings or manual registrations.
    pub of: Of,
    /// Groups of fields; of each group one at least must be among the headers.
    pub needs: Vec<Vec<Field>>,
    /// Fields whose presence says that it is another layout.
    #[serde(default)]
    pub without: Vec<Field>,
    /// The method of both ends where no column says it.
    #[serde(default)]
    pub method: Option<Method>,
    /// Header names beside the built-in ones.
    #[serde(default)]
    pub headers: BTreeMap<Field, Vec<String>>,
    /// The unit of the stated minutes; without it the column is not read.
    #[serde(default)]
    pub minutes: Option<MinutesUnit>,
}

const FILES: [&str; 2] =
    [include_str!("../layouts/lifecare-tagg.toml"), include_str!("../layouts/lifecare-manuell.toml")];

/// The built-in layouts, in the order they are tried.
pub fn built_in() -> &'static [Layout] {
    static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
        FILES.iter().map(|text| toml::from_str(text).expect("a test reads the built-in layouts")).collect()
    });
    &LAYOUTS
}

/// All layouts, or the one that was named.
pub fn choose(name: Option<&str>) -> Result<Vec<&'static Layout>, ReadError> {
    let Some(name) = name else {
        return Ok(built_in().iter().collect());
    };
    let found: Vec<_> = built_in().iter().filter(|layout| layout.name == name).collect();
    if found.is_empty() {
        let known = built_in().iter().map(|layout| layout.name.clone()).collect();
        return Err(ReadError::new("--layout", Kind::UnknownLayout { name: name.to_owned(), known }));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_layouts_read_and_have_names_of_their_own() {
        let names: Vec<_> = built_in().iter().map(|layout| layout.name.as_str()).collect();
        assert_eq!(names, ["lifecare-tagg", "lifecare-manuell"]);
    }

    #[test]
    fn an_unknown_layout_is_refused_with_the_known_ones() {
        let error = choose(Some("lifecare")).unwrap_err();
        assert!(matches!(error.kind, Kind::UnknownLayout { known, .. } if known.len() == 2));
    }
}
