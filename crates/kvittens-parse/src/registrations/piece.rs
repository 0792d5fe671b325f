//! A batch of the table → a piece: rows whose ids are the piece's own, and the words behind them, as
//! [`crate::chunk::Chunk`] has them.

use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use kvittens_model::notes::Rejection;
use kvittens_model::{Double, Entries, Id, Local, Method, NO_ID, NoteCode, Performed, Rows, VisitId};

use super::blame::{Blames, Times};
use super::coded::{Coded, Texts};
use super::places::Places;
use super::schema::name_of;
use super::{RegistrationsError, services, words};
use crate::fields::{COUNT, Field};
use crate::intern::{Seen, Words};
use crate::pool::Dictionaries;

/// A piece of the table. `file` of a row is a position in [`Piece::files`], `line` the row of that export.
#[derive(Debug)]
pub struct Piece {
    /// The rows.
    pub rows: Rows,
    /// The texts behind the rows' ids. Repairs are told in [`OfFile::seen`].
    pub words: Dictionaries,
    /// The exports the rows came from.
    pub files: Vec<OfFile>,
}

/// What a piece holds of one original export.
#[derive(Debug)]
pub struct OfFile {
    /// Its name; the table's own for rows that say no other.
    pub name: String,
    /// It was a manual export.
    pub manual: bool,
    /// Rows of it, those set aside among them.
    pub rows: u64,
    /// Rows set aside: row of the export, column of the table, why.
    pub rejected: Vec<(u32, Option<usize>, Rejection)>,
    /// What was remarked, on which field, on how many rows and first on which row of the export.
    pub seen: Vec<(NoteCode, Field, Seen)>,
}

/// What a table says of all its rows.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// Its name, for rows that say no other.
    pub name: &'a str,
    /// For rows whose provider cell is empty or missing.
    pub provider: Option<&'a str>,
    /// The column of each field.
    pub columns: &'a [Option<usize>; COUNT],
}

/// Reads a batch whose first row is row `first` of the table.
pub fn read(batch: &RecordBatch, whole: Whole<'_>, first: u64) -> Result<Piece, RegistrationsError> {
    let mut places = Places::of(batch, whole.name, first)?;
    let mut blames = Blames::default();
    if whole.provider.is_none() {
        blames.blanks(batch, Field::Provider)?;
    }
    blames.blanks(batch, Field::Customer)?;
    let mut times = Times::of(batch, &mut blames)?;
    if blames.0.is_empty() {
        return Reader { batch, places }.piece(times, whole.provider);
    }
    let mut stays = vec![true; batch.num_rows()];
    for (at, (field, why)) in blames.0 {
        stays[at] = false;
        places.reject(at, whole.columns[field as usize], why);
    }
    places.keep(&stays);
    times.keep(&stays);
    let batch = filter_record_batch(batch, &BooleanArray::from(stays))
        .map_err(|error| RegistrationsError::damaged(error.into()))?;
    Reader { batch: &batch, places }.piece(times, whole.provider)
}

/// A batch of rows that can all be used.
struct Reader<'a> {
    batch: &'a RecordBatch,
    places: Places,
}

impl<'a> Reader<'a> {
    fn piece(mut self, times: Times, provider: Option<&str>) -> Result<Piece, RegistrationsError> {
        let (of_provider, providers) = self.provider(provider)?;
        let (unit, units) = self.texts(Field::Unit)?.into_words();
        let (visit, visits) = self.visits()?;
        let (customer, customers) = self.texts(Field::Customer)?.into_words();
        let (staff, of_staff) = self.texts(Field::Staff)?.into_words();
        let (service, of_services) = self.texts(Field::Service)?.into_words();
        let (tag, tags) = self.tags()?.into_words();
        let (device, devices) = self.texts(Field::Device)?.into_words();
        let (reason, reasons) = self.texts(Field::Reason)?.into_words();
        let (entered_by, entering) = self.texts(Field::EnteredBy)?.into_words();
        let (double_id, doubles) = self.texts(Field::DoubleId)?.into_words();
        let words = Dictionaries {
            provider: providers,
            unit: units,
            visit: visits,
            customer: customers,
            staff: of_staff,
            entered_by: entering,
            services: of_services,
            tag: tags,
            device: devices,
            reason: reasons,
            double_id: doubles,
        };
        let in_method = self.methods(Field::InMethod, &times.start)?;
        let out_method = self.methods(Field::OutMethod, &times.stop)?;
        let performed = self.performed()?;
        let double = self.doubles()?;
        let entries = Entries {
            provider: of_provider,
            unit,
            visit,
            customer,
            staff,
            planned_start: times.planned_start,
            planned_stop: times.planned_stop,
            start: times.start,
            stop: times.stop,
            in_method,
            out_method,
            tag,
            device,
            reason,
            entered_at: times.entered_at,
            entered_by,
            approved_at: times.approved_at,
            performed,
            double_id,
            file: self.places.file,
            ends: Vec::new(),
        };
        let rows = Rows::of_columns(entries, service, double, self.places.line);
        Ok(Piece { rows, words, files: self.places.files })
    }

