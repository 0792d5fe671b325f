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

/// Where a piece's entries and rows end, and whose words its ids are: a position in [`Joining::numbers`].
#[derive(Debug)]
struct Piece {
    entries: usize,
    rows: usize,
    numbers: usize,
}

/// The words and rows of the month so far.
#[derive(Debug, Default)]
pub struct Joining {
    words: Each<Joined>,
    sets: JoinedSets,
    numbers: Vec<Numbers>,
    /// The ids of a piece's rows are numbers of its own words until all is read.
    rows: Rows,
    pieces: Vec<Piece>,
}

impl Joining {
    /// Whether no row came yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the rows of a piece: each of one of these files, lines counted from row `first`. `words`: which of the
    /// dictionaries that are added next its ids are of.
    pub fn add(&mut self, mut rows: Rows, words: usize, files: &[u16], first: u32) {
        rows.entries.file.iter_mut().for_each(|file| *file = files[usize::from(*file)]);
        rows.line.iter_mut().for_each(|line| *line += first);
        self.rows.append(rows);
        let (entries, rows) = (self.rows.entries.len(), self.rows.len());
        self.pieces.push(Piece { entries, rows, numbers: self.numbers.len() + words });
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
        let Joining { words, sets, mut numbers, pieces, mut rows } = self;
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
            of.set_places(&places);
        }
        renumber(&mut rows, &pieces, &numbers);
        (ids, rows)
    }
}

impl Numbers {
    /// From provisional numbers to places in the sorted dictionaries.
    fn set_places(&mut self, places: &Each<Vec<Id>>) {
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

/// Gives the rows the ids of the month, a task a column.
fn renumber(rows: &mut Rows, pieces: &[Piece], numbers: &[Numbers]) {
    let Rows { entries, services, .. } = rows;
    let ends = move || pieces.iter().map(|piece| (piece.entries, &numbers[piece.numbers]));
    macro_rules! column {
        ($tasks:ident, $field:ident, $($numbers:ident).+) => {
            let column = &mut entries.$field[..];
            $tasks.spawn(move |_| of_pieces(column, ends(), |id, numbers| place(id, &numbers.$($numbers).+)));
        };
    }
    rayon::scope(|tasks| {
        let ends_of_rows = pieces.iter().map(|piece| (piece.rows, &numbers[piece.numbers]));
        tasks.spawn(move |_| of_pieces(services, ends_of_rows, |id, numbers| place(id, &numbers.of.service)));
        let visits = &mut entries.visit[..];
        tasks.spawn(move |_| {
            of_pieces(visits, ends(), |id: VisitId, numbers| {
                id.word().map_or(id, |word| VisitId::from_word(place(word, &numbers.of.visit)))
            });
        });
        column!(tasks, provider, of.provider);
        column!(tasks, unit, of.unit);
        column!(tasks, customer, of.customer);
        column!(tasks, staff, of.staff);
        column!(tasks, entered_by, entered_by);
        column!(tasks, tag, of.tag);
        column!(tasks, device, of.device);
        column!(tasks, reason, of.reason);
        column!(tasks, double_id, of.double);
    });
}

/// The id of the month; [`NO_ID`] is no position.
fn place(id: Id, numbers: &[Id]) -> Id {
    numbers.get(id as usize).copied().unwrap_or(NO_ID)
}

/// Changes a column piece by piece; told of each is where it ends.
fn of_pieces<'n, T: Copy>(
    mut column: &mut [T],
    ends: impl Iterator<Item = (usize, &'n Numbers)>,
    id: impl Fn(T, &Numbers) -> T,
) {
    let mut before = 0;
    for (end, numbers) in ends {
        let (piece, behind) = column.split_at_mut(end - std::mem::replace(&mut before, end));
        piece.iter_mut().for_each(|of| *of = id(*of, numbers));
        column = behind;
    }
}
