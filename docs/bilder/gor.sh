#!/usr/bin/env bash
# Makes the pictures of this folder again from the example month. Needs chromium and pngquant, and the release binary
# (cargo build --release), or another one: KVITTENS=path/to/kvittens docs/bilder/gor.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

kvittens=${KVITTENS:-target/release/kvittens}
for tool in "$kvittens" chromium pngquant; do
    command -v "$tool" >/dev/null || { echo "gor.sh: $tool is missing" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$kvittens" check examples/2022-03 --config examples/kvittens.toml --out "$work/rapport" >/dev/null

# picture PAGE HEIGHT NAME: the top of a page of the report, in a palette of its own.
picture() {
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run \
        --user-data-dir="$work/chromium" --hide-scrollbars --window-size=1100,"$2" \
        --screenshot="$work/$3" "file://$work/rapport/2022-03/$1" 2>/dev/null
    pngquant --force --speed 1 --strip 32 --output "docs/bilder/$3" "$work/$3"
}

picture index.html 1230 oversikt.png
picture utforare/egen-regi-sodra/rapport.html 1140 rapport.png
ls -l docs/bilder/*.png
