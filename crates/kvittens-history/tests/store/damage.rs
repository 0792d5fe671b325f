//! Every file cut off and every kind of bit turned: an error that names the file, never a panic, never another month.

use kvittens_history::store::Damage;

use super::*;

/// Does something to a file, looks, and puts it back.
fn damaged(file: &Path, damage: impl Fn(&mut Vec<u8>), look: impl Fn()) {
    let whole = fs::read(file).unwrap();
    let mut bytes = whole.clone();
    damage(&mut bytes);
    fs::write(file, bytes).unwrap();
    look();
    fs::write(file, whole).unwrap();
}

/// Some forty places of a file: its ends, and in between at steps that hit no structure twice.
fn places(length: usize) -> Vec<usize> {
    let ends = [0, 1, 3, 4, 8, length - 1, length - 4, length - 5, length - 8, length - 9, length - 40, length / 2];
    ends.into_iter().chain((0..length).step_by(length / 31 + 1)).collect()
}

#[test]
fn a_turned_bit_or_a_cut_anywhere_is_found_and_its_file_named() {
    let (_dir, store) = with_march();
    add(&store, &OTHER_MARCH, "2").unwrap();
    let looks = |name: &str, what: &str| {
        let problems = problems(&store);
        assert!(problems.len() == 1 && problems[0].contains(name), "{what}: {problems:?}");
        if name == "registrations.parquet" || name == "manifest.json" {
            let error = read(&store, march()).map(|_| ()).unwrap_err();
            assert!(error.to_string().contains(name), "{what}: {error}");
        }
    };
    for name in ["registrations.parquet", "visits.parquet", "manifest.json", "tidigare/manifest-1.json"] {
        let file = partition(&store).join(name);
        let length = fs::read(&file).unwrap().len();
        for at in places(length) {
            let bit = at % 8;
            damaged(&file, |bytes| bytes[at] ^= 1 << bit, || looks(name, &format!("{name}: bit {bit} of byte {at}")));
            damaged(&file, |bytes| bytes.truncate(at), || looks(name, &format!("{name}: cut at {at}")));
        }
        damaged(&file, |bytes| bytes.push(0), || looks(name, &format!("{name}: longer")));
    }
    assert_eq!(problems(&store), [""; 0]);
}

#[test]
fn a_damaged_store_file_is_named() {
    let (dir, _) = with_march();
    let file = dir.path().join("store.json");
    let length = fs::read(&file).unwrap().len();
    for at in 0..length {
        let refused = || {
            let error = Store::open(dir.path(), &key()).unwrap_err();
            assert!(error.to_string().contains("store.json"), "byte {at}: {error}");
        };
        damaged(&file, |bytes| bytes[at] ^= 1 << (at % 8), refused);
        damaged(&file, |bytes| bytes.truncate(at), refused);
    }
}

fn only_problem(store: &Store) -> (PathBuf, Damage) {
    let mut problems = store.verify(&[march()]).unwrap().remove(0).problems;
    match (problems.pop(), problems.pop()) {
        (Some(StoreError::Damaged { path, what }), None) => (path, what),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_and_a_foreign_file_are_found() {
    let (_dir, store) = with_march();
    let visits = partition(&store).join("visits.parquet");
    let bytes = fs::read(&visits).unwrap();
    fs::remove_file(&visits).unwrap();
    assert_eq!(only_problem(&store), (visits.clone(), Damage::Missing));
    fs::write(&visits, bytes).unwrap();
    let foreign = partition(&store).join("anteckning.txt");
    fs::write(&foreign, "min").unwrap();
    assert_eq!(only_problem(&store), (foreign, Damage::Unknown));
}

#[test]
fn a_manifest_of_another_month_or_key_is_found() {
    let (_dir, store) = with_march();
    add(&store, &APRIL, "1").unwrap();
    let (march_file, april_file) =
        (partition(&store).join("manifest.json"), store.dir().join("month=2022-04/manifest.json"));
    let whole = fs::read(&march_file).unwrap();
    fs::copy(april_file, &march_file).unwrap();
    assert_eq!(only_problem(&store), (march_file.clone(), Damage::OtherMonth(APRIL.month)));
    fs::write(&march_file, whole).unwrap();

    let other = tempfile::tempdir().unwrap();
    let theirs = Store::create(other.path(), &Key::new([8; 32])).unwrap();
    copy(&partition(&store), &partition(&theirs));
    let (path, what) = only_problem(&theirs);
    assert!(path.ends_with("manifest.json") && matches!(what, Damage::OtherKey { .. }));
    assert!(read(&theirs, march()).is_err());
}

#[test]
fn a_damaged_month_is_made_whole_by_adding_it_again() {
    let (_dir, store) = with_march();
    for name in ["registrations.parquet", "visits.parquet", "manifest.json"] {
        fs::write(partition(&store).join(name), "PAR1").unwrap();
        assert!(!problems(&store).is_empty());
        add(&store, &MARCH, "2").unwrap();
        assert_eq!(problems(&store), [""; 0]);
        assert_eq!(names(store.dir()), ["month=2022-03", "store.json"]);
    }
}

#[test]
fn a_damaged_month_is_not_taken_out() {
    let (_dir, store) = with_march();
    let file = partition(&store).join("visits.parquet");
    let out = tempfile::tempdir().unwrap();
    damaged(
        &file,
        |bytes| bytes[100] ^= 1,
        || {
            let error = store.export(march(), out.path()).unwrap_err();
            assert!(error.to_string().contains("visits.parquet"));
        },
    );
    assert_eq!(names(out.path()), [""; 0]);
}
