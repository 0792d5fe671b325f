//! Month against month, from synthetic months and from counts made by hand, beside plain reckonings of the same.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod deliveries;
mod measures;
mod series;
mod support;
mod volume;
