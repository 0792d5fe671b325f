#!/usr/bin/env python3
"""Reference findings ("facit") of the rules on one month's export, written from the design texts alone.

    facit.py FOLDER OUT.csv      FOLDER holds tagg.csv and manuell.csv

Writes OUT.csv (findings), OUT-measures.csv (K101/K102 counts per provider) and OUT-measures2.csv (the other rules' rates).
Here: reading, visits and the first fifteen rules and T404; the rest stand in facit2.py.
Plain per-group Python; the only aim is to be obviously right.
A time is an int: seconds of the wall clock, counted as if it were UTC. real() gives the real clock.
"""
import calendar, csv, datetime as dt, functools, math, os, re, sys
from bisect import bisect_right
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

MIN_VISITS, MIN_OTHERS, Q = 20, 100, 0.05              # K103 K104
OVERLAP_SHARE, D203_GAP, M301_GAP = 0.5, 300, 60       # D202 D203 M301
SHORT, SHORT_PLANNED, LONG, LONG_FACTOR = 180, 600, 8 * 3600, 3
FROM, TO, GRACE, DAY = 7 * 3600, 22 * 3600, 900, 86400
P501_MIN, SHARE, MIN_DAYS = 60, 0.8, 14
MAJOR = {"D202", "P501", "K107", "M306", "P503", "P507"}
INFO = {"K112", "D204", "M302", "T405", "T407", "T412"}

# ---------------------------------------------------------------- clock
STOCKHOLM = ZoneInfo("Europe/Stockholm")
EPOCH = dt.datetime(1970, 1, 1)

@functools.lru_cache(maxsize=None)
def offset(hour):
    """(UTC offset in seconds with fold=0, is the hour ambiguous or missing) of a wall-clock hour."""
    t = (EPOCH + dt.timedelta(hours=hour)).replace(tzinfo=STOCKHOLM)
    a, b = t.utcoffset(), t.replace(fold=1).utcoffset()
    return int(a.total_seconds()), a != b

def real(t):
    return t - offset(t // 3600)[0]

def unsure(t):
    return offset(t // 3600)[1]

def show(t):
    if t is None:
        return ""
    d = EPOCH + dt.timedelta(seconds=t)
    return d.strftime("%Y-%m-%d %H:%M:%S" if d.second else "%Y-%m-%d %H:%M")

def day(t):
    return t // DAY

# ---------------------------------------------------------------- reading
class Bad(Exception):
    """The row is set aside; the argument is the code."""

STAMP = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[ T](\d{2})(\d{2})(\d{2})?$")
DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})$")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$|(\d{2})(\d{2})$")
SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?$")

def make_date(y, m, d):
    if not 1900 < y < 2100:
        raise Bad("Q904")
    try:
        return calendar.timegm(dt.date(y, m, d).timetuple())
    except ValueError:
        raise Bad("Q904")

def make_clock(h, m, s):
    if h > 23 or m > 59 or s > 59:
        raise Bad("Q901")
    return h * 3600 + m * 60 + s

def cached(f):
    known = {}

    def g(text):
        if text not in known:
            try:
                known[text] = f(text)
            except Bad as e:
                known[text] = e
        r = known[text]
        if isinstance(r, Bad):
            raise Bad(r.args[0])
        return r
    return g

@cached
def stamp(text):
    """A full time stamp; None where the cell is empty."""
    if not text:
        return None
    m = STAMP.match(text) or COMPACT.match(text)
    if m:
        y, mo, d, h, mi, s = (int(x or 0) for x in m.groups())
        return make_date(y, mo, d) + make_clock(h, mi, s)
    m = SERIAL.match(text)
    if m:
        return (int(m[1]) - 25569) * DAY + round(float("0." + (m[2] or "0")) * DAY)
    raise Bad("Q901")

@cached
def date(text):
    if not text:
        return None
    m = DATE.match(text)
    if m:
        return make_date(*(int(x) for x in m.groups()))
    if SERIAL.match(text) and "." not in text and "," not in text:
        return (int(text) - 25569) * DAY
    raise Bad("Q901")

