//! Two deliveries of one month, finding by finding and row by row: what came, what went and what was changed, and what
//! of it after the month was locked.

use std::collections::BTreeMap;

use kvittens_model::deliveries::{Change, Happened, Of, Values};
use kvittens_model::{Deliveries, Local, Method, Month};

use super::unify::{RowKey, unify};
use crate::{Found, Said, Standing};

/// A delivery: the month as read and what was said of it.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The month.
    pub month: &'a Month,
    /// What was said.
    pub said: &'a Said,
}

/// Compares two deliveries. `lock`: what was entered or approved at that time or later came too late; `None` where no
/// such date is known.
pub fn compare(first: Delivery<'_>, second: Delivery<'_>, lock: Option<Local>) -> Deliveries {
    let mut made = Deliveries::default();
    rows(first.month, second.month, lock, &mut made);
    findings(first.said, second.said, &mut made);
    made
}

/// The values of a row that are compared.
type Content = (Local, Local, Method, Method);

/// The rows of a month in order of key and content.
fn sorted(month: &Month, key: impl Fn(usize) -> RowKey) -> Vec<(RowKey, Content, usize)> {
    let rows = &month.rows;
    let content = |at: usize| (rows.start(at), rows.stop(at), rows.in_method(at), rows.out_method(at));
    let mut sorted: Vec<_> = (0..rows.len()).map(|at| (key(at), content(at), at)).collect();
    // The place in the delivery plays no part: rows that are alike are interchangeable.
    sorted.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    sorted
}

fn rows(first: &Month, second: &Month, lock: Option<Local>, made: &mut Deliveries) {
    let [of_first, of_second] = unify(first, second);
    let left = sorted(first, |at| of_first.key(first, at));
    let right = sorted(second, |at| of_second.key(second, at));
    let mut left = left.chunk_by(|a, b| a.0 == b.0).peekable();
    let mut right = right.chunk_by(|a, b| a.0 == b.0).peekable();
    let place = |at: Option<usize>, month: &Month| at.map(|at| content(month, at));
    loop {
        let key = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) => l[0].0.clone().min(r[0].0.clone()),
            (Some(one), None) | (None, Some(one)) => one[0].0.clone(),
            (None, None) => break,
        };
        let befores = left.next_if(|group| group[0].0 == key).unwrap_or_default();
        let afters = right.next_if(|group| group[0].0 == key).unwrap_or_default();
        let (same, pairs) = pair(befores, afters);
        made.same_rows += same;
        for (before, after) in pairs {
            let (month, at) = after.map_or((first, before.unwrap_or_default()), |at| (second, at));
            let (before, after) = (place(before, first), place(after, second));
            made.changes.push(of_row(month, at, before, after, lock));
        }
    }
}

/// The positions of a row in the first and the second delivery.
type Pair = (Option<usize>, Option<usize>);

/// Rows of one key: how many are alike, and the others paired in order.
fn pair(befores: &[(RowKey, Content, usize)], afters: &[(RowKey, Content, usize)]) -> (u64, Vec<Pair>) {
    let (mut same, mut left, mut right) = (0, Vec::new(), Vec::new());
    let (mut befores, mut afters) = (befores.iter().peekable(), afters.iter().peekable());
    loop {
        match (befores.peek(), afters.peek()) {
            (Some(l), Some(r)) if l.1 == r.1 => {
                same += 1;
                befores.next();
                afters.next();
            }
            (Some(l), r) if r.is_none_or(|r| l.1 < r.1) => left.extend(befores.next().map(|row| row.2)),
            (_, Some(_)) => right.extend(afters.next().map(|row| row.2)),
            (_, None) => break,
        }
    }
    let longest = left.len().max(right.len());
    (same, (0..longest).map(|at| (left.get(at).copied(), right.get(at).copied())).collect())
}

fn content(month: &Month, at: usize) -> Values {
    let rows = &month.rows;
    Values {
        start: rows.start(at),
        stop: rows.stop(at),
        in_method: Some(rows.in_method(at)),
        out_method: Some(rows.out_method(at)),
        value: None,
        minutes: None,
        status: None,
    }
}

