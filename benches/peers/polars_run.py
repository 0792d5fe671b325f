"""The rules of the peers' comparison in Polars, lazily: polars_run.py FOLDER OUT (FOLDER holds tagg.csv and manuell.csv)

What each file in OUT holds, and what is left out, is said in likhet.py. Polars scans only UTF-8, so the exports are decoded
first; and it fills a line that is cut off with nulls, so the lines' separators are counted beside it."""
import pathlib
import sys
from datetime import timedelta

import polars as pl
from polars import col

RECEIPT, BY_PHONE, EDITED, UNKNOWN, MANUAL = range(5)  # the best first, where rows are merged
WORTH = {
    **dict.fromkeys(["tagg", "nfc", "rfid", "kvittensmärke", "kvittens", "lås", "låsvred", "penna", "mobipen"], RECEIPT),
    **dict.fromkeys(["telefon", "mobil", "app", "gps"], BY_PHONE),
    **dict.fromkeys(["redigerad", "justerad", "ändrad"], EDITED),
    **dict.fromkeys(["manuell", "manuellt", "efterregistrerad"], MANUAL),
}
KEYS = ["provider", "visit", "customer", "staff"]
STOCKHOLM, TIME = "Europe/Stockholm", "%Y-%m-%d %H:%M"


def rows(path, times):
    """The rows of an export that are whole and have a provider and a customer, with these times: header, name, expression."""
    data = path.read_bytes().decode("cp1252").encode()
    separators = data[: data.index(b"\n")].count(b";")
    lines = pl.scan_lines(data, row_index_name="row").filter(col("line").str.count_matches(";", literal=True) != separators)
    cut_off = lines.select(col("row") - 1)  # the header's line is no row
    names = {"Utförare": "provider", "Besöks-ID": "visit", "Brukare-ID": "customer", "Personal-ID": "staff", "Insats": "service"}
    return (
        pl.scan_csv(data, separator=";", infer_schema=False, row_index_name="row").join(cut_off, on="row", how="anti")
        .filter(col("Utförare").is_not_null(), col("Brukare-ID").is_not_null())
        .with_columns(parsed.alias(name) for _, name, parsed in times)
        .filter(col(header).is_null() | col(name).is_not_null() for header, name, _ in times)  # else it is no time
        .rename(names)
    )


def stamp(header, name):
    return header, name, col(header).str.to_datetime(TIME, strict=False)


def clock(header, name):
    return header, name, col(header).str.to_time("%H:%M", strict=False)


def worth(name):
    return col(name).str.to_lowercase().replace_strict(WORTH, default=UNKNOWN, return_dtype=pl.Int8)


def registrations(folder):
    """Performed rows of the month that most rows are of."""
    columns = [*KEYS, "service", "planned_start", "start", "stop", "in_worth", "out_worth", "status"]
    planned = stamp("Planerad start", "planned_start")
    tagg = rows(folder / "tagg.csv", [planned, stamp("Inpassering", "start"), stamp("Utpassering", "stop")])
    tagg = tagg.with_columns(in_worth=worth("Inpassering typ"), out_worth=worth("Utpassering typ"))
    manual = pl.lit(MANUAL, pl.Int8)
    date = "Datum", "date", col("Datum").str.to_date("%Y-%m-%d", strict=False)
    manuell = rows(folder / "manuell.csv", [planned, date, clock("Starttid", "start"), clock("Sluttid", "stop")])
    manuell = manuell.with_columns(
        start=col("date").dt.combine(col("start")), stop=col("date").dt.combine(col("stop")), in_worth=manual, out_worth=manual,
    ).with_columns(
        stop=pl.when(col("start") - col("stop") >= timedelta(hours=12)).then(col("stop").dt.offset_by("1d")).otherwise(col("stop"))
    )
    both = pl.concat([of.with_columns(status=col("Status").str.to_lowercase()).select(columns) for of in (tagg, manuell)])
    both = both.with_columns(month=pl.coalesce("start", "stop", "planned_start").dt.truncate("1mo"))
    return both.filter(
        (col("month") == col("month").mode().first()) & (col("status").fill_null("utförd") == "utförd")
    ).drop("month", "status")


def visits_of(reg):
    """At each end the best method stands, and among its times the earliest start and the latest stop."""
    far = 10**11
    key_in = col("in_worth") * far + col("start").dt.epoch("s")
    key_out = col("out_worth") * far + far - 1 - col("stop").dt.epoch("s")
    visits = reg.with_columns(key_in=key_in, key_out=key_out).group_by(KEYS).agg(
        col("key_in", "key_out", "planned_start").min()
    )
    return visits.with_columns(
        start=pl.from_epoch(col("key_in") % far), stop=pl.from_epoch(far - 1 - col("key_out") % far),
        tag_in=(col("key_in") < far).fill_null(False), tag_out=(col("key_out") < far).fill_null(False),
    ).drop("key_in", "key_out").with_row_index("id")


def real_clock(name):
    """Seconds of the real clock; none for a wall-clock time in the hour that the clock change repeats or skips."""
    return col(name).dt.replace_time_zone(STOCKHOLM, ambiguous="null", non_existent="null").dt.epoch("s")