@cached
def clock(text):
    if not text:
        return None
    m = CLOCK.match(text)
    if not m:
        raise Bad("Q901")
    a = m.groups()
    return make_clock(int(a[0] or a[3]), int(a[1] or a[4]), int(a[2] or 0))

WORDS = {"tagg": "tag", "nfc": "tag", "rfid": "tag", "kvittensmärke": "tag", "kvittens": "tag",
         "lås": "lock", "låsvred": "lock", "penna": "pen", "mobipen": "pen",
         "telefon": "phone", "mobil": "phone", "app": "phone", "gps": "gps",
         "manuell": "manual", "manuellt": "manual", "efterregistrerad": "manual",
         "redigerad": "edited", "justerad": "edited", "ändrad": "edited"}
RECEIPT = {"tag", "lock", "pen"}
RANK = {"tag": 0, "lock": 0, "pen": 0, "phone": 1, "gps": 1, "edited": 2, "unknown": 3, "manual": 4}

def method(word, time):
    return "none" if time is None else WORDS.get(word.lower(), "unknown")

class Row:
    __slots__ = ("manual_file provider visit customer staff service planned_start planned_stop "
                 "start stop in_m out_m performed tag device reason entered entered_by approved double").split()

def parse(cells, col, manual_file):
    r = Row()
    get = lambda *names: next((cells[col[n]] for n in names if n in col), "")
    r.manual_file = manual_file
    r.provider, r.customer = get("Utförare"), get("Brukare-ID")
    if not r.provider or not r.customer:
        raise Bad("Q901")
    r.visit, r.staff, r.service = get("Besöks-ID"), get("Personal-ID"), get("Insats")
    r.tag, r.device = get("Tagg-ID", "NFC", "Kvittensmärke"), get("Enhets-ID", "Telefon-ID")
    r.reason, r.entered_by = get("Orsak", "Orsakskod", "Anledning"), get("Registrerad av")
    r.double = {get(n) for n in ("Dubbelbemanning", "Dubbelid", "Dubbel")}
    r.entered, r.approved = stamp(get("Registrerad")), stamp(get("Godkänd"))  # an unreadable time sets the row aside
    r.planned_start, r.planned_stop = stamp(get("Planerad start")), stamp(get("Planerad slut"))
    if manual_file:
        d, a, b = date(get("Datum")), clock(get("Starttid")), clock(get("Sluttid"))
        if d is None and (a is not None or b is not None):
            raise Bad("Q901")
        r.start = None if a is None else d + a
        r.stop = None if b is None else d + b
        if a is not None and b is not None and b < a and b + DAY - a <= 12 * 3600:
            r.stop += DAY                                # a time-only stop on the next day
        r.in_m = "none" if a is None else "manual"
        r.out_m = "none" if b is None else "manual"
    else:
        r.start, r.stop = stamp(get("Inpassering")), stamp(get("Utpassering"))
        r.in_m, r.out_m = method(get("Inpassering typ"), r.start), method(get("Utpassering typ"), r.stop)
    if r.start is None and r.stop is None and r.planned_start is None:
        raise Bad("Q901")
    r.performed = get("Status").lower() in ("", "utförd")
    return r

def month_of(r):
    t = next(x for x in (r.start, r.stop, r.planned_start) if x is not None)
    d = EPOCH + dt.timedelta(seconds=t)
    return d.year, d.month

REPAIR = {c: "-" for c in [*range(0x2010, 0x2016), 0x2212]} | {0xA0: " ", 0x202F: " "}

def read(path, manual_file, aside):
    header = None
    with open(path, encoding="cp1252", errors="replace", newline="") as f:
        for cells in csv.reader((line.translate(REPAIR) for line in f), delimiter=";"):
            cells = [c.strip() for c in cells]
            if header is None:                           # report lines above the header are passed over
                if "Brukare-ID" in cells:
                    header, col = cells, {}
                    for i, name in enumerate(cells):
                        col.setdefault(name, i)
                continue
            try:
                first = next((c for c in cells if c), None)
                if first is None or cells == header or first.lower().startswith(("summa", "totalt")):
                    raise Bad("Q903")
                if len(cells) != len(header):
                    raise Bad("Q902")
                yield parse(cells, col, manual_file)
            except Bad as e:
                aside[e.args[0]] += 1

