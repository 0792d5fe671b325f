//! A month is read once; after that its image is.

use kvittens_history::store::Removing;

use super::*;

fn image(store: &Store) -> PathBuf {
    store.dir().join(".cache/month=2022-03.image")
}

fn same(a: &Month, b: &Month) -> bool {
    a.rows == b.rows && a.visits == b.visits && a.ids == b.ids && a.files == b.files && a.notes == b.notes
}

#[test]
fn a_month_is_the_same_whenever_it_is_read() {
    let (_dir, store) = with_march();
    assert!(!image(&store).exists());
    let (first, made) = (read(&store, march()).unwrap(), fs::metadata(image(&store)).unwrap().modified().unwrap());
    let again = read(&store, march()).unwrap();
    assert!(same(&first, &again) && first.rows.len() == MARCH.rows.len());
    assert_eq!(fs::metadata(image(&store)).unwrap().modified().unwrap(), made, "the second reading made none");
}

#[test]
fn a_damaged_image_is_made_again_and_changes_nothing() {
    let (_dir, store) = with_march();
    let first = read(&store, march()).unwrap();
    let whole = fs::read(image(&store)).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"", b"kvittens-image 1\n"] {
        fs::write(image(&store), damaged).unwrap();
        assert!(same(&first, &read(&store, march()).unwrap()));
        assert!(fs::read(image(&store)).unwrap() == whole);
    }
}

#[test]
fn a_damaged_table_is_refused_whatever_its_image_says() {
    let (_dir, store) = with_march();
    read(&store, march()).unwrap();
    let table = partition(&store).join("registrations.parquet");
    let mut bytes = fs::read(&table).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&table, bytes).unwrap();
    assert!(read(&store, march()).is_err());
}

#[test]
fn no_image_outlives_its_month() {
    let (_dir, store) = with_march();
    read(&store, march()).unwrap();
    add(&store, &OTHER_MARCH, "2").unwrap();
    assert!(!image(&store).exists());
    assert!(read(&store, march()).unwrap().rows.len() == OTHER_MARCH.rows.len() && image(&store).exists());
    store.remove(&Removing { month: march(), now: "3" }).unwrap();
    assert!(!image(&store).exists());
}
