#!/usr/bin/env python3
"""Counts the instructions of five runs and holds them against instruktioner.toml: a guard against becoming slower that does
not depend on how busy the machine is. Needs valgrind and Python 3.11.

    python3 benches/instruktioner.py target/debug/kvittens            # ends with 1 where a run takes more than the tolerance
    python3 benches/instruktioner.py target/debug/kvittens --update   # writes what was counted

Each run is one thread, with no environment but the necessary and at the same addresses; what then still differs from run to
run (the seeds of hash tables, times in the manifest) is far below the tolerance. The counts hold for the dev profile, which
test.sh has built anyway, and for the rustc in the file; with another one they are told and nothing fails.
"""

import argparse
import concurrent.futures
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

FILE = pathlib.Path(__file__).with_suffix(".toml")
ROWS = 20_000
# Per cent above which a run has become slower, and below which the file should be written anew. Runs of one binary differ by
# a few hundredths; another processor lets libc and the hashes take other paths.
TOLERANCE = 10
ONE_RULE = ["--select", "K105", "--reports", "none"]
# In the folder that `prepare` makes.
RUNS = {
    "read": ["check", "month", *ONE_RULE],
    "first": ["check", "--store", "first", *ONE_RULE],
    "store": ["check", "--store", "store", *ONE_RULE],
    "catalogue": ["check", "month", "--reports", "none"],
    "reports": ["check", "month"],
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1"}


def run(command, folder):
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stderr


def prepare(program, folder):
    """A month, a store of it, once as it is added and once as it is when the month has been read from it, and a key, so that no
    run makes one."""
    run([program, "synth", "--rows", str(ROWS), "--seed", "1", "--dirt", "0.001", "--out", "month"], folder)
    (folder / "month" / "sanning.csv").unlink()
    (folder / "kvittens.key").write_text("0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2 + "\n")
    run([program, "history", "add", "month", "--store", "store", "--key", "kvittens.key"], folder)
    shutil.copytree(folder / "store", folder / "first")
    run([program, *RUNS["store"], "--key", "kvittens.key", "--out", "out"], folder)


def count(program, folder, name):
    # Addresses decide the order of nothing, but they are hashed and printed here and there.
    fixed = ["setarch", platform.machine(), "-R"] if shutil.which("setarch") else []
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    told = run([*fixed, *valgrind, program, *RUNS[name], "--key", "kvittens.key", "--out", f"out-{name}"], folder)
    return int(re.search(r"I\s+refs:\s+([\d,]+)", told)[1].replace(",", ""))


def write(rustc, counts):
    head = f"# Instructions of {ROWS} rows, one thread, dev profile. Written by instruktioner.py --update.\n"
    lines = [f'rustc = "{rustc}"', "", "[runs]", *(f"{name} = {counts[name]}" for name in RUNS)]
    FILE.write_text(head + "\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--update", action="store_true")
    asked = parser.parse_args()
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as place:
        # A name of one length, since paths are hashed and written.
        folder = pathlib.Path(place)
        prepare(asked.program, folder)
        with concurrent.futures.ThreadPoolExecutor() as at_once:
            counts = dict(zip(RUNS, at_once.map(lambda name: count(asked.program, folder, name), RUNS)))
    if asked.update:
        write(rustc, counts)
    known = tomllib.loads(FILE.read_text())
    binding = known["rustc"] == rustc
    slower = []
    for name, now in counts.items():
        then = known["runs"][name]
        percent = 100 * (now - then) / then
        print(f"{name:10} {now:>15,} instructions, {now // ROWS:>7,} a row, {percent:+.2f} %")
        if percent > TOLERANCE:
            slower.append(name)
    if not binding:
        print(f"The counts of {FILE.name} are of {known['rustc']}, not of {rustc}: nothing is held against them.")
    elif slower:
        sys.exit(f"{', '.join(slower)}: more than {TOLERANCE} % slower. If that is worth it: --update, and say why in the commit.")
    elif any(100 * now < (100 - TOLERANCE) * known["runs"][name] for name, now in counts.items()):
        print(f"Faster: keep it with python3 benches/{pathlib.Path(__file__).name} {sys.argv[1]} --update")


if __name__ == "__main__":
    main()
