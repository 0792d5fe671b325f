//! Sets documents in type: the letter to a provider and the page for the nämnd as PDF, tagged, for archives (PDF/A-2a) and
//! for those who hear a page instead of seeing it (PDF/UA-1). Typst does it as a library, with fonts that are in the
//! program; nothing is fetched, no file and no clock is read.
//!
//! A document reaches typst as JSON in a file of its own and is laid out by one template, so no text of an export is
//! ever typst's markup or code.

mod apart;
mod desk;
mod legible;

use kvittens_report::paper::{Document, TypesetError};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use desk::Desk;

/// Letters after which what typst remembers of a layout is forgotten, if no letter since has asked for it.
const REMEMBERED: usize = 4;

/// The bytes of a PDF: the same for the same document.
///
/// # Errors
/// Where typst cannot set it: an error of the program.
pub fn typeset(document: &Document) -> Result<Vec<u8>, TypesetError> {
    let set = apart::run(|| bytes(document)).or_else(|error| match &document.logo {
        // A logo that is none inside must not take the letter with it.
        Some(_) => apart::run(|| bytes(&Document { logo: None, ..document.clone() })),
        None => Err(error),
    });
    comemo::evict(REMEMBERED);
    set.map_err(|why| TypesetError { title: document.title.clone(), why })
}

fn bytes(document: &Document) -> Result<Vec<u8>, String> {
    let paged = paged(document)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        creator: Smart::Custom(Some(document.program.to_owned())),
        standards: standards.map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    said(typst_pdf::pdf(&paged, &options))
}

/// The pages: as full as they can be within the most that the document may have.
fn paged(document: &Document) -> Result<PagedDocument, String> {
    let mut document = document.clone();
    loop {
        let desk = Desk::with(&document)?;
        let paged: PagedDocument = said(typst::compile(&desk).output)?;
        let fits = document.most_pages.is_none_or(|most| paged.pages().len() <= most);
        if fits || document.fullness == 0 {
            return Ok(paged);
        }
        document.fullness -= 1;
    }
}

/// What typst says is wrong, without its places.
fn said<T>(result: SourceResult<T>) -> Result<T, String> {
    let text = |error: &SourceDiagnostic| error.message.to_string();
    result.map_err(|errors| errors.iter().map(text).collect::<Vec<_>>().join("; "))
}
