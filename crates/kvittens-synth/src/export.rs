//! The rows of the three files.

use std::io::{self, Write};

use encoding_rs::WINDOWS_1252;

use crate::calendar::{Calendar, clock};
use crate::dirt::Dirt;
use crate::ids::{customer_id, phone_id, staff_id, tag_id, visit_id};
use crate::people::{self, Provider};
use crate::recipe::Recipe;
use crate::services;
use crate::summary::Summary;
use crate::truth::{SANNING_HEADER, Truth};
use crate::visit::{EDITED, NIGHT_UNIT, REASONS, Reader, Receipts, Shown, Span, Status, Visit};

/// The header of `tagg.csv`.
pub const TAGG_HEADER: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;\
    Inpassering;Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Status;Dubbelbemanning;\
    Enhets-ID;Orsak;Registrerad;Registrerad av;Godkänd;Dubbelid";

/// The header of `manuell.csv`.
pub const MANUELL_HEADER: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;\
    Datum;Starttid;Sluttid;Orsak;Registrerad;Registrerad av;Status;Dubbelbemanning";

/// The files of a month.
pub(crate) struct Export<W> {
    tagg: W,
    manuell: W,
    sanning: W,
    calendar: Calendar,
    services: Vec<Vec<u8>>,
    reasons: Vec<Vec<u8>>,
    edited: Vec<Vec<u8>>,
    dirt: Dirt,
    summary: Summary,
}

impl<W: Write> Export<W> {
    /// Begins the files with their headers.
    pub(crate) fn new(recipe: &Recipe, [tagg, manuell, sanning]: [W; 3]) -> io::Result<Export<W>> {
        let mut export = Export {
            tagg,
            manuell,
            sanning,
            calendar: Calendar::new(recipe.month),
            services: services::NAMES.map(windows_1252).into(),
            reasons: REASONS.map(windows_1252).into(),
            edited: EDITED.map(windows_1252).into(),
            dirt: Dirt::new(recipe),
            summary: Summary::default(),
        };
        export.tagg.write_all(&[&export.dirt.tagg.header[..], b"\r\n"].concat())?;
        export.manuell.write_all(&[&export.dirt.manuell.header[..], b"\r\n"].concat())?;
        write!(export.sanning, "{SANNING_HEADER}\r\n")?;
        Ok(export)
    }

    /// The rows of a visit, in the file or files where it stands.
    pub(crate) fn visit(&mut self, provider: &Provider, visit: &Visit) -> io::Result<()> {
        self.summary.visits += 1;
        if visit.receipts != Receipts::None {
            let rows = self.rows(provider, visit, |staff, actual| self.tagg_tail(provider, visit, staff, actual));
            let (rows, count) = self.dirt.over(rows, visit, false, &mut self.summary);
            self.summary.tagg_rows += count;
            self.tagg.write_all(&rows)?;
        }
        if visit.receipts == Receipts::None || matches!(visit.shown, Shown::Corrected | Shown::CorrectedStart) {
            let rows = self.rows(provider, visit, |staff, actual| self.manuell_tail(provider, visit, staff, actual));
            let (rows, count) = self.dirt.over(rows, visit, true, &mut self.summary);
            self.summary.manuell_rows += count;
            self.manuell.write_all(&rows)?;
        }
        Ok(())
    }

    /// A row of the truth.
    pub(crate) fn truth(&mut self, provider: &Provider, truth: &Truth) -> io::Result<()> {
        *self.summary.planted.entry(truth.kind).or_default() += 1;
        let mut row = Vec::with_capacity(80);
        row.extend_from_slice(truth.kind.name().as_bytes());
        row.push(b';');
        row.extend_from_slice(provider.name.as_bytes());
        row.push(b';');
        if let Some(customer) = truth.customer {
            row.extend_from_slice(&customer_id(provider, customer));
        }
        row.push(b';');
        if let Some(staff) = truth.staff {
            row.extend_from_slice(&staff_id(provider.number, staff));
        }
        row.push(b';');
        if let Some(visit) = truth.visit {
            row.extend_from_slice(&visit_id(visit));
        }
        row.push(b';');
        row.extend_from_slice(truth.extra.as_bytes());
        row.extend_from_slice(b"\r\n");
        self.sanning.write_all(&row)
    }

    /// Ends the files.
    pub(crate) fn finish(mut self) -> io::Result<(Summary, [W; 3])> {
        self.tagg.flush()?;
        self.manuell.flush()?;
        self.sanning.flush()?;
        Ok((self.summary, [self.tagg, self.manuell, self.sanning]))
    }

