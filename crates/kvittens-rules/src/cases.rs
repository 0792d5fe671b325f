//! Cases: one event can fire several rules. Open findings on visits that share a visit are one case with one primary
//! finding, so that one event is one question (rules.md, Cases).

use std::collections::BTreeSet;

use kvittens_model::{Code, Finding, State};

use crate::chains::Disjoint;

/// The families in the order a case's primary finding is taken from.
const ORDER: [&str; 5] = ["D", "T401", "T403", "P501", "P509"];

/// No place. Places are `u32`: of a nation's month there are many.
const NONE: u32 = u32::MAX;

/// Gives every open finding on visits the position of its case's primary finding. `apart`: rules that take no part.
pub fn assign(findings: &mut [Finding], apart: &BTreeSet<Code>) {
    let takes_part =
        |finding: &Finding| finding.state == State::Open && finding.visit.is_some() && !apart.contains(&finding.rule);
    let open: Vec<u32> =
        (0..).zip(findings.iter()).filter(|(_, finding)| takes_part(finding)).map(|(at, _)| at).collect();
    let mut sets = Disjoint::new(open.len());
    let visits = open.iter().flat_map(|at| of(findings, *at));
    let most = visits.max().map_or(0, |visit| visit as usize + 1);
    let mut first_of_visit: Vec<u32> = vec![NONE; most];
    for (place, at) in (0..).zip(&open) {
        for visit in of(findings, *at) {
            let first = &mut first_of_visit[visit as usize];
            if *first == NONE {
                *first = place;
            } else {
                sets.join(*first, place);
            }
        }
    }
    let mut primary: Vec<u32> = vec![NONE; open.len()];
    for (place, at) in (0..).zip(&open) {
        let best = &mut primary[sets.root(place) as usize];
        if *best == NONE || precedence(&findings[*at as usize]) < precedence(&findings[*best as usize]) {
            *best = *at;
        }
    }
    for (place, at) in (0..).zip(&open) {
        findings[*at as usize].case = Some(primary[sets.root(place) as usize]);
    }
}

/// The visits of a finding.
fn of(findings: &[Finding], at: u32) -> impl Iterator<Item = u32> + '_ {
    let finding = &findings[at as usize];
    finding.visit.iter().chain(&finding.others).copied()
}

fn precedence(finding: &Finding) -> (usize, Code, Option<u32>) {
    let code = finding.rule.as_str();
    let listed = ORDER.iter().position(|prefix| code.starts_with(prefix));
    let rank = listed.unwrap_or(if finding.rule.family() == 'M' { ORDER.len() } else { ORDER.len() + 1 });
    (rank, finding.rule, finding.visit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::{Explanation, Local, Severity, Subject};

    fn finding(rule: &str, visit: u32, others: &[u32], state: State) -> Finding {
        Finding {
            rule: Code::new(rule),
            severity: Severity::Minor,
            state,
            subject: Subject::NONE,
            services: Vec::new(),
            visit: Some(visit),
            others: others.to_vec(),
            start: Local::NONE,
            stop: Local::NONE,
            value: None,
            limit: None,
            minutes: 0,
            parts: None,
            rows: Vec::new(),
            thing: kvittens_model::Thing::None,
            case: None,
        }
    }

    #[test]
    fn findings_that_share_a_visit_are_one_case_led_by_the_copied_row() {
        let mut findings = [
            finding("D201", 3, &[], State::Open),
            finding("M301", 1, &[2, 3], State::Open),
            finding("T402", 2, &[], State::Open),
            finding("T402", 9, &[], State::Open),
            finding("K105", 3, &[], State::Explained(Explanation::Planned)),
        ];
        assign(&mut findings, &BTreeSet::new());
        assert_eq!(findings.map(|finding| finding.case), [Some(0), Some(0), Some(0), Some(3), None]);
    }

    #[test]
    fn a_case_is_led_by_duplicates_then_the_listed_rules_then_gaps_then_the_rest() {
        let order = ["D204", "D205", "T401", "T403", "P501", "P509", "M301", "M302", "K105", "P507", "T402"];
        for (place, first) in order.iter().enumerate() {
            let mut findings: Vec<Finding> =
                order[place..].iter().rev().map(|rule| finding(rule, 1, &[], State::Open)).collect();
            assign(&mut findings, &BTreeSet::new());
            let primary = findings[0].case.map(|at| findings[at as usize].rule);
            assert_eq!(primary, Some(Code::new(first)));
        }
    }

    #[test]
    fn a_rule_apart_neither_leads_a_case_nor_joins_two() {
        let mut findings = [
            finding("D201", 1, &[2], State::Open),
            finding("M301", 1, &[], State::Open),
            finding("T402", 2, &[], State::Open),
        ];
        assign(&mut findings, &BTreeSet::from([Code::new("D201")]));
        assert_eq!(findings.map(|finding| finding.case), [None, Some(1), Some(2)]);
    }
}
