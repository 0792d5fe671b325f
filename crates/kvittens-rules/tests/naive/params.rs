//! The rules' parameters and the municipality's settings: the defaults, and tighter ones that small months reach.

use std::collections::BTreeMap;

use kvittens_rules::config::{Rules, configure};
use kvittens_rules::services::Expectation;
use kvittens_rules::{ProviderKind, ServiceRule, Settings};
use proptest::prelude::*;
use proptest::sample::select;

/// The parameters of all rules that have one.
#[derive(Clone, Debug)]
pub struct Params {
    pub d202_share: f64,
    pub d203_gap: i32,
    pub m301_gap: i32,
    pub k_visits: i32,
    pub k_others: i32,
    pub k_q: f64,
    pub p501_minutes: i32,
    pub p502_share: f64,
    pub p502_visits: i32,
    pub p502_days: i32,
    pub t402_minutes: i32,
    pub t402_planned: i32,
    pub t403_hours: i32,
    pub t403_factor: f64,
}

impl Default for Params {
    /// As rules.md has them.
    fn default() -> Params {
        Params {
            d202_share: 0.5,
            d203_gap: 5,
            m301_gap: 1,
            k_visits: 20,
            k_others: 100,
            k_q: 0.05,
            p501_minutes: 1,
            p502_share: 0.8,
            p502_visits: 20,
            p502_days: 14,
            t402_minutes: 3,
            t402_planned: 10,
            t403_hours: 8,
            t403_factor: 3.0,
        }
    }
}

impl Params {
    /// The catalogue with these. The defaults are not written, so that the kernel's own are held against rules.md.
    pub fn rules(&self) -> Rules {
        let (own, usual) = (self.tables(), Params::default().tables());
        let mut text = String::new();
        for (of, from) in own.iter().zip(&usual).filter(|(own, usual)| own != usual) {
            text.push_str(of);
            assert_eq!(of.split('\n').next(), from.split('\n').next());
        }
        configure(&text.parse().unwrap()).unwrap()
    }

    fn tables(&self) -> Vec<String> {
        let k = |code: &str| {
            let (visits, others, q) = (self.k_visits, self.k_others, self.k_q);
            format!("[{code}]\nmin_visits = {visits}\nmin_others = {others}\nq = {q:?}\n")
        };
        let (share, visits, days) = (self.p502_share, self.p502_visits, self.p502_days);
        vec![
            format!("[D202]\noverlap_share = {:?}\n", self.d202_share),
            format!("[D203]\nmax_gap = {}\n", self.d203_gap),
            format!("[M301]\nmax_gap = {}\n", self.m301_gap),
            k("K103"),
            k("K104"),
            format!("[P501]\nmin_minutes = {}\n", self.p501_minutes),
            format!("[P502]\nshare = {share:?}\nmin_visits = {visits}\nmin_days = {days}\n"),
            format!("[T402]\nmin_minutes = {}\nmin_planned = {}\n", self.t402_minutes, self.t402_planned),
            format!("[T403]\nmax_hours = {}\nplanned_factor = {:?}\n", self.t403_hours, self.t403_factor),
        ]
    }
}

/// The defaults, but for what a month of 100 rows never reaches; sometimes all of them are others. No `q` is a p-value
/// that small counts give exactly: where p equals its threshold, the last bit of the sum decides.
pub fn params() -> impl Strategy<Value = Params> {
    let shares = (select(vec![0.01, 0.25, 0.75, 1.0]), select(vec![0.3, 0.5, 0.8, 1.0]));
    let k = (1..=6i32, 1..=12i32, select(vec![0.0503, 0.203, 0.497]));
    let p502 = (1..=4i32, 1..=3i32);
    let gaps = (select(vec![0, 1, 2, 6]), select(vec![0, 2, 5]));
    let times = (1..=5i32, 5..=15i32, select(vec![1, 8, 10]), select(vec![1.0, 3.0, 30.0]), 1..=5i32);
    (shares, k, p502, gaps, times, any::<bool>()).prop_map(|(shares, k, p502, gaps, times, usual)| {
        let reached = Params {
            k_visits: k.0,
            k_others: k.1,
            k_q: k.2,
            p502_share: shares.1,
            p502_visits: p502.0,
            p502_days: p502.1,
            ..Params::default()
        };
        if usual {
            return reached;
        }
        Params {
            d202_share: shares.0,
            d203_gap: gaps.0,
            m301_gap: gaps.1,
            p501_minutes: times.4,
            t402_minutes: times.0,
            t402_planned: times.1,
            t403_hours: times.2,
            t403_factor: times.3,
            ..reached
        }
    })
}

/// What a municipality says of staff ids, night patrol, substitutes and its services.
pub fn settings() -> impl Strategy<Value = Settings> {
    (any::<[bool; 4]>(), any::<bool>()).prop_map(|([municipal, night, placeholders, services], unit)| Settings {
        municipal_staff: municipal,
        services: if services { service_rules() } else { BTreeMap::new() },
        providers: if night && !unit {
            BTreeMap::from([("Utförare B".to_owned(), ProviderKind::Night)])
        } else {
            BTreeMap::new()
        },
        night_units: if night && unit { vec!["Natt".to_owned()] } else { Vec::new() },
        placeholders: if placeholders { vec!["VIK".to_owned()] } else { Vec::new() },
        ..Settings::default()
    })
}

fn service_rules() -> BTreeMap<String, ServiceRule> {
    let care = ServiceRule { group: Some("omvårdnad".to_owned()), ..ServiceRule::default() };
    let home = ServiceRule { group: Some("service".to_owned()), separate: true, ..ServiceRule::default() };
    let inkop = ServiceRule { receipt: Expectation::None, ..home.clone() };
    let tillsyn = ServiceRule { brief: true, shared: true, ..care.clone() };
    let named = [("Dusch", care.clone()), ("Bad/Dusch", care), ("Städ", home), ("Inköp", inkop), ("Tillsyn", tillsyn)];
    named.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect()
}
