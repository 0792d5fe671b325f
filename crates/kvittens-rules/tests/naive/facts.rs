//! What the words of the catalogue mean for one visit, asked anew each time.

use kvittens_model::{Class, Id, Local, Month, NO_ID, Performed, Visits, clock};
use kvittens_rules::{ProviderKind, Settings};

use crate::params::Params;
use crate::seen::Seen;

/// A month under the naive eye.
pub struct Naive<'a> {
    pub month: &'a Month,
    pub settings: &'a Settings,
    pub params: &'a Params,
}

impl<'a> Naive<'a> {
    pub fn visits(&self) -> &'a Visits {
        &self.month.visits
    }

    /// The performed visits, in order.
    pub fn performed(&self) -> Vec<u32> {
        let all = 0..u32::try_from(self.visits().len()).unwrap();
        all.filter(|visit| self.visits().performed[*visit as usize] == Performed::Yes).collect()
    }

    /// Start and stop on the real clock of a visit that can stand in chains and overlaps.
    pub fn span(&self, visit: u32) -> Option<(i32, i32)> {
        let length = self.visits().length(visit)?;
        let start = clock::real(self.visits().start[visit as usize]);
        (length >= 0).then_some((start, start + length))
    }

    /// Seconds that two visits share.
    pub fn shared(&self, a: u32, b: u32) -> Option<i32> {
        let (a, b) = (self.span(a)?, self.span(b)?);
        let shared = a.1.min(b.1) - a.0.max(b.0);
        (shared > 0).then_some(shared)
    }

    pub fn provider(&self, visit: u32) -> Id {
        self.visits().provider[visit as usize]
    }

    pub fn unit(&self, visit: u32) -> Id {
        self.visits().unit[visit as usize]
    }

    pub fn customer(&self, visit: u32) -> Id {
        self.visits().customer[visit as usize]
    }

    pub fn staff(&self, visit: u32) -> Id {
        self.visits().staff[visit as usize]
    }

    pub fn same_id(&self, a: u32, b: u32) -> bool {
        self.visits().visit[a as usize] == self.visits().visit[b as usize]
    }

    /// The visit's services.
    pub fn services(&self, visit: u32) -> &'a [Id] {
        self.month.ids.sets.get(self.visits().services[visit as usize])
    }

    /// The names of the visit's services.
    pub fn service_names(&self, visit: u32) -> Vec<&'a str> {
        let services = self.services(visit).iter();
        services.map(|service| self.month.ids.service.text(*service)).collect()
    }

    pub fn class(&self, visit: u32) -> Class {
        let holds = |method| self.settings.receipts.holds(method);
        let at = visit as usize;
        Class::of(holds(self.visits().in_method[at]), holds(self.visits().out_method[at]))
    }

    /// Staff ids mean one person: at a provider, or in the municipality.
    pub fn same_person(&self, a: u32, b: u32) -> bool {
        let known = self.staff(a) != NO_ID && self.staff(a) == self.staff(b);
        known && (self.settings.municipal_staff || self.provider(a) == self.provider(b))
    }

    /// T403: over the hours, and over the factor times the plan where there is one.
    pub fn too_long(&self, visit: u32) -> bool {
        let Some(length) = self.visits().length(visit) else {
            return false;
        };
        let planned = self.visits().planned_length(visit);
        length > self.params.t403_hours * 3600
            && planned.is_none_or(|planned| f64::from(length) > self.params.t403_factor * f64::from(planned))
    }

    /// Ids that stand for many people: named so, or over 24 hours on three days or more.
    pub fn placeholder(&self, visit: u32) -> bool {
        let staff = self.month.ids.staff.text(self.staff(visit)).to_lowercase();
        let begins = |word: &String| !word.is_empty() && staff.starts_with(&word.to_lowercase());
        if self.settings.placeholders.iter().any(begins) {
            return true;
        }
        let own: Vec<u32> = self.performed().into_iter().filter(|other| self.same_person(visit, *other)).collect();
        let day = |visit: u32| self.visits().start[visit as usize].day();
        let seconds_of = |wanted: i32| -> i32 {
            let on_day = own.iter().filter(|other| self.span(**other).is_some() && day(**other) == wanted);
            on_day.map(|other| self.visits().length(*other).unwrap()).sum()
        };
        let first = self.month.month.first().day();
        (first - 2..first + 34).filter(|day| seconds_of(*day) > 24 * 3600).count() >= 3
    }

    /// Whether the visit stands in rates: a receipt is expected, and it is not night patrol.
    pub fn in_rates(&self, visit: u32) -> bool {
        let names = self.service_names(visit);
        let exempt = |name: &&str| {
            let rule = self.settings.services.get(*name);
            rule.is_some_and(|rule| rule.receipt == kvittens_rules::services::Expectation::None)
        };
        let expects = names.is_empty() || !names.iter().all(exempt);
        expects && !self.night(visit)
    }

    pub fn night(&self, visit: u32) -> bool {
        let provider = self.month.ids.provider.text(self.provider(visit));
        let unit = self.month.ids.unit.text(self.unit(visit)).to_owned();
        self.settings.providers.get(provider) == Some(&ProviderKind::Night) || self.settings.night_units.contains(&unit)
    }

    /// A finding on a visit and its rows.
    pub fn on_visit(&self, rule: &str, severity: &'static str, visit: u32) -> Seen {
        let mut seen = Seen::new(rule, severity);
        let at = visit as usize;
        seen.subject = [self.provider(visit), self.unit(visit), self.customer(visit), self.staff(visit)];
        seen.visit = Some(visit);
        seen.start = self.visits().start[at];
        seen.stop = self.visits().stop[at];
        seen.rows = self.visits().rows_of(visit).to_vec();
        seen
    }

    /// The finding with other visits and their rows.
    pub fn with_others(&self, mut seen: Seen, others: &[u32]) -> Seen {
        seen.others = others.to_vec();
        for other in others {
            seen.rows.extend_from_slice(self.visits().rows_of(*other));
        }
        seen.rows.sort_unstable();
        seen
    }

    /// Whether a time is one moment.
    pub fn sure(&self, time: Local) -> bool {
        time.is_some() && clock::certainty(time) == clock::Certainty::Sure
    }
}
