//! Making each order of a month's visits: every visit that has the key stands in it once, its group together and in order of
//! time. `cargo bench --bench orders`.
//!
//! Under `cargo test` the same code runs once over a small month.
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

use std::collections::HashSet;

use kvittens_benches::{is_bench, say, timed};
use kvittens_model::{Id, Month, NO_ID, Performed, YearMonth};
use kvittens_parse::Options;
use kvittens_rules::Order;
use kvittens_rules::orders::Ordered;
use kvittens_synth::Recipe;

/// What a visit is grouped by, written apart from the orders: none where it is left out.
fn key(month: &Month, order: Order, visit: usize) -> Option<(Id, Id)> {
    let of = &month.visits;
    let (provider, id) = match order {
        Order::Time => return Some((0, 0)),
        Order::Home => (0, of.customer[visit]),
        Order::Customer => (of.provider[visit], of.customer[visit]),
        Order::Staff => (of.provider[visit], of.staff[visit]),
        Order::Device => (of.provider[visit], of.device[visit]),
        Order::Entry => (of.provider[visit], of.entered_by[visit]),
    };
    (id != NO_ID).then_some((provider, id))
}

fn hold(month: &Month, order: Order, ordered: &Ordered) {
    let has_place =
        |visit: &usize| month.visits.performed[*visit] == Performed::Yes && key(month, order, *visit).is_some();
    let expected: Vec<usize> = (0..month.visits.len()).filter(has_place).collect();
    let mut found: Vec<usize> = ordered.visits().iter().map(|visit| *visit as usize).collect();
    found.sort_unstable();
    assert!(found == expected, "{order:?}: every visit once");
    if order == Order::Time {
        assert!(ordered.visits().is_sorted(), "in order of time");
        return;
    }
    let mut keys = HashSet::new();
    let whole = ordered.whole();
    let in_groups: usize = whole.groups().map(<[u32]>::len).sum();
    assert_eq!(in_groups, expected.len(), "{order:?}: every visit is in a group");
    for group in whole.groups() {
        let first = key(month, order, group[0] as usize);
        assert!(group.is_sorted(), "{order:?}: a group is in order of time");
        assert!(
            group.iter().all(|visit| key(month, order, *visit as usize) == first),
            "{order:?}: a group has one key"
        );
        assert!(keys.insert(first), "{order:?}: a key has one group");
    }
}

fn main() {
    let (rows, runs) = if is_bench() { (2_000_000, 5) } else { (10_000, 1) };
    let folder = tempfile::tempdir().unwrap();
    kvittens_synth::write(&Recipe::with_rows(YearMonth { year: 2022, month: 3 }, rows, 1), folder.path()).unwrap();
    let read = kvittens_parse::read(&[folder.path().to_owned()], &Options::default(), &|_, _| {});
    let month = read.unwrap().month;
    for order in [Order::Time, Order::Customer, Order::Staff, Order::Home, Order::Device, Order::Entry] {
        let (seconds, ordered) = timed(runs, || Ordered::make(&month, order, false));
        hold(&month, order, &ordered);
        say(&format!("order {order:?}"), month.rows.len(), seconds);
    }
}
