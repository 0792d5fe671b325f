//! How many deviations of each kind, and where.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::day::Day;
use crate::ids::VisitIds;
use crate::kinds::{Kind, Way};
use crate::plants::Site;
use crate::recipe::Recipe;
use crate::truth::Truth;

/// Random visits looked at before a deviation is put off to the next day.
const TRIES: u32 = 60;

/// What is due of each kind; carried over days and providers so that small ones get their share.
pub(crate) struct Planting(Vec<Quota>);

struct Quota {
    kind: Kind,
    /// Deviations per ordinary visit.
    rate: f64,
    due: f64,
    /// How many were planted.
    planted: u32,
}

impl Planting {
    pub(crate) fn new(recipe: &Recipe) -> Planting {
        let on_visits = |kind: &Kind| recipe.plant && matches!(kind.way(), Way::Often | Way::Seldom);
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(on_visits).collect();
        let among = kinds.len() as f64;
        let quota = |(place, kind): (usize, Kind)| {
            let wanted = f64::from(recipe.plant_every.max(1)) * if kind.way() == Way::Seldom { 10.0 } else { 1.0 };
            // Three in a small month, but never so many that whole days are made of deviations.
            let every = wanted.min((recipe.expected_visits() / 3.0).max(60.0));
            Quota { kind, rate: 1.0 / every, due: place as f64 / among, planted: 0 }
        };
        Planting(kinds.into_iter().enumerate().map(quota).collect())
    }

    /// Plants what is due in a day.
    pub(crate) fn plant(&mut self, day: &mut Day<'_>, ids: &mut VisitIds, rng: &mut Pcg64Mcg) -> Vec<Truth> {
        let ordinary = day.visits.len();
        let mut truths = Vec::new();
        if ordinary == 0 {
            return truths;
        }
        for quota in &mut self.0 {
            quota.due += quota.rate * ordinary as f64;
            while quota.due >= 1.0 {
                let found = (0..TRIES).find_map(|_| {
                    let at = rng.random_range(0..ordinary);
                    day.is_ordinary(at)
                        .then(|| Site { day, at, turn: quota.planted, ids, rng }.plant(quota.kind))
                        .flatten()
                });
                let Some(truth) = found else { break };
                truths.push(truth);
                quota.planted += 1;
                quota.due -= 1.0;
            }
        }
        truths
    }
}