/// The change of a row; `month` and `at`: where its names stand.
fn of_row(month: &Month, at: usize, before: Option<Values>, after: Option<Values>, lock: Option<Local>) -> Change {
    let (ids, row) = (&month.ids, month.rows.get(at));
    let services: Vec<&str> = ids.services(row.services).collect();
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    // A row that is gone has no entry in the second delivery.
    let stamp = |time: Local| if after.is_some() { time } else { Local::NONE };
    let (entered_at, approved_at) = (stamp(row.entered_at), stamp(row.approved_at));
    let latest = entered_at.max(approved_at);
    Change {
        of: Of::Row,
        happened: happened(before.is_some(), after.is_some()),
        provider: ids.provider.text(row.provider).to_owned(),
        visit: text(&ids.visit_text(row.visit)),
        customer: text(ids.customer.text(row.customer)),
        staff: text(ids.staff.text(row.staff)),
        service: text(&services.join(" + ")),
        fields: differing(before.as_ref(), after.as_ref()),
        before,
        after,
        entered_at,
        approved_at,
        after_lock: lock.filter(|_| latest.is_some()).map(|lock| latest >= lock),
    }
}

fn happened(before: bool, after: bool) -> Happened {
    match (before, after) {
        (true, true) => Happened::Changed,
        (true, false) => Happened::Removed,
        (false, _) => Happened::Added,
    }
}

/// The names of the values that differ; none where only one side stands.
fn differing(before: Option<&Values>, after: Option<&Values>) -> Vec<&'static str> {
    let (Some(a), Some(b)) = (before, after) else {
        return Vec::new();
    };
    let fields = [
        ("start", a.start != b.start),
        ("stop", a.stop != b.stop),
        ("in_method", a.in_method != b.in_method),
        ("out_method", a.out_method != b.out_method),
        ("value", a.value != b.value),
        ("minutes", a.minutes != b.minutes),
        ("status", a.status != b.status),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// What makes a finding the same one: its id, else what it is about.
fn identity(found: &Found) -> String {
    found.finding_id.clone().unwrap_or_else(|| {
        let of = [&found.unit, &found.customer, &found.staff, &found.service, &found.visit];
        let of: Vec<&str> = of.into_iter().map(|text| text.as_deref().unwrap_or_default()).collect();
        format!(
            "{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}",
            found.rule,
            found.provider,
            of.join("\u{1f}"),
            found.start,
            found.stop
        )
    })
}

fn findings(first: &Said, second: &Said, made: &mut Deliveries) {
    let mut by_id: BTreeMap<String, [Vec<&Found>; 2]> = BTreeMap::new();
    for (side, said) in [first, second].into_iter().enumerate() {
        for found in &said.findings {
            by_id.entry(identity(found)).or_default()[side].push(found);
        }
    }
    let mut changes = Vec::new();
    for [befores, afters] in by_id.values() {
        for at in 0..befores.len().max(afters.len()) {
            let (before, after) = (befores.get(at).copied(), afters.get(at).copied());
            let fields = differing(before.map(values).as_ref(), after.map(values).as_ref());
            if before.is_some() && after.is_some() && fields.is_empty() {
                made.same_findings += 1;
            } else if let Some(names) = after.or(before) {
                changes.push(of_finding(names, before, after, fields));
            }
        }
    }
    let place = |change: &Change| (change.of.clone(), change.provider.clone(), change.visit.clone());
    changes.sort_by_key(place);
    made.changes.extend(changes);
}

fn values(found: &Found) -> Values {
    Values {
        start: found.start,
        stop: found.stop,
        in_method: None,
        out_method: None,
        value: found.value,
        minutes: Some(found.minutes),
        status: Some(match found.standing {
            Standing::Open => "open",
            Standing::Explained => "explained",
            Standing::Accepted => "accepted",
        }),
    }
}

fn of_finding(names: &Found, before: Option<&Found>, after: Option<&Found>, fields: Vec<&'static str>) -> Change {
    Change {
        of: Of::Finding { rule: names.rule.clone(), id: names.finding_id.clone() },
        happened: happened(before.is_some(), after.is_some()),
        provider: names.provider.clone(),
        visit: names.visit.clone(),
        customer: names.customer.clone(),
        staff: names.staff.clone(),
        service: names.service.clone(),
        before: before.map(values),
        after: after.map(values),
        fields,
        entered_at: Local::NONE,
        approved_at: Local::NONE,
        after_lock: None,
    }
}
