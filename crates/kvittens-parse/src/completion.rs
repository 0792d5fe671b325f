//! Rows without a visit id: which of them are one visit, and which manual row completes which tag row (rules.md,
//! "Completion without visit ids").

use std::collections::BTreeMap;

use kvittens_model::ids::VisitId;
use kvittens_model::words::Receipts;
use kvittens_model::{Dictionary, Id, Ids, Local, Performed, Rows, ServiceSets, clock};

use crate::layout::Of;
use crate::readings;

/// How far the other end of the completing manual row may lie on the real clock, in seconds.
const NEAR: i32 = 300;

/// What rows of one visit share where no visit id stands.
type Key = (Id, Id, Id, Local, Local, bool, Performed);

/// A visit to be, of rows without an id.
struct Loose {
    key: Key,
    /// Entries of the month's rows.
    entries: Vec<u32>,
    /// A row of it stands in a tag export.
    tag: bool,
    /// A row of it stands in a manual export.
    manual: bool,
    /// The position of the tag visit that this manual visit completes.
    completes: Option<usize>,
}

/// Gives every row without a visit id a key of its visit: `~` and a hash of provider, customer, staff and times.
/// `kinds`: what the rows of each file are.
pub fn key_rows_without_id(rows: &mut Rows, ids: &mut Ids, receipts: Receipts, kinds: &[Of]) {
    let paired = readings::pair(rows, kinds);
    let mut groups: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    let of = &rows.entries;
    for (entry, at) in (0u32..).zip(0..of.len()).filter(|(_, at)| !of.visit[*at].is_some()) {
        let receipt = receipts.holds(of.in_method[at]) || receipts.holds(of.out_method[at]);
        let reading = paired.get(&entry).copied();
        let (start, stop) = reading.unwrap_or((of.start[at], of.stop[at]));
        let receipt = receipt || reading.is_some();
        let key = (of.provider[at], of.customer[at], of.staff[at], start, stop, receipt, of.performed[at]);
        groups.entry(key).or_default().push(entry);
    }
    if groups.is_empty() {
        return;
    }
    let is_manual = |entry: u32| kinds[usize::from(of.file[entry as usize])] == Of::Manual;
    let from = |at: &[u32], manual: bool| at.iter().any(|entry| is_manual(*entry) == manual);
    let mut loose: Vec<Loose> = groups
        .into_iter()
        .map(|(key, at)| Loose { key, tag: from(&at, false), manual: from(&at, true), entries: at, completes: None })
        .collect();
    complete(&mut loose, rows, &ids.sets);
    let keys: Vec<String> = loose.iter().map(|visit| text(&visit.key, ids)).collect();
    let places = extend(&mut ids.visit, &keys, rows);
    for (position, visit) in loose.iter().enumerate() {
        let place = places[visit.completes.unwrap_or(position)];
        for entry in &visit.entries {
            rows.entries.visit[*entry as usize] = VisitId::from_word(place);
        }
    }
}

/// Pairs each tag visit that lacks an end with the manual visit whose other end is nearest; a manual visit completes one.
fn complete(loose: &mut [Loose], rows: &Rows, sets: &ServiceSets) {
    // How far apart, the manual visit, the tag visit: nearest first, then in order.
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    let mut base = 0;
    for staff in loose.chunk_by(|a, b| (a.key.0, a.key.1, a.key.2) == (b.key.0, b.key.1, b.key.2)) {
        let manual = |end: fn(&Key) -> Local| {
            let mut found: Vec<(i32, usize)> = (0..staff.len())
                .filter(|at| is_manual(&staff[*at]))
                .map(|at| (clock::real(end(&staff[at].key)), at))
                .collect();
            found.sort_unstable();
            found
        };
        let (by_start, by_stop) = (manual(|key| key.3), manual(|key| key.4));
        for (tag, visit) in staff.iter().enumerate().filter(|(_, visit)| lacks_an_end(visit)) {
            let (end, candidates) =
                if visit.key.3.is_some() { (visit.key.3, &by_start) } else { (visit.key.4, &by_stop) };
            let end = clock::real(end);
            let from = candidates.partition_point(|(time, _)| *time < end - NEAR);
            for (time, manual) in candidates[from..].iter() {
                let apart = time.abs_diff(end);
                if *time > end + NEAR {
                    break;
                }
                if share(&visit.entries, &staff[*manual].entries, rows, sets) {
                    pairs.push((apart, base + manual, base + tag));
                }
            }
        }
        base += staff.len();
    }
    pairs.sort_unstable();
    let mut completed = vec![false; loose.len()];
    for (_, manual, tag) in pairs {
        if !completed[tag] && loose[manual].completes.is_none() {
            completed[tag] = true;
            loose[manual].completes = Some(tag);
        }
    }
}

fn lacks_an_end(visit: &Loose) -> bool {
    let key = &visit.key;
    visit.tag && key.6 == Performed::Yes && key.3.is_some() != key.4.is_some()
}

fn is_manual(visit: &Loose) -> bool {
    let key = &visit.key;
    visit.manual && key.6 == Performed::Yes && key.3.is_some() && key.4.is_some()
}

fn share(a: &[u32], b: &[u32], rows: &Rows, sets: &ServiceSets) -> bool {
    let services = |entries: &[u32]| -> Vec<Id> {
        let of_entry = |entry: &u32| rows.services[rows.entries.rows(*entry as usize)].to_vec();
        entries.iter().flat_map(of_entry).collect()
    };
    let (a, b) = (services(a), services(b));
    a.iter().any(|a| b.iter().any(|b| sets.share(*a, *b)))
}

/// The key of a visit without an id: the same in every delivery that holds the same visit.
fn text(key: &Key, ids: &Ids) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [ids.provider.text(key.0), ids.customer.text(key.1), ids.staff.text(key.2)] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.update(&key.3.seconds().to_le_bytes()).update(&key.4.seconds().to_le_bytes()).update(&[u8::from(key.5)]);
    format!("~{}", &hasher.finalize().to_hex()[..16])
}

/// Adds keys to the dictionary of visit ids, which stays sorted, and gives their places.
fn extend(dictionary: &mut Dictionary, keys: &[String], rows: &mut Rows) -> Vec<Id> {
    let mut all: Vec<&str> = dictionary.iter().chain(keys.iter().map(String::as_str)).collect();
    all.sort_unstable();
    all.dedup();
    let extended = Dictionary::from_sorted(all);
    let place = |text: &str| extended.find(text).expect("every text was just added");
    let moved: Vec<Id> = dictionary.iter().map(place).collect();
    for visit in &mut rows.entries.visit {
        if let Some(word) = visit.word() {
            *visit = VisitId::from_word(moved[word as usize]);
        }
    }
    let places = keys.iter().map(|key| place(key)).collect();
    *dictionary = extended;
    places
}
