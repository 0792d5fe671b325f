"""Reference findings of the catalogue's other rules; facit.py reads the export and calls run().

Not here: K108 K110 P510, families B and E (auxiliary files or history), M303 and M305 (plan, coordinates), T407's lock day.
A comment that begins with "Reading:" says how a text that leaves room was taken. Readings that hold throughout:
  a finding on staff, customer or device has no start, stop or minutes; other_count is how often the pattern occurs, 0 for shares;
  customer and staff findings are per provider; staff "" is nobody and is never a subject;
  of a pair the later visit in the order is the finding's; visits with a time in the clock change have no length.
"""
import datetime
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import combinations, groupby
from statistics import NormalDist, mean, median

from facit import (DAY, MIN_OTHERS, P501_MIN, RECEIPT, SHARE, by, day, find, find_visit, real, step_up, tail, too_long, unsure)

TAG_SHARE, TAG_READINGS = 0.8, 10                      # K107
REASON_DAYS, OTHER_VISITS = 14, 30                     # K111 K112
OTHER_WORDS = {"annat", "övrigt"}                      # K112
USUAL_FACTOR, USUAL_LEAST = 3, 4                       # D204
TRAVEL_GAP, TRAVEL_PAIRS, TRAVEL_SHARE = 0, 10, 0.2    # M304
TAGS_SECONDS, TAGS_VISITS, TAGS_VISITS_MINUTE = 60, 5, 10
FIVE, ALPHA, ROUND_ENDS = 0.2, 0.001, 50               # T405; ALPHA also T411
PLAN_VISITS, LATE_DAYS = 30, 3                         # T406 T407
BULK, BULK_SECONDS, CLOSED_MINUTE = 10, 120, 10        # T408 T410
LONGER_PAIRS, EXACT_UP_TO = 20, 50                     # T411
SAME_SHARE, SAME_VISITS = 0.8, 20                      # T412
ROW_DAYS, DAY_HOURS, MONTH_HOURS, REST_HOURS = 7, 12, 210, 11
TWIN_SHARE, TWIN_VISITS, CUSTOMER_MIN, CHANGE_WEEKDAYS = 0.9, 10, 300, 5
FUNNEL = 0.001                                         # one side of 99.8 %

MEASURES = []
MEASURE_COLUMNS = "rule measure provider subject numerator denominator value status".split()

def measure(rule, name, provider, numerator="", denominator="", value=None, status="", subject=""):
    MEASURES.append((rule, name, provider, subject, str(numerator), str(denominator),
                     "" if value is None else "%.6f" % value, status))

# ---------------------------------------------------------------- helpers
def place(v):
    """A place in the order for visits that may lack a time; a missing time comes first."""
    return (-1 if v.start is None else v.start, -1 if v.stop is None else v.stop, v.id, v.provider, v.customer, v.staff)

def minutes(v):
    return (v.length or 0) // 60

def ends(v):
    return [(t, m) for t, m in ((v.start, v.in_m), (v.stop, v.out_m)) if t is not None]

def overlaps(group, least):
    """(earlier visits, v) with each overlap of at least `least` seconds in a group, v in the order."""
    active = []
    for v in sorted((v for v in group if v.length is not None), key=lambda v: v.order):
        active = [u for u in active if u.rstop > v.rstart]
        hits = [(min(u.rstop, v.rstop) - v.rstart, u) for u in active]
        yield [(o, u) for o, u in hits if o >= least], v
        active.append(v)

def has_seconds(visits):
    """The providers with a time that has seconds."""
    return {v.provider for v in visits for r in v.rows for t in (r.start, r.stop) if t is not None and t % 60}

def share_tests(visits, counts, least):
    """Per staff against the provider's other staff: (p, (provider, staff), x, n). Fewer than MIN_OTHERS others: not tested."""
    n, x = Counter(), Counter()
    for v in visits:
        for key in (v.provider,), (v.provider, v.staff):
            n[key] += 1
            x[key] += counts(v)
    for key in n:
        others = n[key[:1]] - n[key]
        if len(key) == 2 and key[1] and n[key] >= least and others >= MIN_OTHERS:
            p0 = max((x[key[:1]] - x[key]) / others, 0.5 / others)
            yield tail(x[key], n[key], p0), key, x[key], n[key]

