//! Memory, months in a row and what is not seen any more.

use kvittens_history::Said;
use kvittens_history::past::remember;
use kvittens_model::past::Memory;
use kvittens_model::{Month, Severity, Status};
use kvittens_rules::Outcome;

use crate::support::{check, key, month, moved, nothing, read, rules, said};

/// P502 as the small month gives it.
const P502: &str = "[P502]\nshare = 0.3\nmin_visits = 5\nmin_days = 4\n";

fn remembered(past: &[Said], toml: &str) -> (Month, Outcome) {
    let (rules, mut month) = (rules(toml), read());
    let mut outcome = check(&month, &rules);
    remember(past, &rules, &key(), &mut month, &mut outcome);
    (month, outcome)
}

fn now(toml: &str) -> Said {
    let (rules, month) = (rules(toml), read());
    said(&month, &rules, &check(&month, &rules))
}

/// The memories of P502's findings, which all have the same past here.
fn memory(past: &[Said]) -> Option<Memory> {
    let (_, outcome) = remembered(past, P502);
    let of = |(at, finding): (usize, &kvittens_model::Finding)| {
        (finding.rule.as_str() == "P502").then(|| outcome.past.memory(at))
    };
    let all: Vec<_> = outcome.findings.iter().enumerate().filter_map(of).collect();
    assert!(all.len() > 3 && all.windows(2).all(|pair| pair[0] == pair[1]));
    // Findings on visits belong to no series.
    let on_visit = outcome.findings.iter().position(|finding| finding.visit.is_some()).unwrap();
    assert_eq!((outcome.past.memory(on_visit), outcome.past.in_a_row(on_visit)), (None, 0));
    all[0]
}

#[test]
fn a_series_is_new_persists_or_returns() {
    let seen = now(P502);
    let (january, february) = (moved(&seen, month("2022-01")), nothing(month("2022-02")));
    assert_eq!(memory(std::slice::from_ref(&february)), Some(Memory::New));
    assert_eq!(memory(&[moved(&seen, month("2022-02"))]), Some(Memory::Persisting));
    assert_eq!(memory(&[february.clone(), january.clone()]), Some(Memory::Returned));
    assert_eq!(memory(&[january]), None, "of February nothing is known");
    let mut off = february;
    off.not_run.insert("P502".into(), "no-staff".into());
    assert_eq!(memory(&[off]), None, "in February the rule did not run");
}

#[test]
fn months_in_a_row_end_where_one_is_missing_and_make_it_major() {
    let seen = now(P502);
    let past = |months: &[&str]| -> Vec<Said> { months.iter().map(|at| moved(&seen, month(at))).collect() };
    for (months, expected, severity) in [
        (&["2022-02"][..], 2, Severity::Minor),
        (&["2022-02", "2022-01"], 3, Severity::Major),
        (&["2022-02", "2021-12", "2021-11"], 2, Severity::Minor),
        (&["2022-02", "2022-01", "2021-12"], 4, Severity::Major),
    ] {
        let (_, outcome) = remembered(&past(months), P502);
        let at = outcome.findings.iter().position(|finding| finding.rule.as_str() == "P502").unwrap();
        assert_eq!((outcome.past.in_a_row(at), outcome.findings[at].severity), (expected, severity), "{months:?}");
        let rows: Vec<_> = outcome.measures.iter().filter(|measure| measure.name == "months-in-row").collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.numerator == Some(expected.into())));
        assert!(rows.iter().all(|row| row.status == Status::Ok));
        assert!(outcome.measures.is_sorted_by_key(|m| (m.rule, m.name, m.scope, m.subject)));
    }
    let (_, outcome) = remembered(&past(&["2022-02"]), &format!("{P502}months = 2\n"));
    assert!(
        outcome.findings.iter().any(|finding| finding.rule.as_str() == "P502" && finding.severity == Severity::Major)
    );
    let own = format!("{P502}severity = \"info\"\n");
    let (_, outcome) = remembered(&past(&["2022-02", "2022-01"]), &own);
    let mut p502 = outcome.findings.iter().filter(|finding| finding.rule.as_str() == "P502");
    assert!(p502.all(|finding| finding.severity == Severity::Info), "the municipality's own weight stands");
}

#[test]
fn what_is_not_seen_any_more_is_listed_once() {
    let seen = now(P502);
    let last = moved(&seen, month("2022-02"));
    // Stricter now, so that last month's are gone.
    let strict = "[P502]\nshare = 1.0\nmin_visits = 10000\n";
    let (_, outcome) = remembered(std::slice::from_ref(&last), strict);
    let fixed: Vec<_> = outcome.past.fixed.iter().filter(|fixed| fixed.rule.as_str() == "P502").collect();
    let mut before: Vec<_> = last.findings.iter().filter(|found| found.rule == "P502").collect();
    before.dedup_by_key(|found| found.series_id.clone());
    assert!(before.len() > 3 && fixed.len() == before.len());
    assert!(fixed.iter().all(|fixed| fixed.customer.is_some() && fixed.staff.is_some()));
    // A rule that is off says nothing, nor does a provider without rows.
    let (_, off) = remembered(std::slice::from_ref(&last), "[P502]\nenabled = false\n");
    assert!(off.past.fixed.iter().all(|fixed| fixed.rule.as_str() != "P502"));
    let mut gone = last.clone();
    gone.findings.iter_mut().for_each(|found| found.provider = "Nedlagd AB".into());
    assert!(remembered(&[gone], strict).1.past.fixed.is_empty());
    let mut older = last;
    older.month = month("2022-01");
    assert!(remembered(&[older], strict).1.past.fixed.is_empty(), "last month is not known");
}
