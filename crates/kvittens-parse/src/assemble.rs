//! The month while it is read: rows and words joined, what was set aside, what was noted; in the end one month that is
//! reconciled.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::companion::Companions;
use kvittens_model::{
    Dictionary, Double, Id, Ids, InputFile, Method, Month, NO_ID, Note, NoteCode, Rejected, Rows, Visits, personnummer,
};

use crate::chunk::Chunk;
use crate::companion::{self, Built, CompanionTable, Row};
use crate::dictionaries::Joining;
use crate::error::{Kind, ReadError};
use crate::fields::{Field, NAMES};
use crate::header::Header;
use crate::intern::Seen;
use crate::layout::{Of, Services};
use crate::notes::Remarks;
use crate::pool::Dictionaries;
use crate::registrations::{LAYOUT, Piece, Table};
use crate::{Options, cells, completion, months, visits, zeros};

/// The month while it is being read.
pub struct Assembly<'a> {
    options: &'a Options,
    joining: Joining,
    files: Vec<InputFile>,
    /// The hash of each file's text.
    texts: Vec<String>,
    rejected: Vec<Rejected>,
    remarks: Remarks,
    /// Rows read and set aside, per file.
    counts: BTreeMap<u16, (u64, u64)>,
    /// What the rows of each file are.
    kinds: Vec<Of>,
    /// Words of each file's column that the configuration counts as another.
    aliased: BTreeMap<(u16, Field), BTreeSet<String>>,
    /// What each file calls its fields.
    columns: Vec<BTreeMap<Field, String>>,
    /// What the other exports say, with names by number.
    built: Built,
}