def provider_funnel(rule, name, visits, counts, least):
    """Per provider against all other providers. Reading: the funnel gives a measure its status, and no finding."""
    groups = by(visits, lambda v: v.provider)
    total, hits = len(visits), sum(map(counts, visits))
    for provider, vs in groups.items():
        n, x = len(vs), sum(map(counts, vs))
        status = "too-few"
        if n >= least and total - n >= MIN_OTHERS:
            p0 = max((hits - x) / (total - n), 0.5 / (total - n))
            status = "watch" if tail(x, n, p0) < FUNNEL else "ok"
        measure(rule, name, provider, x, n, x / n, status)

# ---------------------------------------------------------------- K
def k107(visits):
    # Reading: a reading is a visit with a tag id (not mangled) and a receipt at an end; a visit reads a tag once.
    read = [v for v in visits if v.tags and v.cls != "none"]
    for group in by(read, lambda v: v.customer).values():          # by majority over all providers
        count = Counter(t for v in group for t in v.tags)
        n = sum(count.values())
        tag, most = max(count.items(), key=lambda c: (c[1], c[0]))
        if n >= TAG_READINGS and most / n >= TAG_SHARE:
            for v in group:
                if v.tags - {tag}:
                    find_visit("K107", v, value=most / n, minutes=minutes(v))   # Reading: value = the usual tag's share

def kinds_with_reason(rows):
    """(provider, is it the manual file) where at least one of the month's rows, of any status, holds a reason."""
    return {(r.provider, r.manual_file) for r in rows if r.reason}

def hand_made(v, words):
    """Kinds of file that gave the visit an end made by one of these methods."""
    return {r.manual_file for r in v.rows
            if (v.in_m in words and (r.start, r.in_m) == (v.start, v.in_m))
            or (v.out_m in words and (r.stop, r.out_m) == (v.stop, v.out_m))}

def k109_t409(rows, visits):
    known = kinds_with_reason(rows)
    for v in visits:
        # Reading: a reason on any row of the visit is enough; judged by the kind of file that gave the manual or edited end.
        edited = hand_made(v, {"edited"})
        kinds = edited or hand_made(v, {"manual"})                 # an edited end: T409 only
        if any((v.provider, k) in known for k in kinds) and not any(r.reason for r in v.rows):
            # Reading: T409 too needs a provider whose files of that kind hold reasons at all.
            find_visit("T409" if edited else "K109", v, minutes=minutes(v))

def k111(visits):
    # Reading: a visit with a manual or edited end; one finding per customer, for the reason with most days.
    entered = [v for v in visits if v.reason and {v.in_m, v.out_m} & {"manual", "edited"}]
    for (provider, customer), group in by(entered, lambda v: (v.provider, v.customer)).items():
        days, n = max((len({v.any_day() for v in vs}), len(vs)) for vs in by(group, lambda v: v.reason.lower()).values())
        if days > REASON_DAYS:
            find("K111", provider, customer, value=days, other_count=n)

def is_other(v):
    return v.reason.lower() in OTHER_WORDS

def k112(visits):
    # Reading: manual visit = no receipt at either end; those without a reason stay in the denominator.
    manual = [v for v in visits if v.cls == "none"]
    # Reading: staff outside the upper 99.8 % limit around the provider's other staff, exact binomial; no step-up here.
    for p, (provider, staff), x, n in share_tests(manual, is_other, OTHER_VISITS):
        if p < FUNNEL:
            find("K112", provider, staff=staff, value=x / n)
    provider_funnel("K112", "other-reason", manual, is_other, OTHER_VISITS)

# ---------------------------------------------------------------- D
def times_that_day(group):
    """Reading: registrations by visit id, so two staff on one visit are one; so are visits marked double of one planned start."""
    return len({("plan", v.planned_start) if v.double and v.planned_start is not None else v.id for v in group})

