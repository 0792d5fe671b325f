#!/usr/bin/env python3
"""Kvittens beside what an analyst would use instead, on the same exports: kamrater.py KVITTENS

    kamrater.py KVITTENS [--rows 2200000] [--seed 1] [--dirt 0.001] [--runs 3] [--only NAME ...] [--folder target/peers]

KVITTENS is the built program. Makes what is missing in the folder: an environment of requirements.txt, a synthetic month as
two exports in Windows-1252, the same month without spoiled rows (the seed's script stops at one), and a store of it. Each
contestant is a process of its own and runs several times, all in turn, with the files in the page cache; told are the medians
of wall time, processor time (user and system) and peak resident memory, as the kernel counted them, and how many times
Kvittens' they are. Then what they found is compared, as likhet.py says. Ends with 1 if something differs or a contestant
fails; the bounds are told and do not change how it ends. --only keeps the contestants with one of these keys, and Kvittens:
duckdb, polars, pandas, pointblank, seed, strings, lossy."""
import argparse
import hashlib
import pathlib
import shutil
import subprocess
import sys

import likhet
import matning

HERE = pathlib.Path(__file__).resolve().parent
MONTH = "2022-03"
RULES = ["--select", "K101,K103,K104,D201,D203,M301,K105,K106,P501,P502"]
ONE = ["--select", "K105"]
ALL = [name for name in likhet.FILES if name != "before"]


