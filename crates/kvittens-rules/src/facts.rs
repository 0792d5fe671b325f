//! Facts about each visit that several rules ask for, gathered once: can it be in a chain, does it expect a receipt,
//! is it too long, is its staff a placeholder.

use kvittens_model::{Class, Id, Month, NO_ID, Performed};
use rayon::prelude::*;

use crate::arrange;
use crate::beside::Beside;
use crate::orders::{Ordered, USUAL_STRETCH};
use crate::services::{Expectation, ProviderKind, ServiceRule, Settings};

/// Both times, sure, the stop not before the start: the visit has a length and can be in chains and overlaps.
const TIMED: u8 = 1;
/// Counted in the rates of receipts.
const EXPECTS: u8 = 2;
/// T403 holds of it.
const TOO_LONG: u8 = 4;
/// All its services are shared between customers.
const SHARED: u8 = 8;
/// All its services are brief.
const BRIEF: u8 = 16;
/// Its staff stands for many people.
const PLACEHOLDER: u8 = 32;
/// Its provider or unit is night patrol.
const NIGHT: u8 = 64;

/// All its services are done without a receipt: outside the home, by phone, by camera.
const AWAY: u8 = 128;

/// Visits that one core takes at a time.
const LEAST: usize = 1 << 14;

/// Registered time over this on a day, in seconds, on [`PLACEHOLDER_DAYS`] days, is more than one person's.
const DAY: i64 = 24 * 3600;
/// See [`DAY`].
const PLACEHOLDER_DAYS: usize = 3;

/// When a visit is too long (T403): its parameters, since other rules ask too.
#[derive(Clone, Copy, Debug)]
pub struct Long {
    /// Seconds.
    pub over: i64,
    /// Times the planned length, where planned.
    pub planned_factor: f64,
}

/// The facts, by position of the visit.
#[derive(Clone, Debug)]
pub struct Facts {
    bits: Vec<u8>,
    from: Vec<i32>,
    to: Vec<i32>,
    /// Staff that stand for many people: provider (or [`NO_ID`] where ids are the municipality's) and staff.
    pub placeholders: Vec<(Id, Id)>,
    /// Whether each staff id is a placeholder by its name.
    named: Vec<bool>,
    /// Staff ids mean the same person at every provider.
    municipal: bool,
    /// Per provider: visits without a receipt, and visits expecting one.
    pub receipts: Vec<(i64, i64)>,
    /// Per provider: whether a performed visit has a time with seconds.
    with_seconds: Vec<bool>,
}

impl Facts {
    /// Gathers them. `staff`: the visits in the order of staff.
    #[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
    pub fn gather(month: &Month, settings: &Settings, beside: &Beside, long: Long, staff: &Ordered) -> Facts {
        let v = &month.visits;
        let sets = SetFacts::of(month, settings);
        let apart = Apart::of(month, settings);
        let strict = beside.excuses_nothing();
        let fact = |visit: u32| {
            let at = visit as usize;
            if v.performed[at] != Performed::Yes {
                return (0, 0, 0);
            }
            let mut bits = sets.of_set(v.services[at]);
            if apart.holds(v.provider[at], v.unit[at]) {
                bits = bits & !EXPECTS | NIGHT;
            }
            let excused = || beside.is_exempt(v.customer[at], v.when(visit)) || beside.is_out(v.start[at], v.stop[at]);
            if !strict && excused() {
                bits &= !EXPECTS;
            }
            let (mut from, mut to) = (0, 0);
            if let Some(length) = v.length(visit).filter(|length| *length >= 0) {
                from = kvittens_model::clock::real(v.start[at]);
                to = from + length;
                bits |= TIMED;
                let planned = v.planned_length(visit).map(f64::from);
                let beyond_plan = planned.is_none_or(|p| f64::from(length) > p * long.planned_factor);
                if i64::from(length) > long.over && beyond_plan {
                    bits |= TOO_LONG;
                }
            }
            (bits, from, to)
        };
        let count = v.len();
        let (mut bits, mut from, mut to) = (vec![0; count], vec![0; count], vec![0; count]);
        let places = bits.par_iter_mut().zip(&mut from).zip(&mut to).enumerate();
        places.with_min_len(LEAST).for_each(|(at, ((bits, from), to))| (*bits, *from, *to) = fact(at as u32));
        let mut made = Facts {
            bits,
            from,
            to,
            placeholders: Vec::new(),
            named: month.ids.staff.iter().map(|text| is_named_placeholder(text, settings)).collect(),
            municipal: settings.municipal_staff,
            receipts: Vec::new(),
            with_seconds: with_seconds(month),
        };
        made.mark_placeholders(month, settings, staff);
        made.count_receipts(month, settings);
        made
    }

