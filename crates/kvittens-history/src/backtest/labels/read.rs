//! Labels from files: somebody's facit, or the truth of synthetic months.

use std::path::Path;

use kvittens_model::YearMonth;

use super::{Label, Labels};
use crate::said::{Grid, GridError, Problem};

/// The names a column of labels may have.
const RULE: [&str; 2] = ["rule", "regel"];
const MONTH: [&str; 3] = ["month", "månad", "manad"];
const PROVIDER: [&str; 3] = ["provider", "utförare", "utforare"];
const VISIT: [&str; 4] = ["visit", "besök", "besok", "besöks-id"];
const SUBJECT: [&str; 8] = ["subject", "gäller", "customer", "brukare", "staff", "medarbetare", "unit", "enhet"];
const VERDICT: [&str; 4] = ["verdict", "utfall", "bedömning", "facit"];
const COMPLETE: [&str; 4] = ["complete", "komplett", "fullständig", "fullstandig"];

impl Labels {
    /// Reads `facit.csv` (rule, visit or subject, verdict; complete, month and provider where they stand), or the
    /// `sanning.csv` of synthetic months. Of a folder: each month's own, `2022-03/facit.csv` or `2022-03/sanning.csv`.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a column or a word.
    pub fn read(path: &Path) -> Result<Labels, GridError> {
        let mut labels = Labels::default();
        if !path.is_dir() {
            labels.add(path, None)?;
            return Ok(labels);
        }
        let fail = |error: std::io::Error| GridError { file: path.to_owned(), problem: error.into() };
        for entry in std::fs::read_dir(path).map_err(fail)? {
            let folder = entry.map_err(fail)?.path();
            let month = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
            let files = ["facit.csv", "sanning.csv"].map(|name| folder.join(name));
            if let (Some(month), Some(file)) = (month, files.iter().find(|file| file.is_file())) {
                labels.add(file, Some(month))?;
            }
        }
        Ok(labels)
    }

    fn add(&mut self, path: &Path, month: Option<YearMonth>) -> Result<(), GridError> {
        let fail = |problem| GridError { file: path.to_owned(), problem };
        let grid = Grid::read(path)?;
        if grid.find(&["kind"]).is_some() && grid.find(&RULE).is_none() {
            self.add_truth(&grid, month).map_err(fail)
        } else {
            self.add_facit(&grid, month).map_err(fail)
        }
    }

    fn add_facit(&mut self, grid: &Grid, month: Option<YearMonth>) -> Result<(), Problem> {
        let rules = grid.need(&RULE, "rule")?;
        let verdicts = grid.need(&VERDICT, "verdict")?;
        let (visits, subjects) = (grid.find(&VISIT), grid.find(&SUBJECT));
        if subjects.is_none() {
            grid.need(&VISIT, "visit or subject")?;
        }
        let (months, providers, complete) = (grid.find(&MONTH), grid.find(&PROVIDER), grid.find(&COMPLETE));
        for at in 0..grid.len() {
            let lacks = |column: &str, expected| Problem::Cell { column: column.to_owned(), row: at + 1, expected };
            let cell = |column: Option<&[Option<String>]>| column.and_then(|cells| cells[at].clone());
            let month = match cell(months) {
                Some(text) => Some(crate::said::month(&text).ok_or_else(|| lacks("month", "2022-03"))?),
                None => month,
            };
            let rule = rules[at].as_deref().ok_or_else(|| lacks("rule", "a code"))?.to_uppercase();
            let key = (month, rule);
            if let Some(text) = cell(complete)
                && word(&text).ok_or_else(|| lacks("complete", "ja or nej, yes or no"))?
            {
                self.complete.insert(key.clone());
            }
            let (visit, subject) = (cell(visits), cell(subjects));
            // A row that names nobody says only that the rule's labels are complete.
            if visit.is_none() && subject.is_none() {
                continue;
            }
            let verdict = verdicts[at].as_deref().and_then(word);
            let right = verdict.ok_or_else(|| lacks("verdict", "rätt or fel, right or wrong, true or false"))?;
            self.of.entry(key).or_default().push(Label { provider: cell(providers), visit, subject, right });
        }
        Ok(())
    }

