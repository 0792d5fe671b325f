#!/usr/bin/env python3
"""Kvittens beside what an analyst would use instead, on the same exports: kamrater.py KVITTENS

    kamrater.py KVITTENS [--rows 2200000] [--seed 1] [--dirt 0.001] [--runs 3] [--only NAME ...] [--folder target/peers]

KVITTENS is the built program. Makes what is missing in the folder: an environment of requirements.txt, a synthetic month as
two exports in Windows-1252, the same month without spoiled rows (the seed's script stops at one), and a store of it. Each
contestant is a process of its own and runs several times, all in turn, with the files in the page cache; told are the medians
of wall time, processor time (user and system) and peak resident memory of its largest process, as the kernel counted them.
Then what they found is compared, as likhet.py says. Ends with 1 if something differs or a contestant fails."""
import argparse
import hashlib
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import likhet

HERE = pathlib.Path(__file__).resolve().parent
MONTH = "2022-03"
RULES = ["--select", "K101,K103,K104,D201,D203,M301,K105,K106,P501,P502"]
ALL = [name for name in likhet.FILES if name != "before"]
OURS = "Kvittens, the peers' rules"


def once(folder, make):
    """Makes a folder whole, or not at all."""
    if not folder.exists():
        aside = folder.with_name(folder.name + ".part")
        shutil.rmtree(aside, ignore_errors=True)
        make(aside)
        aside.rename(folder)
    return folder


