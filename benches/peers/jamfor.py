"""Compares the program's findings with facit.py's on an export: jamfor.py KVITTENS FOLDER [FOLDER ...]

KVITTENS is the built program, each FOLDER holds tagg.csv and manuell.csv. Exit code 1 where a finding differs in rule,
subject, visit, times, service, value, minutes, severity, explanation or number of other visits."""
import csv
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

KEYS = "rule provider customer staff visit service start stop minutes severity explanation other_count".split()


def findings(path, rules):
    """Each finding as a tuple, counted. Keys of visits without an id are hashes of the program's own, so they are cut;
    P502 is on a customer, and facit.py counts no other visits there."""
    found = Counter()
    for row in csv.DictReader(open(path, encoding="utf-8-sig")):
        if row["rule"] in rules:
            row["visit"] = "~" if row["visit"].startswith("~") else row["visit"]
            row["service"] = " + ".join(sorted(row["service"].split(" + ")))
            row["other_count"] = "" if row["rule"] == "P502" else row["other_count"]
            value = "%.6f" % float(row["value"]) if row["value"] else ""
            found[tuple(row[key] for key in KEYS) + (value,)] += 1
    return found


def main():
    program, *folders = sys.argv[1:]
    here = pathlib.Path(__file__).parent
    differ = False
    for folder in folders:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([program, "check", folder, "--out", out, "--reveal", "--csv", "plain", "--reports", "none"],
                           check=True, stdout=subprocess.DEVNULL)
            facit = f"{out}/facit.csv"
            subprocess.run([sys.executable, str(here / "facit.py"), folder, facit], check=True, stdout=subprocess.DEVNULL)
            ours = next(pathlib.Path(out).glob("*/findings.csv"))
            rules = {row["rule"] for row in csv.DictReader(open(ours, encoding="utf-8-sig"))}
            a, b = findings(ours, rules), findings(facit, rules)
        print(f"{folder}: {sum(a.values())} findings, {sum((a - b).values())} only here, {sum((b - a).values())} only there")
        for label, rest in (("only here", a - b), ("only there", b - a)):
            for finding in list(rest)[:5]:
                print(f"  {label}: {finding}")
        differ |= a != b
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
