#!/usr/bin/env python3
"""Counts a store with DuckDB and with Polars, and holds it against what the program says: lager.py KVITTENS STORE

Both read `month=*/registrations.parquet` and `visits.parquet` as hive partitions, and know nothing of the program.
Per month and provider: rows against `history list`; performed visits against `history list`; the visits of each class
that expect a receipt against K101 in `measures.csv` of `check --store STORE --month`; and visits without a start,
without a stop, and with a stop before the start, against the findings of K105, K106 and T401 (explained ones
included). Exit code 1 if a number differs. Needs: pip install duckdb polars"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import polars as pl

CLASSES = {"both-tags", "in-only", "out-only", "no-tag"}
FINDINGS = {"K105": "no start", "K106": "no stop", "T401": "stop before start"}


def by_duckdb(store):
    def table(name):
        return f"read_parquet('{store}/month=*/{name}.parquet', hive_partitioning = true, hive_types = {{'month': varchar}})"

    rows = duckdb.sql(f"select month, provider, 'rows', count(*) from {table('registrations')} group by all")
    visits = duckdb.sql(f"""
        with performed as (from {table('visits')} where performed),
             counted as (
                 select month, provider, 'performed' as what from performed
                 union all select month, provider, class from performed where expects_receipt
                 union all select month, provider, 'no start' from performed where start is null
                 union all select month, provider, 'no stop' from performed where stop is null
                 union all select month, provider, 'stop before start' from performed where stop < start)
        select month, provider, what, count(*) from counted group by all""")
    return {of[:3]: of[3] for of in rows.fetchall() + visits.fetchall()}


def by_polars(store):
    def table(name):
        return pl.scan_parquet(f"{store}/month=*/{name}.parquet", hive_partitioning=True, hive_schema={"month": pl.String})

    performed = table("visits").filter(pl.col("performed"))
    counted = [
        table("registrations").with_columns(what=pl.lit("rows")),
        performed.with_columns(what=pl.lit("performed")),
        performed.filter(pl.col("expects_receipt")).with_columns(what=pl.col("class").cast(pl.String)),
        performed.filter(pl.col("start").is_null()).with_columns(what=pl.lit("no start")),
        performed.filter(pl.col("stop").is_null()).with_columns(what=pl.lit("no stop")),
        performed.filter(pl.col("stop") < pl.col("start")).with_columns(what=pl.lit("stop before start")),
    ]
    keys = ["month", "provider", "what"]
    of = [frame.with_columns(pl.col("provider").cast(pl.String)).group_by(keys).len().collect() for frame in counted]
    return {row[:3]: row[3] for row in pl.concat(of).rows()}


def by_kvittens(program, store):
    def run(*args):
        return subprocess.run([program, *args], check=True, capture_output=True, text=True).stdout

    counts = {}
    for month in json.loads(run("history", "list", "--store", store, "--format", "json"))["months"]:
        name = month["month"]
        for of in month["providers"]:
            counts[name, of["provider"], "rows"] = of["rows"]
            counts[name, of["provider"], "performed"] = of["performed_visits"]
        with tempfile.TemporaryDirectory() as out:
            run("check", "--store", store, "--month", name, "--out", out, "--csv", "plain", "--reports", "none")
            for row in csv.DictReader(open(f"{out}/{name}/measures.csv", encoding="utf-8")):
                if row["rule"] == "K101" and row["scope"] == "provider" and row["measure"] in CLASSES:
                    counts[name, row["provider"], row["measure"]] = int(row["numerator"])
            for row in csv.DictReader(open(f"{out}/{name}/findings.csv", encoding="utf-8")):
                if row["rule"] in FINDINGS:
                    key = name, row["provider"], FINDINGS[row["rule"]]
                    counts[key] = counts.get(key, 0) + 1
    return {key: count for key, count in counts.items() if count}


def main():
    program, store = sys.argv[1], pathlib.Path(sys.argv[2])
    ours = by_kvittens(program, str(store))
    differ = False
    for name, theirs in (("duckdb " + duckdb.__version__, by_duckdb(store)), ("polars " + pl.__version__, by_polars(store))):
        wrong = {key: (ours.get(key), theirs.get(key)) for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}
        print(f"{name}: {len(theirs)} numbers, {len(wrong)} differ")
        for key in sorted(wrong)[:10]:
            print("  ", *key, "kvittens, the other:", *wrong[key])
        differ |= bool(wrong)
    for month in sorted({key[0] for key in ours}):
        def of(what):
            return sum(count for (when, _, which), count in ours.items() if (when, which) == (month, what))

        expecting = sum(of(what) for what in CLASSES)
        print(f"{month}: {of('rows')} rows, {of('performed')} performed visits, {of('both-tags')} of {expecting} with both receipts,",
              ", ".join(f"{of(what)} {what}" for what in FINDINGS.values()))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
