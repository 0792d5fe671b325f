"""Polars merely reads the two exports as strings, and counts their rows: polars_strings.py FOLDER OUT [--lossy]

Decoded from Windows-1252 as polars_run.py must to keep å, ä and ö; with --lossy they become U+FFFD, and no time is spent on
it: a lower bound on reading, with which nothing could be found. Every column of every row is held in memory in the end."""
import pathlib
import sys

import polars as pl


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    encoding = "utf8-lossy" if "--lossy" in sys.argv else "cp1252"
    tables = [pl.read_csv(source / name, separator=";", infer_schema=False, encoding=encoding) for name in ("tagg.csv", "manuell.csv")]
    (out / "rows.txt").write_text("\n".join(str(len(table)) for table in tables))


if __name__ == "__main__":
    main()
