//! English: `kvittens history`, and what can be wrong with a store.

use kvittens_history::StoreError;
use kvittens_history::store::{Damage, Removed, Verified};
use kvittens_model::YearMonth;

use super::{counted, shown};
use crate::words::{Message, history};

/// The words.
pub const WORDS: history::Words = history::Words {
    added: |folder, delivery| match delivery {
        1 => format!("The month is now in {}", shown(folder)),
        _ => format!("The month in {} is replaced; delivery {delivery}, the former manifests are kept", shown(folder)),
    },
    too_many_rejected: "! More rows were set aside than max_rejected allows. The month is marked in its manifest.",
    empty: "The store has no months.",
    columns: ["Month", "Rows", "Performed visits", "Providers", "Added", "Deliveries"],
    removed_before: "Removed:",
    verified,
    problem: |found| {
        let message = error(found);
        (message.place, message.what, message.way_out)
    },
    removed,
    exported: |count, folders| format!("{} copied:\n{folders}", counted(count, "month", "months")),
};

fn verified(verified: &Verified) -> String {
    let files = counted(verified.files as u64, "file", "files");
    match verified.problems.len() as u64 {
        0 => format!("{files}, {}, all is as it was written", counted(verified.rows, "row", "rows")),
        problems => format!("{files}, {}", counted(problems, "problem", "problems")),
    }
}

fn removed(removed: &Removed, store: &std::path::Path) -> String {
    let what = match (removed.rows, removed.visits) {
        (Some(rows), Some(visits)) => {
            format!("{} and {}", counted(rows, "row", "rows"), counted(visits, "visit", "visits"))
        }
        _ => "its manifest could not be read".to_owned(),
    };
    format!("{} is removed: {what}. Noted in {}\n", removed.month, shown(&store.join("gallrat.json")))
}

/// A month that would be removed for good.
pub fn unconfirmed(month: YearMonth, counts: Option<(u64, u64)>) -> Message {
    let what = counts.map_or_else(String::new, |(rows, visits)| {
        format!("{} and {} ", counted(rows, "row", "rows"), counted(visits, "performed visit", "performed visits"))
    });
    Message::new(month.to_string(), format!("{what}would be removed for good"), "add --yes if that is meant")
}

/// What stopped the store.
pub fn error(error: &StoreError) -> Message {
    match error {
        StoreError::NoStore { path } => Message::new(
            shown(path),
            "is no store",
            "name the store's folder with --store; kvittens history add makes a store of a new or empty folder",
        ),
        StoreError::NotAStore { path } => Message::new(
            shown(path),
            "is no store, and not empty",
            "name another folder with --store; if only store.json is missing, restore it from a backup",
        ),
        StoreError::OtherKey { path, there, here } => Message::new(
            shown(path),
            "was made with another key; the same customer would get two pseudonyms",
            "name the store's key with --key, or another store with --store",
        )
        .with(format!("key {there}"), format!("key {here}")),
        StoreError::Version { path, found, known } => Message::new(
            shown(path),
            "was written by another version of the program",
            "use that version, or restore the file from a backup if it is damaged",
        )
        .with(format!("version {known}"), format!("version {found}")),
        StoreError::Damaged { path, what } => damaged(shown(path), what),
        StoreError::NoMonth { path, month, known } => {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            let known = if known.is_empty() { "no months".to_owned() } else { known.join(", ") };
            Message::new(shown(path), format!("month {month} is not in the store"), "choose a month that is there")
                .with(month.to_string(), known)
        }
        StoreError::Busy { path } => Message::new(
            shown(path),
            "is being written by another run",
            "wait until it is done and try again; the month is untouched",
        ),
        StoreError::IntoStore { path } => {
            Message::new(shown(path), "is a store itself", "name another folder with --out")
        }
        StoreError::Io { path, source } => Message::new(
            shown(path),
            format!("cannot be read or written ({source})"),
            "check path, permissions and space; what was in the store is untouched",
        ),
        StoreError::Collision(_) => {
            Message::new("the key", "two ids get the same pseudonym", "make a new store with a new key")
        }
        other => Message::new("the store", other.to_string(), "report it: an error of the program"),
    }
}

fn damaged(place: String, what: &Damage) -> Message {
    const AGAIN: &str = "add the month again with kvittens history add, or restore its folder from a backup";
    let kept = place.ends_with("store.json") || place.ends_with("gallrat.json");
    let again = if kept { "restore the file from a backup" } else { AGAIN };
    match what {
        Damage::Missing => Message::new(place, "is missing", again),
        Damage::Altered => Message::new(place, "is not as it was written: cut off, damaged or changed", again),
        Damage::Unreadable(why) => Message::new(place, format!("cannot be read ({why})"), again),
        Damage::Columns => Message::new(place, "has other columns or another month than it was written with", again),
        Damage::Order => Message::new(place, "is not sorted by customer and start", again),
        Damage::Rows { found, told } => Message::new(place, "has another number of rows than its manifest says", again)
            .with(counted(*told, "row", "rows"), counted(*found, "row", "rows")),
        Damage::Sums => Message::new(place, "has numbers that do not add up", again),
        Damage::Unknown => {
            Message::new(place, "does not belong there: the manifest does not know it", "move it out of the store")
        }
        Damage::OtherMonth(month) => Message::new(place, format!("is of another month, {month}"), again),
        Damage::OtherKey { there, here } => Message::new(place, "was written with another key than the store's", again)
            .with(format!("key {here}"), format!("key {there}")),
        Damage::HalfRemoved => Message::new(
            place,
            "is half removed; a run was stopped",
            "run kvittens history remove for the month again, with --yes",
        ),
        other => Message::new(place, other.to_string(), again),
    }
}
