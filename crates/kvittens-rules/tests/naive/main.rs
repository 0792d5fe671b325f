//! Every kernel against a naive reference over random months, and what must not change a month's findings.
//!
//! The reference is written from the catalogue's text, with a loop over all visits inside a loop over all visits, so
//! that it can be read beside the text. It shares no code with the kernels.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod agree;
mod at_once;
mod away;
mod beside;
mod broken;
mod by_hand;
mod chains;
mod chance;
mod days;
mod decided;
mod delivered;
mod devices;
mod doubles;
mod entries;
mod facts;
mod files;
mod hours;
mod money;
mod params;
mod patterns;
mod payment;
mod people;
mod planned;
mod readings;
mod reasons;
mod registers;
mod rows;
mod seen;
mod shares;
mod staff;
mod steady;
mod tags;
mod times;
mod together;
mod typed;

use proptest::test_runner::{Config, RngSeed};

/// The same cases every time, and no file of failures beside the sources.
pub fn fixed(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_220_327), ..Config::default() }
}
