//! Layouts: which headers an export has and what its words mean. Built in are the files of `layouts/`; a municipality
//! writes its own in the same form.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use kvittens_model::{Method, Performed};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cells::{self, Event};
use crate::error::{Kind, ReadError};
use crate::fields::Field;

/// What the rows of a layout are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// Registrations, manual ends among them.
    Tag,
    /// Manual registrations only: its presence is what Q911 asks for.
    Manual,
    /// Single readings of a tag, In or Ut, that are still to be paired.
    Readings,
}

/// The unit of stated minutes. Never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum MinutesUnit {
    /// `90` or `90,0`.
    #[serde(rename = "minutes")]
    Minutes,
    /// `1:30`.
    #[serde(rename = "h:mm")]
    HoursMinutes,
    /// `1,5`.
    #[serde(rename = "decimal-hours")]
    DecimalHours,
}

/// How the services of a row stand in its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Services {
    /// One, whatever signs it holds.
    #[default]
    One,
    /// Several with a comma between them; never split on `/`: `Bad/Dusch` is one.
    CommaJoined,
}

/// What an export's words mean, beside the built-in ones. Compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LayoutWords {
    /// How an end was registered.
    pub method: BTreeMap<String, Method>,
    /// What became of the visit.
    pub status: BTreeMap<String, Performed>,
    /// What a reading is.
    pub event: BTreeMap<String, Event>,
}

/// One kind of export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence (Swedish).
    pub about: String,
    /// What its rows are.
    pub of: Of,
    /// Groups of fields; of each group one at least must be among the headers.
    pub needs: Vec<Vec<Field>>,
    /// Fields whose presence says that it is another layout.
    pub without: Vec<Field>,
    /// The method of both ends where no column says it.
    pub method: Option<Method>,
    /// How services stand in their cell.
    pub services: Services,
    /// The unit of the stated minutes; without it the column is not read.
    pub minutes: Option<MinutesUnit>,
    /// Header names before the built-in ones. A header named here means nothing else.
    pub headers: BTreeMap<Field, Vec<String>>,
    /// Words before the built-in ones.
    pub words: LayoutWords,
}

/// A layout as it is written: what is not said is taken from the layout it is like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutFile {
    /// Its name: letters, digits and `-`.
    pub name: String,
    /// What it is, in a sentence.
    pub about: Option<String>,
    /// The built-in layout that gives all that is not said here.
    pub like: Option<String>,
    /// What its rows are: registrations (`tag`), manual registrations (`manual`) or single readings (`readings`).
    pub of: Option<Of>,
    /// Groups of fields; of each group one at least must be among the headers.
    pub needs: Option<Vec<Vec<Field>>>,
    /// Fields whose presence says that it is another layout.
    pub without: Option<Vec<Field>>,
    /// The method of both ends where no column says it.
    pub method: Option<Method>,
    /// How the services of a row stand in their cell.
    pub services: Option<Services>,
    /// The unit of the stated minutes; without it the column is not read.
    pub minutes: Option<MinutesUnit>,
    /// Header names of a field, before the built-in ones. A header named here means nothing else.
    #[serde(default)]
    pub headers: BTreeMap<Field, Vec<String>>,
    /// What the export's words mean, beside the built-in ones.
    #[serde(default)]
    pub words: LayoutWords,
}

/// Why a layout cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// Not the form of a layout; the reader's message with line and column.
    #[error("{0}")]
    Toml(String),
    /// `like` names no built-in layout.
    #[error("like = \"{name}\": no such layout; known are {known:?}")]
    Like {
        /// As it was written.
        name: String,
        /// The built-in layouts.
        known: Vec<String>,
    },
    /// Without `like`, `of` and `needs` must be said.
    #[error("{0} is missing, and no like gives it")]
    Incomplete(&'static str),
    /// The name is not of letters, digits and `-`, or is a built-in one.
    #[error("name = \"{0}\" cannot be used")]
    Name(String),
}

impl Layout {
    /// Reads a layout of the municipality's own.
    ///
    /// # Errors
    /// Text that is no layout, with its line; a `like` that is not built in; too little said.
    pub fn from_toml(text: &str) -> Result<Layout, LayoutError> {
        let file: LayoutFile = toml::from_str(text).map_err(|error| LayoutError::Toml(error.to_string()))?;
        let fits = |c: char| c.is_alphanumeric() || c == '-';
        if file.name.is_empty() || !file.name.chars().all(fits) || built_in().iter().any(|of| of.name == file.name) {
            return Err(LayoutError::Name(file.name));
        }
        let like = match &file.like {
            None => None,
            Some(name) => Some(built_in().iter().find(|layout| layout.name == *name).ok_or_else(|| {
                LayoutError::Like { name: name.clone(), known: built_in().iter().map(|of| of.name.clone()).collect() }
            })?),
        };
        Layout::over(file, like.map(AsRef::as_ref))
    }

