//! PDF as others read it: the text and what is said of it by poppler's tools, and every stream unpacked.

use std::io::Read as _;
use std::path::Path;
use std::process::Command;

fn said(tool: &str, args: &[&str], file: &Path) -> String {
    let done =
        Command::new(tool).args(args).arg(file).args(if tool == "pdftotext" { &["-"][..] } else { &[] }).output();
    let done = done.unwrap_or_else(|error| panic!("{tool} (Debian: poppler-utils): {error}"));
    assert!(done.status.success(), "{tool} {}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The text, line by line as it stands on the pages, with plain spaces.
pub fn text(file: &Path) -> String {
    said("pdftotext", &["-layout"], file).replace('\u{a0}', " ")
}

/// What `pdfinfo` says: a word and a value.
pub fn about(file: &Path, word: &str) -> String {
    let all = said("pdfinfo", &[], file);
    let line = all.lines().find_map(|line| line.strip_prefix(&format!("{word}:")));
    line.unwrap_or_default().trim().to_owned()
}

/// The metadata as XML.
pub fn meta(file: &Path) -> String {
    said("pdfinfo", &["-meta"], file)
}

/// The fonts, a line each.
pub fn fonts(file: &Path) -> Vec<String> {
    said("pdffonts", &[], file).lines().skip(2).map(str::to_owned).collect()
}

/// How many pages.
pub fn pages(file: &Path) -> usize {
    about(file, "Pages").parse().unwrap()
}

/// Every byte of a PDF, its streams unpacked: as it stands, and what stands in two bytes a sign or in hexadecimals.
pub fn raw(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let mut all = bytes.clone();
    let mut at = 0;
    let mut unpacked = 0;
    while let Some(found) = find(&bytes[at..], b"stream\n").or_else(|| find(&bytes[at..], b"stream\r\n")) {
        let from = at + found + 7 + usize::from(bytes[at + found + 6] == b'\r');
        let mut out = Vec::new();
        // What is no packed stream stands in the bytes as it is.
        if flate2::read::ZlibDecoder::new(&bytes[from..]).read_to_end(&mut out).is_ok() {
            unpacked += 1;
            all.extend_from_slice(&out);
        }
        at = from;
    }
    assert!(unpacked > 3, "{} streams", unpacked);
    let hexadecimal: Vec<u8> = all.split(|byte| *byte == b'<').flat_map(hexadecimals).collect();
    let narrow =
        |bytes: &[u8]| bytes.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect::<String>();
    format!("{}\n{}", narrow(&all), narrow(&hexadecimal))
}

/// The bytes of a text in hexadecimals, to its end.
fn hexadecimals(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text.iter().take_while(|byte| byte.is_ascii_hexdigit()).copied().collect();
    if text.get(digits.len()) != Some(&b'>') {
        return Vec::new();
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default();
    digits.chunks_exact(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).chain([b' ']).collect()
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}