def run(*command):
    done = subprocess.run([str(of) for of in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def environment(folder):
    """An environment with the pinned packages; made anew when their versions change."""
    wanted = HERE / "requirements.txt"
    venv = folder / ("venv-" + hashlib.sha256(wanted.read_bytes()).hexdigest()[:12])
    python, ready = venv / "bin" / "python", venv / "ready"
    if not ready.exists():
        run(sys.executable, "-m", "venv", "--clear", venv)
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted)
        ready.touch()
    return python


class Contestants:
    def __init__(self, args):
        self.program, self.folder = pathlib.Path(args.program).resolve(), pathlib.Path(args.folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.python = environment(self.folder)
        synth = [self.program, "synth", "--months", MONTH, "--rows", args.rows, "--seed", args.seed]
        name = f"{args.rows}-{args.seed}"
        self.data = once(self.folder / f"month-{name}-{args.dirt}", lambda out: run(*synth, "--dirt", args.dirt, "--out", out))
        self.clean = once(self.folder / f"month-{name}-0", lambda out: run(*synth, "--out", out))
        # The defaults, whatever kvittens.toml stands in a folder above: the scripts know nothing of services.
        self.config = self.folder / "default.toml"
        self.config.touch()
        self.store = self.folder / "store"
        shutil.rmtree(self.store, ignore_errors=True)
        run(self.program, "history", "add", *self.exports(), "--store", self.store, "--config", self.config)

    def exports(self):
        return [self.data / "tagg.csv", self.data / "manuell.csv"]

    def kvittens(self, *of):
        return [self.program, "check", *of, "--config", self.config, "--reports", "none", "--out"]

    def script(self, name, data=None):
        return [self.python, HERE / name, data or self.data]

    def listed(self):
        """Name, the command to which the output folder is added, what follows it, and the files that are compared."""
        store = ["--store", self.store, "--month", MONTH]
        one = ["--select", "K105"]
        return [
            (OURS, self.kvittens(*self.exports(), *RULES), [], None),
            ("Kvittens, the whole catalogue", self.kvittens(*self.exports()), [], None),
            ("Kvittens from a store, the peers' rules", self.kvittens(*store, *RULES), [], None),
            ("Kvittens, one rule (K105)", self.kvittens(*self.exports(), *one), [], None),
            ("Kvittens from a store, one rule (K105)", self.kvittens(*store, *one), [], None),
            ("DuckDB", self.script("duckdb_run.py"), [], ALL),
            ("Polars, lazy", self.script("polars_run.py"), [], ALL),
            ("pandas", self.script("pandas_run.py"), [], ALL),
            ("Pointblank, what it can say", self.script("pointblank_run.py"), [], ["duplicates", "missing", "before"]),
            ("DuckDB, the seed's script (no spoiled rows)", self.script("duckdb_run.py", self.clean), ["duckdb_seed.sql"], []),
            ("Polars merely reads strings", self.script("polars_strings.py"), [], []),
            ("Polars merely reads strings, å ä ö lost", self.script("polars_strings.py"), ["--lossy"], []),
        ]


def measured(command):
    """Wall and processor seconds, and MiB at most. Nothing large may be held here: a child's count begins with ours."""
    with tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        child = subprocess.Popen([str(of) for of in command], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            print(errors.read().decode(errors="replace")[-1000:], file=sys.stderr)
            return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compared(contestants, listed, runs):
    """What each found beside what Kvittens found, by name, and whether all is the same."""
    told = {}
    ours = None
    reveal = ["--reveal", "--csv", "plain"]
    # Kvittens once more per way, with ids instead of pseudonyms; the whole catalogue's findings are what all are held against.
    ways = [of for of in listed if of[3] is None and "K105" not in of[0]]
    for name, command, _, _ in sorted(ways, key=lambda of: "catalogue" not in of[0]):
        out = contestants.folder / "revealed"
        shutil.rmtree(out, ignore_errors=True)
        run(*command, out, *reveal)
        found = likhet.of_kvittens(out)
        if ours is None:
            ours = found
        told[name] = likhet.differences(ours, {of: found[of] for of in ALL}, name)
    for name, _, _, files in listed:
        if files and name in runs:
            found = likhet.of_peer(runs[name])
            same, lines = likhet.differences(ours, found, name)
            told[name] = same, lines + [f"{of}.csv is not there" for of in files if of not in found]
    return told


def machine(python):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [line for line in run(python, "-m", "pip", "freeze", "--disable-pip-version-check").splitlines()
                if line.split("==")[0] in ("duckdb", "pandas", "pointblank", "polars", "pyarrow")]
    return (f"{cpu}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
            f"Python {platform.python_version()}; {', '.join(versions)}; load {os.getloadavg()[0]:.1f} at the start")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=2_200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirt", default="0.001")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="contestants whose name holds one of these, beside Kvittens")
    parser.add_argument("--folder", default=HERE.parents[1] / "target" / "peers")
    args = parser.parse_args()
    contestants = Contestants(args)
    listed = [of for of in contestants.listed() if not args.only or of[0].startswith("Kvittens") or any(only in of[0] for only in args.only)]
    where = machine(contestants.python)
    for path in [*contestants.exports(), *contestants.clean.glob("*.csv")]:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass
    took, outs, failed = {name: [] for name, *_ in listed}, {}, set()
    for _ in range(args.runs):
        for number, (name, command, rest, _) in enumerate(listed):
            out = outs[name] = contestants.folder / "out" / str(number)
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(contestants.store / ".cache", ignore_errors=True)
            once_more = None if name in failed else measured([*command, out, *rest])
            failed |= {name} if once_more is None else set()
            took[name] += [once_more] if once_more else []
    found = compared(contestants, listed, {name: out for name, out in outs.items() if name not in failed})
    medians = {name: [statistics.median(of) for of in zip(*runs)] for name, runs in took.items() if runs}
    size = sum(path.stat().st_size for path in contestants.exports()) / 1e6
    print(f"{args.rows} rows asked for, {size:.0f} MB; {args.runs} runs of each, medians. {where}\n")
    print("| contestant | wall | CPU | peak memory | found |\n| --- | --: | --: | --: | --- |")
    for name, *_ in listed:
        if name in failed:
            print(f"| {name} | failed | | | |")
            continue
        texts = [f"{value:{form}} {unit} (× {value / ours:.2f})" for value, ours, form, unit in
                 zip(medians[name], medians[OURS], (".2f", ".2f", ".0f"), ("s", "s", "MiB"))]
        same, lines = found.get(name, (0, []))
        print(f"| {name} | {' | '.join(texts)} | {'differs' if lines else f'the same ({same} rows)' if name in found else 'not compared'} |")
    print("\nWall times of each run, in seconds:")
    for name, runs in took.items():
        print(f"  {name}: {', '.join(f'{of[0]:.2f}' for of in runs)}")
    for name, (_, lines) in found.items():
        for line in lines:
            print(f"{name}: {line}")
    return 1 if failed or any(lines for _, lines in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
