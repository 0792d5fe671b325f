"""The rules of the peers' comparison in pandas: pandas_run.py FOLDER OUT (FOLDER holds tagg.csv and manuell.csv)

What each file in OUT holds, and what is left out, is said in likhet.py."""
import pathlib
import sys

import numpy as np
import pandas as pd

RECEIPT, BY_PHONE, EDITED, UNKNOWN, MANUAL = range(5)  # the best first, where rows are merged
WORTH = {
    **dict.fromkeys(["tagg", "nfc", "rfid", "kvittensmärke", "kvittens", "lås", "låsvred", "penna", "mobipen"], RECEIPT),
    **dict.fromkeys(["telefon", "mobil", "app", "gps"], BY_PHONE),
    **dict.fromkeys(["redigerad", "justerad", "ändrad"], EDITED),
    **dict.fromkeys(["manuell", "manuellt", "efterregistrerad"], MANUAL),
}
NAMES = {"Utförare": "provider", "Besöks-ID": "visit", "Brukare-ID": "customer", "Personal-ID": "staff", "Insats": "service", "Status": "status"}
KEYS = ["provider", "visit", "customer", "staff"]
HOME, PERSON = ["provider", "customer"], ["provider", "staff"]
CHAIN = ["provider", "customer", "visit", "start", "others", "minutes"]
FAR = 10**11


def rows(path, columns):
    """The rows of an export that are whole and have a provider and a customer. A line that is cut off is skipped."""
    table = pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, engine="pyarrow", on_bad_lines="skip",
                        usecols=[*NAMES, *columns], keep_default_na=False, na_values=[""])
    return table.rename(columns=NAMES).dropna(subset=["provider", "customer"])


def parsed(table, header, form):
    """The times of a column, and where a text is none."""
    times = pd.to_datetime(table[header], format=form, errors="coerce")
    return times, times.isna() & table[header].notna()


def worth(words):
    return words.str.lower().map(WORTH).fillna(UNKNOWN).astype("int64")


def registrations(folder):
    """Performed rows of the month that most rows are of."""
    stamp = "%Y-%m-%d %H:%M"
    tagg = rows(folder / "tagg.csv", ["Planerad start", "Inpassering", "Inpassering typ", "Utpassering", "Utpassering typ"])
    tagg["planned_start"], bad = parsed(tagg, "Planerad start", stamp)
    tagg["start"], bad_in = parsed(tagg, "Inpassering", stamp)
    tagg["stop"], bad_out = parsed(tagg, "Utpassering", stamp)
    tagg["in_worth"], tagg["out_worth"] = worth(tagg["Inpassering typ"]), worth(tagg["Utpassering typ"])
    tagg = tagg[~(bad | bad_in | bad_out)]

    manuell = rows(folder / "manuell.csv", ["Planerad start", "Datum", "Starttid", "Sluttid"])
    manuell["planned_start"], bad = parsed(manuell, "Planerad start", stamp)
    date, bad_date = parsed(manuell, "Datum", "%Y-%m-%d")
    midnight = pd.Timestamp("1900-01-01")
    start, bad_in = parsed(manuell, "Starttid", "%H:%M")
    stop, bad_out = parsed(manuell, "Sluttid", "%H:%M")
    next_day = pd.to_timedelta((start - stop >= pd.Timedelta(hours=12)).astype("int8"), unit="D")
    manuell["start"], manuell["stop"] = date + (start - midnight), date + (stop - midnight) + next_day
    manuell["in_worth"] = manuell["out_worth"] = MANUAL
    manuell = manuell[~(bad | bad_date | bad_in | bad_out)]

    reg = pd.concat([tagg, manuell], ignore_index=True)[
        [*KEYS, "service", "status", "planned_start", "start", "stop", "in_worth", "out_worth"]]
    when = reg["start"].fillna(reg["stop"]).fillna(reg["planned_start"])
    month = when.dt.year * 12 + when.dt.month
    reg = reg[(month == month.mode()[0]) & (reg["status"].fillna("utförd").str.lower() == "utförd")].drop(columns="status")
    return reg.astype({"provider": "category", "customer": "category", "staff": "category", "service": "category"})