def linked(timed, reg):
    """Each visit with the last one that stopped at most five minutes before: of the customer (a minute), and of a service."""
    side = timed.select("id", "provider", "customer", "visit", "since", "till", "start", "stop", "staff")
    later = pl.concat([side.with_columns(bucket=col("since") // 300 - back) for back in (0, 1)])
    near = later.join(side.with_columns(bucket=col("till") // 300), on=["provider", "customer", "bucket"], suffix="_before").filter(
        (col("since") - col("till_before")).is_between(0, 300), col("visit") != col("visit_before")
    ).sort("till_before", "start_before", "stop_before", "visit_before", "staff_before").select(
        "id", before="id_before", gap=col("since") - col("till_before")
    ).collect().lazy()
    of_pairs = pl.concat([near.select("id"), near.select(id="before")]).unique()
    served = timed.join(of_pairs, on="id", how="semi").join(reg, on=KEYS, nulls_equal=True).select("id", "service").unique()
    last = col("before").last()
    adjacent = near.filter(col("gap") <= 60).group_by("id", maintain_order=True).agg(last).with_columns(service=pl.lit(""))
    repeated = near.join(served, on="id", maintain_order="left").join(
        served, left_on=["before", "service"], right_on=["id", "service"], how="semi", maintain_order="left"
    ).filter(col("service").is_not_null()).group_by("id", "service", maintain_order=True).agg(last)
    return pl.concat([adjacent, repeated.select("id", "before", "service")]).collect()


def chains_of(links, timed):
    """A chain is a first visit with all that are linked to it, near or far; its minutes are those after the first."""
    step = links.select("service", first="before", id="before").join(links, on=["service", "id"], how="anti").unique()
    members = [step]
    while len(step := step.join(links, left_on=["service", "id"], right_on=["service", "before"], suffix="_next").select("service", "first", id="id_next")):
        members.append(step)
    lengths = timed.select("id", "length")
    chains = pl.concat(members).lazy().join(lengths, on="id").sort("id").group_by("service", "first").agg(
        members=col("id"), others=pl.len() - 1, minutes=col("length").filter(col("id") != col("first")).sum() // 60
    )
    return chains.join(timed, left_on="first", right_on="id").with_columns(col("start").dt.strftime(TIME))


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    reg = registrations(source).collect().lazy()
    visits = visits_of(reg).collect().lazy()
    timed = visits.with_columns(since=real_clock("start"), till=real_clock("stop")).filter(col("till") >= col("since"))
    timed = timed.with_columns(length=col("till") - col("since")).collect().lazy()
    # Staff with over 24 hours on three days or more stand for many people.
    person = ["provider", "staff"]
    many = timed.group_by(*person, col("start").dt.date().alias("day")).agg(col("length").sum()).filter(col("length") > 86400)
    many = many.group_by(person).len().filter(col("len") >= 3)
    none = ~col("tag_in") & ~col("tag_out")

    def shares(who):
        return visits.filter(col(who).is_not_null()).group_by("provider", who).agg(manual=none.sum(), visits=pl.len())

    chains = chains_of(linked(timed, reg), timed)
    chain = ["provider", "customer", "visit", "start", "others", "minutes"]
    order = ["start", "stop", "visit", "customer"]
    # Those that start before something earlier of the same staff has stopped, and then with another customer.
    ordered = timed.join(many, on=person, how="anti").filter(col("staff").is_not_null()).sort(*person, *order).with_row_index("nth")
    late = ordered.filter(col("till").cum_max().shift().over(person) > col("since"))
    overlap = pl.min_horizontal("till", "till_before") - col("since")
    pairs = late.join(ordered.join(late, on=person, how="semi"), on=person, suffix="_before").filter(
        col("customer") != col("customer_before"), col("nth_before") < col("nth"), overlap >= 60
    )
    own = visits.group_by("provider", "customer", "staff").agg(
        visits=pl.len(), days=pl.coalesce("start", "stop", "planned_start").dt.date().n_unique()
    ).filter(col("visits") >= 20, col("days") >= 14, col("staff").is_not_null())
    total = visits.group_by("provider", "customer").agg(total=col("visit").n_unique())
    share = col("visits") / col("total")

    tables = {
        "receipts": visits.group_by("provider").agg(
            both_tags=(col("tag_in") & col("tag_out")).sum(), in_only=(col("tag_in") & ~col("tag_out")).sum(),
            out_only=(~col("tag_in") & col("tag_out")).sum(), no_tag=none.sum()),
        "staff": shares("staff"),
        "customer": shares("customer"),
        "duplicates": reg.group_by(*KEYS, "service", "start", "stop", "in_worth", "out_worth").agg(copies=pl.len())
            .filter(col("copies") > 1).select(*KEYS, "service", "copies"),
        "adjacent": chains.filter(col("service") == "").select(chain),
        "repeated": chains.filter(col("service") != "").group_by(*chain, "members").agg(services=col("service").sort().str.join(" + "))
            .drop("members"),
        "missing": pl.concat([visits.filter(col(end).is_null()).select(*KEYS, missing=pl.lit(what))
                              for end, what in (("start", "in"), ("stop", "out"))]),
        "overlaps": pairs.group_by("nth", *KEYS).agg(minutes=overlap.max() // 60, others=pl.len()).drop("nth"),
        "same_staff": own.join(total, on=["provider", "customer"]).join(many, on=person, how="anti").filter(share >= 0.8)
            .select("provider", "customer", "staff", "visits", share=share.round(6)),
    }
    pl.collect_all([table.sink_csv(out / f"{name}.csv", lazy=True) for name, table in tables.items()])


if __name__ == "__main__":
    main()
