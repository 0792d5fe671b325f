//! No build of the program can reach a network: no HTTP or TLS client is among the dependencies of any feature set, and the
//! default one has no polars either.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;

/// Crates that fetch or encrypt, or that only those bring.
const CLIENTS: [&str; 24] = [
    "attohttpc",
    "boring",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "http",
    "hyper",
    "hyper-rustls",
    "isahc",
    "minreq",
    "native-tls",
    "object_store",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "schannel",
    "surf",
    "tungstenite",
    "ureq",
    "webpki",
];

fn assert_no_client(names: &BTreeSet<String>) {
    let found: Vec<_> = names.iter().filter(|name| CLIENTS.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// The lock file holds what any feature set of any crate here can bring.
#[test]
fn no_http_or_tls_client_is_in_the_lock_file() {
    let lock = std::fs::read_to_string(support::repository("Cargo.lock")).unwrap();
    let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
    let names: BTreeSet<String> = lock.lines().filter_map(name).collect();
    assert!(names.contains("parquet") && names.contains("polars"));
    assert_no_client(&names);
}

/// What a feature set of the program is built of, as cargo resolves it without a network.
fn tree(features: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.args(["tree", "-p", "kvittens", "--offline", "--locked", "--prefix", "none", "--format", "{p}"]);
    cargo.args(["--edges", "normal,build", "--target", "all"]).args(features).current_dir(support::repository(""));
    let done = cargo.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_feature_set_has_a_client_and_the_default_one_no_polars() {
    let sets: [&[&str]; 3] = [&[], &["--features", "sql"], &["--all-features"]];
    let [plain, sql, all] = sets.map(tree);
    assert!(plain.contains("parquet") && !plain.contains("polars") && !plain.contains("tokio"));
    assert!(sql.contains("polars") && sql.contains("kvittens-sql") && all.is_superset(&sql));
    [plain, sql, all].iter().for_each(assert_no_client);
}
