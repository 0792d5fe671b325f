//! B606: how often a visit is registered as declined.

use kvittens_model::{Performed, Scope};

use super::k101_receipt_table::judge_class;
use crate::by_staff;
use crate::judge::Judging;
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::share::{self, ShareTest};

crate::rule! {
    /// Declined visits, of the performed and the declined together.
    pub struct DeclinedShare {
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
    code "B606", slug "declined-share", per Provider, severity Minor, order Time,
    needs [Statuses], page "b606_declined_share.md", limit share "declined-share" Above
}

/// The slug of the measure.
const SHARE: &str = "declined-share";

impl Rule for DeclinedShare {
    crate::card!();

    /// Declined visits stand in no order, so this is asked of the month as a whole.
    fn scan(&self, _scene: &Scene<'_>, _stretch: &Stretch<'_>, _out: &mut Sink) {}

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, _tallies: &[Tally]) -> Report {
        let counts = counts(scene);
        let worse = Some(Worse::Above);
        let judging = Judging { rule: Self::META.code, limits, worse, min_n: i64::from(self.min_visits), per: 1.0 };
        let mut report = Report::default();
        judge_class(scene, &judging, &counts, SHARE, &mut report);
        report.findings.iter_mut().for_each(|finding| finding.severity = Self::META.severity);
        let staff = self.judge_staff(scene, &counts);
        report.findings.extend(staff.findings);
        report.measures.extend(staff.measures);
        report
    }
}

/// Declined visits, of performed and declined, for all, each provider, unit and staff, in order.
fn counts(scene: &Scene<'_>) -> Vec<Tally> {
    by_staff::tallies(scene, SHARE, |visit| match scene.visits.performed[visit as usize] {
        Performed::Yes => Some((0, 1)),
        Performed::Declined => Some((1, 1)),
        _ => None,
    })
}

impl DeclinedShare {
    /// Each staff against the provider's other visits: a limit is for a provider's share, not for one person's.
    fn judge_staff(&self, scene: &Scene<'_>, counts: &[Tally]) -> Report {
        let of_scope = |scope: Scope| counts.iter().filter(move |tally| tally.scope == scope).copied();
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
