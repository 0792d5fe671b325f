//! What a nämnd may be told of a month: sums over providers, without a number below the municipality's least and
//! without a provider that has few customers. Numbers only; the page is made of them in [`crate::html`].

pub mod suppress;
