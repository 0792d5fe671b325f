//! Arbitrary layouts and arbitrary first bytes of a file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kvittens_parse::fuzzing::layout(bytes));
