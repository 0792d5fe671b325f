//! T407: entered long after the visit, or after the month was locked.

use std::collections::BTreeMap;

use kvittens_model::{Id, Local, Scope, Subject, clock};

use crate::judge::{self, Judging};
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// A visit that was entered more than a few days after its stop, or after the month's lock day.
    pub struct LateEntry {
        max_days: i32 = 3, "dagar", 0..=365,
            sv "Så många dygn efter stopptiden får besöket senast registreras",
            en "The visit may be entered at most this many days after its stop";
    }
    code "T407", slug "late-entry", per Visit, severity Info, order Time,
    needs [EntryTimes], page "t407_late_entry.md", explained [Outage]
}

/// The slug of the measure: late visits, of those with an entry time.
const LATE: &str = "late-share";

/// Seconds of a day.
const DAY: i32 = 86_400;

impl Rule for LateEntry {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let lock = scene.settings.lock_day.map(|day| day.of(scene.month.month));
        let mut of_provider: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
        for &visit in stretch.visits() {
            let entered = entered(scene, visit);
            if entered.is_none() {
                continue;
            }
            let counts = of_provider.entry(scene.visits.provider[visit as usize]).or_default();
            counts.1 += 1;
            if let Some((value, limit)) = self.late(scene.visits.stop[visit as usize], entered, lock) {
                counts.0 += 1;
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.value = Some(value);
                finding.limit = Some(limit);
                finding.minutes = scene.minutes(&[visit]);
                out.findings.push(finding);
            }
        }
        for (of, (numerator, denominator)) in of_provider {
            let tally = |scope, subject| Tally { name: LATE, scope, subject, numerator, denominator };
            out.tallies.extend([tally(Scope::All, Subject::NONE), tally(Scope::Provider, provider(of))]);
        }
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, tallies: &[Tally]) -> Report {
        // Findings per 1 000 visits are judged; the share is shown.
        let judging = Judging { rule: Self::META.code, limits, worse: None, min_n: 1, per: 1.0 };
        let mut report = Report::default();
        for scope in [Scope::All, Scope::Provider] {
            let of_scope: Vec<Tally> = tallies.iter().filter(|tally| tally.scope == scope).copied().collect();
            report.measures.extend(judge::measures(scene, &judging, &of_scope));
        }
        report
    }
}

/// When the last of a visit's rows was entered.
fn entered(scene: &Scene<'_>, visit: u32) -> Local {
    let rows = scene.visits.rows_of(visit).iter();
    rows.map(|row| scene.month.rows.entered_at(*row as usize)).max().unwrap_or(Local::NONE)
}

impl LateEntry {
    /// Days after the stop and how many may pass, else days after the lock and none.
    fn late(&self, stop: Local, entered: Local, lock: Option<Local>) -> Option<(f64, f64)> {
        if let (Some(stop), Some(entered)) = (clock::moment(stop), clock::moment(entered))
            && entered - stop > self.max_days * DAY
        {
            return Some((f64::from(entered - stop) / f64::from(DAY), f64::from(self.max_days)));
        }
        let lock = lock.filter(|lock| entered >= *lock)?;
        Some((f64::from(entered.seconds() - lock.seconds()) / f64::from(DAY), 0.0))
    }
}