# ---------------------------------------------------------------- visits
MANGLED = re.compile(r"\d(?:[,.]\d+)?[Ee]\+\d+$")      # a tag id that a spreadsheet took for a number (Q908)
YES, NO = {"ja", "j", "x", "sant", "true"}, {"", "nej", "n", "falskt", "false", "0"}

class Visit:
    __slots__ = ("rows provider visit id customer staff services planned_start planned_stop start stop in_m out_m "
                 "rstart rstop length order cls tags devices double double_ids "
                 "reason entered entered_by approved entry_has_stop").split()

    def __init__(self, rows, key):
        r = rows[0]
        self.rows, self.provider, self.customer, self.staff = rows, r.provider, r.customer, r.staff
        self.visit = r.visit or "~"                      # as written
        self.id = r.visit or "~%s" % (key,)              # as compared
        self.services = {x.service for x in rows if x.service}
        self.planned_start = min((x.planned_start for x in rows if x.planned_start is not None), default=None)
        self.planned_stop = max((x.planned_stop for x in rows if x.planned_stop is not None), default=None)
        _, self.start, self.in_m = min(((RANK[x.in_m], x.start, x.in_m) for x in rows if x.start is not None),
                                       default=(0, None, "none"))
        _, stop, self.out_m = min(((RANK[x.out_m], -x.stop, x.out_m) for x in rows if x.stop is not None),
                                  default=(0, None, "none"))
        self.stop = None if stop is None else -stop
        a, b = self.in_m in RECEIPT, self.out_m in RECEIPT
        self.cls = "both" if a and b else "in_only" if a else "out_only" if b else "none"
        # length: None when an end is missing, unsure (clock change), or stop lies before start
        self.rstart = self.rstop = self.length = self.order = None
        if self.start is not None and self.stop is not None and not unsure(self.start) and not unsure(self.stop):
            self.rstart, self.rstop = real(self.start), real(self.stop)
            if self.rstop >= self.rstart:
                self.length = self.rstop - self.rstart
                self.order = (self.start, self.stop, self.id, self.provider, self.customer, self.staff)

        self.more_fields()

    def more_fields(self):
        """What only facit2.py asks for."""
        rows = self.rows
        self.tags = {x.tag for x in rows if x.tag and not MANGLED.match(x.tag)}
        self.devices = {x.device for x in rows if x.device}
        words = {w.lower() for x in rows for w in x.double} - NO
        self.double_ids = words - YES
        self.double = bool(words) or any(s.upper().startswith("DUBBELBEMANNING") for s in self.services)
        # reason and entry stand on the row that gave the start; without a start, on the one that gave the stop
        givers = ([x for x in rows if self.start is not None and (x.start, x.in_m) == (self.start, self.in_m)]
                  or [x for x in rows if self.stop is not None and (x.stop, x.out_m) == (self.stop, self.out_m)] or rows)
        self.reason = min((x.reason for x in givers if x.reason), default="")     # several such rows: the least value
        self.entered_by = min((x.entered_by for x in givers if x.entered_by), default="")
        self.entered = min((x.entered for x in givers if x.entered is not None), default=None)
        self.approved = min((x.approved for x in givers if x.approved is not None), default=None)
        self.entry_has_stop = any(x.stop is not None for x in givers)

    def planned_length(self):
        if self.planned_start is None or self.planned_stop is None:
            return None
        n = real(self.planned_stop) - real(self.planned_start)
        return n if n > 0 else None

    def any_day(self):
        return day(next(x for x in (self.start, self.stop, self.planned_start) if x is not None))

def build_visits(rows):
    groups = defaultdict(list)
    for r in rows:
        if r.visit:
            key = (r.provider, r.visit, r.customer, r.staff)
        else:
            key = (r.provider, r.customer, r.staff, r.start, r.stop, r.in_m in RECEIPT or r.out_m in RECEIPT)
        groups[key].append(r)
    complete_without_ids(groups)
    return [Visit(rs, k) for k, rs in groups.items()]

