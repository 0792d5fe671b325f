//! Q913: ids whose leading zeros a spreadsheet ate in one file and that stand whole in another are the same ids.
//!
//! A spreadsheet eats the zeros of a whole column, so only a file without any leading zero in the column is mended, and
//! only where the whole id stands in another file: `12` beside `0012` in one file are two ids.

use kvittens_model::ids::VisitId;
use kvittens_model::{Dictionary, Id, Ids, NO_ID, Rows};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::assemble::keep_used;
use crate::fields::Field;

/// Ids of a file's column that were joined with their whole form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Eaten {
    /// The file.
    pub file: u16,
    /// Whose column.
    pub field: Field,
    /// The first row.
    pub line: u32,
    /// Rows.
    pub count: u64,
}

/// Gives ids that lost their leading zeros the form that other files have. Customers are the municipality's; staff,
/// tags and visits are joined within a provider alone, whose own system made them.
pub fn restore(ids: &mut Ids, rows: &mut Rows, files: usize) -> Vec<Eaten> {
    let mut mended = Mended { rows_of: vec![(0, 0); files], eaten: Vec::new() };
    let (file, ends) = (std::mem::take(&mut rows.entries.file), std::mem::take(&mut rows.entries.ends));
    let place = Place { file: &file, ends: &ends, line: &rows.line, files };
    let entries = &mut rows.entries;
    let everybody = |_: usize| NO_ID;

    if let Some(joins) = Joins::of(&ids.customer, &[&entries.customer], &place, everybody) {
        joins.apply(&mut entries.customer, &place, everybody, &mut mended);
        mended.note(Field::Customer);
        keep_used(&mut ids.customer, &mut [&mut entries.customer]);
    }
    let provider = std::mem::take(&mut entries.provider);
    let of_provider = |at: usize| provider[at];
    if let Some(joins) = Joins::of(&ids.staff, &[&entries.staff, &entries.entered_by], &place, of_provider) {
        joins.apply(&mut entries.staff, &place, of_provider, &mut mended);
        mended.note(Field::Staff);
        joins.apply(&mut entries.entered_by, &place, of_provider, &mut mended);
        mended.note(Field::EnteredBy);
        keep_used(&mut ids.staff, &mut [&mut entries.staff, &mut entries.entered_by]);
    }
    if let Some(joins) = Joins::of(&ids.tag, &[&entries.tag], &place, of_provider) {
        joins.apply(&mut entries.tag, &place, of_provider, &mut mended);
        mended.note(Field::Tag);
        keep_used(&mut ids.tag, &mut [&mut entries.tag]);
    }
    visits(&mut entries.visit, &place, of_provider, &mut mended);
    mended.note(Field::Visit);
    (entries.provider, entries.file, entries.ends) = (provider, file, ends);
    mended.eaten.sort_unstable();
    mended.eaten
}

/// Where the rows of each entry stand.
struct Place<'a> {
    file: &'a [u16],
    ends: &'a [u32],
    line: &'a [u32],
    files: usize,
}

/// Rows mended of the column at hand, per file, and what was said of the columns before.
struct Mended {
    rows_of: Vec<(u64, u32)>,
    eaten: Vec<Eaten>,
}

impl Place<'_> {
    /// The lines of an entry's rows.
    fn lines(&self, entry: usize) -> &[u32] {
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] };
        &self.line[start as usize..self.ends[entry] as usize]
    }
}

impl Mended {
    fn entry(&mut self, at: usize, place: &Place<'_>) {
        let (count, first) = &mut self.rows_of[usize::from(place.file[at])];
        for line in place.lines(at) {
            *first = if *count == 0 { *line } else { (*line).min(*first) };
            *count += 1;
        }
    }

    fn note(&mut self, field: Field) {
        for (file, of_file) in (0u16..).zip(&mut self.rows_of) {
            let (count, line) = std::mem::take(of_file);
            if count > 0 {
                self.eaten.push(Eaten { file, field, line, count });
            }
        }
    }
}

