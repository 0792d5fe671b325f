use std::path::PathBuf;

use kvittens_model::Month;
use kvittens_synth::Recipe;

use super::*;

/// A dirty month with other exports beside it, as read.
fn reading(folder: &Path) -> Reading {
    let recipe = Recipe { dirt: 0.01, companions: true, ..Recipe::new("2022-03".parse().unwrap(), 40, 7) };
    kvittens_synth::write(&recipe, folder).unwrap();
    let exports: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|of| of == "csv") && !path.ends_with("sanning.csv"))
        .collect();
    let options = Options { expected_providers: vec!["Saknad".to_owned()], ..Options::default() };
    kvittens_parse::read(&exports, &options, &|_, _| {}).unwrap()
}

fn same(a: &Month, b: &Month) -> bool {
    let parts = |month: &Month| (month.month, month.files.clone(), month.rejected.clone(), month.notes.clone());
    let (a, b) = (&a, &b);
    a.rows == b.rows
        && a.visits == b.visits
        && a.ids == b.ids
        && a.companions == b.companions
        && a.has_manual == b.has_manual
        && parts(a) == parts(b)
}

fn origin(of: &[u8]) -> Origin {
    Origin::of(of, &Options::default())
}

#[test]
fn a_month_is_the_same_out_of_its_image() {
    let folder = tempfile::tempdir().unwrap();
    let mut read_once = reading(folder.path());
    let before = read_once.month.clone();
    let path = folder.path().join("cache/month.image");
    write(&path, origin(b"a"), &mut read_once).unwrap();
    assert!(same(&read_once.month, &before), "writing changes nothing");
    let (of, again) = read(&path).unwrap();
    assert_eq!(of, origin(b"a"));
    assert!(same(&again.month, &before) && again.skipped == read_once.skipped);
    let held = [before.rejected.len(), before.notes.len(), before.companions.delivered.len(), before.files.len()];
    assert!(held.iter().all(|count| *count > 0), "the month has something of all: {held:?}");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn another_manifest_or_another_way_to_read_is_another_origin() {
    let aliases = Options { service_aliases: [("x".to_owned(), "y".to_owned())].into(), ..Options::default() };
    let origins = [origin(b"a"), origin(b"b"), Origin::of(b"a", &aliases)];
    assert!(origins[0] == origin(b"a") && origins[0] != origins[1] && origins[0] != origins[2]);
}

#[test]
fn no_damage_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("month.image");
    write(&path, origin(b"a"), &mut reading(folder.path())).unwrap();
    let whole = fs::read(&path).unwrap();
    let put = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        read(&path).is_some()
    };
    assert!(put(&whole));
    // A step that has no factor in common with a column's width meets every place of a number.
    for at in (0..whole.len()).step_by(997).chain(whole.len() - 60..whole.len()) {
        let mut turned = whole.clone();
        turned[at] ^= 1 << (at % 8);
        assert!(!put(&turned), "byte {at}");
        assert!(!put(&whole[..at]), "cut at {at}");
    }
    assert!(!put(&[&whole[..], b"x"].concat()));
}