    fn column(&self, field: Field) -> Option<&'a ArrayRef> {
        name_of(field).and_then(|name| self.batch.column_by_name(name))
    }

    /// The words of a field; none where the table lacks the column.
    fn texts(&mut self, field: Field) -> Result<Texts, RegistrationsError> {
        let texts = match self.column(field) {
            Some(column) if field == Field::Service => services::texts(column)?,
            Some(column) => Coded::of(column)?.texts()?,
            None => Texts { ids: vec![NO_ID; self.batch.num_rows()], ..Texts::default() },
        };
        self.see_words(&texts, field, NoteCode::Repaired, &texts.repaired);
        Ok(texts)
    }

    /// Remarks on the rows that hold one of these words.
    fn see_words(&mut self, texts: &Texts, field: Field, code: NoteCode, words: &[Id]) {
        if !words.is_empty() {
            for (at, _) in texts.ids.iter().enumerate().filter(|(_, id)| words.contains(id)) {
                self.places.see(at, code, field);
            }
        }
    }

    fn provider(&mut self, named: Option<&str>) -> Result<(Vec<Id>, Words), RegistrationsError> {
        let mut texts = self.texts(Field::Provider)?;
        if let Some(named) = named
            && texts.ids.contains(&NO_ID)
        {
            let number = texts.number(named);
            texts.ids.iter_mut().filter(|id| **id == NO_ID).for_each(|id| *id = number);
        }
        Ok(texts.into_words())
    }

    fn tags(&mut self) -> Result<Texts, RegistrationsError> {
        let texts = self.texts(Field::Tag)?;
        let mangled: Vec<Id> = (0..)
            .zip(&texts.words)
            .filter(|(_, word)| kvittens_model::ids::is_mangled(word))
            .map(|(id, _)| id)
            .collect();
        self.see_words(&texts, Field::Tag, NoteCode::MangledTag, &mangled);
        Ok(texts)
    }

    fn visits(&mut self) -> Result<(Vec<VisitId>, Words), RegistrationsError> {
        let Some(column) = self.column(Field::Visit) else {
            return Ok((vec![VisitId::NONE; self.batch.num_rows()], Words::default()));
        };
        let mut texts = Texts::default();
        let visits = Coded::of(column)?.map(VisitId::NONE, |word| {
            let digits = VisitId::from_digits(word.trim_ascii().as_bytes());
            digits.unwrap_or_else(|| match texts.number(word) {
                NO_ID => VisitId::NONE,
                word => VisitId::from_word(word),
            })
        })?;
        if !texts.repaired.is_empty() {
            let repaired = |visit: &VisitId| visit.word().is_some_and(|word| texts.repaired.contains(&word));
            for (at, _) in visits.iter().enumerate().filter(|(_, visit)| repaired(visit)) {
                self.places.see(at, NoteCode::Repaired, Field::Visit);
            }
        }
        Ok((visits, Words::from_texts(texts.words)))
    }

    /// What a column of few words says in each row; `usual` where nothing stands. A word nobody knows is remarked.
    fn known<T: Copy>(
        &mut self,
        field: Field,
        usual: T,
        unknown: T,
        known: fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, RegistrationsError> {
        let Some(column) = self.column(field) else {
            return Ok(vec![usual; self.batch.num_rows()]);
        };
        let mut all_known = true;
        let found = Coded::of(column)?.map(Some(usual), |word| {
            let meaning = if word.is_empty() { Some(usual) } else { known(word) };
            all_known &= meaning.is_some();
            meaning
        })?;
        if !all_known {
            for (at, _) in found.iter().enumerate().filter(|(_, meaning)| meaning.is_none()) {
                self.places.see(at, NoteCode::UnknownWord, field);
            }
        }
        Ok(found.into_iter().map(|meaning| meaning.unwrap_or(unknown)).collect())
    }

    /// How an end came: nothing where no time stands, and something where one does.
    fn methods(&mut self, field: Field, times: &[Local]) -> Result<Vec<Method>, RegistrationsError> {
        let mut methods = self.known(field, Method::Unknown, Method::Unknown, words::method)?;
        for (method, time) in methods.iter_mut().zip(times) {
            if time.is_none() {
                *method = Method::None;
            } else if *method == Method::None {
                *method = Method::Unknown;
            }
        }
        Ok(methods)
    }

    /// A status that was unknown when the export was read is as unknown now.
    fn performed(&mut self) -> Result<Vec<Performed>, RegistrationsError> {
        let known = |word: &str| words::performed(word).filter(|performed| *performed != Performed::Unknown);
        self.known(Field::Status, Performed::Yes, Performed::Unknown, known)
    }

    fn doubles(&mut self) -> Result<Vec<Double>, RegistrationsError> {
        self.known(Field::Double, Double::No, Double::No, words::double)
    }
}
