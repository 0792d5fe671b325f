//! No build of the program can reach a network: no HTTP or TLS client is among the dependencies of any feature set.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

#[test]
fn no_http_or_tls_client_is_in_the_lock_file() {
    const CLIENTS: [&str; 14] = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "curl-sys",
        "isahc",
        "attohttpc",
        "surf",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "object_store",
        "tokio",
    ];
    let lock = std::fs::read_to_string(support::repository("Cargo.lock")).unwrap();
    let names: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"parquet"));
    let found: Vec<_> = names.iter().filter(|name| CLIENTS.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}
