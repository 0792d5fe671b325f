//! Joins the pieces of all files into one month: provisional numbers first, sorted ids once all words are known.

use std::collections::BTreeMap;

use kvittens_model::ids::VisitId;
use kvittens_model::{
    Dictionary, Double, Id, Ids, InputFile, Method, Month, NO_ID, NoteCode, Rejected, Rows, ServiceSets, Visits,
    personnummer,
};
use rayon::prelude::*;

use crate::chunk::{Chunk, Seen};
use crate::error::{Kind, ReadError};
use crate::fields::Field;
use crate::header::Header;
use crate::intern::{Joined, Words};
use crate::layout::Of;
use crate::notes::Remarks;
use crate::{Options, cells, completion, months, visits};

/// The month while it is being read.
pub struct Assembly<'a> {
    options: &'a Options,
    rows: Rows,
    provider: Joined,
    unit: Joined,
    visit: Joined,
    customer: Joined,
    staff: Joined,
    service: Joined,
    tag: Joined,
    device: Joined,
    reason: Joined,
    double: Joined,
    files: Vec<InputFile>,
    rejected: Vec<Rejected>,
    remarks: Remarks,
    read: BTreeMap<u16, (u64, u64)>,
    /// Which files are manual exports.
    manual: Vec<bool>,
    manual_export: bool,
}

