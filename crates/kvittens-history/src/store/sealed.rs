//! The store's JSON files: with a version, and sealed by a hash of what stands above it, since a turned bit in a number
//! would else be another number.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Damage, StoreError};

/// Changes when a file's meaning does.
pub const VERSION: u32 = 1;

/// Before the seal, the last value of a file.
const SEAL: &str = ",\n  \"seal\": \"";

/// Behind the seal.
const END: &str = "\"\n}\n";

/// A file's text.
pub fn text(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.truncate(text.trim_end_matches('}').trim_end().len());
    let seal = blake3::hash(text.as_bytes()).to_hex();
    text.push_str(SEAL);
    text.push_str(&seal);
    text.push_str(END);
    Ok(text.into_bytes())
}

/// Reads a file whole, and says what its bytes are.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<(T, Vec<u8>), StoreError> {
    let bytes = fs::read(path).map_err(StoreError::file(path))?;
    let value = of(&bytes, path)?;
    Ok((value, bytes))
}

fn of<T: DeserializeOwned>(bytes: &[u8], path: &Path) -> Result<T, StoreError> {
    let altered = || StoreError::damaged(path, Damage::Altered);
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| altered())?;
    match value.get("schema_version").and_then(serde_json::Value::as_u64) {
        Some(version) if version == u64::from(VERSION) => {}
        // A later version may seal its files in another way, so this comes first; a turned bit looks the same.
        Some(found) => return Err(StoreError::Version { path: path.to_owned(), found, known: VERSION }),
        None => return Err(altered()),
    }
    let sealed = std::str::from_utf8(bytes).ok().and_then(|text| {
        let (above, seal) = text.rsplit_once(SEAL)?;
        Some(seal.strip_suffix(END)? == blake3::hash(above.as_bytes()).to_hex().as_str())
    });
    if sealed != Some(true) {
        return Err(altered());
    }
    serde_json::from_value(value).map_err(|_| altered())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Numbers = BTreeMap<String, serde_json::Value>;

    fn sample() -> (Numbers, Vec<u8>) {
        let numbers: Numbers = [("rows", 17), ("schema_version", 1), ("z", 3)]
            .map(|(name, value)| (name.to_owned(), serde_json::Value::from(value)))
            .into();
        let text = text(&numbers).unwrap();
        (numbers, text)
    }

    #[test]
    fn what_is_written_is_read() {
        let (numbers, text) = sample();
        let mut read: Numbers = of(&text, Path::new("x")).unwrap();
        assert!(read.remove("seal").is_some());
        assert_eq!(read, numbers);
    }

    #[test]
    fn no_bit_can_be_turned_and_no_byte_be_missing() {
        let (_, text) = sample();
        for bit in 0..text.len() * 8 {
            let mut turned = text.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert!(of::<Numbers>(&turned, Path::new("x")).is_err(), "bit {bit}");
        }
        for length in 0..text.len() {
            assert!(of::<Numbers>(&text[..length], Path::new("x")).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        let later = br#"{"schema_version": 2, "anything": []}"#;
        assert!(matches!(of::<Numbers>(later, Path::new("x")), Err(StoreError::Version { found: 2, .. })));
    }
}
