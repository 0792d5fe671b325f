//! Gathers remarks while a month is read, and joins those that say the same of the same column.

use std::collections::BTreeMap;

use kvittens_model::{Dictionary, Id, Note, NoteCode, Visits, YearMonth};

/// What a remark on rows is about: the file and the header of the column, where there is one.
type About = (NoteCode, Option<u16>, Option<String>);

/// Remarks by what they are about.
#[derive(Debug, Default)]
pub struct Remarks {
    rows: BTreeMap<About, (u64, Option<u32>)>,
    providers: BTreeMap<(NoteCode, Id), u64>,
    absent: Vec<String>,
}

impl Remarks {
    /// `count` rows of a file's column, the first of them at `line` (0: not known).
    pub fn rows(&mut self, code: NoteCode, file: u16, column: Option<String>, count: u64, line: u32) {
        if count > 0 {
            let entry = self.rows.entry((code, Some(file), column)).or_default();
            entry.0 += count;
            let line = (line > 0).then_some(line);
            entry.1 = entry.1.or(line);
        }
    }

    /// `count` ids or visits, of no single file.
    pub fn ids(&mut self, code: NoteCode, count: u64) {
        if count > 0 {
            self.rows.entry((code, None, None)).or_default().0 += count;
        }
    }

    /// The whole month.
    pub fn month(&mut self, code: NoteCode) {
        self.ids(code, 1);
    }

    /// Q912: days of the month on which a provider, active before and after them, has no visit at all.
    pub fn days_without_rows(&mut self, visits: &Visits, month: YearMonth, providers: u32) {
        let first = month.first().day();
        let mut days: Vec<u32> = vec![0; providers as usize];
        for (visit, provider) in (0u32..).zip(&visits.provider) {
            let day = visits.when(visit).day() - first;
            days[*provider as usize] |= 1 << day.clamp(0, 31);
        }
        for (provider, seen) in (0..).zip(days) {
            let missing = u64::from(month.days() - seen.count_ones());
            // A provider that works on few days of the week is no sign of a lost file.
            if missing > 0 && missing <= 7 {
                self.providers.insert((NoteCode::DaysWithoutRows, provider), missing);
            }
        }
    }

    /// Q912: providers that are expected and have no visit.
    pub fn absent(&mut self, expected: &[String], providers: &Dictionary) {
        self.absent.extend(expected.iter().filter(|name| providers.find(name).is_none()).cloned());
    }

    /// The notes, in order.
    pub fn into_notes(self) -> Vec<Note> {
        let rows = self.rows.into_iter().map(|((code, file, column), (count, first_line))| Note {
            code,
            provider: None,
            absent: None,
            file,
            column,
            count,
            first_line,
        });
        let providers = self.providers.into_iter().map(|((code, provider), count)| Note {
            code,
            provider: Some(provider),
            absent: None,
            file: None,
            column: None,
            count,
            first_line: None,
        });
        let absent = self.absent.into_iter().map(|name| Note {
            code: NoteCode::ProviderGone,
            provider: None,
            absent: Some(name),
            file: None,
            column: None,
            count: 1,
            first_line: None,
        });
        let mut notes: Vec<Note> = rows.chain(providers).chain(absent).collect();
        notes.sort();
        notes
    }
}