    /// Those of the visits at these positions, in this order, as [`arrange::visits`] has them.
    pub fn arranged(&self, order: &[u32]) -> Facts {
        Facts {
            bits: arrange::taken(&self.bits, false, order),
            from: arrange::taken(&self.from, false, order),
            to: arrange::taken(&self.to, false, order),
            placeholders: self.placeholders.clone(),
            named: self.named.clone(),
            municipal: self.municipal,
            receipts: self.receipts.clone(),
            with_seconds: self.with_seconds.clone(),
        }
    }

    /// Whether the visit has a length and can be in chains and overlaps.
    pub fn timed(&self, visit: u32) -> bool {
        self.has(visit, TIMED)
    }

    /// Whether the visit is counted in the rates of receipts.
    pub fn expects_receipt(&self, visit: u32) -> bool {
        self.has(visit, EXPECTS)
    }

    /// Whether T403 holds of it.
    pub fn too_long(&self, visit: u32) -> bool {
        self.has(visit, TOO_LONG)
    }

    /// Whether all its services are shared between customers.
    pub fn shared(&self, visit: u32) -> bool {
        self.has(visit, SHARED)
    }

    /// Whether all its services are brief.
    pub fn brief(&self, visit: u32) -> bool {
        self.has(visit, BRIEF)
    }

    /// Whether its staff stands for many people.
    pub fn placeholder(&self, visit: u32) -> bool {
        self.has(visit, PLACEHOLDER)
    }

    /// Whether an id of staff stands for many people, also one that never visits and only enters what others did.
    pub fn stands_for_many(&self, provider: Id, staff: Id) -> bool {
        let person = (if self.municipal { NO_ID } else { provider }, staff);
        self.named.get(staff as usize) == Some(&true) || self.placeholders.binary_search(&person).is_ok()
    }

    /// Whether its provider or unit is night patrol.
    pub fn night(&self, visit: u32) -> bool {
        self.has(visit, NIGHT)
    }

    /// Whether none of its services is done where a receipt could be read: outside the home, by phone, by camera.
    pub fn away(&self, visit: u32) -> bool {
        self.has(visit, AWAY)
    }

    /// Start on the real clock, in seconds; only of a timed visit.
    pub fn from(&self, visit: u32) -> i32 {
        self.from[visit as usize]
    }

    /// Stop on the real clock, in seconds; only of a timed visit.
    pub fn to(&self, visit: u32) -> i32 {
        self.to[visit as usize]
    }

    /// Length in seconds; only of a timed visit.
    pub fn length(&self, visit: u32) -> i32 {
        self.to(visit) - self.from(visit)
    }

    /// Whether a provider's times have seconds; where none has, two times of one minute may be an accident.
    pub fn has_seconds(&self, provider: Id) -> bool {
        self.with_seconds.get(provider as usize).copied().unwrap_or(false)
    }

    fn has(&self, visit: u32, bit: u8) -> bool {
        self.bits[visit as usize] & bit != 0
    }

