//! The month as far as its folder tells of it: ids, files and notes; with visits where they were kept, and of
//! registrations no more than where they stand.

use std::collections::BTreeSet;

use kvittens_model::companion::{Companion, Companions};
use kvittens_model::{Dictionary, Id, Ids, InputFile, Month, NO_ID, Note, NoteCode, Rows, Visits};

use super::columns::{Columns, listed, text};
use super::former::Former;
use super::people::People;
use super::{AgainError, visits, word};
use crate::manifest::{Input, Remark};

/// The tables of a folder.
pub struct Tables {
    pub findings: Columns,
    pub measures: Columns,
    pub visits: Option<Columns>,
}

/// The month. Who stands in the tables is met on the way.
pub fn month(former: &Former, tables: &Tables, people: &mut People) -> Result<Month, AgainError> {
    let mut texts = Texts::default();
    texts.read(former, tables, people)?;
    let (customer, staff) = people.dictionaries();
    let provider = dictionary(former.report.providers.iter().map(|of| of.provider.as_str()));
    let mut ids = Ids {
        provider,
        unit: dictionary(texts.units.iter().map(String::as_str)),
        service: dictionary(texts.services.iter().map(String::as_str)),
        reason: dictionary(texts.reasons.iter().map(String::as_str)),
        customer,
        staff,
        ..Ids::default()
    };
    let files: Vec<InputFile> = former.inputs.iter().map(file).collect();
    let (mut visits, mut rows) = (Visits::default(), Rows::default());
    if let Some(table) = &tables.visits {
        visits = visits::visits(table, &mut ids, people)?;
        rows = visits::rows(table, &files, &mut visits)?;
    }
    let note = |remark: &Remark| note(remark, &ids, &files).ok_or_else(|| former.wrong("notes"));
    let notes = former.notes.iter().map(note).collect::<Result<_, AgainError>>()?;
    Ok(Month {
        month: former.month,
        rows,
        visits,
        rejected: Vec::new(),
        notes,
        companions: Companions::default(),
        has_manual: former.report.has_manual,
        files,
        ids,
    })
}

fn dictionary<'t>(texts: impl Iterator<Item = &'t str>) -> Dictionary {
    let texts: BTreeSet<&str> = texts.collect();
    Dictionary::from_sorted(texts)
}

/// The texts that stand in the tables.
#[derive(Default)]
struct Texts {
    units: BTreeSet<String>,
    services: BTreeSet<String>,
    reasons: BTreeSet<String>,
}

impl Texts {
    fn read(&mut self, former: &Former, tables: &Tables, people: &mut People) -> Result<(), AgainError> {
        let findings = &tables.findings;
        let [units, customers, staff] = ["unit", "customer", "staff"].map(|name| findings.texts(name));
        let (units, customers, staff) = (units?, customers?, staff?);
        for at in 0..findings.len() {
            self.units.extend(text(units, at).map(str::to_owned));
            people.meet(text(customers, at), text(staff, at));
        }
        let (scopes, subjects) = (tables.measures.texts("scope")?, tables.measures.texts("subject")?);
        for at in 0..tables.measures.len() {
            let subject = text(subjects, at);
            match text(scopes, at) {
                Some("unit") => self.units.extend(subject.map(str::to_owned)),
                Some("customer") => people.meet(subject, None),
                Some("staff") => people.meet(None, subject),
                _ => {}
            }
        }
        for fixed in former.report.past.iter().flat_map(|past| &past.fixed) {
            people.meet(fixed.customer.as_deref(), fixed.staff.as_deref());
        }
        former.placeholder_staff.iter().for_each(|of| people.meet(None, Some(&of.staff)));
        tables.visits.as_ref().map_or(Ok(()), |visits| self.of_visits(visits, people))
    }

    fn of_visits(&mut self, visits: &Columns, people: &mut People) -> Result<(), AgainError> {
        let [units, customers, staff, reasons] = ["unit", "customer", "staff", "reason"].map(|name| visits.texts(name));
        let (units, customers, staff, reasons) = (units?, customers?, staff?, reasons?);
        let services = visits.lists("services")?;
        for at in 0..visits.len() {
            self.units.extend(text(units, at).map(str::to_owned));
            self.reasons.extend(text(reasons, at).map(str::to_owned));
            self.services.extend(listed(services, at).into_iter().flatten());
            people.meet(text(customers, at), text(staff, at));
        }
        Ok(())
    }
}

fn file(input: &Input) -> InputFile {
    InputFile {
        name: input.file.clone(),
        hash: input.blake3.clone(),
        layout: input.layout.clone(),
        companion: input.kind.as_deref().and_then(|kind| word::of(Companion::ALL, Companion::name, kind)),
        manual: input.manual,
        score: (input.known_columns, input.columns),
        encoding: word::slug(&input.encoding).into(),
        delimiter: input.delimiter,
        within: input.within.clone(),
        ignored_columns: input.ignored_columns.clone(),
        duplicate_columns: input.duplicate_columns.clone(),
        lines_above_header: input.lines_above_header,
        read: input.rows_read,
        used: input.rows_used,
        rejected: input.rows_set_aside,
        other_month: input.rows_other_month,
    }
}

fn note(remark: &Remark, ids: &Ids, files: &[InputFile]) -> Option<Note> {
    let code = word::of(NoteCode::ALL, NoteCode::name, &remark.kind)?;
    let provider: Option<Id> = remark.provider.as_deref().map(|name| ids.provider.find(name).unwrap_or(NO_ID));
    let absent = code == NoteCode::ProviderGone || provider == Some(NO_ID);
    let place = |name: &String| files.iter().position(|file| file.name == *name).and_then(|at| u16::try_from(at).ok());
    Some(Note {
        code,
        provider: provider.filter(|_| !absent),
        absent: remark.provider.clone().filter(|_| absent),
        file: remark.file.as_ref().and_then(place),
        column: remark.column.clone(),
        count: remark.count,
        first_line: remark.first_row,
    })
}