def complete_without_ids(groups):
    """A tag row without id that lacks an end takes the manual row within five minutes at its other end."""
    people = defaultdict(lambda: ([], []))
    for key, rs in groups.items():
        r = rs[0]
        if r.visit:
            continue
        if not r.manual_file and (r.start is None) != (r.stop is None):
            people[r.provider, r.customer, r.staff][0].append(key)
        elif r.manual_file and r.start is not None and r.stop is not None:
            people[r.provider, r.customer, r.staff][1].append(key)
    for tags, manuals in people.values():
        pairs = []
        for t in tags:
            for m in manuals:
                a, b = groups[t][0], groups[m][0]
                diff = abs(real(a.start) - real(b.start)) if a.start is not None else abs(real(a.stop) - real(b.stop))
                if diff <= 300 and {x.service for x in groups[t]} & {x.service for x in groups[m]}:
                    pairs.append((diff, b.start, b.stop, a.start or a.stop, t, m))
        used = set()
        for *_, t, m in sorted(pairs, key=lambda p: p[:4]):
            if t not in used and m not in used:
                used |= {t, m}
                groups[t] += groups.pop(m)

# ---------------------------------------------------------------- findings
FINDINGS = []
COLUMNS = "rule provider customer staff visit service start stop value minutes severity explanation other_count".split()

def find(rule, provider="", customer="", staff="", visit="", service="", start=None, stop=None, value=None,
         minutes=0, severity=None, explanation="", other_count=0):
    FINDINGS.append((rule, provider, customer, staff, visit, service, show(start), show(stop),
                     "" if value is None else "%.6f" % value, minutes,
                     severity or ("major" if rule in MAJOR else "info" if rule in INFO else "minor"),
                     explanation, other_count))

def find_visit(rule, v, **more):
    find(rule, v.provider, v.customer, v.staff, v.visit, start=v.start, stop=v.stop, **more)

def by(visits, key):
    groups = defaultdict(list)
    for v in visits:
        groups[key(v)].append(v)
    return groups

def tail(x, n, p):
    """P(X >= x) for X ~ Binomial(n, p)."""
    if x <= 0 or p >= 1:
        return 1.0
    lp, lq, ln = math.log(p), math.log1p(-p), math.lgamma(n + 1)
    return min(1.0, math.fsum(math.exp(ln - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * lp + (n - k) * lq)
                              for k in range(x, n + 1)))

def step_up(tests):
    """Benjamini-Hochberg: tests are (p, subject); gives the subjects found."""
    tests = sorted(tests)
    last = max((k for k, (p, _) in enumerate(tests, 1) if p <= k * Q / len(tests)), default=0)
    return [s for _, s in tests[:last]]

def manual_share(rule, visits, who):
    n, x = Counter(), Counter()                          # per provider, and per provider and subject
    for v in visits:
        for key in (v.provider,), (v.provider, getattr(v, who)):
            n[key] += 1
            x[key] += v.cls == "none"
    tests = []
    for key in n:
        if len(key) == 1 or not key[1] or n[key] < MIN_VISITS:
            continue
        others = n[key[:1]] - n[key]
        if others < MIN_OTHERS:
            continue
        p0 = max((x[key[:1]] - x[key]) / others, 0.5 / others)
        tests.append((tail(x[key], n[key], p0), key))
    for key in step_up(tests):
        find(rule, key[0], value=x[key] / n[key], **{who: key[1]})

def chains(group, max_gap):
    """Chains of a group: lists of (visits in the order, links)."""
    group = sorted((v for v in group if v.length is not None), key=lambda v: (v.rstop, v.order))
    stops = [v.rstop for v in group]
    links, root = [], list(range(len(group)))

    def top(i):
        while root[i] != i:
            i = root[i]
        return i
    for i, v in enumerate(group):
        j = bisect_right(stops, v.rstart) - 1            # the latest stop not after the start; ties: last in the order
        while j >= 0 and group[j].id == v.id:
            j -= 1
        if j >= 0 and v.rstart - group[j].rstop <= max_gap:
            links.append((j, i))
            root[top(i)] = top(j)
    members, linked = defaultdict(list), defaultdict(list)
    for j, i in links:
        linked[top(i)].append((group[j], group[i]))
    for i, v in enumerate(group):
        if top(i) in linked:
            members[top(i)].append(v)
    return [(sorted(members[t], key=lambda v: v.order), linked[t]) for t in linked]

