#!/usr/bin/env python3
"""Kills `history add` and `check --store` (SIGKILL) at random points, half of them while it writes, and looks at
what is left: dodad.py KVITTENS

    dodad.py KVITTENS [--runs 200] [--rows 20000] [--seed 1]

Three kinds of runs: a month added over the one that is there, a month added to a store without it, and a month checked
beside a store. After each: `history verify` ends with 0, the month has the rows of the former delivery or of the new
one (of a first: none or all), by `history list` and by duckdb's reading of the Parquet, and of a report there is none,
the former one or a whole one, by the hashes of its manifest. Then the same command runs to its end, and nothing may
stand in the store or the report that does not stand there after a run that nobody killed. Needs: pip install duckdb blake3"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter

import blake3
import duckdb

MONTH, BEFORE = "2022-03", "2022-02"


def names(folder):
    """Everything below a folder, hidden or not. What is heard of months is a cache: its names are hashes."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if ".cache" not in path.parts)


def entries(folder):
    """What stands in a folder itself, and in its folders, as far as it can be seen while somebody writes there."""
    try:
        return {(of.name, tuple(os.listdir(of)) if of.is_dir() else ()) for of in os.scandir(folder)}
    except FileNotFoundError:
        return None


def deliveries(names):
    """The same without the manifests of former deliveries, of which there is one more each time."""
    return [name for name in names if "/tidigare" not in name]


