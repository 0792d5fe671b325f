"""What Pointblank can say of the same exports: pointblank_run.py FOLDER OUT (FOLDER holds tagg.csv and manuell.csv)

Pointblank validates a table that somebody else has read: rows and visits are made by polars_run.py, and what is told here
is what a validation step says of single rows of them. It says which rows are copies of another (D201), which visits have
no check-in or no check-out (K105, K106) and whose stop lies before the start (T401). Its steps know one row and fixed
values: it cannot hold a visit against the one before it, against the customer's or the staff's other visits or a provider
against others, so K101, K103, K104, D203, M301, P501 and P502 are not said. What the files hold is said in likhet.py."""
import pathlib
import sys

import pointblank as pb
import polars as pl
from polars_run import KEYS, real_clock, registrations, visits_of


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    reg = registrations(source).collect()
    visits = visits_of(reg.lazy()).with_columns(since=real_clock("start"), till=real_clock("stop")).collect()
    everything = max(len(reg), 1)  # a limit that cuts no extract

    row = [*KEYS, "service", "start", "stop", "in_worth", "out_worth"]
    of_rows = pb.Validate(reg).rows_distinct(columns_subset=row).interrogate(extract_limit=everything)
    copies = of_rows.get_data_extracts(i=1, frame=True)
    copies.group_by(row).agg(copies=pl.len()).select(*KEYS, "service", "copies").write_csv(out / "duplicates.csv")

    of_visits = (
        pb.Validate(visits)
        .col_vals_not_null(columns=["start", "stop"])
        .col_vals_ge(columns="till", value=pb.col("since"), na_pass=True)
        .interrogate(extract_limit=everything)
    )
    no_start, no_stop, before = (of_visits.get_data_extracts(i=step, frame=True) for step in (1, 2, 3))
    missing = [of.select(*KEYS, missing=pl.lit(end)) for of, end in ((no_start, "in"), (no_stop, "out"))]
    pl.concat(missing).write_csv(out / "missing.csv")
    before.select(KEYS).write_csv(out / "before.csv")


if __name__ == "__main__":
    main()
