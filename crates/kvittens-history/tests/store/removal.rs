//! Gallring: the month goes, the note stays, once.

use kvittens_history::store::Removing;

use super::*;

fn remove(store: &Store, now: &str) -> Result<kvittens_history::store::Removed, StoreError> {
    store.remove(&Removing { month: march(), now })
}

#[test]
fn a_removed_month_leaves_counts_and_nothing_else() {
    let (_dir, store) = with_march();
    add(&store, &OTHER_MARCH, "2").unwrap();
    add(&store, &APRIL, "2").unwrap();
    let removed = remove(&store, "3").unwrap();
    assert_eq!((removed.rows, removed.deliveries), (Some(OTHER_MARCH.rows.len() as u64), Some(2)));
    assert_eq!(removed.visits, Some(OTHER_MARCH.visits.len() as u64));
    assert_eq!(store.removed().unwrap(), [removed]);
    assert_eq!(names(store.dir()), ["gallrat.json", "month=2022-04", "store.json"]);
    let note = fs::read_to_string(store.dir().join("gallrat.json")).unwrap();
    assert!(OTHER_MARCH.ids.customer.iter().chain(OTHER_MARCH.ids.staff.iter()).all(|id| !note.contains(id)));
    assert!(matches!(remove(&store, "4"), Err(StoreError::NoMonth { .. })));
    assert_eq!(store.removed().unwrap().len(), 1);
}

#[test]
fn a_month_can_come_again_and_go_again() {
    let (_dir, store) = with_march();
    remove(&store, "2").unwrap();
    assert_eq!(add(&store, &MARCH, "1").unwrap().manifest.delivery, 1);
    remove(&store, "3").unwrap();
    let times: Vec<String> = store.removed().unwrap().into_iter().map(|removed| removed.removed).collect();
    assert_eq!(times, ["2", "3"]);
}

#[test]
fn a_damaged_month_can_be_removed_too() {
    let (_dir, store) = with_march();
    fs::write(partition(&store).join("manifest.json"), "{").unwrap();
    let removed = remove(&store, "2").unwrap();
    assert_eq!((removed.rows, removed.visits, removed.manifest_blake3.is_some()), (None, None, true));
    assert_eq!(names(store.dir()), ["gallrat.json", "store.json"]);
}

#[test]
fn what_stands_under_another_name_is_removed_too() {
    let (_dir, store) = with_march();
    copy(&partition(&store), &store.dir().join(".month=2022-03.gammal"));
    copy(&partition(&store), &store.dir().join(".month=2022-03.ny"));
    remove(&store, "2").unwrap();
    assert_eq!(names(store.dir()), ["gallrat.json", "store.json"]);
}

/// The files that stand in a store after each step of a removal that is stopped there.
fn stopped_after(step: usize) -> (tempfile::TempDir, Store) {
    let (dir, store) = with_march();
    let twin = with_march();
    remove(&twin.1, "2").unwrap();
    let note = fs::read(twin.1.dir().join("gallrat.json")).unwrap();
    let going = store.dir().join(".month=2022-03.bort");
    // The note beside the month is written as the notes are, so that of a store's first removal is the same.
    fs::write(store.dir().join(".month=2022-03.gallras"), &note).unwrap();
    if step >= 1 {
        fs::rename(partition(&store), &going).unwrap();
    }
    if step >= 2 {
        fs::write(store.dir().join("gallrat.json"), &note).unwrap();
    }
    if step >= 3 {
        fs::remove_file(going.join("manifest.json")).unwrap();
    }
    if step >= 4 {
        fs::remove_dir_all(&going).unwrap();
    }
    (dir, store)
}

#[test]
fn a_removal_that_is_stopped_before_its_rename_has_removed_nothing() {
    let (_dir, store) = stopped_after(0);
    assert!(read(&store, march()).is_ok());
    add(&store, &APRIL, "3").unwrap();
    assert_eq!(names(store.dir()), ["month=2022-03", "month=2022-04", "store.json"]);
    assert_eq!(store.removed().unwrap(), []);
}

#[test]
fn a_removal_that_is_stopped_later_is_finished_and_noted_once() {
    for step in 1..=4 {
        let (_dir, store) = stopped_after(step);
        assert!(matches!(read(&store, march()), Err(StoreError::NoMonth { .. })), "{step}");
        assert_eq!(problems(&store).len(), usize::from(step < 4), "{step}");
        add(&store, &APRIL, "3").unwrap();
        assert_eq!(names(store.dir()), ["gallrat.json", "month=2022-04", "store.json"], "{step}");
        assert_eq!(store.removed().unwrap().len(), 1, "{step}");
        assert_eq!(store.removed().unwrap()[0].rows, Some(MARCH.rows.len() as u64), "{step}");
        assert_eq!(problems(&store), [""; 0], "{step}");
    }
}

#[test]
fn removing_again_finishes_a_stopped_removal() {
    let (_dir, store) = stopped_after(2);
    assert_eq!(remove(&store, "9").unwrap().removed, "2");
    assert_eq!(names(store.dir()), ["gallrat.json", "store.json"]);
}

#[test]
fn damaged_notes_are_named_and_keep_the_month() {
    let (_dir, store) = with_march();
    add(&store, &APRIL, "1").unwrap();
    remove(&store, "2").unwrap();
    let notes = store.dir().join("gallrat.json");
    fs::write(&notes, "[]").unwrap();
    let Err(error) = store.remove(&Removing { month: APRIL.month, now: "3" }) else { panic!("notes were lost") };
    assert!(error.to_string().contains("gallrat.json"));
    assert!(read(&store, APRIL.month).is_ok());
    assert_eq!(problems(&store).len(), 1);
}