class Killing:
    def __init__(self, program, root, rows, seed):
        self.program, self.root, self.random = program, root, random.Random(seed)
        self.seconds = {}
        self.store, self.out = root / "lager", root / "rapport"
        # Two deliveries of one month, with different numbers of rows, and the month before.
        for name, month, of, seed in (("a", MONTH, rows, 1), ("b", MONTH, rows + 1000, 2), ("f", BEFORE, rows, 1)):
            self.run("synth", "--months", month, "--rows", of, "--seed", seed, "--out", root / name)

    def export(self, name):
        """A single month's exports lie in the folder itself."""
        folder = self.root / name
        return folder if (folder / "tagg.csv").exists() else next(folder.glob("20*"))

    def command(self, *args):
        return [str(self.program), *map(str, args)]

    def run(self, *args, may=(0,)):
        done = subprocess.run(self.command(*args), cwd=self.root, capture_output=True, text=True)
        assert done.returncode in may, f"{args} ended with {done.returncode}: {done.stderr}"
        return done

    def add(self, name):
        return "history", "add", self.export(name), "--store", self.store

    def check(self, name):
        return "check", self.export(name), "--store", self.store, "--out", self.out

    def killed(self, args, kind, writing):
        """Runs a command and kills it at a random point of its running time, or of the time in which it writes. Whether
        it still ran then."""
        whole, of_writing = self.seconds[kind]
        watched = self.out if kind == "check" else self.store
        before = entries(watched)
        run = subprocess.Popen(self.command(*args), cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while writing and run.poll() is None and entries(watched) == before:
            pass
        time.sleep(self.random.uniform(0, 1.1 * (of_writing if writing else whole)))
        run.send_signal(signal.SIGKILL)
        error = run.communicate()[1].decode()
        assert run.returncode in (0, -signal.SIGKILL), f"{args} ended with {run.returncode}: {error}"
        return run.returncode != 0

    def time(self, args, kind, prepare=lambda: None):
        """The medians of five runs to their end: in all, and from the first change that is seen in the folder."""
        watched = self.out if kind == "check" else self.store
        took = []
        for _ in range(5):
            prepare()
            before = entries(watched)
            start = wrote = time.monotonic()
            run = subprocess.Popen(self.command(*args), cwd=self.root, stdout=subprocess.DEVNULL)
            while run.poll() is None:
                if wrote == start and entries(watched) != before:
                    wrote = time.monotonic()
            took.append((time.monotonic() - start, time.monotonic() - wrote))
        self.seconds[kind] = tuple(sorted(of)[2] for of in zip(*took))

    def rows(self, month):
        """The month's rows by the program and by duckdb, None where it is not there."""
        listed = json.loads(self.run("history", "list", "--store", self.store, "--format", "json").stdout)["months"]
        listed = {of["month"]: of["rows"] for of in listed}.get(month)
        tables = self.store / f"month={month}"
        if not tables.exists():
            # Between two renames the former month stands under another name, and the program reads that.
            return listed
        read = duckdb.sql(f"select count(*) from '{tables}/registrations.parquet'").fetchall()[0][0]
        assert read == listed, f"{month}: {listed} rows by the list, {read} by duckdb"
        return listed

    def verified(self):
        self.run("history", "verify", "--store", self.store)

    def report(self):
        """A report is as its manifest says, or not there."""
        folder = self.out / MONTH
        if not folder.exists():
            return "none"
        manifest = json.loads((folder / "manifest.json").read_text())
        files = {file["path"]: file for file in manifest["files"]}
        there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
        assert there == set(files), f"the report holds {there ^ set(files)} too much or too little"
        for path, file in files.items():
            assert blake3.blake3((folder / path).read_bytes()).hexdigest() == file["blake3"], path
        return "whole"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    root = pathlib.Path(tempfile.mkdtemp(prefix="dodad-"))
    killing = Killing(args.program.resolve(), root, args.rows, args.seed)

    def stands(kept):
        """The store as it was kept: `a` with both months, `f` without the checked one, `none` an empty folder."""
        shutil.rmtree(killing.store, ignore_errors=True)
        if kept == "none":
            killing.store.mkdir()
        else:
            shutil.copytree(root / f"kept-{kept}", killing.store)

    counts = {}
    for name in "fba":
        killing.run(*killing.add(name))
        counts[name] = killing.rows(MONTH)
        shutil.copytree(killing.store, root / f"kept-{name}")
    assert counts["f"] is None and counts["a"] != counts["b"]
    # The folder of former deliveries stands where there was one.
    of_store = deliveries(names(killing.store))
    killing.time(killing.add("a"), "replace")
    killing.time(killing.add("a"), "first", lambda: stands("f"))
    killing.time(killing.add("a"), "empty", lambda: stands("none"))
    stands("a")
    killing.time(killing.check("b"), "check", lambda: shutil.rmtree(killing.out, ignore_errors=True))
    of_report = names(killing.out)
    for kind, (whole, writing) in killing.seconds.items():
        print(f"{kind}: {1000 * whole:.0f} ms to its end, of them {1000 * writing:.0f} ms writing")

    landed, outcome, damage = Counter(), Counter(), []
    kinds = ["replace"] * 8 + ["first"] * 2 + ["empty"] * 2 + ["check"] * 8
    for turn in range(args.runs):
        kind, writing = kinds[turn % len(kinds)], turn % 2 == 1
        try:
            if kind == "check":
                stands("a")
                before = names(killing.store)
                if killing.random.random() < 0.3:
                    shutil.rmtree(killing.out, ignore_errors=True)
                hit = killing.killed(killing.check(killing.random.choice("ab")), kind, writing)
                killing.verified()
                assert names(killing.store) == before, "a check changed the store"
                outcome[kind, killing.report()] += 1
                killing.run(*killing.check("b"))
                assert killing.report() == "whole"
                left = set(names(killing.out)) ^ set(of_report)
                assert not left, f"left in the report: {left}"
            else:
                # The former delivery, or a store without the month, or a folder with nothing in it.
                if kind == "replace":
                    former, new = killing.random.sample("ab", 2)
                    stands(former)
                    may = {counts[former]: "former", counts[new]: "new"}
                else:
                    stands("f" if kind == "first" else "none")
                    new = killing.random.choice("ab")
                    may = {None: "none", counts[new]: "new"}
                hit = killing.killed(killing.add(new), kind, writing)
                if (killing.store / "store.json").exists():
                    killing.verified()
                    rows = killing.rows(MONTH)
                    assert rows in may, f"{rows} rows, where {may} may be"
                else:
                    assert kind == "empty", "store.json is gone"
                    rows = None
                outcome[kind, may[rows]] += 1
                killing.run(*killing.add(new))
                killing.verified()
                assert killing.rows(MONTH) == counts[new]
                of_kind = [name for name in of_store if kind != "empty" or BEFORE not in name]
                left = set(deliveries(names(killing.store))) ^ set(of_kind)
                assert not left, f"left in the store: {left}"
            landed[kind, hit] += 1
        except AssertionError as error:
            damage.append((turn, kind, str(error)))
            print(f"{turn} {kind}: {error}")
            shutil.copytree(killing.store, root / f"turn-{turn}")
            shutil.rmtree(killing.out, ignore_errors=True)
    for kind in killing.seconds:
        of = {what: n for (which, what), n in outcome.items() if which == kind}
        print(f"{kind}: {landed[kind, True] + landed[kind, False]} runs, {landed[kind, True]} killed while they ran; left: {of}")
    print(f"{args.runs} runs, {sum(n for (_, hit), n in landed.items() if hit)} killed while they ran, {len(damage)} wrong")
    if damage:
        print(f"what was left is in {root}")
        return 1
    shutil.rmtree(root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