def run(*command):
    done = subprocess.run([str(of) for of in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def once(folder, *command):
    """Makes a folder whole with a command that ends with its name, or not at all."""
    if not folder.exists():
        aside = folder.with_name(folder.name + ".part")
        shutil.rmtree(aside, ignore_errors=True)
        run(*command, aside)
        aside.rename(folder)
    return folder


def environment(folder):
    """An environment with the pinned packages; another when their versions change."""
    wanted = HERE / "requirements.txt"
    venv = folder / ("venv-" + hashlib.sha256(wanted.read_bytes()).hexdigest()[:12])
    python, ready = venv / "bin" / "python", venv / "ready"
    if not ready.exists():
        run(sys.executable, "-m", "venv", "--clear", venv)
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted)
        ready.touch()
    return python


class Setting:
    """The environment, the exports and the store."""

    def __init__(self, args):
        self.program, self.folder = pathlib.Path(args.program).resolve(), pathlib.Path(args.folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.python = environment(self.folder)
        synth = [self.program, "synth", "--months", MONTH, "--rows", args.rows, "--seed", args.seed]
        name = f"month-{args.rows}-{args.seed}"
        self.data = once(self.folder / f"{name}-{args.dirt}", *synth, "--dirt", args.dirt, "--out")
        self.clean = once(self.folder / f"{name}-0", *synth, "--out")
        self.exports = [self.data / "tagg.csv", self.data / "manuell.csv"]
        # The defaults, whatever kvittens.toml stands in a folder above: the scripts know nothing of services.
        self.config = self.folder / "default.toml"
        self.config.touch()
        self.store = self.folder / "store"
        shutil.rmtree(self.store, ignore_errors=True)
        run(self.program, "history", "add", *self.exports, "--store", self.store, "--config", self.config)
        matning.into_cache([*self.exports, *self.clean.glob("*.csv"), *self.store.rglob("*.parquet")])

    def forget(self, whole):
        """What rules said of the store's months is forgotten before each run; the image of the month that its first reading
        leaves is what later ones read."""
        for of in (self.store / ".cache").glob("*"):
            if of.is_dir():
                shutil.rmtree(of)
            elif whole:
                of.unlink()

    def contestants(self):
        """Key, name, the command to which the output folder is added, what follows it, and the files that are compared
        (none: nothing; of Kvittens its report is)."""
        def check(*of):
            return [self.program, "check", *of, "--config", self.config, "--reports", "none", "--out"]

        def script(name, data):
            return [self.python, HERE / name, data]

        store = ["--store", self.store, "--month", MONTH]
        return [
            ("ours", "Kvittens, the peers' rules", check(*self.exports, *RULES), [], ALL),
            ("catalogue", "Kvittens, the whole catalogue", check(*self.exports), [], ALL),
            ("one", "Kvittens, one rule (K105)", check(*self.exports, *ONE), [], []),
            ("first", "Kvittens from a store for the first time, one rule (K105)", check(*store, *ONE), [], []),
            ("stored", "Kvittens from a store, the peers' rules", check(*store, *RULES), [], ALL),
            ("one-stored", "Kvittens from a store, one rule (K105)", check(*store, *ONE), [], []),
            ("duckdb", "DuckDB", script("duckdb_run.py", self.data), [], ALL),
            ("polars", "Polars, lazy", script("polars_run.py", self.data), [], ALL),
            ("pandas", "pandas", script("pandas_run.py", self.data), [], ALL),
            ("pointblank", "Pointblank, what it can say", script("pointblank_run.py", self.data), [], ["duplicates", "missing", "before"]),
            ("seed", "DuckDB, the seed's script, no spoiled rows", script("duckdb_run.py", self.clean), ["duckdb_seed.sql"], []),
            ("strings", "Polars merely reads strings", script("polars_strings.py", self.data), [], []),
            ("lossy", "Polars merely reads strings, å ä ö lost", script("polars_strings.py", self.data), ["--lossy"], []),
        ]


def compared(contestants, setting, outs):
    """Per key, how many rows are the same and what differs. Kvittens runs once more each way, with ids instead of pseudonyms;
    what its whole catalogue finds is what all are held against."""
    def revealed(command):
        out = setting.folder / "revealed"
        shutil.rmtree(out, ignore_errors=True)
        run(*command, out, "--reveal", "--csv", "plain")
        return likhet.of_kvittens(out)

    by_key = {of[0]: of for of in contestants}
    ours = revealed(by_key["catalogue"][2])
    told = {}
    for key, name, command, _, files in contestants:
        if files and key in outs:
            found = revealed(command) if command[0] == setting.program else likhet.of_peer(outs[key])
            told[key] = likhet.differences(ours, found, name, files)
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=2_200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirt", default="0.001")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--folder", default=HERE.parents[1] / "target" / "peers")
    args = parser.parse_args()
    setting = Setting(args)
    contestants = [of for of in setting.contestants() if not args.only or of[1].startswith("Kvittens") or of[0] in args.only]
    packages = run(setting.python, "-m", "pip", "freeze", "--disable-pip-version-check").split()
    pinned = (HERE / "requirements.txt").read_text().split()
    where = matning.machine([of.replace("==", " ") for of in packages if of in pinned])

    took, outs, failed = {of[0]: [] for of in contestants}, {}, set()
    for _ in range(args.runs):
        for key, _, command, rest, _ in contestants:
            if key in failed:
                continue
            out = outs[key] = setting.folder / "out" / key
            shutil.rmtree(out, ignore_errors=True)
            setting.forget(key == "first")
            of = matning.measured([*command, out, *rest])
            if of:
                took[key].append(of)
            elif key == "ours":
                sys.exit("Kvittens itself failed")
            else:
                failed.add(key)
    found = compared(contestants, setting, {key: out for key, out in outs.items() if key not in failed})

    medians = {key: matning.medians(runs) for key, runs in took.items() if key not in failed}
    size = sum(path.stat().st_size for path in setting.exports) / 1e6
    print(f"{args.rows} rows in two exports of {size:.0f} MB together, medians of {args.runs} runs. {where}\n")
    print("| contestant | wall | CPU | peak memory | found |\n| --- | --: | --: | --: | --- |")
    for key, name, *_ in contestants:
        same, differ = found.get(key, (0, []))
        result = "differs" if differ else f"the same {same} rows" if key in found else "not compared"
        cells = ["failed", "", "", ""] if key in failed else [*matning.cells(medians[key], medians["ours"]), result]
        print(f"| {name} | {' | '.join(cells)} |")
    print("\nWall times of each run, in seconds:")
    for key, name, *_ in contestants:
        print(f"  {name}: {', '.join(f'{of[matning.WALL]:.2f}' for of in took[key])}")
    print(*matning.bounds(medians), sep="\n")
    for key, (_, differ) in found.items():
        print(*(f"{key}: {line}" for line in differ), sep="\n", end="\n" if differ else "")
    return 1 if failed or any(differ for _, differ in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
