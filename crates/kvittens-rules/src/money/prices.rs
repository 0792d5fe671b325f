//! Models and rates in the ids of a month.

use std::collections::BTreeMap;

use kvittens_model::{Id, Month, NO_ID};

use super::pay::{Model, Per, Rate};
use crate::limits::Date;
use crate::services::Settings;

/// A group's number; `None`: no group.
pub type Group = Option<u32>;

/// What services of a month are paid by, and how much.
#[derive(Debug)]
pub struct Prices {
    /// By service id.
    groups: Vec<Group>,
    /// By group number; last, of services without a group.
    models: Vec<Model>,
    rates: Vec<Resolved>,
    /// Whether the municipality said anything of pay.
    pub configured: bool,
}

/// A rate in ids.
#[derive(Debug)]
struct Resolved {
    /// [`NO_ID`]: all.
    provider: Id,
    /// `None`: all.
    group: Group,
    per: Per,
    ore: i64,
    from: Option<Date>,
    to: Option<Date>,
}

impl Prices {
    /// Of a month.
    pub fn of(month: &Month, settings: &Settings) -> Prices {
        let pay = &settings.pay;
        let names: BTreeMap<&str, u32> = {
            let mut names: Vec<&str> = settings.services.values().filter_map(|rule| rule.group.as_deref()).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().zip(0..).collect()
        };
        let group = |service: &str| names.get(settings.services.get(service)?.group.as_deref()?).copied();
        let resolve = |rate: &Rate| {
            let provider = match &rate.provider {
                Some(name) => month.ids.provider.find(name)?,
                None => NO_ID,
            };
            let group = match &rate.group {
                Some(name) => Some(*names.get(name.as_str())?),
                None => None,
            };
            let (per, ore) = rate.ore()?;
            Some(Resolved { provider, group, per, ore, from: rate.from, to: rate.to })
        };
        Prices {
            groups: month.ids.service.iter().map(group).collect(),
            models: names.keys().map(|name| pay.model(Some(name))).chain([pay.model(None)]).collect(),
            rates: pay.rates.iter().filter_map(resolve).collect(),
            configured: !pay.rates.is_empty() || !pay.models.is_empty(),
        }
    }

    /// A service's group.
    pub fn group(&self, service: Id) -> Group {
        self.groups.get(service as usize).copied().flatten()
    }

    /// What a group is paid by.
    pub fn model(&self, group: Group) -> Model {
        let own = group.and_then(|group| self.models.get(group as usize));
        own.or(self.models.last()).copied().unwrap_or_default()
    }

    /// Öre for one, to a provider for a group on a day. `own`: only by a rate that names the provider. A provider's own
    /// rate goes before one for all, then a group's own before one for all, then the later before the earlier.
    pub fn ore(&self, per: Per, provider: Id, own: bool, group: Group, day: Date) -> Option<i64> {
        let holds = |rate: &&Resolved| {
            let meant = rate.provider == provider || (rate.provider == NO_ID && !own);
            let of_group = rate.group.is_none() || rate.group == group;
            let in_force = rate.from.is_none_or(|from| from <= day) && rate.to.is_none_or(|to| day <= to);
            rate.per == per && meant && of_group && in_force
        };
        let rank = |rate: &&Resolved| (rate.provider != NO_ID, rate.group.is_some(), rate.from);
        self.rates.iter().filter(holds).max_by_key(rank).map(|rate| rate.ore)
    }
}
