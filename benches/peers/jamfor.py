"""Compares the program's findings with facit.py's on an export: jamfor.py KVITTENS FOLDER [FOLDER ...]

KVITTENS is the built program, each FOLDER holds tagg.csv and manuell.csv. Exit code 1 where a finding differs: of the
first fifteen rules in rule, subject, visit, times, service, value, minutes, severity, explanation or number of other
visits; of the others in whom it is on and what explains it, since the design leaves the rest of a row open there. Of P507
only the number is told: the two count its pairs by different members."""
import csv
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

FIRST = "D201 D202 D203 K101 K102 K103 K104 K105 K106 M301 P501 P502 T401 T402 T403".split()
KEYS = "rule provider customer staff visit service start stop minutes severity explanation other_count".split()
WHOM = "rule provider customer staff visit severity explanation".split()
# The program names the service of a day by its first visit, and the staff of two tags read together.
OWN = {"D204": "rule provider customer service start".split(), "M306": "rule provider customer".split()}
TOLD = {"P507", "P508"}


def findings(path):
    """Each finding as a tuple, counted. Keys of visits without an id are hashes of the program's own, so they are cut;
    P502 is on a customer, and facit.py counts no other visits there."""
    found = Counter()
    for row in csv.DictReader(open(path, encoding="utf-8-sig")):
        row["visit"] = "~" if row["visit"].startswith("~") else row["visit"]
        row["service"] = " + ".join(sorted(row["service"].split(" + ")))
        row["other_count"] = "" if row["rule"] == "P502" else row["other_count"]
        value = ("%.6f" % float(row["value"]) if row["value"] else "",)
        keys = KEYS if row["rule"] in FIRST else OWN.get(row["rule"], WHOM)
        found[tuple(row[key] for key in keys) + (value if row["rule"] in FIRST else ())] += 1
    return found


def without_told(found):
    return Counter({key: count for key, count in found.items() if key[0] not in TOLD})


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
            a, b = findings(ours), findings(facit)
        for rule in sorted(TOLD):
            count = lambda found: sum(number for key, number in found.items() if key[0] == rule)
            print(f"{folder}: {rule} {count(a)} here, {count(b)} there")
        a, b = without_told(a), without_told(b)
        print(f"{folder}: {sum(a.values())} findings, {sum((a - b).values())} only here, {sum((b - a).values())} only there")
        for label, rest in (("only here", a - b), ("only there", b - a)):
            for finding in list(rest)[:5]:
                print(f"  {label}: {finding}")
        differ |= a != b
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