def seconds(times):
    return (times - pd.Timestamp(0)) // pd.Timedelta(seconds=1)  # NaN where there is none


def visits_of(reg):
    """At each end the best method stands, and among its times the earliest start and the latest stop."""
    reg = reg.assign(key_in=reg["in_worth"] * FAR + seconds(reg["start"]), key_out=reg["out_worth"] * FAR + FAR - 1 - seconds(reg["stop"]))
    visits = reg.groupby(KEYS, observed=True, dropna=False, sort=False)[["key_in", "key_out", "planned_start"]].min().reset_index()
    visits["start"] = pd.to_datetime(visits["key_in"] % FAR, unit="s")
    visits["stop"] = pd.to_datetime(FAR - 1 - visits["key_out"] % FAR, unit="s")
    visits["tag_in"], visits["tag_out"] = visits.pop("key_in") < FAR, visits.pop("key_out") < FAR
    return visits.rename_axis("id").reset_index()


def real_clock(times):
    """Seconds of the real clock; none for a wall-clock time in the hour that the clock change repeats or skips."""
    real = times.dt.tz_localize("Europe/Stockholm", ambiguous="NaT", nonexistent="NaT").dt.tz_convert(None)
    return seconds(real)


def linked(timed, reg):
    """Each visit with the last one that stopped at most five minutes before: of the customer (a minute), and of a service."""
    side = timed[["id", *HOME, "visit", "since", "till", "start", "stop", "staff"]]
    later = pd.concat([side.assign(bucket=side["since"] // 300 - back) for back in (0, 1)])
    near = later.merge(side.assign(bucket=side["till"] // 300), on=[*HOME, "bucket"], suffixes=("", "_before"))
    near["gap"] = near["since"] - near["till_before"]
    near = near[near["gap"].between(0, 300) & (near["visit"] != near["visit_before"])]
    near = near.sort_values(["till_before", "start_before", "stop_before", "visit_before", "staff_before"])
    near = near[["id", "id_before", "gap"]].rename(columns={"id_before": "before"})
    of_pairs = timed.loc[timed["id"].isin(near["id"]) | timed["id"].isin(near["before"]), ["id", *KEYS]]
    served = of_pairs.merge(reg, on=KEYS)[["id", "service"]].dropna().drop_duplicates()
    adjacent = near[near["gap"] <= 60].assign(service="")
    repeated = near.merge(served, on="id").merge(served.rename(columns={"id": "before"}), on=["before", "service"])
    repeated["service"] = repeated["service"].astype(str)
    # The merges keep no order between pairs, so the last is found by the place it had.
    place = pd.Series(np.arange(len(near)), index=pd.MultiIndex.from_frame(near[["id", "before"]]), name="place")
    links = pd.concat([adjacent, repeated]).join(place, on=["id", "before"]).sort_values("place")
    return links.drop_duplicates(["service", "id"], keep="last")[["service", "id", "before"]]


def chains_of(links, timed):
    """A chain is a first visit with all that are linked to it, near or far; its minutes are those after the first."""
    ends = links.merge(links[["service", "id"]], left_on=["service", "before"], right_on=["service", "id"], how="left", suffixes=("", "_own"))
    first = ends.loc[ends["id_own"].isna(), ["service", "before"]].drop_duplicates()
    step, members = first.assign(first=first["before"]).rename(columns={"before": "id"}), []
    while len(step):
        members.append(step)
        step = step.rename(columns={"id": "before"}).merge(links, on=["service", "before"])[["service", "id", "first"]]
    chains = pd.concat(members).merge(timed[["id", "length"]], on="id").sort_values("id")
    chains["after"] = chains["length"].where(chains["id"] != chains["first"], 0)
    chains = chains.groupby(["service", "first"], as_index=False).agg(members=("id", tuple), others=("id", "size"), minutes=("after", "sum"))
    chains["others"], chains["minutes"] = chains["others"] - 1, (chains["minutes"] // 60).astype("int64")
    chains = chains.merge(timed, left_on="first", right_on="id")
    return chains.assign(start=chains["start"].dt.strftime("%Y-%m-%d %H:%M"), provider=chains["provider"].astype(str), customer=chains["customer"].astype(str))


def overlaps(timed):
    """Those that start before something earlier of the same staff has stopped, and then with another customer."""
    ordered = timed[timed["staff"].notna()].sort_values([*PERSON, "start", "stop", "visit", "customer"])
    ordered["nth"] = np.arange(len(ordered))
    staff = ordered.groupby(PERSON, observed=True, sort=False)["till"]
    busy = staff.cummax().groupby([ordered["provider"], ordered["staff"]], observed=True, sort=False).shift()
    pairs = ordered[busy > ordered["since"]].merge(ordered, on=PERSON, suffixes=("", "_before"))
    pairs["overlap"] = np.minimum(pairs["till"], pairs["till_before"]) - pairs["since"]
    pairs = pairs[(pairs["customer"] != pairs["customer_before"]) & (pairs["nth_before"] < pairs["nth"]) & (pairs["overlap"] >= 60)]
    found = pairs.groupby(["nth", *KEYS], observed=True, as_index=False).agg(minutes=("overlap", "max"), others=("overlap", "size"))
    return found.assign(minutes=(found["minutes"] // 60).astype("int64"))[[*KEYS, "minutes", "others"]]


def main():
    source, out = map(pathlib.Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)

    def write(table, name):
        table.to_csv(out / f"{name}.csv", index=False)

    reg = registrations(source)
    visits = visits_of(reg)
    timed = visits.assign(since=real_clock(visits["start"]), till=real_clock(visits["stop"]))
    timed = timed[timed["till"] >= timed["since"]].assign(length=lambda of: of["till"] - of["since"])

    tag_in, tag_out = visits["tag_in"], visits["tag_out"]
    classes = pd.DataFrame({"provider": visits["provider"], "both_tags": tag_in & tag_out, "in_only": tag_in & ~tag_out,
                            "out_only": ~tag_in & tag_out, "no_tag": ~tag_in & ~tag_out})
    write(classes.groupby("provider", observed=True, as_index=False).sum(), "receipts")
    visits["manual"] = classes["no_tag"]
    for who in ("staff", "customer"):
        write(visits.groupby(["provider", who], observed=True, as_index=False).agg(manual=("manual", "sum"), visits=("manual", "size")), who)

    row = [*KEYS, "service", "start", "stop", "in_worth", "out_worth"]
    copies = reg[reg.duplicated(row, keep=False)].groupby(row, observed=True, dropna=False).size().reset_index(name="copies")
    write(copies[[*KEYS, "service", "copies"]], "duplicates")
    chains = chains_of(linked(timed, reg), timed)
    write(chains.loc[chains["service"] == "", CHAIN], "adjacent")
    served = chains[chains["service"] != ""].sort_values("service").groupby([*CHAIN, "members"])["service"]
    write(served.agg(" + ".join).reset_index(name="services")[[*CHAIN, "services"]], "repeated")
    write(pd.concat([visits.loc[visits[end].isna(), KEYS].assign(missing=what) for end, what in (("start", "in"), ("stop", "out"))]), "missing")

    # Staff with over 24 hours on three days or more stand for many people.
    days = timed.groupby([*PERSON, timed["start"].dt.normalize()], observed=True)["length"].sum()
    many = (days > 86400).groupby(level=PERSON, observed=True).sum()
    many = many[many >= 3].index
    write(overlaps(timed[~pd.MultiIndex.from_frame(timed[PERSON]).isin(many)]), "overlaps")

    visits["day"] = visits["start"].fillna(visits["stop"]).fillna(visits["planned_start"]).dt.normalize()
    own = visits.groupby([*HOME, "staff"], observed=True, as_index=False).agg(visits=("id", "size"), days=("day", "nunique"))
    own = own[(own["visits"] >= 20) & (own["days"] >= 14) & ~pd.MultiIndex.from_frame(own[PERSON]).isin(many)]
    own = own.merge(visits.groupby(HOME, observed=True)["visit"].nunique().reset_index(name="total"), on=HOME)
    own["share"] = own["visits"] / own["total"]
    write(own.loc[own["share"] >= 0.8, [*HOME, "staff", "visits", "share"]], "same_staff")


if __name__ == "__main__":
    main()
