//! Q912 from last month's volume: a provider that is gone, or whose performed visits are over 30 % fewer.

use kvittens_model::{Month, Note, NoteCode, Performed};

use super::Before;

/// Per cent fewer visits from which it is noted; the number itself is not.
const DOWN: u64 = 30;

/// The notes, in the order of notes. A provider that is noted as gone already is not noted twice.
pub fn notes(before: &Before<'_>, month: &Month) -> Vec<Note> {
    let Some(last) = before.last() else {
        return Vec::new();
    };
    let mut visits = vec![0_u64; month.ids.provider.len() as usize];
    for (provider, performed) in month.visits.provider.iter().zip(&month.visits.performed) {
        visits[*provider as usize] += u64::from(*performed == Performed::Yes);
    }
    let gone = |name: &String| {
        let known = |note: &Note| note.code == NoteCode::ProviderGone && note.absent.as_ref() == Some(name);
        let note = Note { absent: Some(name.clone()), ..note(NoteCode::ProviderGone, 1) };
        (!month.notes.iter().any(known)).then_some(note)
    };
    let of = |(name, then): (&String, &u64)| match month.ids.provider.find(name) {
        _ if *then == 0 => None,
        None => gone(name),
        // Named by an invoice or a decision alone.
        Some(id) if visits[id as usize] == 0 => gone(name),
        Some(id) => {
            let fewer = then.saturating_sub(visits[id as usize]) * 100;
            (fewer > DOWN * then).then(|| Note { provider: Some(id), ..note(NoteCode::VolumeDown, fewer / then) })
        }
    };
    last.visits.iter().filter_map(of).collect()
}

fn note(code: NoteCode, count: u64) -> Note {
    Note { code, provider: None, absent: None, file: None, column: None, count, first_line: None }
}
