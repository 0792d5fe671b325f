//! E703: not approved when the month was locked.

use kvittens_model::{Local, Scope, Subject};

use crate::approvals;
use crate::judge::{self, Judging};
use crate::limits::Limits;
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally, provider};
use crate::scene::Scene;

crate::rule! {
    /// A performed visit that was not approved, or only after the month's lock day.
    pub struct Unapproved {}
    code "E703", slug "unapproved", per Visit, severity Minor, order Time,
    needs [Approvals], page "e703_unapproved.md", compares "dagar"
}

/// The slug of the measure: visits not approved in time, of all performed.
const SHARE: &str = "unapproved-share";

/// Seconds of a day.
const DAY: f64 = 86_400.0;

impl Rule for Unapproved {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        let lock = scene.settings.lock_day.map(|day| day.of(scene.month.month));
        let mut of_provider = vec![(0, 0); scene.month.ids.provider.len() as usize];
        for &visit in stretch.visits() {
            let approved = approvals::first(scene.month, scene.visits, visit);
            let is_late = lock.is_some_and(|lock| approved >= lock);
            let counts = &mut of_provider[scene.visits.provider[visit as usize] as usize];
            counts.1 += 1;
            if approved.is_some() && !is_late {
                continue;
            }
            counts.0 += 1;
            if scene.approvals().could_stand(scene.month, scene.visits, visit) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.value = lock.filter(|_| is_late && approved.is_some()).map(|lock| days(lock, approved));
                finding.limit = finding.value.map(|_| 0.0);
                finding.minutes = scene.minutes(&[visit]);
                out.findings.push(finding);
            }
        }
        for (of, (numerator, denominator)) in (0..).zip(of_provider).filter(|(_, (_, denominator))| *denominator > 0) {
            let tally = |scope, subject| Tally { name: SHARE, scope, subject, numerator, denominator };
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

fn days(from: Local, to: Local) -> f64 {
    f64::from(to.seconds() - from.seconds()) / DAY
}
