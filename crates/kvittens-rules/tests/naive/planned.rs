//! M303 and M305: visits against the plan and the map.

use kvittens_model::{Id, NO_ID, Performed, clock};
use kvittens_rules::services::Expectation;

use crate::delivered::Own;
use crate::facts::Naive;
use crate::seen::Seen;

type Span = (i32, i32);

fn common(a: Span, b: Span) -> i32 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}

/// A planned visit and the services of its rows.
struct Time {
    span: Span,
    services: Vec<Id>,
}

impl Naive<'_> {
    /// The planned visits of a provider and a customer: rows that overlap, also over others, are one.
    fn planned_times(&self, provider: Id, customer: Id) -> Vec<Time> {
        let rows = self.month.companions.plan.iter().filter(|row| {
            row.customer == customer && [provider, NO_ID].contains(&row.provider) && self.sure(row.start)
        });
        let mut times: Vec<Time> = rows
            .filter(|row| self.sure(row.stop) && clock::real(row.start) < clock::real(row.stop))
            .map(|row| Time { span: (clock::real(row.start), clock::real(row.stop)), services: vec![row.service] })
            .collect();
        loop {
            let pairs = (0..times.len()).flat_map(|a| (a + 1..times.len()).map(move |b| (a, b)));
            let Some((a, b)) = pairs.into_iter().find(|(a, b)| common(times[*a].span, times[*b].span) > 0) else {
                times.sort_by_key(|time| time.span);
                return times;
            };
            let other = times.remove(b);
            times[a].span = (times[a].span.0.min(other.span.0), times[a].span.1.max(other.span.1));
            times[a].services.extend(other.services);
        }
    }

    /// The span of a visit that is performed and not too long.
    fn covering(&self, visit: u32) -> Option<Span> {
        let performed = self.visits().performed[visit as usize] == Performed::Yes;
        self.span(visit).filter(|_| performed && !self.too_long(visit))
    }

    /// Whose registration a visit is.
    fn registers(&self, times: &[Time], visit: u32, own: &Own) -> Option<usize> {
        let of = |place: usize| self.covering(visit).map_or(0, |span| common(span, times[place].span));
        let most = (0..times.len()).map(of).max().unwrap();
        if most > 0 {
            return (0..times.len()).find(|place| of(*place) == most);
        }
        let at = visit as usize;
        let v = self.visits();
        let when = [v.start[at], v.stop[at], v.planned_start[at]].into_iter().find(|time| time.is_some()).unwrap();
        let away = |place: usize| (times[place].span.0 - clock::real(when)).abs();
        let least = (0..times.len()).map(away).min().unwrap();
        (least <= own.m303_near * 60).then(|| (0..times.len()).find(|place| away(*place) == least).unwrap())
    }

    pub fn m303(&self, own: &Own) -> Vec<Seen> {
        let mut found = Vec::new();
        for visit in self.performed() {
            let times = self.planned_times(self.provider(visit), self.customer(visit));
            let Some(span) = self.covering(visit).filter(|_| !times.is_empty()) else { continue };
            let covers = |span: Span, time: &Time| {
                f64::from(common(span, time.span)) >= own.m303_cover * f64::from(time.span.1 - time.span.0)
            };
            let of_customer = |row: &&kvittens_model::companion::Planned| row.customer == self.customer(visit);
            let anyones = self.month.companions.plan.iter().filter(of_customer).any(|row| row.provider == NO_ID);
            let all = 0..u32::try_from(self.visits().len()).unwrap();
            let answers = |other: &u32| {
                let one = anyones || self.provider(*other) == self.provider(visit);
                one && self.customer(*other) == self.customer(visit)
            };
            let registered: Vec<usize> =
                all.filter(answers).filter_map(|other| self.registers(&times, other, own)).collect();
            let covered: Vec<usize> = (0..times.len())
                .filter(|place| common(span, times[*place].span) > 0 && covers(span, &times[*place]))
                .collect();
            let missing: Vec<usize> = covered.iter().copied().filter(|place| !registered.contains(place)).collect();
            let count = i32::try_from(covered.len()).unwrap();
            if count < own.m303_planned || missing.is_empty() {
                continue;
            }
            let mut seen =
                self.on_visit("M303", "minor", visit).comparing(f64::from(count), f64::from(own.m303_planned));
            seen.minutes = (span.1 - span.0) / 60;
            seen.services = missing.iter().flat_map(|place| times[*place].services.clone()).collect();
            seen.services.retain(|service| *service != NO_ID);
            seen.services.sort_unstable();
            seen.services.dedup();
            let (from, to) = (self.visits().planned_start[visit as usize], self.visits().planned_stop[visit as usize]);
            let own_plan = (self.sure(from) && self.sure(to)).then(|| (clock::real(from), clock::real(to)));
            if own_plan.is_some_and(|planned| covered.iter().all(|place| covers(planned, &times[*place]))) {
                seen.explained = Some("planned");
            }
            found.push(seen);
        }
        found
    }

    /// A point on the unit sphere.
    fn point(&self, customer: Id) -> Option<[f64; 3]> {
        let homes = &self.month.companions.households;
        let home = homes.iter().find(|home| home.customer == customer)?;
        let members = homes.iter().filter(|other| other.household == home.household);
        let (north, east) = home.place.or_else(|| members.filter_map(|other| other.place).next())?;
        let (north, east) = (north.to_radians(), east.to_radians());
        Some([north.cos() * east.cos(), north.cos() * east.sin(), north.sin()])
    }

    /// Kilometres between two homes: the arc over the chord, which shares no formula with the kernel.
    fn apart(&self, a: u32, b: u32) -> Option<f64> {
        let (a, b) = (self.point(self.customer(a))?, self.point(self.customer(b))?);
        let chord: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        Some(2.0 * 6371.0088 * (chord / 2.0).asin())
    }

    fn one_home(&self, a: u32, b: u32) -> bool {
        let homes = &self.month.companions.households;
        let home = |visit: u32| homes.iter().find(|home| home.customer == self.customer(visit)).map(|of| of.household);
        self.customer(a) == self.customer(b) || home(a).is_some() && home(a) == home(b)
    }

    /// Whether somebody came to the customer's own home, for the customer alone.
    fn at_home(&self, visit: u32) -> bool {
        let names = self.service_names(visit);
        let all = |holds: fn(&kvittens_rules::ServiceRule) -> bool| {
            !names.is_empty() && names.iter().all(|name| self.settings.services.get(*name).is_some_and(holds))
        };
        !all(|rule| rule.receipt == Expectation::None) && !all(|rule| rule.shared)
    }

    fn tells_seconds(&self, visit: u32) -> bool {
        let v = self.visits();
        let own = self.performed().into_iter().filter(|other| self.provider(*other) == self.provider(visit));
        own.flat_map(|other| [v.start[other as usize], v.stop[other as usize]])
            .any(|time| time.is_some() && time.seconds() % 60 != 0)
    }

    pub fn m305(&self, own: &Own) -> Vec<Seen> {
        if self.month.companions.households.iter().all(|home| home.place.is_none()) {
            return Vec::new();
        }
        let timed: Vec<u32> = self.performed().into_iter().filter(|visit| self.span(*visit).is_some()).collect();
        let day = |visit: u32| self.visits().start[visit as usize].day();
        let mut found = Vec::new();
        for &next in &timed {
            let Some(former) =
                timed.iter().copied().filter(|other| *other < next && self.same_person(*other, next)).max()
            else {
                continue;
            };
            let left_out = self.placeholder(next) || !self.at_home(former) || !self.at_home(next);
            if left_out || day(former) != day(next) || self.one_home(former, next) {
                continue;
            }
            let gap = self.span(next).unwrap().0 - self.span(former).unwrap().1;
            let Some(distance) = self.apart(former, next).filter(|distance| *distance >= own.m305_km && gap >= 0)
            else {
                continue;
            };
            let hidden = if self.tells_seconds(former) && self.tells_seconds(next) { 0 } else { 60 };
            let hours = f64::from(gap + hidden) / 3600.0;
            if distance <= own.m305_kmh * hours {
                continue;
            }
            let speed = if hours > 0.0 { (distance / hours).ceil().min(999.0) } else { 999.0 };
            let seen = self.on_visit("M305", "major", next).comparing(speed, own.m305_kmh);
            let mut seen = self.with_others(seen, &[former]);
            #[allow(clippy::cast_possible_truncation, reason = "minutes are small")]
            let minutes = ((distance / own.m305_kmh - hours) * 60.0).floor() as i32;
            seen.minutes = minutes;
            let too_long = self.too_long(former) || self.too_long(next);
            seen.explained = too_long.then_some("too-long");
            found.push(seen);
        }
        found
    }
}
