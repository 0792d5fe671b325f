//! Baselines, `watch`, the change from last month and the ladder.

use std::sync::OnceLock;

use kvittens_history::past::{Before, ladder, remember};
use kvittens_history::{Measured, Said};
use kvittens_model::past::Side;
use kvittens_model::{Code, Measure, Scope, Status};

use crate::support::{check, key, month, moved, nothing, read, rules, said};

const K102: Code = Code::new("K102");

/// A provider whose share without a receipt is nothing to ask about beside the others'.
fn quiet() -> u32 {
    static QUIET: OnceLock<u32> = OnceLock::new();
    *QUIET.get_or_init(|| {
        let outcome = check(&read(), &rules(""));
        let of = |m: &&Measure| m.rule == K102 && m.scope == Scope::Provider && m.status == Status::Ok;
        outcome.measures.iter().find(of).unwrap().subject.provider
    })
}

/// A month in which that provider's visits without a receipt were so many.
fn manual(at: &str, numerator: i64, denominator: i64) -> Said {
    let measure = Measured {
        rule: "K102".into(),
        measure: "manual-share".into(),
        scope: "provider".into(),
        provider: Some(read().ids.provider.text(quiet()).to_owned()),
        subject: None,
        bucket: None,
        numerator: Some(numerator),
        denominator: Some(denominator),
        value: None,
        interval: None,
        status: "ok".into(),
    };
    Said { measures: vec![measure], ..nothing(month(at)) }
}

/// That provider's K102 after that past.
fn judged(past: &[Said], toml: &str) -> (Measure, Option<kvittens_model::past::Comparison>) {
    let (rules, mut month) = (rules(toml), read());
    let mut outcome = check(&month, &rules);
    remember(past, &rules, &key(), &mut month, &mut outcome);
    let of = |m: &&Measure| m.rule == K102 && m.scope == Scope::Provider && m.subject.provider == quiet();
    let measure = outcome.measures.iter().find(of).unwrap().clone();
    let comparison = outcome.past.of(&measure).cloned();
    (measure, comparison)
}

#[test]
fn without_a_past_nothing_changes() {
    let (rules, month_read) = (rules(""), read());
    let plain = format!("{:?}", check(&month_read, &rules));
    for past in [vec![], vec![nothing(month("2022-03")), manual("2022-04", 1, 2)]] {
        let (mut outcome, mut month) = (check(&month_read, &rules), month_read.clone());
        remember(&past, &rules, &key(), &mut month, &mut outcome);
        assert_eq!(format!("{outcome:?}"), plain);
        assert_eq!(month.notes, month_read.notes);
    }
}

#[test]
fn a_cell_of_the_week_has_no_past() {
    let (rules, mut now) = (rules(""), read());
    let mut outcome = check(&now, &rules);
    assert!(outcome.measures.iter().filter(|measure| measure.bucket.is_some()).count() > 10);
    let past = moved(&said(&now, &rules, &outcome), month("2022-02"));
    remember(&[past], &rules, &key(), &mut now, &mut outcome);
    let told: Vec<&Measure> = outcome.measures.iter().filter(|measure| outcome.past.of(measure).is_some()).collect();
    assert!(told.len() > 10 && told.iter().all(|measure| measure.bucket.is_none()));
}

#[test]
fn the_baseline_pools_three_months_or_more_of_the_year_before() {
    let three = [manual("2021-12", 10, 100), manual("2022-01", 30, 200), manual("2022-02", 20, 300)];
    let (measure, comparison) = judged(&three, "");
    assert!((measure.baseline.unwrap() - 60.0 / 600.0).abs() < 1e-12);
    let comparison = comparison.unwrap();
    assert_eq!((comparison.months, comparison.former), (3, Some(20.0 / 300.0)));
    let (measure, comparison) = judged(&three[1..], "");
    assert_eq!((measure.baseline, comparison.unwrap().former), (None, Some(20.0 / 300.0)));
    let before: Vec<f64> = judged(&three, "").1.unwrap().before.iter().map(|former| former.value).collect();
    assert_eq!(before, [0.1, 0.15, 20.0 / 300.0], "the line of the months before");
    // March 2021 is in the year before, February 2021 is not.
    let year =
        |first: &str| judged(&[manual(first, 90, 100), manual("2022-01", 1, 100), manual("2022-02", 1, 100)], "");
    assert!((year("2021-03").0.baseline.unwrap() - 92.0 / 300.0).abs() < 1e-12);
    assert_eq!(year("2021-02").0.baseline, None);
}

