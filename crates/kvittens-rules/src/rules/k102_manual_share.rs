//! K102: the share of visits with no receipt at either end, over the month and by weekday and hour.

use kvittens_model::Class;

use super::k101_receipt_table::{count, judge_class};
use crate::by_hour;
use crate::judge::Judging;
use crate::limits::{Limits, Worse};
use crate::orders::Stretch;
use crate::rule::{Report, Rule, Sink, Tally};
use crate::scene::Scene;
use crate::share::MEASURE;

crate::rule! {
    /// "Saknar tagg, manuell registrering", of all visits that expect a receipt.
    pub struct ManualShare {
        min_n: i32 = 30, "besök", 1..=1_000_000,
            sv "Minsta antal besök för att andelen ska bedömas",
            en "Fewest visits for the share to be judged";
    }
    code "K102", slug "manual-share", per Provider, severity Major, order Time,
    needs [Manual], page "k102_manual_share.md", limit share "manual-share" Above
}

impl Rule for ManualShare {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        count(scene, stretch, &[(Class::NoTag, MEASURE)], out);
        by_hour::count(scene, stretch, out);
    }

    fn judge(&self, scene: &Scene<'_>, limits: &Limits<'_>, tallies: &[Tally]) -> Report {
        let worse = Some(Worse::Above);
        let judging = Judging { rule: Self::META.code, limits, worse, min_n: i64::from(self.min_n), per: 1.0 };
        let mut report = Report::default();
        judge_class(scene, &judging, tallies, MEASURE, &mut report);
        report.measures.extend(by_hour::measures(Self::META.code, judging.min_n, tallies));
        report
    }
}
