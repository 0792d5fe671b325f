//! Answers to findings, as a municipality keeps them or a provider returns them, held against a month's findings: which
//! are accepted, which have run out, and which belong to no finding.

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Finding, Id, Month};
use kvittens_rules::Meta;
use kvittens_rules::accept::Accepts;

use crate::{Checked, Key, record};

/// The sheet of a provider's workbook on which it answers, in every language.
pub const SHEET: &str = "Svar";

/// A calendar date: year, month, day.
pub type Date = (i32, u32, u32);

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reply {
    /// There is an explanation.
    Explained,
    /// The registration was wrong.
    WrongRegistration,
    /// The provider disputes the finding.
    Disputed,
    /// It is being looked into.
    LookedInto,
}

impl Reply {
    /// Whether a decision on such an answer settles the finding.
    fn settles(self) -> bool {
        matches!(self, Reply::Explained | Reply::WrongRegistration)
    }
}

/// One line of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `F-…` of a finding, or `S-…` of a series: then in every month until it runs out.
    pub id: String,
    /// What was answered.
    pub reply: Reply,
    /// The role of who decided to accept the answer; without one it is no decision yet.
    pub decided_by: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// The file's name, and its row or place.
    pub place: (String, usize),
}

/// Why an answer changes nothing in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idle {
    /// It ran out before the month's last day.
    Expired(Date),
    /// No finding of the month has its id.
    Unmatched,
}

/// Answers, ready to be held against a month's findings.
#[derive(Clone, Debug)]
pub struct Answers<'a> {
    /// The last line of each id stands.
    of: BTreeMap<&'a str, &'a Answer>,
    deciders: Vec<String>,
    key: &'a Key,
}

impl<'a> Answers<'a> {
    /// Where an id stands twice, the later line holds.
    pub fn new(answers: &'a [Answer], key: &'a Key) -> Answers<'a> {
        let of: BTreeMap<&str, &Answer> = answers.iter().map(|answer| (answer.id.as_str(), answer)).collect();
        let deciders: BTreeSet<&String> = of.values().filter_map(|answer| answer.decided_by.as_ref()).collect();
        Answers { deciders: deciders.into_iter().cloned().collect(), of, key }
    }

    /// The answers that change nothing, in order: by file and row.
    pub fn idle(&self, check: &Checked<'_>) -> Vec<(&'a Answer, Idle)> {
        if self.of.is_empty() {
            return Vec::new();
        }
        let ids: BTreeSet<String> = record::finding_ids(check)
            .into_iter()
            .map(String::from)
            .chain(record::series_ids(check).into_iter().flatten())
            .collect();
        let idle = |answer: &&'a Answer| match expired(answer, check.month) {
            _ if !ids.contains(&answer.id) => Some((*answer, Idle::Unmatched)),
            Some(until) => Some((*answer, Idle::Expired(until))),
            None => None,
        };
        let mut found: Vec<(&Answer, Idle)> = self.of.values().filter_map(idle).collect();
        found.sort_by_key(|(answer, _)| &answer.place);
        found
    }
}

/// The day an answer ran out, where that is before the month's last day.
fn expired(answer: &Answer, month: &Month) -> Option<Date> {
    let last = (month.month.year, month.month.month, month.month.days());
    answer.until.filter(|until| *until < last)
}

impl Accepts for Answers<'_> {
    fn accepted_by(&self, month: &Month, rule: &Meta, finding: &Finding) -> Option<Id> {
        let of = |id: String| {
            let answer = self.of.get(id.as_str())?;
            let decided = answer.decided_by.as_ref().filter(|_| answer.reply.settles())?;
            let by = self.deciders.binary_search(decided).ok()?;
            if expired(answer, month).is_some() { None } else { Id::try_from(by).ok() }
        };
        of(record::finding_id(month, self.key, finding))
            .or_else(|| of(record::series_id(month, self.key, rule, finding)?))
    }

    fn deciders(&self) -> Vec<String> {
        self.deciders.clone()
    }
}
