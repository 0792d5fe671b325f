//! PDF, in a build that has it.

use kvittens_report::paper::Typesetter;

/// What sets documents in type; `None` in a build without the feature `pdf`.
pub const TYPESETTER: Option<Typesetter> = typesetter();

#[cfg(feature = "pdf")]
const fn typesetter() -> Option<Typesetter> {
    Some(kvittens_pdf::typeset)
}

#[cfg(not(feature = "pdf"))]
const fn typesetter() -> Option<Typesetter> {
    None
}
