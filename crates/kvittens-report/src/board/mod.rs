//! What a nämnd may be told of a month: sums over providers, without a number below the municipality's least and
//! without a provider that has few customers. Numbers only; the page is made of them in [`crate::html`].
//!
//! Everything comes from measures and counts of open findings. What a rule on trial says is left out, and so is a
//! finding of no provider.

pub mod findings;
pub mod receipts;
pub mod suppress;
pub mod who;

/// `[board]`: what may be shown to many readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bounds {
    /// The smallest number above zero that is shown.
    pub min_cell: u32,
    /// The fewest customers of a provider that is named.
    pub min_customers: u32,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { min_cell: 5, min_customers: 30 }
    }
}

/// A number, or nothing where it is hidden.
pub type Shown = Option<u64>;
