//! The words of a month: joined from the pieces' own, sorted once, and the pieces' columns put behind each other with
//! the sorted ids.

use std::collections::BTreeMap;

use kvittens_model::ids::VisitId;
use kvittens_model::{Dictionary, Id, Ids, NO_ID, Rows};

use crate::Options;
use crate::chunk::Dictionaries;
use crate::error::Kind;
use crate::intern::{Joined, Words};
use crate::layout::Services;
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

/// A piece's rows, and what the month calls its words.
#[derive(Debug)]
struct Piece {
    rows: Rows,
    numbers: Each<Vec<Id>>,
    /// Who entered shares the dictionary of staff.
    entered_by: Vec<Id>,
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
    pieces: Vec<Piece>,
    rows: usize,
}

impl Joining {
    /// Whether no row came yet.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a piece of these files, whose lines count from row `first`.
    ///
    /// # Errors
    /// Past 2³² distinct words of a column.
    pub fn add(
        &mut self,
        rows: Rows,
        words: &Dictionaries,
        files: Vec<u16>,
        first: u32,
        services: Services,
        options: &Options,
    ) -> Result<(), Kind> {
        let alias = |aliases: &BTreeMap<String, String>, text: &str| aliases.get(&text.to_lowercase()).cloned();
        let plain = |_: &str| None;
        let joined = &mut self.words;
        let of_piece = Each {
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
        self.rows += rows.len();
        if !rows.is_empty() {
            self.pieces.push(Piece { rows, numbers: of_piece, entered_by, files, first });
        }
        Ok(())
    }

    /// Sorted dictionaries, and all rows with their ids. A set of one has the number of its service.
    pub fn finish(self) -> (Ids, Rows) {
        let Joining { words, sets, mut pieces, rows } = self;
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
        for number in pieces.iter_mut().flat_map(|piece| &mut piece.numbers.service) {
            *number = JoinedSets::place(*number, ids.service.len());
        }
        let all = columns(&mut pieces, &places, rows);
        (ids, all)
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
fn columns(pieces: &mut [Piece], places: &Each<Vec<Id>>, count: usize) -> Rows {
    let mut rows = Rows::default();
    let of_entries: usize = pieces.iter().map(|piece| piece.rows.entries.len()).sum();
    let starts: Vec<(Vec<u16>, u32)> =
        pieces.iter_mut().map(|piece| (std::mem::take(&mut piece.files), piece.first)).collect();
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
        ($tasks:ident, $field:ident, $numbers:ident) => {
            let (taken, numbers) = (take!(entries.$field), take_numbers(pieces, |piece| &mut piece.numbers.$numbers));
            let (target, places) = (&mut rows.entries.$field, &places.$numbers);
            $tasks.spawn(move |_| *target = renumbered(taken, &numbers, places, of_entries));
        };
    }
    rayon::scope(|tasks| {
        let (taken, numbers) = (take!(services), take_numbers(pieces, |piece| &mut piece.numbers.service));
        let (target, of_services) = (&mut rows.services, &places.service);
        tasks.spawn(move |_| *target = renumbered(taken, &numbers, of_services, count));
        let (taken, numbers) = (take!(entries.visit), take_numbers(pieces, |piece| &mut piece.numbers.visit));
        let (target, of_visits) = (&mut rows.entries.visit, &places.visit);
        tasks.spawn(move |_| *target = renumbered_visits(taken, &numbers, of_visits, of_entries));
        let (taken, numbers) = (take!(entries.entered_by), take_numbers(pieces, |piece| &mut piece.entered_by));
        let (target, of_staff) = (&mut rows.entries.entered_by, &places.staff);
        tasks.spawn(move |_| *target = renumbered(taken, &numbers, of_staff, of_entries));
        let (taken, of_rows, taken_files, taken_ends) =
            (take!(line), take!(entry), take!(entries.file), take!(entries.ends));
        drop(of_rows);
        let (lines, files, ends) = (&mut rows.line, &mut rows.entries.file, &mut rows.entries.ends);
        tasks.spawn(move |_| {
            *lines = Vec::with_capacity(count);
            (*files, *ends) = (Vec::with_capacity(of_entries), Vec::with_capacity(of_entries));
            for (((of_piece, file), end), (numbers, first)) in
                taken.into_iter().zip(taken_files).zip(taken_ends).zip(starts)
            {
                let before = u32::try_from(lines.len()).unwrap_or(u32::MAX);
                files.extend(file.into_iter().map(|at| numbers[usize::from(at)]));
                ends.extend(end.into_iter().map(|end| before + end));
                lines.extend(of_piece.into_iter().map(|line| line + first));
            }
        });
        let (taken, target) = (take!(double), &mut rows.double);
        tasks.spawn(move |_| *target = behind_each_other(taken, count));
        column!(tasks, provider, provider);
        column!(tasks, unit, unit);
        column!(tasks, customer, customer);
        column!(tasks, staff, staff);
        column!(tasks, tag, tag);
        column!(tasks, device, device);
        column!(tasks, reason, reason);
        column!(tasks, double_id, double);
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

fn take_numbers(pieces: &mut [Piece], of: impl Fn(&mut Piece) -> &mut Vec<Id>) -> Vec<Vec<Id>> {
    pieces.iter_mut().map(|piece| std::mem::take(of(piece))).collect()
}

fn behind_each_other<T>(pieces: Taken<T>, count: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(count);
    for mut piece in pieces {
        all.append(&mut piece);
    }
    all
}

fn renumbered(pieces: Taken<Id>, numbers: &[Vec<Id>], places: &[Id], count: usize) -> Vec<Id> {
    let mut all = Vec::with_capacity(count);
    for (piece, numbers) in pieces.into_iter().zip(numbers) {
        // A cell of separators alone has no service, so its number has no place.
        let number = |number: Id| places.get(number as usize).copied().unwrap_or(NO_ID);
        let place = |id: Id| if id == NO_ID { NO_ID } else { number(numbers[id as usize]) };
        all.extend(piece.into_iter().map(place));
    }
    all
}

fn renumbered_visits(pieces: Taken<VisitId>, numbers: &[Vec<Id>], places: &[Id], count: usize) -> Vec<VisitId> {
    let mut all = Vec::with_capacity(count);
    for (piece, numbers) in pieces.into_iter().zip(numbers) {
        let place = |id: VisitId| match id.word() {
            Some(word) => VisitId::from_word(places[numbers[word as usize] as usize]),
            None => id,
        };
        all.extend(piece.into_iter().map(place));
    }
    all
}
