//! Arbitrary bytes as a whole export.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kvittens_parse::fuzzing::reader(bytes));
