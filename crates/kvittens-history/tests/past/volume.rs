//! Q912 from last month's volume.

use kvittens_history::Said;
use kvittens_history::past::{Before, remember, volume};
use kvittens_model::{Month, NoteCode, Performed};

use crate::support::{check, key, month, nothing, read, rules};

fn visits(month: &Month, provider: u32) -> u64 {
    let of = month.visits.provider.iter().zip(&month.visits.performed);
    of.filter(|(of, performed)| **of == provider && **performed == Performed::Yes).count() as u64
}

fn last(visits: &[(&str, u64)]) -> Said {
    let visits = visits.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    Said { visits, ..nothing(month("2022-02")) }
}

#[test]
fn over_thirty_per_cent_fewer_is_noted_and_thirty_is_not() {
    let month_read = read();
    let (name, count) = (month_read.ids.provider.text(1), visits(&month_read, 1));
    let noted = |then: u64| {
        let past = [last(&[(name, then)])];
        volume::notes(&Before::new(&past, month_read.month), &month_read)
    };
    // count / 0.7 visits are the last that are not too many: count ≥ 0.7 then.
    let most = count * 10 / 7;
    assert!(noted(most).is_empty() && noted(0).is_empty());
    let notes = noted(most + 1);
    assert_eq!((notes.len(), notes[0].code, notes[0].provider, notes[0].count), (1, NoteCode::VolumeDown, Some(1), 30));
    assert_eq!(noted(count * 2)[0].count, 50);
}

#[test]
fn a_provider_that_is_gone_is_noted_once() {
    let (rules, mut month_read) = (rules(""), read());
    let past = [last(&[("Nedlagd AB", 12), ("Aldrig AB", 0)])];
    let mut outcome = check(&month_read, &rules);
    for _ in 0..2 {
        remember(&past, &rules, &key(), &mut month_read, &mut outcome);
    }
    let gone: Vec<_> = month_read.notes.iter().filter(|note| note.code == NoteCode::ProviderGone).collect();
    assert_eq!((gone.len(), gone[0].absent.as_deref()), (1, Some("Nedlagd AB")));
    assert!(month_read.notes.is_sorted());
    let older = [Said { month: month("2022-01"), ..past[0].clone() }];
    assert!(volume::notes(&Before::new(&older, month_read.month), &read()).is_empty(), "last month is not known");
}
