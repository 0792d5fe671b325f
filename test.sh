#!/usr/bin/env bash
# Tests everything: formatting, clippy, every test of every crate, the documents, the examples. Installs what it needs on
# a Debian that has nothing but rustup.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v cc >/dev/null; then
    sudo=$(command -v sudo || true)
    $sudo apt-get update -q
    $sudo apt-get install -qy --no-install-recommends build-essential
fi
rustup component add rustfmt clippy >/dev/null 2>&1 || true

step() { printf '\n== %s\n' "$1"; }

step "formatting"
cargo fmt --all --check
# Modules that a macro names are not seen by cargo fmt.
rustfmt --check --edition 2024 --config-path rustfmt.toml crates/kvittens-rules/src/rules/*.rs

step "clippy"
cargo clippy --workspace --all-targets --locked -- -D warnings

step "tests"
cargo test --workspace --all-targets --locked
cargo test --workspace --doc --locked

step "documents"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

step "examples"
cargo run --locked --example one_month -- examples/2022-03
