//! A run that is stopped anywhere leaves the old month or the new one, and the next run puts the rest right.

use super::*;

/// What a folder of a month may hold when it is half written.
fn half(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("registrations.parquet"), b"PAR1 and no more").unwrap();
}

/// March as it stood, and March as the second delivery gives it: two folders to put the store together from.
struct Steps {
    _keep: tempfile::TempDir,
    old: PathBuf,
    new: PathBuf,
}

fn steps(store: &Store) -> Steps {
    let keep = tempfile::tempdir().unwrap();
    let (old, new) = (keep.path().join("old"), keep.path().join("new"));
    copy(&partition(store), &old);
    add(store, &OTHER_MARCH, "2").unwrap();
    copy(&partition(store), &new);
    fs::remove_dir_all(partition(store)).unwrap();
    Steps { _keep: keep, old, new }
}

/// Puts the store as a killed run leaves it: what stands under the month's name, aside, and under the name between.
fn killed(month: Option<&Path>, aside: Option<&Path>, between: Option<&Path>) -> (tempfile::TempDir, Store) {
    let (dir, store) = with_march();
    let steps = steps(&store);
    let place = |what: Option<&Path>, to: &str| match what {
        Some(what) if what == Path::new("half") => half(&store.dir().join(to)),
        Some(what) => copy(if what == Path::new("old") { &steps.old } else { &steps.new }, &store.dir().join(to)),
        None => {}
    };
    place(month, "month=2022-03");
    place(aside, ".month=2022-03.ny");
    place(between, ".month=2022-03.gammal");
    fs::write(store.dir().join(".month=2022-03.lock"), "").unwrap();
    (dir, store)
}

#[test]
fn a_stop_between_any_two_steps_leaves_the_old_month_or_the_new_one() {
    let (old, new, half) = (Some(Path::new("old")), Some(Path::new("new")), Some(Path::new("half")));
    let rows = [MARCH.rows.len(), OTHER_MARCH.rows.len()];
    for (case, month, aside, between, expected) in [
        ("the lock", old, None, None, rows[0]),
        ("half written", old, half, None, rows[0]),
        ("written aside", old, new, None, rows[0]),
        ("the old one renamed", None, new, old, rows[0]),
        ("the new one in place", new, None, old, rows[1]),
        ("the old one half deleted", new, None, half, rows[1]),
        ("an old month half deleted twice", new, half, half, rows[1]),
    ] {
        let (_dir, store) = killed(month, aside, between);
        assert_eq!(read(&store, march()).unwrap().rows.len(), expected, "{case}, before");
        assert_eq!(store.months().unwrap(), [march()], "{case}");
        assert_eq!(problems(&store), [""; 0], "{case}");
        store.tidy().unwrap();
        assert_eq!(names(store.dir()), ["month=2022-03", "store.json"], "{case}");
        assert_eq!(read(&store, march()).unwrap().rows.len(), expected, "{case}, after");
        assert_eq!(problems(&store), [""; 0], "{case}");
    }
}

#[test]
fn adding_again_after_any_stop_gives_the_month() {
    let (old, new, half) = (Some(Path::new("old")), Some(Path::new("new")), Some(Path::new("half")));
    for (month, aside, between, delivery) in
        [(old, half, None, 2), (None, new, old, 2), (new, None, old, 3), (None, half, None, 1)]
    {
        let (_dir, store) = killed(month, aside, between);
        assert_eq!(add(&store, &MARCH, "9").unwrap().manifest.delivery, delivery);
        assert_eq!(read(&store, march()).unwrap().rows.len(), MARCH.rows.len());
        assert_eq!(names(store.dir()), ["month=2022-03", "store.json"]);
    }
}

#[test]
fn what_a_killed_run_left_goes_with_the_next_month_that_is_added() {
    let (_dir, store) = killed(Some(Path::new("new")), Some(Path::new("half")), Some(Path::new("old")));
    add(&store, &APRIL, "3").unwrap();
    assert_eq!(names(store.dir()), ["month=2022-03", "month=2022-04", "store.json"]);
}

#[test]
fn a_store_that_was_half_made_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".store.json.ny"), "{").unwrap();
    fs::write(dir.path().join(".store.json.lock"), "").unwrap();
    fs::write(dir.path().join(".kvittens.key.17"), "0f").unwrap();
    let store = Store::create(dir.path(), &key()).unwrap();
    assert!(Store::open(store.dir(), &key()).is_ok());
}

#[test]
fn a_second_writer_of_a_month_hears_of_the_first_and_changes_nothing() {
    let (_dir, store) = with_march();
    let before = files(&partition(&store));
    let first = kvittens_tables::folder::Folder::start(store.dir(), "month=2022-03").unwrap();
    let Err(StoreError::Busy { path }) = add(&store, &OTHER_MARCH, "2") else { panic!("two writers") };
    assert_eq!(path, partition(&store));
    let removing = kvittens_history::store::Removing { month: march(), now: "2" };
    assert!(matches!(store.remove(&removing), Err(StoreError::Busy { .. })));
    add(&store, &APRIL, "2").unwrap();
    drop(first);
    assert!(files(&partition(&store)) == before);
    assert_eq!(add(&store, &OTHER_MARCH, "2").unwrap().manifest.delivery, 2);
}

#[test]
fn many_writers_of_one_month_leave_one_whole_month() {
    let (_dir, store) = with_march();
    let added: u64 = std::thread::scope(|scope| {
        let store = &store;
        let writers: Vec<_> = (0..6).map(|now| scope.spawn(move || add(store, &MARCH, &now.to_string()))).collect();
        writers.into_iter().map(|writer| u64::from(writer.join().unwrap().is_ok())).sum()
    });
    assert!(added > 0);
    assert_eq!(store.manifest(march()).unwrap().delivery, 1 + added);
    assert_eq!(problems(&store), [""; 0]);
    assert_eq!(names(store.dir()), ["month=2022-03", "store.json"]);
}
