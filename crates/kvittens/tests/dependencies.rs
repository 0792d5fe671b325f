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

/// What is built, as cargo resolves it without a network. The lock file says more: what polars could bring with features
/// that nobody here asks for.
fn tree(of: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.args(["tree", "--offline", "--locked", "--prefix", "none", "--format", "{p}"]);
    cargo.args(["--edges", "normal,build"]).args(of).current_dir(support::repository(""));
    let done = cargo.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_feature_set_has_a_client_and_the_default_one_no_polars() {
    let sets: [&[&str]; 4] = [
        &["-p", "kvittens"],
        &["-p", "kvittens", "--features", "sql"],
        &["-p", "kvittens", "--all-features"],
        &["--workspace", "--all-features"],
    ];
    let [plain, sql, all, workspace] = sets.map(tree);
    assert!(plain.contains("parquet") && !plain.contains("polars") && !plain.contains("tokio"));
    assert!(sql.contains("polars") && sql.contains("kvittens-sql") && all.is_superset(&sql));
    assert!(workspace.is_superset(&all));
    [plain, sql, all, workspace].iter().for_each(assert_no_client);
}