#[test]
fn the_order_of_the_months_plays_no_part() {
    let past = [manual("2021-12", 10, 100), manual("2022-01", 30, 200), manual("2022-02", 20, 300)];
    let mut other = past.clone();
    other.reverse();
    assert_eq!(judged(&past, ""), judged(&other, ""));
}

#[test]
fn a_share_beyond_its_own_past_is_watched_on_the_worse_side_alone() {
    let past = |share: i64| ["2021-12", "2022-01", "2022-02"].map(|at| manual(at, share * 100, 10_000));
    let (measure, _) = judged(&[], "");
    let (n, value) = (measure.denominator.unwrap() as f64, measure.value.unwrap());
    assert_eq!(measure.status, Status::Ok);
    for percent in 1..=60 {
        let p = percent as f64 / 100.0;
        let (measure, comparison) = judged(&past(percent), "");
        let high = p + 3.0 * (p * (1.0 - p) / n).sqrt();
        let expected = if n * p >= 5.0 && value > high { Status::Watch } else { Status::Ok };
        assert_eq!(measure.status, expected, "{percent} % before, {value} now");
        // One month beyond is a change too, on either side.
        let low = p - 3.0 * (p * (1.0 - p) / n).sqrt();
        let side = comparison.unwrap().changed.map(|changed| changed.side);
        assert_eq!(side == Some(Side::Above), expected == Status::Watch);
        assert_eq!(side == Some(Side::Below), n * p >= 5.0 && value < low);
    }
}

#[test]
fn a_deviation_stays_a_deviation() {
    let past = ["2021-12", "2022-01", "2022-02"].map(|at| manual(at, 100, 10_000));
    let (measure, _) = judged(&past, "[K102]\nlimits = [{ value = 0.01, source = \"Avtal\" }]");
    assert_eq!(measure.status, Status::Deviation);
}

/// Whatever a measure of a provider or unit is judged by, the past knows which way is worse.
#[test]
fn every_judged_measure_has_a_worse_side() {
    let strict = "[K101]\nlimits = [{ value = 0.99, source = \"A\" }]\n[K102]\nlimits = [{ value = 0.001, source = \"A\" }]\n\
                  [T402]\nlimits = [{ value = 0.1, source = \"A\" }]\n[D201]\nlimits = [{ value = 0.1, source = \"A\" }]";
    let outcome = check(&read(), &rules(strict));
    let judged = outcome.measures.iter().filter(|m| matches!(m.status, Status::Watch | Status::Deviation));
    let wide: Vec<_> = judged.filter(|m| matches!(m.scope, Scope::Provider | Scope::Unit)).collect();
    assert!(wide.len() >= 8);
    for measure in wide {
        assert!(
            kvittens_rules::judge::worse(measure.rule, measure.name).is_some(),
            "{} {}",
            measure.rule,
            measure.name
        );
    }
}

#[test]
fn the_ladder_counts_major_deviations_of_three_months() {
    let limit = "[K102]\nlimits = [{ value = 0.01, source = \"Avtal\" }]\n";
    let (rules_major, month_read) = (rules(limit), read());
    let outcome = check(&month_read, &rules_major);
    let now = said(&month_read, &rules_major, &outcome);
    let past: Vec<Said> = ["2021-11", "2021-12", "2022-02"].map(|at| moved(&now, month(at))).into();
    let who = (month_read.ids.provider.text(0).to_owned(), K102);
    let count = |past: &[Said], rules| {
        let before = Before::new(past, month_read.month);
        ladder::major_months(&before, rules, &month_read, &outcome).get(&who).copied()
    };
    assert_eq!(count(&past, &rules_major), Some(2), "this month and February; December is too long ago");
    assert_eq!(count(&past[..2], &rules_major), Some(1));
    let minor = rules(&format!("{limit}severity = \"minor\"\n"));
    assert_eq!(count(&past, &minor), None);
}
