//! The words of a month: joined from the pieces' own, sorted once, and the pieces' columns put behind each other with
//! the sorted ids.

use std::collections::BTreeMap;

use kvittens_model::ids::VisitId;
use kvittens_model::{Dictionary, Id, Ids, NO_ID, Rows};

use crate::Options;
use crate::error::Kind;
use crate::intern::{Joined, Words};
use crate::layout::Services;
use crate::pool::Dictionaries;
use crate::sets::JoinedSets;

/// One value for each dictionary of a month. A column's values are the numbers of its words.
#[derive(Debug, Default)]
struct Each<T> {
    provider: T,
    unit: T,
    visit: T,
    customer: T,
    staff: T,
    service: T,
    tag: T,
    device: T,
    reason: T,
    double: T,
}

/// What the month calls the words of dictionaries.
#[derive(Debug)]
struct Numbers {
    of: Each<Vec<Id>>,
    /// Who entered shares the dictionary of staff.
    entered_by: Vec<Id>,
}

/// A piece's rows.
#[derive(Debug)]
struct Piece {
    rows: Rows,
    /// Whose words its ids are: a position in [`Joining::numbers`].
    numbers: usize,
    /// The files of its rows; a row's `file` is a position here.
    files: Vec<u16>,
    /// What a row's `line` counts from.
    first: u32,
}

/// The words and rows of the month so far.
#[derive(Debug, Default)]
pub struct Joining {
    words: Each<Joined>,
    sets: JoinedSets,
    numbers: Vec<Numbers>,
    pieces: Vec<Piece>,
    rows: usize,
}

impl Joining {
    /// Whether no row came yet.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a piece of these files, whose lines count from row `first`. `words`: which of the dictionaries that are added
    /// next its ids are of.
    pub fn add(&mut self, rows: Rows, words: usize, files: Vec<u16>, first: u32) {
        self.rows += rows.len();
        if !rows.is_empty() {
            self.pieces.push(Piece { rows, numbers: self.numbers.len() + words, files, first });
        }
    }

    /// Adds dictionaries.
    ///
    /// # Errors
    /// Past 2³² distinct words of a column.
    pub fn words(&mut self, words: &Dictionaries, services: Services, options: &Options) -> Result<(), Kind> {
        let alias = |aliases: &BTreeMap<String, String>, text: &str| aliases.get(&text.to_lowercase()).cloned();
        let plain = |_: &str| None;
        let joined = &mut self.words;
        let of = Each {
            provider: numbers(&words.provider, &mut joined.provider, |text| alias(&options.provider_aliases, text))?,
            unit: numbers(&words.unit, &mut joined.unit, plain)?,
            visit: numbers(&words.visit, &mut joined.visit, plain)?,
            customer: numbers(&words.customer, &mut joined.customer, plain)?,
            staff: numbers(&words.staff, &mut joined.staff, plain)?,
            service: self.sets.numbers(&words.services, &mut joined.service, services, &options.service_aliases)?,
            tag: numbers(&words.tag, &mut joined.tag, plain)?,
            device: numbers(&words.device, &mut joined.device, plain)?,
            reason: numbers(&words.reason, &mut joined.reason, plain)?,
            double: numbers(&words.double_id, &mut joined.double, plain)?,
        };
        let entered_by = numbers(&words.entered_by, &mut joined.staff, plain)?;
        self.numbers.push(Numbers { of, entered_by });
        Ok(())
    }

    /// Sorted dictionaries, and all rows with their ids. A set of one has the number of its service.
    pub fn finish(self) -> (Ids, Rows) {
        let Joining { words, sets, mut numbers, mut pieces, rows } = self;
        let (mut ids, mut places) = (Ids::default(), Each::default());
        let sorted = |joined: Joined, dictionary: &mut Dictionary| {
            let (made, places) = joined.sort();
            *dictionary = made;
            places
        };
        places.provider = sorted(words.provider, &mut ids.provider);
        places.unit = sorted(words.unit, &mut ids.unit);
        places.visit = sorted(words.visit, &mut ids.visit);
        places.customer = sorted(words.customer, &mut ids.customer);
        places.staff = sorted(words.staff, &mut ids.staff);
        places.service = sorted(words.service, &mut ids.service);
        places.tag = sorted(words.tag, &mut ids.tag);
        places.device = sorted(words.device, &mut ids.device);
        places.reason = sorted(words.reason, &mut ids.reason);
        places.double = sorted(words.double, &mut ids.double);
        ids.sets = sets.sort(&mut places.service);
        for of in &mut numbers {
            of.of.service.iter_mut().for_each(|number| *number = JoinedSets::place(*number, ids.service.len()));
            of.to_places(&places);
        }
        let all = columns(&mut pieces, &numbers, rows);
        (ids, all)
    }
}

impl Numbers {
    /// From provisional numbers to places in the sorted dictionaries.
    fn to_places(&mut self, places: &Each<Vec<Id>>) {
        let to = |numbers: &mut Vec<Id>, places: &[Id]| {
            // A cell of separators alone has no service, so its number has no place.
            numbers.iter_mut().for_each(|number| *number = places.get(*number as usize).copied().unwrap_or(NO_ID));
        };
        to(&mut self.of.provider, &places.provider);
        to(&mut self.of.unit, &places.unit);
        to(&mut self.of.visit, &places.visit);
        to(&mut self.of.customer, &places.customer);
        to(&mut self.of.staff, &places.staff);
        to(&mut self.of.service, &places.service);
        to(&mut self.of.tag, &places.tag);
        to(&mut self.of.device, &places.device);
        to(&mut self.of.reason, &places.reason);
        to(&mut self.of.double, &places.double);
        to(&mut self.entered_by, &places.staff);
    }
}