    fn over(file: LayoutFile, like: Option<&Layout>) -> Result<Layout, LayoutError> {
        let mut headers = file.headers;
        for (field, names) in like.iter().flat_map(|like| &like.headers) {
            headers.entry(*field).or_default().extend(names.iter().cloned());
        }
        let mut words = like.map(|like| like.words.clone()).unwrap_or_default();
        words.method.extend(lowercase(file.words.method));
        words.status.extend(lowercase(file.words.status));
        words.event.extend(lowercase(file.words.event));
        Ok(Layout {
            name: file.name,
            about: file.about.or_else(|| like.map(|like| like.about.clone())).unwrap_or_default(),
            of: file.of.or(like.map(|like| like.of)).ok_or(LayoutError::Incomplete("of"))?,
            needs: file.needs.or_else(|| like.map(|l| l.needs.clone())).ok_or(LayoutError::Incomplete("needs"))?,
            without: file.without.or_else(|| like.map(|like| like.without.clone())).unwrap_or_default(),
            method: file.method.or(like.and_then(|like| like.method)),
            services: file.services.or(like.map(|like| like.services)).unwrap_or_default(),
            minutes: file.minutes.or(like.and_then(|like| like.minutes)),
            headers,
            words,
        })
    }

    /// What the layout itself calls a field, else its canonical name.
    pub(crate) fn name_of(&self, field: Field) -> String {
        self.headers.get(&field).and_then(|own| own.first().cloned()).unwrap_or_else(|| field.names()[0].to_owned())
    }

    /// How an end was registered, by its word; `None` for a word nobody knows.
    pub(crate) fn method_of(&self, word: &str) -> Option<Method> {
        self.words.method.get(&word.to_lowercase()).copied().or_else(|| cells::method(word))
    }

    /// What became of the visit, by its word.
    pub(crate) fn performed_of(&self, word: &str) -> Option<Performed> {
        self.words.status.get(&word.to_lowercase()).copied().or_else(|| cells::performed(word))
    }

    /// What a reading is, by its word.
    pub(crate) fn event_of(&self, word: &str) -> Option<Event> {
        self.words.event.get(&word.to_lowercase()).copied().or_else(|| cells::event(word))
    }
}

fn lowercase<T>(words: BTreeMap<String, T>) -> impl Iterator<Item = (String, T)> {
    words.into_iter().map(|(word, meaning)| (word.to_lowercase(), meaning))
}

const FILES: [&str; 4] = [
    include_str!("../layouts/lifecare-tagg.toml"),
    include_str!("../layouts/lifecare-manuell.toml"),
    include_str!("../layouts/phoniro-besok.toml"),
    include_str!("../layouts/lifecare-handelser.toml"),
];

/// The built-in layouts, in the order in which they win where two fit as well.
pub fn built_in() -> &'static [Arc<Layout>] {
    static LAYOUTS: LazyLock<Vec<Arc<Layout>>> = LazyLock::new(|| {
        let read = |text: &&str| {
            let file = toml::from_str(text).expect("a test reads the built-in layouts");
            Arc::new(Layout::over(file, None).expect("a test reads the built-in layouts"))
        };
        FILES.iter().map(read).collect()
    });
    &LAYOUTS
}

/// The layouts that are tried: the municipality's own before the built-in ones, or those that were named.
pub fn choose(own: &[Layout], named: &[String]) -> Result<Vec<Arc<Layout>>, ReadError> {
    let mut all: Vec<Arc<Layout>> = own.iter().cloned().map(Arc::new).collect();
    all.extend(built_in().iter().cloned());
    if let Some(unknown) = named.iter().find(|name| !all.iter().any(|layout| layout.name == **name)) {
        let known = all.iter().map(|layout| layout.name.clone()).collect();
        return Err(ReadError::new("--layout", Kind::UnknownLayout { name: unknown.clone(), known }));
    }
    if !named.is_empty() {
        all.retain(|layout| named.contains(&layout.name));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_layouts_read_and_have_names_of_their_own() {
        let names: Vec<_> = built_in().iter().map(|layout| layout.name.as_str()).collect();
        assert_eq!(names, ["lifecare-tagg", "lifecare-manuell", "phoniro-besok", "lifecare-handelser"]);
    }

    #[test]
    fn an_unknown_layout_is_refused_with_the_known_ones() {
        let error = choose(&[], &["lifecare".to_owned()]).unwrap_err();
        assert!(matches!(error.kind, Kind::UnknownLayout { known, .. } if known.len() == 4));
    }

    #[test]
    fn an_own_layout_says_only_what_differs() {
        let text = "name = \"egen\"\nlike = \"lifecare-tagg\"\nminutes = \"h:mm\"\n[headers]\ncustomer = [\"Klient\"]\n\
                    [words.method]\nBlipp = \"tag\"\n";
        let own = Layout::from_toml(text).unwrap();
        assert_eq!((own.of, own.needs.len(), own.minutes), (Of::Tag, 5, Some(MinutesUnit::HoursMinutes)));
        assert_eq!((own.method_of("BLIPP"), own.method_of("Manuell")), (Some(Method::Tag), Some(Method::Manual)));
        let first = choose(std::slice::from_ref(&own), &[]).unwrap();
        assert_eq!(first[0].name, "egen");
    }

    #[test]
    fn what_is_no_layout_is_refused() {
        let fails = |text: &str| Layout::from_toml(text).unwrap_err();
        assert!(matches!(fails("name = \"a\""), LayoutError::Incomplete("of")));
        assert!(matches!(fails("name = \"a\"\nlike = \"tagg\""), LayoutError::Like { .. }));
        assert!(matches!(fails("name = \"lifecare-tagg\"\nlike = \"lifecare-tagg\""), LayoutError::Name(_)));
        assert!(matches!(fails("name = \"a\"\nheader = {}"), LayoutError::Toml(text) if text.contains("header")));
    }
}
