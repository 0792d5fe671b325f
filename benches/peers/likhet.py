"""Whether the contestants found the same as Kvittens: what each file of a contestant holds, and what it is held against.

    receipts.csv    K101  per provider, visits with a receipt at both ends, in only, out only, none   measures, all of them
    staff.csv       K103  per provider and staff, visits without a receipt of all visits              measures, all of them
    customer.csv    K104  the same per provider and customer                                          measures, all of them
    duplicates.csv  D201  provider, visit, customer, staff, service, and how many rows are the same   findings, and their rows
    repeated.csv    D203  chains: first visit, start, number of others, minutes of those, services    findings
    adjacent.csv    M301  chains: the same without services                                           findings
    missing.csv     K105, K106  provider, visit, customer, staff, and which end                       findings
    overlaps.csv    P501  the later visit, minutes of the longest overlap, number of earlier visits   findings
    same_staff.csv  P502  provider, customer, staff, the share of the customer's visits               findings
    before.csv      T401  visits with a stop before the start (only Pointblank)                       findings, whole catalogue

Rows are compared by their ids and numbers, as multisets. Compared are findings whatever their status: what explains one
(planned so, one household, too long) is Kvittens' own, so a chain or an overlap is the same before it is explained. The
scripts do not do the tests of K103 and K104 (p-values, Benjamini-Hochberg), K101's intervals and funnel, cases, severity,
the rows that a finding stands on, the completion of visits without an id, the notes on the exports (Q905 to Q914), rows
whose time of entry is unreadable, times in any other form than the files have, or quotes round line breaks. Visits of no
length at the same minute are linked each to the other: such a chain has no first link, and the scripts leave it out (the
synthetic months have none). No limits are configured."""
import csv
import pathlib
import sys
from collections import Counter

CLASSES = ["both_tags", "in_only", "out_only", "no_tag"]
CHAIN = ["provider", "customer", "visit", "start", "others", "minutes"]
WHO = ["provider", "visit", "customer", "staff"]
# Each file: the rules it is about, and the columns that are compared.
FILES = {
    "receipts": (["K101"], ["provider", *CLASSES]),
    "staff": (["K103"], ["provider", "staff", "manual", "visits"]),
    "customer": (["K104"], ["provider", "customer", "manual", "visits"]),
    "duplicates": (["D201"], [*WHO, "service", "copies"]),
    "repeated": (["D203"], [*CHAIN, "services"]),
    "adjacent": (["M301"], CHAIN),
    "missing": (["K105", "K106"], [*WHO, "missing"]),
    "overlaps": (["P501"], [*WHO, "minutes", "others"]),
    "same_staff": (["P502"], ["provider", "customer", "staff", "share"]),
    "before": (["T401"], WHO),
}


def lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def as_written(column, text):
    """Shares with six decimals."""
    return "%.6f" % float(text) if column == "share" else text


def as_compared(name, row):
    """A finding in the form of the file that tells of it."""
    row["others"] = row["other_count"]
    if name == "duplicates":
        row["copies"] = str(row["rows"].count("|") + 1)
    elif name == "repeated":
        row["services"] = " + ".join(sorted(row["service"].split(" + ")))
    elif name == "missing":
        row["missing"] = "in" if row["rule"] == "K105" else "out"
    elif name == "same_staff":
        row["share"] = row["value"]
    return tuple(as_written(column, row[column]) for column in FILES[name][1])


def of_kvittens(folder):
    """What a report holds, by the contestants' files. Its tables are written with --reveal --csv plain."""
    month = next(path.parent for path in pathlib.Path(folder).glob("*/findings.csv"))
    about = {rule: name for name, (rules, _) in FILES.items() for rule in rules}
    found = {name: Counter() for name in FILES}
    for row in lines(month / "findings.csv"):
        name = about.get(row["rule"])
        if name and row["rule"] not in ("K101", "K103", "K104"):
            found[name][as_compared(name, row)] += 1
    receipts = {}
    for row in lines(month / "measures.csv"):
        key = row["rule"], row["scope"]
        if key == ("K101", "provider") and row["measure"].replace("-", "_") in CLASSES:
            receipts.setdefault(row["provider"], {})[row["measure"].replace("-", "_")] = row["numerator"]
        elif key in (("K103", "staff"), ("K104", "customer")) and row["measure"] == "manual-share":
            found[row["scope"]][row["provider"], row["subject"], row["numerator"], row["denominator"]] += 1
    found["receipts"] = Counter((provider, *(of[name] for name in CLASSES)) for provider, of in receipts.items())
    return found


def of_peer(folder):
    """What a contestant wrote, of the files that it has."""
    found = {}
    for name, (_, columns) in FILES.items():
        path = pathlib.Path(folder) / f"{name}.csv"
        if path.exists():
            found[name] = Counter(tuple(as_written(column, row[column]) for column in columns) for row in lines(path))
    return found


def differences(ours, theirs, whose, files):
    """How many rows are the same in these files, and a line for each thing that is not."""
    same, told = 0, []
    for name in files:
        if name not in theirs:
            told.append(f"{name}.csv is not there")
            continue
        here, there = ours[name] - theirs[name], theirs[name] - ours[name]
        same += (ours[name] & theirs[name]).total()
        for label, rest in (("only Kvittens", here), (f"only {whose}", there)):
            if rest:
                told.append(f"{'/'.join(FILES[name][0])}: {rest.total()} {label}, first {min(rest)}")
    return same, told


def main():
    """likhet.py REPORT FOLDER [FOLDER ...]: holds the files that contestants wrote against a report."""
    ours, differ = of_kvittens(sys.argv[1]), False
    for folder in sys.argv[2:]:
        theirs = of_peer(folder)
        same, told = differences(ours, theirs, folder, list(theirs))
        told += [] if theirs else ["there are none"]
        print(f"{folder}: {len(theirs)} files, {same} rows the same, {len(told)} kinds of differences", *told, sep="\n  ")
        differ |= bool(told)
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
