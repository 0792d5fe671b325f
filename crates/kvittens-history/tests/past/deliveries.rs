//! Two deliveries of one month, and a plain comparison of their rows as multisets.

use std::collections::BTreeMap;

use kvittens_history::Said;
use kvittens_history::past::deliveries::{Delivery, compare};
use kvittens_model::deliveries::{Happened, Of};
use kvittens_model::rows::Row;
use kvittens_model::{Deliveries, Local, Month};
use kvittens_tables::csv::Dialect;
use kvittens_tables::names::Names;

use crate::support::{check, key, read, rules, said};

fn of(month: &Month) -> Said {
    let rules = rules("");
    said(month, &rules, &check(month, &rules))
}

/// The rows of two deliveries; of both the same was said.
fn between(first: &Month, second: &Month, lock: Option<Local>) -> Deliveries {
    let said = of(&read());
    compare(Delivery { month: first, said: &said }, Delivery { month: second, said: &said }, lock)
}

fn rows(made: &Deliveries, happened: Happened) -> u64 {
    made.count(true, happened)
}

/// Rows as texts, counted.
fn plain(month: &Month) -> BTreeMap<String, i64> {
    let mut rows = BTreeMap::new();
    for at in 0..month.rows.len() {
        let (row, ids) = (month.rows.get(at), &month.ids);
        let services: Vec<&str> = ids.services(row.services).collect();
        let key =
            [ids.provider.text(row.provider), ids.customer.text(row.customer), ids.staff.text(row.staff)].join("|");
        let times = format!("{}|{}|{}|{}", row.start, row.stop, row.in_method.name(), row.out_method.name());
        *rows.entry(format!("{key}|{}|{services:?}|{times}", ids.visit_text(row.visit))).or_default() += 1;
    }
    rows
}

#[test]
fn a_delivery_is_like_itself_in_any_order() {
    let month = read();
    let made = between(&month, &month, None);
    assert!(made.changes.is_empty());
    assert_eq!((made.same_rows, made.same_findings), (month.rows.len() as u64, of(&month).findings.len() as u64));
}

#[test]
fn rows_are_added_removed_and_changed_as_a_plain_comparison_says() {
    let first = read();
    let mut second = first.clone();
    // Every 50th start a minute later; the last 30 rows left out; ten rows twice.
    let mut of_second: Vec<Row> = first.rows.iter().collect();
    for row in of_second.iter_mut().step_by(50).filter(|row| row.start.is_some()) {
        row.start = Local::from_seconds(row.start.seconds() + 60);
    }
    of_second.truncate(first.rows.len() - 30);
    of_second.extend_from_within(100..110);
    second.rows = of_second.into_iter().collect();
    let made = between(&first, &second, None);
    let (a, b) = (plain(&first), plain(&second));
    let gone: i64 = a.iter().map(|(row, count)| (count - b.get(row).copied().unwrap_or(0)).max(0)).sum();
    let come: i64 = b.iter().map(|(row, count)| (count - a.get(row).copied().unwrap_or(0)).max(0)).sum();
    let [added, removed, changed] =
        [Happened::Added, Happened::Removed, Happened::Changed].map(|what| rows(&made, what));
    assert!(added >= 10 && removed >= 30 && changed > 20, "{added} {removed} {changed}");
    assert_eq!(removed + changed, gone.unsigned_abs());
    assert_eq!(added + changed, come.unsigned_abs());
    assert_eq!(made.same_rows + removed + changed, first.rows.len() as u64);
    assert!(
        made.changes
            .iter()
            .filter(|change| change.happened == Happened::Changed && change.of == Of::Row)
            .all(|change| { change.fields == ["start"] })
    );
    // The other way round, what came is what went.
    let back = between(&second, &first, None);
    assert_eq!([rows(&back, Happened::Added), rows(&back, Happened::Removed)], [removed, added]);
}

#[test]
fn what_was_entered_at_the_lock_or_later_is_late() {
    let first = read();
    let mut second = first.clone();
    let lock = Local::new(2022, 4, 5, 0, 0, 0).unwrap();
    let mut of_second: Vec<Row> = first.rows.iter().collect();
    for (row, seconds) in of_second.iter_mut().zip([-1, 0, 1]) {
        row.stop = Local::from_seconds(row.stop.or(lock).seconds() + 60);
        row.entered_at = Local::from_seconds(lock.seconds() + seconds);
        row.approved_at = Local::NONE;
    }
    second.rows = of_second.into_iter().collect();
    let made = between(&first, &second, Some(lock));
    let mut late: Vec<Option<bool>> = made.changes.iter().filter(|c| c.of == Of::Row).map(|c| c.after_lock).collect();
    late.sort();
    assert_eq!(late, [Some(false), Some(true), Some(true)]);
    assert_eq!(made.after_lock(), 2);
    assert_eq!(between(&first, &second, None).after_lock(), 0);
}

#[test]
fn findings_are_compared_by_their_ids() {
    let month = read();
    let (first, mut second) = (of(&month), of(&month));
    let gone = second.findings.remove(0);
    second.findings[0].value = Some(-1.0);
    let mut new = gone.clone();
    new.finding_id = Some("F-NY".into());
    second.findings.push(new);
    let made = compare(Delivery { month: &month, said: &first }, Delivery { month: &month, said: &second }, None);
    let count = |what| made.count(false, what);
    assert_eq!([count(Happened::Added), count(Happened::Removed), count(Happened::Changed)], [1, 1, 1]);
    assert_eq!(made.same_findings, first.findings.len() as u64 - 2);
}

#[test]
fn the_table_shows_pseudonyms_and_every_change_once() {
    let first = read();
    let mut second = first.clone();
    let mut of_second: Vec<Row> = first.rows.iter().collect();
    of_second[0].start = Local::from_seconds(of_second[0].start.or(of_second[0].stop).seconds() - 60);
    second.rows = of_second.into_iter().collect();
    let made = between(&first, &second, None);
    let key = key();
    let names = Names::pseudonyms(&first, &key, false).unwrap();
    let bytes = kvittens_tables::deliveries::csv(&made, &names, Vec::new(), Dialect::Plain).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let customer = first.ids.customer.text(first.rows.customer(0));
    assert_eq!(text.lines().count(), made.changes.len() + 1);
    assert!(text.contains(&key.customer(customer)) && !text.contains(customer));
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with("row,changed,") && row.contains(",start,"), "{row}");
}