impl<'a> Assembly<'a> {
    /// Nothing read yet.
    pub fn new(options: &'a Options) -> Assembly<'a> {
        Assembly {
            options,
            rows: Rows::default(),
            provider: Joined::default(),
            unit: Joined::default(),
            visit: Joined::default(),
            customer: Joined::default(),
            staff: Joined::default(),
            service: Joined::default(),
            tag: Joined::default(),
            device: Joined::default(),
            reason: Joined::default(),
            double: Joined::default(),
            files: Vec::new(),
            rejected: Vec::new(),
            remarks: Remarks::default(),
            read: BTreeMap::new(),
            manual: Vec::new(),
            manual_export: false,
        }
    }

    /// Rows read and set aside of a file so far.
    pub fn counts(&self, file: u16) -> (u64, u64) {
        self.read.get(&file).copied().unwrap_or_default()
    }

    /// Adds a piece of a file that starts at row `first`.
    pub fn add(&mut self, mut chunk: Chunk, file: u16, first: u32, header: &Header) -> Result<(), Kind> {
        let counts = self.read.entry(file).or_default();
        counts.0 += u64::from(chunk.lines);
        counts.1 += chunk.rejected.len() as u64;
        // An export of nothing but headers says as little as none: it must not make a month look perfect.
        self.manual_export |= header.layout.of == Of::Manual && !chunk.rows.is_empty();
        for (line, column, why) in chunk.rejected.drain(..) {
            let column = column.and_then(|at| header.names.get(at).cloned());
            self.rejected.push(Rejected {
                file,
                line: first + line,
                column,
                why,
            });
        }
        self.remark(&chunk, file, first, header);
        let (words, rows) = (&chunk.words, &mut chunk.rows);
        let alias = |aliases: &BTreeMap<String, String>, text: &str| aliases.get(&text.to_lowercase()).cloned();
        let providers = &self.options.provider_aliases;
        let services = &self.options.service_aliases;
        renumber(
            &mut rows.provider,
            &numbers(&words.provider, &mut self.provider, |t| alias(providers, t))?,
        );
        renumber(&mut rows.unit, &numbers(&words.unit, &mut self.unit, |_| None)?);
        renumber(
            &mut rows.customer,
            &numbers(&words.customer, &mut self.customer, |_| None)?,
        );
        renumber(&mut rows.staff, &numbers(&words.staff, &mut self.staff, |_| None)?);
        renumber(
            &mut rows.entered_by,
            &numbers(&words.entered_by, &mut self.staff, |_| None)?,
        );
        renumber(
            &mut rows.services,
            &numbers(&words.services, &mut self.service, |t| alias(services, t))?,
        );
        renumber(&mut rows.tag, &numbers(&words.tag, &mut self.tag, |_| None)?);
        renumber(&mut rows.device, &numbers(&words.device, &mut self.device, |_| None)?);
        renumber(&mut rows.reason, &numbers(&words.reason, &mut self.reason, |_| None)?);
        renumber(
            &mut rows.double_id,
            &numbers(&words.double_id, &mut self.double, |_| None)?,
        );
        renumber_visits(&mut rows.visit, &numbers(&words.visit, &mut self.visit, |_| None)?);
        for line in &mut rows.line {
            *line += first;
        }
        rows.file.fill(file);
        self.rows.append(rows);
        Ok(())
    }

    fn remark(&mut self, chunk: &Chunk, file: u16, first: u32, header: &Header) {
        let mut of = |code, field: Field, seen: Seen| {
            let column = header.column(field).and_then(|at| header.names.get(at).cloned());
            self.remarks.rows(code, file, column, seen.count, first + seen.first);
        };
        for (field, seen) in &chunk.unknown {
            of(NoteCode::UnknownWord, *field, *seen);
        }
        of(NoteCode::MangledTag, Field::Tag, chunk.mangled_tags);
        of(NoteCode::StatedMinutes, Field::Minutes, chunk.stated);
        let w = &chunk.words;
        let repaired = [
            (Field::Provider, &w.provider),
            (Field::Unit, &w.unit),
            (Field::Visit, &w.visit),
            (Field::Customer, &w.customer),
            (Field::Staff, &w.staff),
            (Field::Service, &w.services),
            (Field::Tag, &w.tag),
            (Field::Reason, &w.reason),
        ];
        for (field, words) in repaired {
            of(
                NoteCode::Repaired,
                field,
                Seen {
                    count: words.repairs,
                    first: 0,
                },
            );
        }
        of(
            NoteCode::Repaired,
            Field::Start,
            Seen {
                count: chunk.repaired_times,
                first: 0,
            },
        );
    }

    /// A file is read to its end. The same bytes twice would make every row a duplicate.
    pub fn close(&mut self, file: InputFile, header: &Header) -> Result<(), ReadError> {
        if let Some(same) = self
            .files
            .iter()
            .find(|former| former.hash == file.hash && former.read > 0)
        {
            return Err(ReadError::new(file.name, Kind::SameAs(same.name.clone())));
        }
        self.files.push(file);
        self.manual.push(header.layout.of == Of::Manual);
        Ok(())
    }

    /// The month.
    pub fn finish(mut self, options: &Options) -> Result<Month, ReadError> {
        if self.rows.is_empty() {
            let names: Vec<_> = self.files.iter().map(|file| file.name.as_str()).collect();
            return Err(ReadError::new(names.join(", "), Kind::NoRows));
        }
        let month = months::decide(&self.rows, options.month)?;
        let mut ids = self.sort_ids();
        self.note_ids(&ids);
        completion::key_rows_without_id(&mut self.rows, &mut ids, options.receipts, &self.manual);
        let built = visits::build(self.rows, &ids.1, month, options.receipts, &mut self.remarks);
        for (file, count) in &built.other_month {
            self.remarks.rows(NoteCode::OtherMonth, *file, None, *count, 0);
        }
        let (mut rows, mut visits) = (built.rows, built.visits);
        let mut ids = ids.0;
        if !built.other_month.is_empty() {
            prune(&mut ids, &mut rows, &mut visits);
        }
        ids.sets = built.sets;
        self.remarks.days_without_rows(&visits, month);
        let manual_end = visits
            .in_method
            .iter()
            .chain(&visits.out_method)
            .any(|m| *m == Method::Manual);
        let has_manual = self.manual_export || manual_end;
        if !has_manual {
            self.remarks.month(NoteCode::NoManualExport);
        }
        reconcile(&mut self.files, &rows, &built.other_month)?;
        self.rejected.sort_unstable();
        let notes = self.remarks.into_notes();
        Ok(Month {
            month,
            ids,
            rows,
            visits,
            files: self.files,
            rejected: self.rejected,
            notes,
            has_manual,
        })
    }

    /// Sorted dictionaries, and the rows renumbered to them; beside it the sets a service column's words make.
    fn sort_ids(&mut self) -> (Ids, ServiceSets) {
        let sorted = |joined: &mut Joined, columns: &mut [&mut Vec<Id>]| -> Dictionary {
            let (dictionary, places) = std::mem::take(joined).sort();
            for column in columns {
                column
                    .par_iter_mut()
                    .filter(|id| **id != NO_ID)
                    .for_each(|id| *id = places[*id as usize]);
            }
            dictionary
        };
        let rows = &mut self.rows;
        let service = sorted(&mut self.service, &mut [&mut rows.services]);
        let (visit, places) = std::mem::take(&mut self.visit).sort();
        renumber_visits(&mut rows.visit, &places);
        // A row holds one service, so its set's number is the service's.
        let mut sets = ServiceSets::default();
        for id in 0..service.len() {
            sets.push(&[id]);
        }
        let doubles: Vec<bool> = service.iter().map(cells::is_double_service).collect();
        if doubles.contains(&true) {
            for (at, set) in rows.services.iter().enumerate() {
                if *set != NO_ID && doubles[*set as usize] {
                    rows.double[at] = Double::Yes;
                }
            }
        }
        let ids = Ids {
            provider: sorted(&mut self.provider, &mut [&mut rows.provider]),
            unit: sorted(&mut self.unit, &mut [&mut rows.unit]),
            customer: sorted(&mut self.customer, &mut [&mut rows.customer]),
            staff: sorted(&mut self.staff, &mut [&mut rows.staff, &mut rows.entered_by]),
            service,
            tag: sorted(&mut self.tag, &mut [&mut rows.tag]),
            device: sorted(&mut self.device, &mut [&mut rows.device]),
            reason: sorted(&mut self.reason, &mut [&mut rows.reason]),
            double: sorted(&mut self.double, &mut [&mut rows.double_id]),
            visit,
            sets: ServiceSets::default(),
        };
        (ids, sets)
    }

    fn note_ids(&mut self, ids: &(Ids, ServiceSets)) {
        for dictionary in [&ids.0.customer, &ids.0.staff] {
            let count = dictionary
                .iter()
                .filter(|text| personnummer::is_personnummer(text))
                .count();
            self.remarks.ids(NoteCode::Personnummer, count as u64);
        }
        if !self.options.known_services.is_empty() {
            let known: Vec<String> = self
                .options
                .known_services
                .iter()
                .map(|name| name.to_lowercase())
                .collect();
            let count = ids
                .0
                .service
                .iter()
                .filter(|text| !known.contains(&text.to_lowercase()))
                .count();
            self.remarks.ids(NoteCode::UnknownWord, count as u64);
        }
    }
}

/// Takes the names that only rows of other months hold out of the dictionaries: they are nobody of this month.
fn prune(ids: &mut Ids, rows: &mut Rows, visits: &mut Visits) {
    keep_used(&mut ids.provider, &mut [&mut rows.provider, &mut visits.provider]);
    keep_used(&mut ids.unit, &mut [&mut rows.unit, &mut visits.unit]);
    keep_used(&mut ids.customer, &mut [&mut rows.customer, &mut visits.customer]);
    let staff = &mut [
        &mut rows.staff,
        &mut rows.entered_by,
        &mut visits.staff,
        &mut visits.entered_by,
    ];
    keep_used(&mut ids.staff, staff);
}

fn keep_used(dictionary: &mut Dictionary, columns: &mut [&mut Vec<Id>]) {
    let mut used = vec![false; dictionary.len() as usize];
    for id in columns
        .iter()
        .flat_map(|column| column.iter())
        .filter(|id| **id != NO_ID)
    {
        used[*id as usize] = true;
    }
    if !used.contains(&false) {
        return;
    }
    let mut places = vec![NO_ID; used.len()];
    let kept = places.iter_mut().zip(&used).filter(|(_, used)| **used);
    for (next, (place, _)) in (0..).zip(kept) {
        *place = next;
    }
    for id in columns
        .iter_mut()
        .flat_map(|column| column.iter_mut())
        .filter(|id| **id != NO_ID)
    {
        *id = places[*id as usize];
    }
    let kept = Dictionary::from_sorted(
        dictionary
            .iter()
            .zip(&used)
            .filter(|(_, used)| **used)
            .map(|(text, _)| text),
    );
    *dictionary = kept;
}

fn numbers(words: &Words, joined: &mut Joined, alias: impl Fn(&str) -> Option<String>) -> Result<Vec<Id>, Kind> {
    let number = |text: &String| match alias(text) {
        Some(other) => joined.id(&other),
        None => joined.id(text),
    };
    words
        .texts()
        .iter()
        .map(number)
        .collect::<Option<Vec<Id>>>()
        .ok_or(Kind::TooMany("distinct words"))
}

fn renumber(column: &mut [Id], numbers: &[Id]) {
    for id in column.iter_mut().filter(|id| **id != NO_ID) {
        *id = numbers[*id as usize];
    }
}

fn renumber_visits(column: &mut [VisitId], numbers: &[Id]) {
    if numbers.is_empty() {
        return;
    }
    for id in column {
        if let Some(word) = id.word() {
            *id = VisitId::from_word(numbers[word as usize]);
        }
    }
}

/// Nothing is lost: read = used + set aside + of other months, file by file.
fn reconcile(files: &mut [InputFile], rows: &Rows, other: &BTreeMap<u16, u64>) -> Result<(), ReadError> {
    for file in &rows.file {
        files[*file as usize].used += 1;
    }
    for (position, file) in files.iter_mut().enumerate() {
        let number = u16::try_from(position).unwrap_or(u16::MAX);
        file.other_month = other.get(&number).copied().unwrap_or_default();
        if file.read != file.used + file.rejected + file.other_month {
            let kind = Kind::Unreconciled {
                read: file.read,
                used: file.used,
                rejected: file.rejected,
                other: file.other_month,
            };
            return Err(ReadError::new(file.name.clone(), kind));
        }
    }
    Ok(())
}