/// Which ids of a column are the rest of a longer one.
struct Joins {
    /// By the short id: the only longer one that agrees but for leading zeros.
    longer: FxHashMap<Id, Id>,
    /// Longer ids seen, by whose they are.
    seen: FxHashSet<(Id, Id)>,
    /// Short ids that stand in a file with leading zeros: ids of their own.
    own: FxHashSet<(Id, Id)>,
    /// Files with leading zeros in the column.
    whole: Vec<bool>,
}

impl Joins {
    /// `None` where no two ids of the dictionary agree but for leading zeros, which costs no look at the rows.
    fn of(
        dictionary: &Dictionary,
        columns: &[&Vec<Id>],
        place: &Place<'_>,
        scope: impl Fn(usize) -> Id,
    ) -> Option<Joins> {
        let mut longer: FxHashMap<Id, Id> = FxHashMap::default();
        let mut zeros = vec![false; dictionary.len() as usize];
        for (id, text) in (0..).zip(dictionary.iter()) {
            let Some(rest) = without_zeros(text) else { continue };
            zeros[id as usize] = true;
            if let Some(short) = dictionary.find(rest) {
                // Two longer forms leave open which one it was.
                longer.entry(short).and_modify(|known| *known = NO_ID).or_insert(id);
            }
        }
        longer.retain(|_, long| *long != NO_ID);
        if longer.is_empty() {
            return None;
        }
        let mut joins =
            Joins { longer, seen: FxHashSet::default(), own: FxHashSet::default(), whole: vec![false; place.files] };
        let cells = || columns.iter().flat_map(|column| column.iter().copied().zip(0..)).filter(|(id, _)| *id != NO_ID);
        for (id, at) in cells().filter(|(id, _)| zeros[*id as usize]) {
            joins.whole[usize::from(place.file[at])] = true;
            joins.seen.insert((scope(at), id));
        }
        for (id, at) in cells() {
            if joins.whole[usize::from(place.file[at])] && joins.longer.contains_key(&id) {
                joins.own.insert((scope(at), id));
            }
        }
        Some(joins)
    }

    fn apply(&self, column: &mut [Id], place: &Place<'_>, scope: impl Fn(usize) -> Id, mended: &mut Mended) {
        for (at, id) in column.iter_mut().enumerate() {
            let (file, whose) = (place.file[at], scope(at));
            if self.whole[usize::from(file)] || self.own.contains(&(whose, *id)) {
                continue;
            }
            if let Some(long) = self.longer.get(id).filter(|long| self.seen.contains(&(whose, **long))) {
                *id = *long;
                mended.entry(at, place);
            }
        }
    }
}

/// What is left of digits that start with zeros.
fn without_zeros(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('0');
    (rest.len() < text.len() && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}

/// The same for visits, whose digits stand in the number itself.
fn visits(column: &mut [VisitId], place: &Place<'_>, scope: impl Fn(usize) -> Id, mended: &mut Mended) {
    let (mut whole, mut digits) = (vec![false; place.files], vec![false; place.files]);
    for (visit, file) in column.iter().zip(place.file) {
        whole[usize::from(*file)] |= visit.without_zeros().is_some();
        digits[usize::from(*file)] |= visit.is_digits();
    }
    if !whole.contains(&true) || whole.iter().zip(&digits).all(|(whole, digits)| *whole || !*digits) {
        return;
    }
    let mut longer: FxHashMap<(Id, VisitId), VisitId> = FxHashMap::default();
    for (at, visit) in column.iter().enumerate().filter(|(at, _)| whole[usize::from(place.file[*at])]) {
        match visit.without_zeros() {
            Some(short) => {
                let known = longer.entry((scope(at), short)).or_insert(*visit);
                if known != visit {
                    *known = VisitId::NONE;
                }
            }
            None => drop(longer.insert((scope(at), *visit), VisitId::NONE)),
        }
    }
    for (at, visit) in column.iter_mut().enumerate().filter(|(at, _)| !whole[usize::from(place.file[*at])]) {
        if let Some(long) = longer.get(&(scope(at), *visit)).filter(|long| long.is_some()) {
            *visit = *long;
            mended.entry(at, place);
        }
    }
}