impl<'a> Assembly<'a> {
    /// Nothing read yet.
    pub fn new(options: &'a Options) -> Assembly<'a> {
        Assembly {
            options,
            joining: Joining::default(),
            files: Vec::new(),
            texts: Vec::new(),
            rejected: Vec::new(),
            remarks: Remarks::default(),
            counts: BTreeMap::new(),
            kinds: Vec::new(),
            aliased: BTreeMap::new(),
            columns: Vec::new(),
            built: Built::default(),
        }
    }

    /// Rows read and set aside of a file so far.
    pub fn counts(&self, file: u16) -> (u64, u64) {
        self.counts.get(&file).copied().unwrap_or_default()
    }

    /// Adds a piece of a file that starts at row `first`.
    pub fn add(&mut self, mut chunk: Chunk, file: u16, first: u32, header: &Header) {
        let counts = self.counts.entry(file).or_default();
        counts.0 += u64::from(chunk.lines);
        counts.1 += chunk.rejected.len() as u64;
        for (line, column, why) in chunk.rejected.drain(..) {
            let column = column.and_then(|at| header.names.get(at).cloned());
            self.rejected.push(Rejected { file, line: first + line, column, why });
        }
        self.remark(&chunk, file, first, header);
        self.joining.add(chunk.rows, chunk.words, &[file], first);
    }

    /// Adds the dictionaries of a file's pieces, by number.
    pub fn words(&mut self, words: &[Dictionaries], file: u16, header: &Header) -> Result<(), Kind> {
        for words in words {
            self.find_aliases(words, file, header);
            self.joining.words(words, header.layout.services, self.options)?;
        }
        Ok(())
    }

    /// Remembers the words that aliases exchange; a word that differs from its name by case alone is that name.
    fn find_aliases(&mut self, words: &Dictionaries, file: u16, header: &Header) {
        let options = self.options;
        let comma = header.layout.services == Services::CommaJoined;
        for (field, words, aliases) in [
            (Field::Provider, &words.provider, &options.provider_aliases),
            (Field::Service, &words.services, &options.service_aliases),
        ] {
            if aliases.is_empty() {
                continue;
            }
            for text in words.texts() {
                for word in text.split(|c| comma && field == Field::Service && c == ',').map(str::trim) {
                    let lower = word.to_lowercase();
                    if aliases.get(&lower).is_some_and(|name| name.to_lowercase() != lower) {
                        self.aliased.entry((file, field)).or_default().insert(word.to_owned());
                    }
                }
            }
        }
    }

    fn remark(&mut self, chunk: &Chunk, file: u16, first: u32, header: &Header) {
        let mut of = |code, field: Field, seen: Seen| {
            let column = header.column(field).and_then(|at| header.names.get(at).cloned());
            self.remarks.rows(code, file, column, seen.count, first + seen.first);
        };
        for (field, seen) in &chunk.unknown {
            of(NoteCode::UnknownWord, *field, *seen);
        }
        self.remarks.rows(NoteCode::Blanks, file, None, chunk.blanks.count, first + chunk.blanks.first);
        let mut of = |code, field: Field, seen: Seen| {
            let column = header.column(field).and_then(|at| header.names.get(at).cloned());
            self.remarks.rows(code, file, column, seen.count, first + seen.first);
        };
        of(NoteCode::MangledTag, Field::Tag, chunk.mangled_tags);
        for (field, seen) in &chunk.mangled_ids {
            of(NoteCode::MangledTag, *field, *seen);
        }
        of(NoteCode::StatedMinutes, Field::Minutes, chunk.stated);
        for (field, seen) in &chunk.repairs {
            of(NoteCode::Repaired, *field, *seen);
        }
        of(NoteCode::Repaired, Field::Start, chunk.repaired_times);
    }

    /// A file is read to its end. The same bytes twice would make every row a duplicate.
    /// `text`: the hash of what it says, whatever it was wrapped in.
    pub fn close(
        &mut self,
        file: InputFile,
        text: String,
        of: Of,
        columns: BTreeMap<Field, String>,
    ) -> Result<(), Kind> {
        let same = self.texts.iter().zip(&self.files).find(|(former, of)| **former == text && of.read > 0);
        if let Some((_, same)) = same {
            return Err(Kind::SameAs(same.name.clone()));
        }
        self.texts.push(text);
        self.files.push(file);
        self.kinds.push(of);
        self.columns.push(columns);
        Ok(())
    }

    /// The number of the next file.
    pub fn next(&self) -> Result<u16, Kind> {
        u16::try_from(self.files.len()).map_err(|_| Kind::TooMany("files"))
    }

    /// Adds a table of registrations: its exports become files of the month, by name.
    pub fn table(&mut self, table: &Table, pieces: Vec<Piece>, name: &str) -> Result<(), Kind> {
        let mut numbers: BTreeMap<(String, bool), u16> = BTreeMap::new();
        for of in pieces.iter().flat_map(|piece| &piece.files) {
            numbers.insert((of.name.clone(), of.manual), 0);
        }
        let first = usize::from(self.next()?);
        for (number, place) in (first..).zip(numbers.values_mut()) {
            *place = u16::try_from(number).map_err(|_| Kind::TooMany("files"))?;
        }
        let header = |at: usize| table.names().get(at).cloned();
        for piece in pieces {
            let of_piece: Vec<u16> = piece.files.iter().map(|of| numbers[&(of.name.clone(), of.manual)]).collect();
            for (of, number) in piece.files.into_iter().zip(&of_piece) {
                let counts = self.counts.entry(*number).or_default();
                counts.0 += of.rows;
                counts.1 += of.rejected.len() as u64;
                for (line, column, why) in of.rejected {
                    self.rejected.push(Rejected { file: *number, line, column: column.and_then(header), why });
                }
                for (code, field, seen) in of.seen {
                    let column = table.columns()[field as usize].and_then(header);
                    self.remarks.rows(code, *number, column, seen.count, seen.first);
                }
            }
            self.joining.add(piece.rows, 0, &of_piece, 0);
            self.joining.words(&piece.words, Services::One, self.options)?;
        }
        let (hash, columns) = (table.hash(), table.columns());
        let fields: BTreeMap<Field, String> =
            NAMES.iter().filter_map(|(field, _)| Some((*field, header(columns[*field as usize]?)?))).collect();
        let known = fields.len().try_into().unwrap_or(u32::MAX);
        for ((export, manual), number) in numbers {
            let (read, rejected) = self.counts(number);
            let file = InputFile {
                within: (export != name).then(|| name.to_owned()),
                name: export,
                hash: hash.clone(),
                layout: LAYOUT.to_owned(),
                companion: None,
                manual,
                score: (known, table.names().len().try_into().unwrap_or(u32::MAX)),
                encoding: "parquet".into(),
                delimiter: None,
                ignored_columns: table.ignored(),
                duplicate_columns: Vec::new(),
                lines_above_header: 0,
                read,
                used: 0,
                rejected,
                other_month: 0,
            };
            // The table's own content is told apart once; its exports share it.
            let text = format!("{hash} {}", usize::from(number) - first);
            self.close(file, text, if manual { Of::Manual } else { Of::Tag }, fields.clone())?;
        }
        Ok(())
    }

    /// Adds another export.
    pub fn companion(
        &mut self,
        table: &CompanionTable,
        rows: Vec<Row>,
        mut file: InputFile,
        options: &Options,
    ) -> Result<(), Kind> {
        let number = self.next()?;
        let (used, rejected) = self.built.add(table, number, rows, options.provider.as_deref());
        (file.used, file.rejected) = (used, rejected.len() as u64);
        for (line, column, why) in rejected {
            let column = column.and_then(|at| table.headers.get(at).cloned());
            self.rejected.push(Rejected { file: number, line, column, why });
        }
        self.close(file, table.hash.clone(), Of::Tag, BTreeMap::new())
    }

    /// The month.
    pub fn finish(mut self) -> Result<Month, ReadError> {
        if self.joining.is_empty() {
            return Err(self.none_usable());
        }
        let receipts = self.options.receipts;
        let (mut ids, mut rows) = std::mem::take(&mut self.joining).finish();
        for eaten in zeros::restore(&mut ids, &mut rows, self.files.len()) {
            let column = self.columns[usize::from(eaten.file)].get(&eaten.field).cloned();
            self.remarks.rows(NoteCode::EatenZeros, eaten.file, column, eaten.count, eaten.line);
        }
        for ((file, field), words) in std::mem::take(&mut self.aliased) {
            let column = self.columns[usize::from(file)].get(&field).cloned();
            self.remarks.rows(NoteCode::Aliased, file, column, words.len() as u64, 0);
        }
        let month = months::decide(&rows, self.options.month).map_err(|kind| ReadError::new(self.names(), kind))?;
        mark_double_services(&ids, &mut rows);
        self.note_ids(&ids);
        completion::key_rows_without_id(&mut rows, &mut ids, receipts, &self.kinds);
        let built = visits::build(rows, std::mem::take(&mut ids.sets), month, receipts, &mut self.remarks);
        for (file, count) in &built.other_month {
            self.remarks.rows(NoteCode::OtherMonth, *file, None, *count, 0);
        }
        let (mut rows, mut visits) = (built.rows, built.visits);
        ids.sets = built.sets;
        if !built.other_month.is_empty() {
            prune(&mut ids, &mut rows, &mut visits);
        }
        self.remarks.days_without_rows(&visits, month, ids.provider.len());
        self.remarks.absent(&self.options.expected_providers, &ids.provider);
        let manual_end = visits.in_method.contains(&Method::Manual) || visits.out_method.contains(&Method::Manual);
        // A manual export without a row of the month says as little as none: it must not make a month look perfect.
        let manual_export = rows.entries.file.iter().any(|file| self.kinds[usize::from(*file)] == Of::Manual);
        let has_manual = manual_export || manual_end;
        if !has_manual {
            self.remarks.month(NoteCode::NoManualExport);
        }
        let mut other_month = built.other_month;
        for (file, of_file) in &self.built.dated {
            let other = of_file.iter().filter(|(of, _)| **of != month).map(|(_, count)| count).sum::<u64>();
            self.files[usize::from(*file)].used -= other;
            if other > 0 {
                other_month.insert(*file, other);
                self.remarks.rows(NoteCode::OtherMonth, *file, None, other, 0);
            }
        }
        reconcile(&mut self.files, &rows, &other_month)?;
        self.rejected.sort_unstable();
        let (notes, companions) = (self.remarks.into_notes(), Companions::default());
        let (files, rejected) = (self.files, self.rejected);
        let mut made = Month { month, ids, rows, visits, files, rejected, notes, companions, has_manual };
        let eaten = companion::join(self.built, &mut made, self.options);
        if eaten > 0 {
            let code = NoteCode::EatenZeros;
            let (provider, absent, file, column) = (None, None, None, None);
            made.notes.push(Note { code, provider, absent, file, column, count: eaten, first_line: None });
            made.notes.sort();
        }
        Ok(made)
    }

    /// The delivery by the names of its files; of many, the first ones.
    fn names(&self) -> String {
        const SHOWN: usize = 4;
        let names: Vec<_> = self.files.iter().map(|file| file.name.as_str()).collect();
        let more = if names.len() > SHOWN { ", …" } else { "" };
        format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
    }

    /// No row is left: either there was none, or none could be used.
    fn none_usable(&self) -> ReadError {
        let rows = || self.rejected.iter().filter(|rejected| rejected.why.code().as_str() != "Q903");
        let Some(first) = rows().min() else {
            // Other exports alone are no month, whatever they hold.
            let registrations = self.files.iter().any(|file| file.companion.is_none());
            let kind = if registrations { Kind::NoRows } else { Kind::NoExports };
            return ReadError::new(self.names(), kind);
        };
        let (row, column) = (u64::from(first.line), first.column.clone());
        let kind = Kind::NoneUsable { rows: rows().count() as u64, row, column, why: first.why };
        ReadError::new(self.files[usize::from(first.file)].name.clone(), kind)
    }

    fn note_ids(&mut self, ids: &Ids) {
        for dictionary in [&ids.customer, &ids.staff] {
            let count = dictionary.iter().filter(|text| personnummer::is_personnummer(text)).count();
            self.remarks.ids(NoteCode::Personnummer, count as u64);
        }
        if !self.options.known_services.is_empty() {
            let known: Vec<String> = self.options.known_services.iter().map(|name| name.to_lowercase()).collect();
            let count = ids.service.iter().filter(|text| !known.contains(&text.to_lowercase())).count();
            self.remarks.ids(NoteCode::UnknownWord, count as u64);
        }
    }
}

/// A service text such as `DUBBELBEMANNING 1` is itself the mark of double staffing.
fn mark_double_services(ids: &Ids, rows: &mut Rows) {
    let doubles: Vec<bool> = ids.service.iter().map(cells::is_double_service).collect();
    if doubles.contains(&true) {
        for (double, set) in rows.double.iter_mut().zip(&rows.services) {
            if ids.sets.get(*set).iter().any(|service| doubles[*service as usize]) {
                *double = Double::Yes;
            }
        }
    }
}

/// Takes the names that only rows of other months hold out of the dictionaries: they are nobody of this month.
fn prune(ids: &mut Ids, rows: &mut Rows, visits: &mut Visits) {
    let entries = &mut rows.entries;
    keep_used(&mut ids.provider, &mut [&mut entries.provider, &mut visits.provider]);
    keep_used(&mut ids.unit, &mut [&mut entries.unit, &mut visits.unit]);
    keep_used(&mut ids.customer, &mut [&mut entries.customer, &mut visits.customer]);
    let staff = &mut [&mut entries.staff, &mut entries.entered_by, &mut visits.staff, &mut visits.entered_by];
    keep_used(&mut ids.staff, staff);
}

pub(crate) fn keep_used(dictionary: &mut Dictionary, columns: &mut [&mut Vec<Id>]) {
    let mut used = vec![false; dictionary.len() as usize];
    for id in columns.iter().flat_map(|column| column.iter()).filter(|id| **id != NO_ID) {
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
    for id in columns.iter_mut().flat_map(|column| column.iter_mut()).filter(|id| **id != NO_ID) {
        *id = places[*id as usize];
    }
    let kept = Dictionary::from_sorted(dictionary.iter().zip(&used).filter(|(_, used)| **used).map(|(text, _)| text));
    *dictionary = kept;
}

/// Nothing is lost: read = used + set aside + of other months, file by file.
fn reconcile(files: &mut [InputFile], rows: &Rows, other: &BTreeMap<u16, u64>) -> Result<(), ReadError> {
    for (entry, file) in rows.entries.file.iter().enumerate() {
        files[*file as usize].used += rows.entries.rows(entry).len() as u64;
    }
    for (number, file) in (0u16..).zip(files) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::rows::Row;

    fn file(read: u64) -> InputFile {
        InputFile {
            name: "tagg.csv".into(),
            hash: String::new(),
            layout: String::new(),
            companion: None,
            manual: false,
            score: (0, 0),
            encoding: "ascii".into(),
            delimiter: Some(';'),
            within: None,
            ignored_columns: Vec::new(),
            duplicate_columns: Vec::new(),
            lines_above_header: 0,
            read,
            used: 0,
            rejected: 2,
            other_month: 0,
        }
    }

    #[test]
    fn a_row_unaccounted_for_fails_the_run() {
        let rows: Rows = [Row::NONE; 5].into_iter().collect();
        let other = BTreeMap::from([(0, 3)]);
        assert!(reconcile(&mut [file(10)], &rows, &other).is_ok());
        let error = reconcile(&mut [file(11)], &rows, &other).unwrap_err();
        assert!(matches!(error.kind, Kind::Unreconciled { read: 11, used: 5, rejected: 2, other: 3 }));
    }
}
