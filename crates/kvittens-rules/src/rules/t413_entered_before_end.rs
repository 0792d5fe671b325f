//! T413: entered before the visit was over, or approved before it was entered.

use kvittens_model::{Local, Method, clock};

use crate::orders::Stretch;
use crate::rule::{Rule, Sink};
use crate::scene::Scene;

crate::rule! {
    /// A visit typed in before its stop, or approved before it was entered.
    pub struct EnteredBeforeEnd {
        min_minutes: i32 = 1, "min", 1..=1440,
            sv "Minsta antal minuter för tidigt",
            en "Fewest minutes too early";
    }
    code "T413", slug "entered-before-end", per Visit, severity Minor, order Time,
    needs [EntryTimes], page "t413_entered_before_end.md"
}

/// Seconds of a day.
const DAY: i32 = 86_400;

impl Rule for EnteredBeforeEnd {
    crate::card!();

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for &visit in stretch.visits() {
            let rows = scene.visits.rows_of(visit).iter();
            let most = rows.filter_map(|row| too_early(scene, *row as usize)).max();
            if let Some(seconds) = most.filter(|seconds| *seconds >= self.min_minutes * 60) {
                let mut finding = scene.on_visit(Self::META.code, Self::META.severity, visit);
                finding.value = Some(f64::from(seconds) / 60.0);
                finding.limit = Some(f64::from(self.min_minutes));
                finding.minutes = scene.minutes(&[visit]);
                out.findings.push(finding);
            }
        }
    }
}

/// By how many seconds a row was entered before its end or approved before it was entered, the larger; at most 0 where
/// the order is right.
fn too_early(scene: &Scene<'_>, row: usize) -> Option<i32> {
    let rows = &scene.month.rows;
    let entered = rows.entered_at(row);
    if entered.is_none() {
        return None;
    }
    let before = |early: Local, late: Local| Some(clock::moment(late)? - latest(early)?);
    let end = rows.stop(row).or(rows.start(row));
    let before_end = if is_typed(rows.in_method(row), rows.out_method(row)) { before(entered, end) } else { None };
    before_end.max(before(rows.approved_at(row), entered))
}

/// Whether every time of a row was typed in. When a tag is read or a phone is used the row may be made at the first of
/// its times, and what was edited later may have been made so: such a row is entered before it ends.
fn is_typed(come: Method, go: Method) -> bool {
    let typed = |method: Method| matches!(method, Method::Manual | Method::None);
    typed(come) && typed(go) && come.min(go) == Method::Manual
}

/// The latest moment that a time can mean: midnight is a date whose clock time the export does not tell.
fn latest(time: Local) -> Option<i32> {
    let whole_day = time.is_some() && time.second_of_day() == 0;
    clock::moment(if whole_day { Local::from_seconds(time.seconds() + DAY) } else { time })
}