fn numbers(words: &Words, joined: &mut Joined, alias: impl Fn(&str) -> Option<String>) -> Result<Vec<Id>, Kind> {
    let number = |text: &String| match alias(text) {
        Some(other) => joined.id(&other),
        None => joined.id(text),
    };
    words.texts().iter().map(number).collect::<Option<Vec<Id>>>().ok_or(Kind::TooMany("distinct words"))
}

/// A column of the pieces, taken out of them.
type Taken<T> = Vec<Vec<T>>;

/// Puts the pieces' columns behind each other, a task a column. Each column of a piece is freed when it is done.
/// `numbers`: the ids of the month, by the numbers of the pieces' words.
fn columns(pieces: &mut [Piece], numbers: &[Numbers], count: usize) -> Rows {
    let mut rows = Rows::default();
    let of_entries: usize = pieces.iter().map(|piece| piece.rows.entries.len()).sum();
    let starts: Vec<(Vec<u16>, u32)> =
        pieces.iter_mut().map(|piece| (std::mem::take(&mut piece.files), piece.first)).collect();
    let of_piece: Vec<&Numbers> = pieces.iter().map(|piece| &numbers[piece.numbers]).collect();
    let of_piece = &of_piece[..];
    macro_rules! take {
        ($($field:ident).+) => {
            pieces.iter_mut().map(|piece| std::mem::take(&mut piece.rows.$($field).+)).collect::<Taken<_>>()
        };
    }
    macro_rules! column {
        ($tasks:ident, $field:ident) => {
            let taken = take!(entries.$field);
            let target = &mut rows.entries.$field;
            $tasks.spawn(move |_| *target = behind_each_other(taken, of_entries));
        };
        ($tasks:ident, $field:ident, $($numbers:ident).+) => {
            let taken = take!(entries.$field);
            let target = &mut rows.entries.$field;
            $tasks.spawn(move |_| *target = renumbered(taken, of_piece.iter().map(|of| &of.$($numbers).+[..]), of_entries));
        };
    }
    drop(take!(entry));
    rayon::scope(|tasks| {
        let (taken, target) = (take!(services), &mut rows.services);
        tasks.spawn(move |_| *target = renumbered(taken, of_piece.iter().map(|of| &of.of.service[..]), count));
        let (taken, target) = (take!(entries.visit), &mut rows.entries.visit);
        tasks.spawn(move |_| *target = renumbered_visits(taken, of_piece, of_entries));
        let (taken, of_files, of_ends) = (take!(line), take!(entries.file), take!(entries.ends));
        let (lines, files, ends) = (&mut rows.line, &mut rows.entries.file, &mut rows.entries.ends);
        tasks.spawn(move |_| {
            *lines = Vec::with_capacity(count);
            (*files, *ends) = (Vec::with_capacity(of_entries), Vec::with_capacity(of_entries));
            let pieces = taken.into_iter().zip(of_files).zip(of_ends).zip(starts);
            for (((line, file), end), (numbers, first)) in pieces {
                let before = u32::try_from(lines.len()).unwrap_or(u32::MAX);
                files.extend(file.into_iter().map(|at| numbers[usize::from(at)]));
                ends.extend(end.into_iter().map(|end| before + end));
                lines.extend(line.into_iter().map(|line| line + first));
            }
        });
        let (taken, target) = (take!(double), &mut rows.double);
        tasks.spawn(move |_| *target = behind_each_other(taken, count));
        column!(tasks, provider, of.provider);
        column!(tasks, unit, of.unit);
        column!(tasks, customer, of.customer);
        column!(tasks, staff, of.staff);
        column!(tasks, entered_by, entered_by);
        column!(tasks, tag, of.tag);
        column!(tasks, device, of.device);
        column!(tasks, reason, of.reason);
        column!(tasks, double_id, of.double);
        column!(tasks, planned_start);
        column!(tasks, planned_stop);
        column!(tasks, start);
        column!(tasks, stop);
        column!(tasks, in_method);
        column!(tasks, out_method);
        column!(tasks, entered_at);
        column!(tasks, approved_at);
        column!(tasks, performed);
    });
    rows.number();
    rows
}

fn behind_each_other<T>(pieces: Taken<T>, count: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(count);
    for mut piece in pieces {
        all.append(&mut piece);
    }
    all
}

fn renumbered<'n>(pieces: Taken<Id>, numbers: impl Iterator<Item = &'n [Id]>, count: usize) -> Vec<Id> {
    let mut all = Vec::with_capacity(count);
    for (piece, numbers) in pieces.into_iter().zip(numbers) {
        // NO_ID is no position.
        all.extend(piece.into_iter().map(|id| numbers.get(id as usize).copied().unwrap_or(NO_ID)));
    }
    all
}

fn renumbered_visits(pieces: Taken<VisitId>, numbers: &[&Numbers], count: usize) -> Vec<VisitId> {
    let mut all = Vec::with_capacity(count);
    for (piece, numbers) in pieces.into_iter().zip(numbers) {
        let place = |id: VisitId| id.word().map_or(id, |word| VisitId::from_word(numbers.of.visit[word as usize]));
        all.extend(piece.into_iter().map(place));
    }
    all
}
