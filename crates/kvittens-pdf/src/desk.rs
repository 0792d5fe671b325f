//! What typst sees: one template, one document, one logo, the fonts; no folder, no packages, no clock.

use std::sync::LazyLock;

use kvittens_report::paper::Document;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::legible::legible;

/// The families of `typst-assets` that are used: the second for signs that the first lacks.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

const TEMPLATE: &str = include_str!("document.typ");

/// What is the same for every document.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: FileId,
    logo: FileId,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    let fonts: Vec<Font> = all.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::new(file("document.typ"), TEMPLATE.to_owned()),
        data: file("document.json"),
        logo: file("logo"),
    }
});

/// The fonts.
pub fn fonts() -> &'static [Font] {
    &SHARED.fonts
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a name of letters and a dot is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document, ready to be set.
pub struct Desk {
    data: Bytes,
    logo: Option<Bytes>,
}

impl Desk {
    /// Of a document.
    pub fn with(document: &Document) -> Result<Desk, String> {
        let value = serde_json::to_value(document).map_err(|error| error.to_string())?;
        let data = serde_json::to_vec(&legible(value)).map_err(|error| error.to_string())?;
        let logo = document.logo.as_ref().map(|logo| Bytes::new(logo.bytes.clone()));
        Ok(Desk { data: Bytes::new(data), logo })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        SHARED.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SHARED.template.id() { Ok(SHARED.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match &self.logo {
            _ if id == SHARED.data => Ok(self.data.clone()),
            Some(logo) if id == SHARED.logo => Ok(logo.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
