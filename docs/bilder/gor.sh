#!/usr/bin/env bash
# Makes the pictures of this folder again from the example month. Needs pngquant, the browser tests' Python (test.sh makes
# it), pdftoppm (poppler-utils) and the release binary with PDF (cargo build --release -p kvittens --features pdf), or others: KVITTENS=path/to/kvittens PYTHON=… docs/bilder/gor.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

kvittens=${KVITTENS:-target/release/kvittens}
python=${PYTHON:-target/python/bin/python}
for tool in "$kvittens" "$python" chromium pdftoppm pngquant; do
    command -v "$tool" >/dev/null || { echo "gor.sh: $tool is missing" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$kvittens" check examples/2022-03 --config examples/kvittens.toml --reports html,xlsx,pdf --out "$work/rapport" >/dev/null
pdftoppm -r 84 -f 1 -l 1 -singlefile -png "$work/rapport/2022-03/utforare/utforare-b-ab/rapport.pdf" "$work/brev"
"$python" docs/bilder/fotografera.py "$work/rapport/2022-03" "$work"
for picture in "$work"/*.png; do
    pngquant --force --speed 1 --strip 32 --output "docs/bilder/$(basename "$picture")" "$picture"
done
ls -l docs/bilder/*.png