    /// One row per copy, member of staff and service; `tail` is what follows the service.
    fn rows(&self, provider: &Provider, visit: &Visit, tail: impl Fn(u32, Span) -> Vec<u8>) -> Vec<u8> {
        let mut head = Vec::with_capacity(64);
        match visit.marks.elsewhere {
            Some(other) => head.extend(windows_1252(&people::name(other))),
            None => head.extend_from_slice(&provider.label),
        }
        head.push(b';');
        if visit.marks.night {
            head.extend_from_slice(NIGHT_UNIT.as_bytes());
        }
        head.push(b';');
        head.extend_from_slice(&visit_id(visit.id));
        head.push(b';');
        head.extend_from_slice(&customer_id(provider, visit.customer));
        head.push(b';');
        let mut rows = Vec::with_capacity(1024);
        let second = visit.second.map(|second| {
            let Span { start, stop } = visit.actual;
            (second.staff, Span { start: start + second.comes, stop: stop + second.goes })
        });
        for _ in 0..=visit.copies {
            for (staff, actual) in std::iter::once((visit.staff, visit.actual)).chain(second) {
                let (staff, tail) = (staff_id(number(provider, visit), staff), tail(staff, actual));
                for service in visit.services.iter() {
                    for part in [&head[..], &staff, b";", &self.services[service], &tail, b"\r\n"] {
                        rows.extend_from_slice(part);
                    }
                }
            }
        }
        rows
    }

    fn tagg_tail(&self, provider: &Provider, visit: &Visit, staff: u32, actual: Span) -> Vec<u8> {
        let (start, stop) = (self.calendar.stamp(actual.start), self.calendar.stamp(actual.stop));
        let read: &[u8] = match visit.marks.reader {
            Reader::Tag => b"Tagg",
            Reader::Lock => b"L\xE5s",
            Reader::Pen => b"Penna",
        };
        let hand = visit.marks.edited.map_or(&b"Manuell"[..], |word| &self.edited[word]);
        let no_start = matches!(visit.shown, Shown::NoStart | Shown::CorrectedStart);
        let no_stop = matches!(visit.shown, Shown::NoStop | Shown::Corrected);
        let (in_by, out_by) = match visit.receipts {
            Receipts::In => (read, hand),
            Receipts::Out => (hand, read),
            _ => (read, read),
        };
        let mut tail = self.planned(visit);
        for (missing, time, by) in [(no_start, &start, in_by), (no_stop, &stop, out_by)] {
            tail.push(b';');
            tail.extend_from_slice(if missing { b"" } else { time });
            tail.push(b';');
            tail.extend_from_slice(if missing { b"" } else { by });
        }
        tail.push(b';');
        if visit.marks.reader == Reader::Tag {
            tail.extend_from_slice(&tag_id(provider, visit.customer, visit.marks.tag));
        }
        tail.extend_from_slice(ending(visit));
        tail.push(b';');
        let number = number(provider, visit);
        tail.extend_from_slice(&phone_id(number, visit.marks.phone.unwrap_or(staff)));
        tail.push(b';');
        let corrected = matches!(visit.shown, Shown::Corrected | Shown::CorrectedStart);
        if visit.receipts == Receipts::Both && !corrected {
            tail.extend_from_slice(b";;");
        } else {
            tail.extend_from_slice(self.reason(visit));
            tail.push(b';');
            tail.extend_from_slice(&self.calendar.stamp(visit.entered));
            tail.push(b';');
            tail.extend_from_slice(&staff_id(number, staff));
        }
        tail.push(b';');
        if !visit.marks.unapproved {
            tail.extend_from_slice(&self.calendar.stamp(visit.approved));
        }
        tail.push(b';');
        if let Some(pair) = visit.marks.pair {
            tail.extend_from_slice(pair.to_string().as_bytes());
        }
        tail
    }

    fn manuell_tail(&self, provider: &Provider, visit: &Visit, staff: u32, actual: Span) -> Vec<u8> {
        let date = self.calendar.date(actual.start);
        let (start, stop) = (clock(actual.start), clock(actual.stop));
        let entered = self.calendar.stamp(visit.entered);
        let mut tail = self.planned(visit);
        let by = staff_id(number(provider, visit), staff);
        for part in [&date[..], &start, &stop, self.reason(visit), &entered, &by] {
            tail.push(b';');
            tail.extend_from_slice(part);
        }
        tail.extend_from_slice(ending(visit));
        tail
    }

    fn reason(&self, visit: &Visit) -> &[u8] {
        visit.reason.map_or(b"", |reason| &self.reasons[reason])
    }

    fn planned(&self, visit: &Visit) -> Vec<u8> {
        if visit.marks.unplanned {
            return b";;".to_vec();
        }
        let mut tail = Vec::with_capacity(192);
        for time in [visit.planned.start, visit.planned.stop] {
            tail.push(b';');
            tail.extend_from_slice(&self.calendar.stamp(time));
        }
        tail
    }
}

/// The number of the provider that makes a visit.
fn number(provider: &Provider, visit: &Visit) -> u32 {
    visit.marks.elsewhere.unwrap_or(provider.number)
}

/// Status and Dubbelbemanning.
fn ending(visit: &Visit) -> &'static [u8] {
    match (visit.status, visit.second) {
        (Status::Performed, None) => b";Utf\xF6rd;Nej",
        (Status::Performed, Some(_)) => b";Utf\xF6rd;Ja",
        (Status::Declined, _) => b";Avb\xF6jd;Nej",
        (Status::Absent, _) => b";Fr\xE5nvarande;Nej",
    }
}

/// Text as the exports write it.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    WINDOWS_1252.encode(text).0.into_owned()
}
