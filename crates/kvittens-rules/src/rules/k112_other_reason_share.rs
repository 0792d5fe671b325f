//! K112: how often the reason for typing in by hand is "Annat".

use kvittens_model::{Method, Scope};

use super::k101_receipt_table::judge_class;
use crate::by_staff;
use crate::judge::Judging;
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::reasons;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::share::{self, ShareTest};

crate::rule! {
    /// Visits whose only reason is "Annat" or "Övrigt", of all visits with a manual end and a reason.
    pub struct OtherReasonShare {
        min_visits: i32 = 30, "besök", 1..=1_000_000,
            sv "Minsta antal besök för att andelen ska bedömas",
            en "Fewest visits for the share to be judged";
        min_others: i32 = 100, "besök", 1..=1_000_000,
            sv "Minsta antal andra besök hos utföraren att jämföra en medarbetare med",
            en "Fewest other visits of the provider to compare a staff member with";
        q: f64 = 0.05, "", 0.0001..=0.5,
            sv "Största förväntade andel felaktiga träffar bland medarbetare (Benjamini–Hochberg)",
            en "Largest expected share of false findings among staff (Benjamini–Hochberg)";
    }
    code "K112", slug "other-reason-share", per Provider, severity Info, order Time,
    needs [Manual, Reasons], page "k112_other_reason_share.md", limit share "other-reason-share" Above
}

/// The slug of the measure.
const SHARE: &str = "other-reason-share";

impl Rule for OtherReasonShare {
    crate::card!();

    /// A share of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let tallies = by_staff::tallies(scene, SHARE, |visit| {
            if !scene.is_performed(visit) || !scene.has_end(visit, Method::Manual) {
                return None;
            }
            let mut given = reasons::of_visit(scene.month, scene.visits, visit).peekable();
            given.peek()?;
            Some((i64::from(given.all(|reason| scene.reasons.is_other(reason))), 1))
        });
        let worse = Some(Worse::Above);
        let judging = Judging { rule: Self::META.code, limits, worse, min_n: i64::from(self.min_visits), per: 1.0 };
        let mut report = Report::default();
        judge_class(scene, &judging, &tallies, SHARE, &mut report);
        report.findings.iter_mut().for_each(|finding| finding.severity = Self::META.severity);
        let staff = self.judge_staff(scene, &tallies);
        report.findings.extend(staff.findings);
        report.measures.extend(staff.measures);
        report
    }
}

impl OtherReasonShare {
    /// Each staff against the provider's other visits: a limit is for a provider's share, not for one person's.
    fn judge_staff(&self, scene: &Scene<'_>, tallies: &[Tally]) -> Report {
        let of_scope = |scope: Scope| tallies.iter().filter(move |tally| tally.scope == scope).copied();
        let mut totals = vec![(0, 0); scene.month.ids.provider.len() as usize];
        for tally in of_scope(Scope::Provider) {
            totals[tally.subject.provider as usize] = (tally.numerator, tally.denominator);
        }
        let test = ShareTest {
            rule: Self::META.code,
            measure: SHARE,
            totals: &totals,
            severity: Self::META.severity,
            scope: Scope::Staff,
            min_visits: self.min_visits,
            min_others: self.min_others,
            q: self.q,
        };
        let of_staff: Vec<Tally> = of_scope(Scope::Staff).collect();
        share::judge(scene, test, &Limits::new(&[], scene.month.month), &of_staff)
    }
}