    /// The truth of a synthetic month: every planted case is a right one of the rule that shall find it, and there are
    /// no others.
    fn add_truth(&mut self, grid: &Grid, month: Option<YearMonth>) -> Result<(), Problem> {
        let kinds = grid.need(&["kind"], "kind")?;
        let column = |name: &'static str| grid.need(&[name], name);
        let (providers, customers, staff) = (column("provider")?, column("customer")?, column("staff")?);
        let (visits, extra) = (column("visit")?, column("extra")?);
        for rule in TRUTH.iter().flat_map(|(_, _, rules, _)| *rules) {
            self.complete.insert((month, (*rule).to_owned()));
        }
        for at in 0..grid.len() {
            let (kind, extra) = (kinds[at].as_deref().unwrap_or_default(), extra[at].as_deref().unwrap_or_default());
            let is = |(of, extras, ..): &&Planted| *of == kind && (extras.is_empty() || extras.contains(&extra));
            let Some((_, _, rules, on)) = TRUTH.iter().find(is) else { continue };
            let (visit, subject) = match on {
                On::Visit => (visits[at].clone(), None),
                On::Staff => (None, staff[at].clone()),
                On::Customer => (None, customers[at].clone()),
            };
            for rule in *rules {
                let label = Label {
                    provider: providers[at].clone(),
                    visit: visit.clone(),
                    subject: subject.clone(),
                    right: true,
                };
                self.of.entry((month, (*rule).to_owned())).or_default().push(label);
            }
        }
        Ok(())
    }
}

fn word(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "rätt" | "ratt" | "right" | "true" | "ja" | "yes" | "1" | "sant" => Some(true),
        "fel" | "wrong" | "false" | "nej" | "no" | "0" | "falskt" => Some(false),
        _ => None,
    }
}

/// What of a planted case its rule's finding is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Visit,
    Staff,
    Customer,
}

/// A planted kind, with which of its extras, the rules that shall find it, and what they are on.
type Planted = (&'static str, &'static [&'static str], &'static [&'static str], On);

/// Which rules shall find which planted kinds. A rule stands here whose every finding on a synthetic month is planted:
/// of the others (T404, P509, M302, D204, …) a case of another rule can be a right one too, so that nothing could
/// be called wrong.
const TRUTH: [Planted; 34] = [
    ("missing_in", &[], &["K105"], On::Visit),
    ("missing_out", &[], &["K106"], On::Visit),
    ("exact_duplicate", &[], &["D201"], On::Visit),
    ("tag_and_manual", &[], &["D202"], On::Visit),
    ("repeat_service", &[], &["D203"], On::Visit),
    ("one_minute_gap", &[], &["M301"], On::Visit),
    ("border_gap", &["1"], &["M301", "D203"], On::Visit),
    ("border_gap", &["2", "5"], &["D203"], On::Visit),
    ("stop_before_start", &[], &["T401"], On::Visit),
    ("too_short", &[], &["T402"], On::Visit),
    ("border_short", &["2"], &["T402"], On::Visit),
    ("too_long", &[], &["T403"], On::Visit),
    ("staff_overlap", &[], &["P501"], On::Visit),
    ("border_overlap", &["1"], &["P501"], On::Visit),
    ("same_staff", &[], &["P502"], On::Customer),
    ("exclusive_pair", &[], &["P502", "P503"], On::Customer),
    ("tag_share_staff", &[], &["K103"], On::Staff),
    ("tag_share_customer", &[], &["K104"], On::Customer),
    ("foreign_tag", &[], &["K107"], On::Visit),
    ("no_reason", &[], &["K109"], On::Visit),
    ("edited_no_reason", &[], &["T409"], On::Visit),
    ("late_entry", &[], &["T407"], On::Visit),
    ("entered_before_end", &[], &["T413"], On::Visit),
    ("inside_visit", &[], &["D205"], On::Visit),
    ("same_reason", &[], &["K111"], On::Customer),
    ("other_reason_staff", &[], &["K112"], On::Staff),
    ("exactly_planned_staff", &[], &["T406"], On::Staff),
    ("bulk_entry", &[], &["T408"], On::Staff),
    ("days_in_a_row", &[], &["P504"], On::Staff),
    ("long_day", &[], &["P505"], On::Staff),
    ("long_month", &[], &["P505"], On::Staff),
    ("short_rest", &[], &["P505"], On::Staff),
    ("tags_together", &[], &["M306"], On::Staff),
    ("same_length", &[], &["T412"], On::Staff),
];
