//! The rows of the three files.

use std::io::{self, Write};

use encoding_rs::WINDOWS_1252;

use crate::calendar::{Calendar, clock};
use crate::dirt::Dirt;
use crate::ids::{customer_id, staff_id, visit_id};
use crate::people::Provider;
use crate::recipe::Recipe;
use crate::services;
use crate::summary::Summary;
use crate::truth::{SANNING_HEADER, Truth};
use crate::visit::{REASONS, Receipts, Shown, Status, Visit};

/// The header of `tagg.csv`.
pub const TAGG_HEADER: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;\
    Inpassering;Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Status;Dubbelbemanning";

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
            let rows = self.rows(provider, visit, |_| self.tagg_tail(provider, visit));
            let (rows, count) = self.dirt.over(rows, visit, false, &mut self.summary);
            self.summary.tagg_rows += count;
            self.tagg.write_all(&rows)?;
        }
        if visit.receipts == Receipts::None || visit.shown == Shown::Corrected {
            let rows = self.rows(provider, visit, |staff| self.manuell_tail(visit, staff));
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
            row.extend_from_slice(&staff_id(provider, staff));
        }
        row.push(b';');
        row.extend_from_slice(&visit_id(truth.visit));
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
    fn rows(&self, provider: &Provider, visit: &Visit, tail: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let mut head = Vec::with_capacity(64);
        head.extend_from_slice(&provider.label);
        head.extend_from_slice(b";;");
        head.extend_from_slice(&visit_id(visit.id));
        head.push(b';');
        head.extend_from_slice(&customer_id(provider, visit.customer));
        head.push(b';');
        let mut rows = Vec::with_capacity(1024);
        for _ in 0..=visit.copies {
            for staff in std::iter::once(visit.staff).chain(visit.second) {
                let staff = staff_id(provider, staff);
                let tail = tail(&staff);
                for service in visit.services.iter() {
                    for part in [&head[..], &staff, b";", &self.services[service], &tail, b"\r\n"] {
                        rows.extend_from_slice(part);
                    }
                }
            }
        }
        rows
    }

    fn tagg_tail(&self, provider: &Provider, visit: &Visit) -> Vec<u8> {
        let (start, stop) = (self.calendar.stamp(visit.actual.start), self.calendar.stamp(visit.actual.stop));
        let by = |tag| if tag { &b"Tagg"[..] } else { &b"Manuell"[..] };
        let (no_start, no_stop) =
            (visit.shown == Shown::NoStart, matches!(visit.shown, Shown::NoStop | Shown::Corrected));
        let (start, in_by): (&[u8], &[u8]) =
            if no_start { (b"", b"") } else { (&start, by(visit.receipts != Receipts::Out)) };
        let (stop, out_by): (&[u8], &[u8]) =
            if no_stop { (b"", b"") } else { (&stop, by(visit.receipts != Receipts::In)) };
        let mut tail = self.planned(visit);
        for part in [b";", start, b";", in_by, b";", stop, b";", out_by, b";T"] {
            tail.extend_from_slice(part);
        }
        tail.extend_from_slice(&customer_id(provider, visit.customer));
        tail.extend_from_slice(ending(visit));
        tail
    }

    fn manuell_tail(&self, visit: &Visit, staff: &[u8]) -> Vec<u8> {
        let date = self.calendar.date(visit.actual.start);
        let (start, stop) = (clock(visit.actual.start), clock(visit.actual.stop));
        let entered = self.calendar.stamp(visit.entered);
        let mut tail = self.planned(visit);
        for part in [&date[..], &start, &stop, &self.reasons[visit.reason], &entered, staff] {
            tail.push(b';');
            tail.extend_from_slice(part);
        }
        tail.extend_from_slice(ending(visit));
        tail
    }

    fn planned(&self, visit: &Visit) -> Vec<u8> {
        let mut tail = Vec::with_capacity(128);
        for time in [visit.planned.start, visit.planned.stop] {
            tail.push(b';');
            tail.extend_from_slice(&self.calendar.stamp(time));
        }
        tail
    }
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