def d204(visits, not_performed):
    # Reading: per provider, customer, service and day (that of the visit).
    key = lambda v: [(v.provider, v.customer, s, v.any_day()) for s in v.services]
    done, planned = defaultdict(list), defaultdict(set)
    for v in visits:
        for k in key(v):
            done[k].append(v)
    # Reading: the plan is the distinct planned times on the day's own visits, performed or not.
    for v in visits + not_performed:
        if v.planned_start is not None:
            for k in key(v):
                planned[k].add((v.planned_start, v.planned_stop))
    usual = defaultdict(list)                                      # Reading: over the days that have the service at all
    for k, vs in done.items():
        usual[k[:3]].append(times_that_day(vs))
    for k, vs in done.items():
        n = times_that_day(vs)
        # Reading: without a plan = none of the day's visits with the service has a planned start.
        if n > len(planned[k]) if planned[k] else n > USUAL_FACTOR * median(usual[k[:3]]) and n >= USUAL_LEAST:
            times = [t for v in vs for t in (v.start, v.stop) if t is not None]
            # Reading: visit empty, start and stop the day's first and last time with the service, minutes 0.
            find("D204", k[0], k[1], service=k[2], start=min(times, default=None), stop=max(times, default=None),
                 value=n, other_count=len(vs))

def d205(visits, tag_and_manual):
    pairs = {frozenset((id(a), id(b))) for a, b in tag_and_manual}
    for group in by(visits, lambda v: (v.provider, v.customer, v.staff)).values():
        inside = defaultdict(set)
        # Reading: equal intervals: the later in the order lies inside; a visit of length 0 lies inside only between the edges.
        for hits, v in overlaps(group, 0):
            for _, u in hits:
                if u.id == v.id or frozenset((id(u), id(v))) in pairs:   # Reading: only that pair is left out (D202)
                    continue
                if v.rstop <= u.rstop and (v.length or v.rstart > u.rstart):
                    inside[id(v)].add(id(u))
                elif u.rstart == v.rstart and u.length:            # same start, u ends first
                    inside[id(u)].add(id(v))
        for v in group:
            if id(v) in inside:
                find_visit("D205", v, minutes=minutes(v), other_count=len(inside[id(v)]))

# ---------------------------------------------------------------- M
def m302(visits, left_out):
    planned = [v for v in visits if v.planned_start is not None and v.planned_stop is not None and v.services
               and id(v) not in left_out]
    # Reading: visits that lack an end count too.
    for group in by(planned, lambda v: (v.provider, v.customer, v.planned_start, v.planned_stop, frozenset(v.services))).values():
        if len(group) < 2:
            continue
        group.sort(key=place)
        first = group[0]
        double = all(v.double for v in group) or len({v.id for v in group}) == 1
        # Reading: columns as of a chain (first visit, first start, last stop, minutes after the first); value = the visits.
        find("M302", first.provider, first.customer, first.staff if len({v.staff for v in group}) == 1 else "", first.visit,
             " + ".join(sorted(first.services)), min((v.start for v in group if v.start is not None), default=None),
             max((v.stop for v in group if v.stop is not None), default=None), len(group),
             sum(v.length or 0 for v in group[1:]) // 60, explanation="double-staffing" if double else "",
             other_count=len(group) - 1)

def neighbours(visits):
    """Per (provider, staff): the pairs (former, next) of one day, to different customers."""
    usable = [v for v in visits if v.length is not None and v.staff]
    for key, group in by(usable, lambda v: (v.provider, v.staff)).items():
        group.sort(key=lambda v: v.order)
        # Reading: of one day = both start on it.
        yield key, [(a, b) for a, b in zip(group, group[1:]) if day(a.start) == day(b.start) and a.customer != b.customer]

def m304(visits, left_out):
    for key, pairs in neighbours(visits):
        # Reading: its pairs = those to different customers on one day, overlapping ones too; value = the share.
        tight = sum(0 <= b.rstart - a.rstop <= TRAVEL_GAP * 60 for a, b in pairs)
        if key not in left_out and tight >= TRAVEL_PAIRS and tight / len(pairs) >= TRAVEL_SHARE:
            find("M304", key[0], staff=key[1], value=tight / len(pairs), other_count=tight)