def find_chain(rule, chain, links, max_gap, service=""):
    first = chain[0]
    planned = all(u.planned_stop is not None and v.planned_start is not None
                  and 0 <= real(v.planned_start) - real(u.planned_stop) <= max_gap for u, v in links)
    find(rule, first.provider, first.customer, first.staff if len({v.staff for v in chain}) == 1 else "", first.visit,
         service, first.start, max(v.stop for v in chain), max(v.rstart - u.rstop for u, v in links) / 60,
         sum(v.length for v in chain[1:]) // 60, "info" if len(chain) == 2 else "minor",
         "planned" if planned else "", len(chain) - 1)

def d201(visits):
    """Gives the visits found."""
    found = []
    for v in visits:
        if len(v.rows) > 1:
            for key, n in Counter((r.service, r.start, r.stop, r.in_m, r.out_m) for r in v.rows).items():
                if n > 1:
                    find_visit("D201", v, service=key[0])
                    found.append(v)
    return found

def d202(visits):
    """Gives the pairs found: (manual visit, visit with a receipt)."""
    pairs = []
    for group in by(visits, lambda v: (v.provider, v.customer, v.staff)).values():
        receipts = [v for v in group if v.cls != "none"]
        for m in group:
            if m.cls != "none" or m.length is None:
                continue
            others, best = [], None
            for r in receipts:
                if r.id == m.id or not r.services & m.services:
                    continue
                if r.length is not None:
                    overlap = min(m.rstop, r.rstop) - max(m.rstart, r.rstart)
                    if overlap > 0 and overlap >= OVERLAP_SHARE * min(m.length, r.length):
                        others.append(r)
                        best = max(best or 0, overlap / min(m.length, r.length))
                elif (r.start is None) != (r.stop is None):
                    t = r.stop if r.start is None else r.start
                    if m.start <= t <= m.stop and not unsure(t):
                        others.append(r)
            if others:
                find_visit("D202", m, value=best, minutes=m.length // 60, other_count=len(others))
                pairs += [(m, r) for r in others]
    return pairs

def d203_m301(visits):
    """Gives the visits of D203 chains."""
    found = []
    for group in by(visits, lambda v: (v.provider, v.customer)).values():
        for chain, links in chains(group, M301_GAP):
            find_chain("M301", chain, links, M301_GAP)
        by_service = defaultdict(list)
        for v in group:
            for s in v.services:
                by_service[s].append(v)
        same = {}
        for s, vs in by_service.items():
            for chain, links in chains(vs, D203_GAP):
                same.setdefault(tuple(map(id, chain)), (chain, links, []))[2].append(s)
        for chain, links, services in same.values():
            find_chain("D203", chain, links, D203_GAP, " + ".join(sorted(services)))
            found += chain
    return found

def too_long(v):
    planned = v.planned_length()
    return v.length is not None and v.length > LONG and (planned is None or v.length > LONG_FACTOR * planned)

def outside(t):
    """Seconds from a time to the nearest edge of the window; 0 inside it."""
    if t is None or FROM <= t % DAY <= TO:
        return 0
    return min((FROM - t) % DAY, (t - TO) % DAY)

def times(visits):
    for v in visits:
        minutes = (v.length or 0) // 60
        if v.start is None:
            find_visit("K105", v)
        if v.stop is None:
            find_visit("K106", v)
        if v.rstart is not None and v.rstop < v.rstart:
            find_visit("T401", v)
        if v.length is not None and v.length < SHORT and (v.planned_length() or SHORT_PLANNED) >= SHORT_PLANNED:
            find_visit("T402", v, value=v.length / 60, minutes=minutes)
        if too_long(v):
            find_visit("T403", v, value=v.length / 3600, minutes=minutes)
        out = max(outside(v.start), outside(v.stop))
        if out > GRACE:
            find_visit("T404", v, value=out / 60, minutes=minutes)

def placeholders(visits):
    hours = Counter()
    for v in visits:
        if v.length is not None and v.staff:
            hours[v.provider, v.staff, day(v.start)] += v.length
    days = Counter(key[:2] for key, seconds in hours.items() if seconds > DAY)
    return {key for key, n in days.items() if n >= 3}

def p501(visits, left_out):
    usable = [v for v in visits if v.length is not None and v.staff and (v.provider, v.staff) not in left_out]
    for group in by(usable, lambda v: (v.provider, v.staff)).values():
        active = []
        for v in sorted(group, key=lambda v: v.order):
            active = [u for u in active if u.rstop > v.rstart]
            hits = []
            for u in active:
                overlap = min(u.rstop, v.rstop) - v.rstart
                if u.customer != v.customer and overlap >= P501_MIN:
                    hits.append((overlap, u))
            if hits:
                longest = max(o for o, _ in hits)
                explained = too_long(v) or all(too_long(u) for _, u in hits)
                find_visit("P501", v, value=longest / 60, minutes=longest // 60, other_count=len(hits),
                           explanation="too-long" if explained else "")
            active.append(v)

def p502(visits, left_out):
    """Gives the (provider, customer, staff) found."""
    found = []
    for (provider, customer), group in by(visits, lambda v: (v.provider, v.customer)).items():
        total = len({v.id for v in group})               # a double-staffed visit counts once
        for staff, own in by(group, lambda v: v.staff).items():
            if (staff and (provider, staff) not in left_out and len(own) >= MIN_VISITS and len(own) / total >= SHARE
                    and len({v.any_day() for v in own}) >= MIN_DAYS):
                find("P502", provider, customer, staff, value=len(own) / total)
                found.append((provider, customer, staff))
    return found

def main(folder, out):
    import facit2                                        # here, since it builds on this file
    aside = Counter()
    rows = [r for name, manual in (("tagg.csv", False), ("manuell.csv", True))
            for r in read(os.path.join(folder, name), manual, aside)]
    months = Counter(map(month_of, rows)).most_common(2)
    if len(months) > 1 and months[0][1] == months[1][1]:
        sys.exit("two months are equally likely")
    used = [r for r in rows if month_of(r) == months[0][0]]
    visits = build_visits([r for r in used if r.performed])
    print("%d rows, %d of the month, set aside %s, %d visits" % (len(rows), len(used), dict(aside), len(visits)), file=sys.stderr)

    manual_share("K103", visits, "staff")
    manual_share("K104", visits, "customer")
    copies, tag_and_manual, repeated = d201(visits), d202(visits), d203_m301(visits)
    times(visits)
    left_out = placeholders(visits)
    p501(visits, left_out)
    same_staff = p502(visits, left_out)
    facit2.run(used, visits, build_visits([r for r in used if not r.performed]), left_out,
               copies, tag_and_manual, repeated, same_staff)

    with open(out, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(COLUMNS)
        w.writerows(sorted(FINDINGS))
    with open(os.path.splitext(out)[0] + "-measures.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow("provider both in_only out_only none".split())
        for provider, vs in sorted(by(visits, lambda v: v.provider).items()):
            n = Counter(v.cls for v in vs)
            w.writerow([provider] + [n[c] for c in ("both", "in_only", "out_only", "none")])
    with open(os.path.splitext(out)[0] + "-measures2.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(facit2.MEASURE_COLUMNS)
        w.writerows(sorted(facit2.MEASURES))
    for rule, n in sorted(Counter(f[0] for f in FINDINGS).items()):
        explained = sum(1 for f in FINDINGS if f[0] == rule and f[11])
        print("%s %d (%d open, %d explained)" % (rule, n, n - explained, explained), file=sys.stderr)

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    import facit                                         # the copy that facit2.py adds its findings to
    facit.main(sys.argv[1], sys.argv[2])
