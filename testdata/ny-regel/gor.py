#!/usr/bin/env python3
"""Makes the files of this folder with DuckDB, by the queries of docs/ny-regel.md: gor.py KVITTENS

Needs: pip install duckdb"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import duckdb

here = pathlib.Path(__file__).resolve().parent
page = (here / "../../docs/ny-regel.md").read_text(encoding="utf-8")
program = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    subprocess.run([program, *"synth --months 2021-11..2022-04 --rows 4000 --out exporter".split()], check=True)
    for month in sorted(pathlib.Path("exporter").iterdir()):
        subprocess.run([program, "history", "add", str(month), "--store", "lager"], check=True, stdout=subprocess.DEVNULL)
    for query in re.findall(r"```sql\n(.*?)```", page, re.S):
        duckdb.sql(query)
    for name in ("fynd-1.parquet", "fynd-2.parquet", "facit.csv"):
        shutil.copy(name, here / name)
    os.chdir(here)