def m306(visits):
    seconds = has_seconds(visits)
    found = defaultdict(set)
    # Reading: each time with a receipt is a reading; the limit is per provider and customer pair, over its staff.
    for (provider, staff), group in by(visits, lambda v: (v.provider, v.staff)).items():
        if not staff:
            continue
        readings = sorted(((real(t), v) for v in group for t, m in ends(v) if m in RECEIPT and not unsure(t)), key=lambda r: r[0])
        for i, (t, v) in enumerate(readings):
            for t2, w in readings[i + 1:]:
                if t2 - t > TAGS_SECONDS:
                    break
                if v.customer != w.customer and (provider in seconds or t // 60 == t2 // 60):
                    a, b = sorted((v, w), key=lambda v: v.customer)
                    found[provider, a.customer, b.customer].add((id(a), id(b)))   # Reading: counted in pairs of visits
    for (provider, a, b), pairs in found.items():
        if len(pairs) >= (TAGS_VISITS if provider in seconds else TAGS_VISITS_MINUTE):
            find("M306", provider, a, value=len(pairs), other_count=len(pairs))   # Reading: customer = the lesser id

# ---------------------------------------------------------------- T
def t405(visits):
    manual, receipt = defaultdict(list), defaultdict(list)
    for v in visits:
        for t, m in ends(v):
            five = t // 60 % 5 == 0
            if m == "manual":
                manual[v.provider, ""].append(five)
                if v.staff:
                    manual[v.provider, v.staff].append(five)
            elif m in RECEIPT:
                receipt[v.provider].append(five)
    tests = []
    for key, fives in manual.items():
        x, n, r = sum(fives), len(fives), receipt[key[0]]
        p = tail(x, n, FIVE)
        if r:                                                      # Reading: no receipt ends: 20 % alone; share at least 0.5/n
            p = max(p, tail(x, n, max(sum(r) / len(r), 0.5 / len(r))))
        if n >= ROUND_ENDS and key[1]:
            tests.append((p, key))
        elif n >= ROUND_ENDS and p < ALPHA:
            find("T405", key[0], value=x / n)                      # the provider itself
        if not key[1]:
            measure("T405", "round-ends", key[0], x, n, x / n)
    for provider, staff in step_up(tests):
        find("T405", provider, staff=staff, value=sum(manual[provider, staff]) / len(manual[provider, staff]))

def as_planned(v):
    return (v.start is not None and v.stop is not None
            and (v.start // 60, v.stop // 60) == (v.planned_start // 60, v.planned_stop // 60))

def has_plan(v):
    return v.planned_start is not None and v.planned_stop is not None

def t406(visits):
    manual = [v for v in visits if v.cls == "none" and has_plan(v)]          # Reading: one without an end counts, as not equal
    tests = {key: (p, x, n) for p, key, x, n in share_tests(manual, as_planned, PLAN_VISITS)}
    for key in step_up([(p, key) for key, (p, _, _) in tests.items()]):
        find("T406", key[0], staff=key[1], value=tests[key][1] / tests[key][2])
    provider_funnel("T406", "as-planned", manual, as_planned, PLAN_VISITS)

def t407(visits):
    judged = [v for v in visits if v.entered is not None and v.stop is not None and not unsure(v.stop) and not unsure(v.entered)]
    late = [v for v in judged if real(v.entered) - real(v.stop) > LATE_DAYS * DAY]       # Reading: full days of 24 hours
    for v in late:
        find_visit("T407", v, value=(real(v.entered) - real(v.stop)) / DAY, minutes=minutes(v))
    for provider, vs in by(judged, lambda v: v.provider).items():              # Reading: of the provider a measure, no finding
        x = sum(v.provider == provider for v in late)
        measure("T407", "late-entry", provider, x, len(vs), x / len(vs))

def t408(visits):
    # Reading: manual visit = no receipt; the person is Registrerad av, and a visit without it is not judged.
    manual = [v for v in visits if v.cls == "none" and v.entered is not None and v.entered_by]
    for (provider, person), group in by(manual, lambda v: (v.provider, v.entered_by)).items():
        times = sorted(real(v.entered) for v in group)
        most = max(i + 1 - bisect_left(times, t - BULK_SECONDS) for i, t in enumerate(times))
        if most >= BULK:                                           # Reading: one finding per person, on the largest burst
            find("T408", provider, staff=person, value=most, other_count=most)

def t410(visits):
    seconds = has_seconds(visits)
    for (provider, _), pairs in neighbours(visits):
        closed = [a for a, b in pairs if a.rstop == b.rstart]
        if provider in seconds or len(closed) >= CLOSED_MINUTE:
            for v in closed:
                find_visit("T410", v, minutes=minutes(v), other_count=1)

def signed_rank(differences):
    """One-sided p of Wilcoxon's signed-rank test that the differences are above 0. Reading: zeros dropped, ties share a rank."""
    d = sorted((x for x in differences if x), key=abs)
    ranks, n = [], 0                                               # doubled, so that shared ranks stay whole
    for _, same in groupby(d, key=abs):
        k = len(list(same))
        ranks += [2 * n + k + 1] * k
        n += k
    w = sum(r for r, x in zip(ranks, d) if x > 0)
    if not d:
        return 1.0
    if n <= EXACT_UP_TO:
        ways = Counter({0: 1})                                     # sums of ranks over every choice of signs
        for r in ranks:
            ways += Counter({s + r: c for s, c in ways.items()})
        return sum(c for s, c in ways.items() if s >= w) / 2 ** n
    spread = math.sqrt(sum(r * r for r in ranks)) / 2              # exact variance, ties included
    return 1 - NormalDist().cdf((w - 1 - sum(ranks) / 2) / spread) # half a rank of continuity correction

def t411(visits):
    pairs = defaultdict(list)                                      # per provider, and per provider and staff
    usable = sorted((v for v in visits if v.length is not None and v.services), key=lambda v: v.order)
    for group in by(usable, lambda v: (v.provider, v.customer, frozenset(v.services))).values():
        # Reading: a manual visit needs a complete plan (exact readings); the receipt visit does not.
        manual = [v for v in group if v.cls == "none" and has_plan(v)]
        for m, r in zip(manual, (v for v in group if v.cls == "both")):
            pairs[m.provider, ""].append(m.length - r.length)
            if m.staff:                                            # Reading: a pair is the manual visit's staff's
                pairs[m.provider, m.staff].append(m.length - r.length)
    tests = {key: signed_rank(d) for key, d in pairs.items() if len(d) >= LONGER_PAIRS}
    # Reading: staff by the step-up, on their own pairs; providers by p < alpha; the median must be above 0.
    hits = step_up([(p, key) for key, p in tests.items() if key[1]])
    hits += [key for key, p in tests.items() if not key[1] and p < ALPHA]
    for provider, staff in hits:
        if median(pairs[provider, staff]) > 0:
            find("T411", provider, staff=staff, value=median(pairs[provider, staff]) / 60)
    for (provider, staff), d in pairs.items():
        if not staff:
            measure("T411", "manual-longer", provider, "", len(d), median(d) / 60)

def t412(visits):
    usable = [v for v in visits if v.length is not None and v.staff]
    for (provider, customer, staff), group in by(usable, lambda v: (v.provider, v.customer, v.staff)).items():
        # Reading: each visit as long as its own plan, in whole minutes, is left out before the commonest length is sought.
        group = [v for v in group if v.planned_length() is None or v.planned_length() // 60 != minutes(v)]
        if len(group) >= SAME_VISITS:
            count = Counter(map(minutes, group))
            most = max(count.values())                             # a tie cannot reach the share
            if most / len(group) >= SAME_SHARE:
                find("T412", provider, customer, staff, value=most / len(group))

def t413(visits):
    # Reading: seconds cut. The future of the export is not judged: the files do not say when they were made.
    for v in visits:
        if v.entered is None or unsure(v.entered):
            continue
        # Reading: an entry that gave only the start says nothing of a stop from another row.
        before = v.stop is not None and v.entry_has_stop and not unsure(v.stop) and real(v.entered) // 60 < real(v.stop) // 60
        approved = v.approved is not None and not unsure(v.approved) and real(v.approved) // 60 < real(v.entered) // 60
        if before or approved:
            find_visit("T413", v, minutes=minutes(v))

# ---------------------------------------------------------------- P
def p503(visits, same_staff):
    total = Counter((v.provider, v.staff) for v in visits)
    pairs = Counter((v.provider, v.customer, v.staff) for v in visits)
    for provider, customer, staff in same_staff:
        share = pairs[provider, customer, staff] / total[provider, staff]
        if share >= SHARE:
            find("P503", provider, customer, staff, value=share)   # Reading: value = the share of the staff's own visits

def p504(group):
    """Longest run of days and the number of runs over the limit."""
    days = sorted({v.any_day() for v in group})                    # Reading: the day of the visit, also when an end is missing
    runs = [len(list(run)) for _, run in groupby(enumerate(days), key=lambda d: d[1] - d[0])]
    return max(runs), sum(r > ROW_DAYS for r in runs)

def seconds_by_day(group):
    """The union of the visits, split at midnight of the wall clock."""
    result, until = Counter(), None
    for v in sorted(group, key=lambda v: v.rstart):
        start = v.rstart if until is None else max(v.rstart, until)
        d = day(v.start)
        while start < v.rstop:
            midnight = real((d + 1) * DAY)
            if start < midnight:
                result[d] += min(midnight, v.rstop) - start
                start = min(midnight, v.rstop)
            d += 1
        until = v.rstop if until is None else max(until, v.rstop)
    return result

def rests(group):
    """Seconds between a day's latest stop and the next calendar day's earliest start. Reading: an overlap is a rest of 0."""
    first, last = {}, {}
    for v in group:
        d = day(v.start)
        first[d], last[d] = min(first.get(d, v.rstart), v.rstart), max(last.get(d, v.rstop), v.rstop)
    return [max(first[d + 1] - last[d], 0) for d in last if d + 1 in first]

def p505(group):
    """(worst in hours, occurrences) of each kind found."""
    group = [v for v in group if v.length is not None and not too_long(v)]
    days, short = seconds_by_day(group), [r for r in rests(group) if r < REST_HOURS * 3600]
    long_days = [s for s in days.values() if s > DAY_HOURS * 3600]
    if long_days:
        yield max(long_days) / 3600, len(long_days)
    if sum(days.values()) > MONTH_HOURS * 3600:
        yield sum(days.values()) / 3600, 1
    if short:
        yield min(short) / 3600, len(short)

def working_time(visits, left_out):
    for (provider, staff), group in by(visits, lambda v: (v.provider, v.staff)).items():
        if not staff or (provider, staff) in left_out:
            continue
        longest, runs = p504(group)
        if runs:
            find("P504", provider, staff=staff, value=longest, other_count=runs)
        for worst, n in p505(group):
            find("P505", provider, staff=staff, value=worst, other_count=n)

def p506(visits, left_out):
    # Reading: placeholders and visits without staff count as visits of the customer, not as staff.
    first = min(v.any_day() for v in visits)                       # the month's first day, found from any of its days
    while not is_first(first):
        first -= 1
    early = [v for v in visits if v.start is not None and 7 * 3600 <= v.start % DAY < 22 * 3600 and day(v.start) < first + 14]
    numbers = defaultdict(list)
    for customer, group in by(early, lambda v: v.customer).items():
        days = Counter(d for d, _, _ in {(day(v.start), v.provider, v.id) for v in group})   # a double-staffed visit once
        if len(days) == 14 and min(days.values()) >= 2:
            count = Counter(v.provider for v in group)
            provider = min(count, key=lambda p: (-count[p], p))    # Reading: most visits of those days; ties: the first name
            staff = {(v.provider, v.staff) for v in group if v.staff} - left_out
            numbers[provider].append(len(staff))
            measure("P506", "staff", provider, value=len(staff), subject=customer)
    for provider, n in numbers.items():
        measure("P506", "mean-staff", provider, sum(n), len(n), mean(n))
        measure("P506", "median-staff", provider, "", len(n), median(n))

def is_first(d):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=d)).day == 1

def registered_double(u, v):
    """Reading: one visit id, or both marked; where both have a pair id, a shared one."""
    if (u.provider, u.id) == (v.provider, v.id):
        return True
    return u.double and v.double and (not u.double_ids or not v.double_ids or bool(u.double_ids & v.double_ids))

def double_pairs(visits):
    """Pairs of registrations of one double-staffed visit: marked so and overlapping, or on one visit id."""
    pairs = {}
    for group in by(visits, lambda v: (v.provider, v.customer)).values():
        for hits, v in overlaps(group, 1):
            for _, u in hits:
                if u.staff != v.staff and registered_double(u, v):
                    pairs[id(u), id(v)] = u, v
        for same in by((v for v in group if v.length is not None), lambda v: v.id).values():
            for u, v in combinations(sorted(same, key=lambda v: v.order), 2):
                if u.staff != v.staff:
                    pairs[id(u), id(v)] = u, v
    return pairs.values()

def elsewhere(visits):
    """Longest overlap, per visit, with a visit of the same staff to another customer. Reading: T403 visits do not tell."""
    longest = Counter()
    usable = [v for v in visits if not too_long(v)]
    for group in by(usable, lambda v: (v.provider, v.staff)).values():
        for hits, v in overlaps(group, P501_MIN):
            for o, u in hits:
                if u.customer != v.customer:
                    longest[id(u)], longest[id(v)] = max(longest[id(u)], o), max(longest[id(v)], o)
    return longest

def twin(pair):
    u, v = pair
    return (u.start // 60, u.stop // 60) == (v.start // 60, v.stop // 60)

def p507(visits):
    away = elsewhere(visits)
    for group in by(double_pairs(visits), lambda p: (p[0].provider, frozenset(v.staff for v in p))).values():
        share = sum(map(twin, group)) / len(group)                 # group: the pair's visits = all those of the two staff
        same = len(group) >= TWIN_VISITS and share >= TWIN_SHARE
        for u, v in group:
            # Reading: one finding per pair of registrations; of staff too often alike the alike ones.
            # Reading: the second staff is either of them, since the order between them is arbitrary.
            worst = max(away[id(u)], away[id(v)])
            if (same and twin((u, v))) or worst:
                # Reading: value = the share, else the longest overlap elsewhere in minutes.
                find_visit("P507", v, value=share if same and twin((u, v)) else worst / 60, minutes=minutes(v), other_count=1)

def p508(visits):
    devices = defaultdict(list)
    for v in visits:
        for d in v.devices:
            devices[v.provider, d].append(v)                       # Reading: per provider; double staffing excuses nothing
    for (provider, _), group in devices.items():
        pairs = [(u, v) for hits, v in overlaps(group, 1) for _, u in hits if u.staff != v.staff]
        if pairs:
            # Reading: value = the staff in it, other_count = the overlapping pairs; no column holds the device.
            find("P508", provider, value=len({w.staff for p in pairs for w in p}), other_count=len(pairs))

def weekdays_after(d, n):
    """The day n weekdays (Monday to Friday) after day d."""
    while n:
        d += 1
        n -= (d + 3) % 7 < 5                                       # 1970-01-01 was a Thursday
    return d

def provider_changes(visits):
    """(customer, old, new) where the old one's last day is at most five weekdays after the new one's first."""
    first, last = {}, {}
    for v in visits:
        if v.start is not None:
            key = v.customer, v.provider
            first[key], last[key] = min(first.get(key, v.start), v.start), max(last.get(key, v.start), v.start)
    customers = defaultdict(list)
    for customer, provider in first:
        customers[customer].append(provider)
    # Reading: the old one is the one that came first in the month; that it goes on to the month's end is no hindrance.
    return {(c, old, new) for c, ps in customers.items() for old in ps for new in ps
            if first[c, old] < first[c, new] and day(last[c, old]) <= weekdays_after(day(first[c, new]), CHANGE_WEEKDAYS)}

def p509(visits, all_visits):
    changes = provider_changes(all_visits)

    def explained(u, v):
        if u.provider == v.provider:
            return "double-staffing" if registered_double(u, v) else ""
        a, b = u.provider, v.provider
        return "provider-change" if (v.customer, a, b) in changes or (v.customer, b, a) in changes else ""
    for group in by(visits, lambda v: v.customer).values():
        for hits, v in overlaps(group, CUSTOMER_MIN):
            # Reading: within a provider both staff must be known; two providers always, also without staff.
            hits = [(o, u) for o, u in hits if u.provider != v.provider or (u.staff and v.staff and u.staff != v.staff)]
            if hits:
                longest = max(o for o, _ in hits)
                reasons = {explained(u, v) for _, u in hits}
                # Reading: one finding per later visit, as P501; explained only when every pair is (provider-change named first).
                find_visit("P509", v, value=longest / 60, minutes=longest // 60, other_count=len(hits),
                           explanation="" if "" in reasons else max(reasons))

def run(rows, visits, not_performed, left_out, copies, tag_and_manual, repeated, same_staff):
    k107(visits)
    k109_t409(rows, visits)
    k111(visits)
    k112(visits)
    d204(visits, not_performed)
    d205(visits, tag_and_manual)
    m302(visits, {id(v) for v in copies + repeated} | {id(v) for pair in tag_and_manual for v in pair})
    m304(visits, left_out)
    m306(visits)
    t405(visits)
    t406(visits)
    t407(visits)
    t408(visits)
    t410(visits)
    t411(visits)
    t412(visits)
    t413(visits)
    p503(visits, same_staff)
    working_time(visits, left_out)
    p506(visits, left_out)
    people = [v for v in visits if (v.provider, v.staff) not in left_out]      # P rules on pairs know no placeholders
    p507([v for v in people if v.staff])
    p508([v for v in people if v.staff])
    p509(people, visits)
