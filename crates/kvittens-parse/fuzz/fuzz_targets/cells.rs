//! Every cell parser on arbitrary bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kvittens_parse::fuzzing::cells(bytes));
