"""Runs a file of SQL over two exports with DuckDB: duckdb_run.py FOLDER OUT [FILE.sql] [-v]

FOLDER holds tagg.csv and manuell.csv; the file is duckdb_rules.sql where none is named, and its head says what is
written to OUT. -v tells the seconds of each statement."""
import pathlib
import sys
import time

import duckdb


def main():
    arguments = [of for of in sys.argv[1:] if of != "-v"]
    source, out = map(pathlib.Path, arguments[:2])
    name = arguments[2] if len(arguments) > 2 else "duckdb_rules.sql"
    out.mkdir(parents=True, exist_ok=True)
    text = (pathlib.Path(__file__).parent / name).read_text(encoding="utf-8")
    sql = text.format(tagg=source / "tagg.csv", manuell=source / "manuell.csv", out=out)
    connection = duckdb.connect()
    for statement in sql.split(";\n"):
        if not statement.strip():
            continue
        start = time.monotonic()
        connection.execute(statement)
        if "-v" in sys.argv:
            lines = [line for line in statement.strip().splitlines() if not line.startswith("--")]
            print(f"{time.monotonic() - start:7.3f}  {lines[0][:80]}")


if __name__ == "__main__":
    main()
