//! Which program this is: what another one counted or read is not believed.

use std::fs::File;
use std::sync::LazyLock;

/// Its version and the hash of its file: a rebuilt one is another.
pub fn program() -> &'static str {
    static PROGRAM: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        let file = std::env::current_exe().and_then(File::open);
        let hashed =
            file.and_then(|file| hasher.update_reader(file).map(|hasher| hasher.finalize().to_hex().to_string()));
        format!("{} {}", env!("CARGO_PKG_VERSION"), hashed.unwrap_or_default())
    });
    &PROGRAM
}
