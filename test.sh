#!/usr/bin/env bash
# Tests everything: formatting, clippy, every test of every crate, the documents, the examples. Installs what it needs on
# a Debian that has nothing but rustup.
set -euo pipefail
cd "$(dirname "$0")"

packages=()
command -v cc >/dev/null || packages+=(build-essential)
# The reports are tested in a real browser.
command -v chromium >/dev/null || packages+=(chromium)
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)
# Instructions are counted, not seconds.
command -v valgrind >/dev/null || packages+=(valgrind)
# The letters are read as text by another program than made them.
command -v pdftotext >/dev/null || packages+=(poppler-utils)
fc-list 2>/dev/null | grep -qi liberation || packages+=(fontconfig fonts-liberation)
if [ ${#packages[@]} -gt 0 ]; then
    sudo=$(command -v sudo || true)
    $sudo apt-get update -q
    $sudo apt-get install -qy --no-install-recommends "${packages[@]}"
fi
rustup component add rustfmt clippy >/dev/null 2>&1 || true

step() { printf '\n== %s\n' "$1"; }

step "formatting"
cargo fmt --all --check
# Modules that a macro names are not seen by cargo fmt.
rustfmt --check --edition 2024 --config-path rustfmt.toml crates/kvittens-rules/src/rules/*.rs

# First what everybody builds: the default members, without SQL and PDF.
step "clippy"
cargo clippy --all-targets --locked -- -D warnings

step "tests"
cargo test --all-targets --locked
cargo test --doc --locked

step "reports in a browser"
target=${CARGO_TARGET_DIR:-target}
venv=$target/python
tests=crates/kvittens/tests/python
if ! cmp -s "$tests/requirements.txt" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$tests/requirements.txt"
    cp "$tests/requirements.txt" "$venv/"
fi
# The program that the tests above have built.
KVITTENS=$(realpath "$target/debug/kvittens") PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -m pytest -q -p no:cacheprovider "$tests"

step "instructions"
# Of the same program. What became slower on purpose: --update.
python3 benches/instruktioner.py "$target/debug/kvittens"

step "documents"
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

step "examples"
cargo run --locked --example one_month -- examples/2022-03

# Then what the features add. The same packages in each step: another selection would unify other features of what they
# share, and build polars and typst once more.
features=(-p kvittens -p kvittens-sql -p kvittens-pdf --features kvittens/full)

step "clippy, all features"
cargo clippy "${features[@]}" --all-targets --locked -- -D warnings

step "tests, all features"
cargo test "${features[@]}" --lib --test dependencies --test hostile --test isolation --test own_rules --test pdf --test rules \
    --test schema --locked

step "documents, all features"
RUSTDOCFLAGS="-D warnings" cargo doc "${features[@]}" --no-deps --locked