    fn mark_placeholders(&mut self, month: &Month, settings: &Settings, staff: &Ordered) {
        let v = &month.visits;
        let person = |at: usize| (if settings.municipal_staff { NO_ID } else { v.provider[at] }, v.staff[at]);
        // Visits of a group stand by start, so those of a day stand together.
        let day = |visit: &u32| v.start[*visit as usize].day();
        let is_more_than_one = |group: &&[u32]| {
            let timed: Vec<u32> = group.iter().copied().filter(|visit| self.timed(*visit)).collect();
            let registered = |visits: &[u32]| visits.iter().map(|visit| i64::from(self.length(*visit))).sum::<i64>();
            let full = timed.chunk_by(|a, b| day(a) == day(b)).filter(|visits| registered(visits) > DAY).count();
            full >= PLACEHOLDER_DAYS
        };
        let stretches = staff.stretches(USUAL_STRETCH).into_par_iter();
        let found = stretches.flat_map_iter(|stretch| stretch.groups().filter(is_more_than_one));
        self.placeholders = found.map(|group| person(group[0] as usize)).collect();
        if self.named.contains(&true) {
            let is_named = |at: &usize| v.staff[*at] != NO_ID && self.named[v.staff[*at] as usize];
            self.placeholders.extend((0..v.len()).filter(is_named).map(person));
        }
        self.placeholders.sort_unstable();
        self.placeholders.dedup();
        if self.placeholders.is_empty() {
            return;
        }
        for at in 0..v.len() {
            if self.placeholders.binary_search(&person(at)).is_ok() {
                self.bits[at] |= PLACEHOLDER;
            }
        }
    }

    fn count_receipts(&mut self, month: &Month, settings: &Settings) {
        self.receipts = vec![(0, 0); month.ids.provider.len() as usize];
        for (visit, provider) in (0u32..).zip(&month.visits.provider) {
            if self.expects_receipt(visit) {
                let counts = &mut self.receipts[*provider as usize];
                counts.0 += i64::from(month.visits.class(visit, settings.receipts) == Class::NoTag);
                counts.1 += 1;
            }
        }
    }
}

fn with_seconds(month: &Month) -> Vec<bool> {
    let v = &month.visits;
    let mut found = vec![false; month.ids.provider.len() as usize];
    for at in (0..v.len()).filter(|at| v.performed[*at] == Performed::Yes) {
        found[v.provider[at] as usize] |=
            [v.start[at], v.stop[at]].iter().any(|time| time.is_some() && time.seconds() % 60 != 0);
    }
    found
}

fn is_named_placeholder(text: &str, settings: &Settings) -> bool {
    let lower = text.to_lowercase();
    settings.placeholders.iter().any(|name| lower.starts_with(&name.to_lowercase()))
}

/// Facts of each set of services.
struct SetFacts {
    bits: Vec<u8>,
}

impl SetFacts {
    fn of(month: &Month, settings: &Settings) -> SetFacts {
        let rules: Vec<Option<&ServiceRule>> =
            month.ids.service.iter().map(|name| settings.services.get(name)).collect();
        let of_set = |set: usize| {
            let members = month.ids.sets.get(Id::try_from(set).unwrap_or(NO_ID));
            let all = |holds: fn(&ServiceRule) -> bool| {
                !members.is_empty() && members.iter().all(|service| rules[*service as usize].is_some_and(holds))
            };
            let expects = !all(|rule| rule.receipt == Expectation::None);
            let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
            let nature = bit(all(|rule| rule.shared), SHARED) | bit(all(|rule| rule.brief), BRIEF);
            nature | if expects { EXPECTS } else { AWAY }
        };
        SetFacts { bits: (0..month.ids.sets.len()).map(of_set).collect() }
    }

    fn of_set(&self, set: Id) -> u8 {
        self.bits.get(set as usize).copied().unwrap_or(EXPECTS)
    }
}

/// Providers and units that are left out of rates and shown apart.
struct Apart {
    providers: Vec<bool>,
    units: Vec<bool>,
}

impl Apart {
    fn of(month: &Month, settings: &Settings) -> Apart {
        let night = |name: &str| settings.providers.get(name) == Some(&ProviderKind::Night);
        Apart {
            providers: month.ids.provider.iter().map(night).collect(),
            units: month.ids.unit.iter().map(|name| settings.night_units.iter().any(|unit| unit == name)).collect(),
        }
    }

    fn holds(&self, provider: Id, unit: Id) -> bool {
        let of = |list: &[bool], id: Id| list.get(id as usize).copied().unwrap_or(false);
        of(&self.providers, provider) || of(&self.units, unit)
    }
}
