//! Random exports beside random registrations: plans, homes, invoices and supplements that lie near what was registered,
//! and the rules on them against their references.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kvittens_model::{Id, Local, Month, Scope, Thing};
use kvittens_rules::config::{Rules, configure};
use kvittens_rules::{Engine, LockDay, ServiceRule, Settings};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::facts::Naive;
use crate::params::{Params, settings};
use crate::rows::{Kind, PROVIDERS, Row, SERVICES};
use crate::seen::{Seen, ids};
use crate::{files, fixed, rows};

/// The rules that are held against a reference here.
const CODES: [&str; 5] = ["E701", "E702", "E703", "M303", "M305"];

/// A finding with its kind, where its rule has several.
pub type OfKind = (Seen, &'static str);

/// A count behind a measure: rule, name, scope, subject, how many of how many.
pub type Counted = (String, &'static str, Scope, [Id; 4], i64, i64);

/// The parameters of these rules.
#[derive(Clone, Debug)]
pub struct Own {
    pub e701_minutes: i32,
    pub e702_count: i32,
    pub e702_per_visit: i32,
    pub e702_cutoff: i32,
    pub m303_planned: i32,
    pub m303_cover: f64,
    pub m303_near: i32,
    pub m305_kmh: f64,
    pub m305_km: f64,
}

impl Default for Own {
    /// As the pages have them.
    fn default() -> Own {
        Own {
            e701_minutes: 1,
            e702_count: 1,
            e702_per_visit: 1,
            e702_cutoff: 5,
            m303_planned: 2,
            m303_cover: 0.8,
            m303_near: 120,
            m305_kmh: 60.0,
            m305_km: 1.0,
        }
    }
}

impl Own {
    /// The catalogue with these. The defaults are not written, so that the kernels' own are held against the pages.
    fn rules(&self) -> Rules {
        let (own, usual) = (self.lines(), Own::default().lines());
        let mut text = String::new();
        for (own, usual) in own.iter().zip(&usual) {
            let other = own.1.lines().zip(usual.1.lines()).filter(|(own, usual)| own != usual);
            let _ = writeln!(text, "[{}]\n{}", own.0, other.map(|(own, _)| own).collect::<Vec<_>>().join("\n"));
        }
        configure(&text.parse().unwrap()).unwrap()
    }

    fn lines(&self) -> [(&'static str, String); 4] {
        let (count, per_visit, cutoff) = (self.e702_count, self.e702_per_visit, self.e702_cutoff);
        let (planned, cover, near) = (self.m303_planned, self.m303_cover, self.m303_near);
        [
            ("E701", format!("min_minutes = {}", self.e701_minutes)),
            ("E702", format!("min_count = {count}\nper_visit = {per_visit}\ncutoff_day = {cutoff}")),
            ("M303", format!("min_planned = {planned}\ncover = {cover:?}\nnear_minutes = {near}")),
            ("M305", format!("max_kmh = {:?}\nmin_km = {:?}", self.m305_kmh, self.m305_km)),
        ]
    }
}

fn own() -> impl Strategy<Value = Own> {
    let payment = (select(vec![1, 2, 30]), 1..=3i32, 1..=2i32, select(vec![1, 5, 6, 28]));
    let planned = (2..=3i32, select(vec![0.1, 0.5, 0.8, 1.0]), select(vec![0, 10, 120]));
    let travel = (select(vec![5.0, 30.0, 60.0, 200.0]), select(vec![0.05, 1.0, 2.5]));
    (payment, planned, travel, any::<bool>()).prop_map(|(payment, planned, travel, usual)| {
        if usual {
            return Own::default();
        }
        Own {
            e701_minutes: payment.0,
            e702_count: payment.1,
            e702_per_visit: payment.2,
            e702_cutoff: payment.3,
            m303_planned: planned.0,
            m303_cover: planned.1,
            m303_near: planned.2,
            m305_kmh: travel.0,
            m305_km: travel.1,
        }
    })
}

/// Settings, with a lock day or without, and with a service that is a supplement by configuration or without.
fn configured() -> impl Strategy<Value = Settings> {
    (settings(), select(vec![None, Some(3), Some(28)]), any::<bool>()).prop_map(|(mut settings, day, supplement)| {
        settings.lock_day = day.map(|day| LockDay::try_from(day).unwrap());
        if supplement {
            let rule: &mut ServiceRule = settings.services.entry("Inköp".to_owned()).or_default();
            rule.supplement = true;
        }
        settings
    })
}

/// What stands in another export near a registration.
#[derive(Clone, Debug)]
struct Near {
    row: usize,
    choices: [usize; 4],
}

#[derive(Clone, Debug)]
pub struct Beside {
    plan: Vec<Near>,
    billing: Vec<Near>,
    supplements: Vec<Near>,
    /// For each customer: the home, and where it lies.
    homes: Vec<[usize; 3]>,
    /// Whether plans, and whether supplements, name providers.
    named: (bool, bool),
}

fn beside() -> impl Strategy<Value = Beside> {
    let near =
        || (0..400usize, any::<[u8; 4]>()).prop_map(|(row, choices)| Near { row, choices: choices.map(usize::from) });
    let many = |most: usize| prop::collection::vec(near(), 1..=most);
    let homes = prop::collection::vec((0..12usize, 0..5usize, 0..5usize).prop_map(<[usize; 3]>::from), 8);
    (many(24), many(12), many(16), homes, any::<(bool, bool)>())
        .prop_map(|(plan, billing, supplements, homes, named)| Beside { plan, billing, supplements, homes, named })
}

fn among<T: Copy>(choices: &[T], choice: usize) -> T {
    choices[choice % choices.len()]
}

impl Beside {
    fn files(&self, kind: &Kind, rows: &[Row]) -> Vec<(&'static str, String)> {
        let first = files::month_of(kind).first().seconds();
        let at = |seconds: i32| Local::from_seconds(first + seconds);
        let when = |row: &Row| row.start.or(row.stop).or(row.planned.0).unwrap_or_default();
        let mut plan = "Utförare;Brukare-ID;Insats;Planerad start;Planerad slut\n".to_owned();
        for near in &self.plan {
            let row = &rows[near.row % rows.len()];
            let [shift, length, more, service] = near.choices;
            let mut start = when(row) / 60 * 60 + among(&[-90, -30, -10, -5, 0, 0, 0, 5, 15], shift) * 60;
            // One planned visit, or some that follow each other.
            for _ in 0..=more % 4 {
                let stop = start + among(&[0, 5, 10, 10, 15, 20, 30], length) * 60;
                let provider = if self.named.0 || service % 7 == 0 { PROVIDERS[row.provider] } else { "" };
                let service = among(&["Dusch", "Städ", ""], service);
                let _ = writeln!(plan, "{provider};B{};{service};{};{}", row.customer, at(start), at(stop));
                start = stop + among(&[0, 0, 0, 5, -5, 60], more) * 60;
            }
        }
        let mut billing = "Utförare;Brukare-ID;Insats;Minuter;Belopp\n".to_owned();
        for near in &self.billing {
            let row = &rows[near.row % rows.len()];
            let [service, minutes, amount, customer] = near.choices;
            let service = if service % 3 == 0 { "Alla" } else { SERVICES[row.service] };
            let minutes = among(&["0", "1", "2", "15,5", "30", "31", "60", "90", "240", "3000"], minutes);
            let amount = among(&["", "0", "100", "333,33", "-20"], amount);
            let customer = if customer % 12 == 0 { "X".to_owned() } else { row.customer.to_string() };
            let _ = writeln!(billing, "{};B{customer};{service};{minutes};{amount}", PROVIDERS[row.provider]);
        }
        let mut supplements = "Utförare;Brukare-ID;Insats;Datum;Antal;Rapporterad\n".to_owned();
        for near in &self.supplements {
            let row = &rows[near.row % rows.len()];
            let [named, service, quantity, late] = near.choices;
            let provider = if self.named.1 || named % 7 == 0 { PROVIDERS[row.provider] } else { "" };
            let customer = if named % 13 == 0 { "X".to_owned() } else { row.customer.to_string() };
            let service = among(&["Städ", "Städ", "Larm", SERVICES[row.service]], service);
            let service = if service.is_empty() { "Larm" } else { service };
            let quantity = among(&["", "1", "1", "2", "0,5", "3", "0", "-1"], quantity);
            let days = among(&[None, Some(0), Some(34), Some(35), Some(36), Some(60)], late);
            let reported = days.map_or(Local::NONE, |days| at(days * 86_400));
            let day = at(when(row)).to_string();
            let day = day.split(' ').next().unwrap_or_default();
            let _ = writeln!(supplements, "{provider};B{customer};{service};{day};{quantity};{reported}");
        }
        let mut homes = "Brukare-ID;Hushåll;Latitud;Longitud\n".to_owned();
        for (customer, [home, north, east]) in self.homes.iter().enumerate() {
            let place = |from: &str, step: usize| format!("{from},2{step}5");
            let (north, east) = match home {
                0 => (String::new(), String::new()),
                _ => (place("59", *north), place("17", *east)),
            };
            let _ = writeln!(homes, "B{customer};H{home};{north};{east}");
        }
        let files = [plan, billing, supplements, homes];
        ["planering.csv", "fakturaunderlag.csv", "tillagg.csv", "hushall.csv"].into_iter().zip(files).collect()
    }
}

fn kind_of(thing: Thing) -> &'static str {
    match thing {
        Thing::Kind(kind) => kind,
        _ => "",
    }
}

fn kernels(month: &Month, settings: &Settings, own: &Own) -> (Vec<OfKind>, Vec<Counted>) {
    let rules = own.rules();
    let outcome = Engine { stretch: 7, ..Engine::new(&rules, settings) }.run(month);
    assert!(outcome.runs.iter().all(|run| run.failure.is_none()), "{:?}", outcome.runs);
    let ours = |code: &str| CODES.contains(&code);
    let findings = outcome.findings.iter().filter(|finding| ours(finding.rule.as_str()));
    let found = findings.map(|finding| (Seen::of(finding), kind_of(finding.thing)));
    let measures = outcome.measures.iter().filter(|m| ours(m.rule.as_str()) && m.name != "findings");
    let counts = measures
        .filter_map(|m| Some((m.rule.to_string(), m.name, m.scope, ids(m.subject), m.numerator?, m.denominator?)));
    let (mut found, mut counts): (Vec<_>, Vec<_>) = (found.collect(), counts.collect());
    found.sort();
    counts.sort();
    (found, counts)
}

fn references(naive: &Naive<'_>, own: &Own) -> (Vec<OfKind>, Vec<Counted>) {
    let alone = [naive.m303(own), naive.m305(own), naive.e703(), naive.e701(own)].concat();
    let mut found: Vec<OfKind> = alone.into_iter().map(|seen| (seen, "")).collect();
    found.extend(naive.e702(own));
    let mut counts = [naive.over_billed(own), naive.supplement_counts(own), naive.unapproved_counts()].concat();
    found.sort();
    counts.sort();
    (found, counts)
}

fn only<T: PartialEq + Clone>(one: &[T], other: &[T]) -> Vec<T> {
    one.iter().filter(|this| !other.contains(this)).cloned().collect()
}

fn agree(month: &Month, settings: &Settings, own: &Own) -> Result<(), TestCaseError> {
    let params = Params::default();
    let (found, counts) = kernels(month, settings, own);
    let (expected, expected_counts) = references(&Naive { month, settings, params: &params }, own);
    let (kernel, reference) = (only(&found, &expected), only(&expected, &found));
    prop_assert!(found == expected, "only the kernels: {:#?}\nonly the reference: {:#?}", kernel, reference);
    let (kernel, reference) = (only(&counts, &expected_counts), only(&expected_counts, &counts));
    prop_assert!(counts == expected_counts, "only the kernels: {:#?}\nonly the reference: {:#?}", kernel, reference);
    Ok(())
}

fn read(kind: &Kind, rows: &[Row], beside: &Beside) -> Month {
    files::read_beside(kind, rows, &beside.files(kind, rows))
}

proptest! {
    #![proptest_config(fixed(192))]

    #[test]
    fn rules_on_plans_homes_and_payment_agree_on_dense_months(
        (kind, rows) in rows::dense(), beside in beside(), own in own(), settings in configured()
    ) {
        agree(&read(&kind, &rows, &beside), &settings, &own)?;
    }
}

proptest! {
    #![proptest_config(fixed(24))]

    #[test]
    fn rules_on_plans_homes_and_payment_agree_on_wide_months(
        (kind, rows) in rows::wide(), beside in beside(), own in own(), settings in configured()
    ) {
        agree(&read(&kind, &rows, &beside), &settings, &own)?;
    }
}

#[test]
fn random_months_reach_each_of_them() {
    let expected = [
        ("E701", "", None),
        ("E702", "late", None),
        ("E702", "registered-without-report", None),
        ("E702", "reported-without-registration", None),
        ("E703", "", None),
        ("M303", "", None),
        ("M303", "", Some("planned")),
        ("M305", "", None),
        ("M305", "", Some("too-long")),
    ];
    let mut runner = TestRunner::new(fixed(96));
    let mut reached = BTreeMap::new();
    for _ in 0..96 {
        let drawn = (rows::dense(), beside(), own(), configured()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), beside, own, settings) = drawn;
        for (seen, kind) in kernels(&read(&kind, &rows, &beside), &settings, &own).0 {
            *reached.entry((seen.rule, kind, seen.explained)).or_insert(0) += 1;
        }
    }
    for (rule, kind, explained) in expected {
        let times = reached.get(&(rule.to_owned(), kind, explained)).copied().unwrap_or(0);
        assert!(times > 0, "{rule} {kind} {explained:?} in {reached:?}");
    }
    assert_eq!(reached.len(), expected.len(), "{reached:?}");
}
