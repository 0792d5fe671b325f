//! The other exports of a month: decisions, planned visits, absence, exemptions, billing, supplements, outages,
//! households, staff, tags and contacts, all consistent with the registrations but for what is planted.

mod amounts;
mod files;
mod homes;
mod own;
mod rows;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(crate) use files::COUNT;
pub use files::FILES;
use files::Of;
pub(crate) use own::{Bill, Grant, Own, Reported};
use rows::Rows;
use sums::Sums;

use crate::ids::{STAND_IN, customer_id, staff_id};
use crate::people::{self, Provider};
use crate::recipe::Recipe;
use crate::services::{NAMES, Services, only};
use crate::visit::{DAY, Span, Visit};

/// The sixteenth, at noon: the system is down, and whoever is with a customer then enters it by hand.
pub(crate) const OUTAGE: Span = Span { start: 15 * DAY + 12 * 60, stop: 15 * DAY + 12 * 60 + 50 };

/// When decisions, tags, employments and exemptions began.
const SINCE: &str = "2020-01-01";

/// The other exports while the month is written.
pub(crate) struct Companions<W> {
    rows: Rows<W>,
    ordinary: u32,
    /// Of the provider at hand, by customer.
    sums: BTreeMap<u32, Sums>,
    /// Staff who are not the provider's ordinary ones: provider and number.
    others: BTreeSet<(u32, u32)>,
}

impl<W: Write> Companions<W> {
    /// Begins the files with their headers, and tells of the outage.
    pub(crate) fn new(recipe: &Recipe, files: [W; COUNT]) -> io::Result<Companions<W>> {
        let mut rows = Rows::new(recipe.month, files);
        rows.headers()?;
        let (from, to) = (rows.stamp(OUTAGE.start), rows.stamp(OUTAGE.stop));
        rows.write(Of::Outages, &["Driftstopp i kvittenssystemet", &from, &to])?;
        Ok(Companions { rows, ordinary: recipe.customers, sums: BTreeMap::new(), others: BTreeSet::new() })
    }

    /// A day of a provider: its registered visits, and those that were planned only.
    pub(crate) fn day<'v>(
        &mut self,
        provider: &Provider,
        visits: impl Iterator<Item = &'v Visit>,
        unregistered: &[Visit],
    ) -> io::Result<()> {
        let number = |visit: &Visit| visit.marks.elsewhere.unwrap_or(provider.number);
        let mut planned: Vec<(u32, &Visit)> = unregistered.iter().map(|visit| (provider.number, visit)).collect();
        let mut registered: Vec<(u32, &Visit)> = visits.map(|visit| (number(visit), visit)).collect();
        for (number, visit) in &registered {
            let story = visit.customer as usize >= provider.customers.len();
            self.sums.entry(visit.customer).or_default().visit(*number, visit, story);
            for staff in [Some(visit.staff), visit.second.map(|second| second.staff)].into_iter().flatten() {
                let is_other = *number != provider.number || staff as usize >= provider.staff.len();
                if is_other && staff < STAND_IN {
                    self.others.insert((*number, staff));
                }
            }
        }
        // Several visits can share one planned one: the first stands for it.
        let key = |(number, visit): &(u32, &Visit)| (visit.planned.start, visit.customer, *number, visit.planned.stop);
        registered.retain(|(_, visit)| !visit.marks.unplanned);
        registered.sort_by_key(key);
        registered.dedup_by_key(|one| key(one));
        for (_, visit) in &registered {
            self.sums.entry(visit.customer).or_default().plan(visit);
        }
        planned.append(&mut registered);
        planned.sort_by_key(key);
        for (number, visit) in planned {
            let staff = text(&staff_id(number, visit.staff));
            self.planned(provider, (number, visit.customer), &staff, visit.services, visit.planned)?;
        }
        Ok(())
    }

    fn planned(
        &mut self,
        provider: &Provider,
        (number, customer): (u32, u32),
        staff: &str,
        services: Services,
        span: Span,
    ) -> io::Result<()> {
        let (name, customer) = (people::name(number), text(&customer_id(provider, customer)));
        let (start, stop) = (self.rows.stamp(span.start), self.rows.stamp(span.stop));
        for service in services.iter() {
            self.rows.write(Of::Plan, &[&name, &customer, staff, NAMES[service], &start, &stop])?;
        }
        Ok(())
    }

    /// The provider's customers and staff, when all its days are there. `own`: what stories tell of theirs.
    pub(crate) fn provider(&mut self, provider: &Provider, own: &BTreeMap<u32, Own>) -> io::Result<()> {
        for (customer, sums) in std::mem::take(&mut self.sums) {
            let ordinary = (customer as usize) < provider.customers.len();
            let of = if ordinary { Own::ordinary(provider, customer) } else { Own::default() };
            self.customer(provider, customer, &sums, own.get(&customer).unwrap_or(&of))?;
        }
        let ordinary = (0..u32::try_from(provider.staff.len()).unwrap_or(0)).map(|staff| (provider.number, staff));
        for (number, staff) in ordinary.chain(std::mem::take(&mut self.others)) {
            let since = if crate::stories::is_new(staff) { self.rows.date(0) } else { SINCE.to_owned() };
            self.rows.write(Of::Staff, &[&text(&staff_id(number, staff)), &people::name(number), &since, ""])?;
        }
        Ok(())
    }

    fn customer(&mut self, provider: &Provider, customer: u32, sums: &Sums, own: &Own) -> io::Result<()> {
        let id = text(&customer_id(provider, customer));
        self.decisions(&id, provider.first_customer + customer, sums, own)?;
        self.bills(&id, provider.first_customer + customer, sums, own.bill)?;
        for (services, span) in &own.planned {
            self.planned(provider, (provider.number, customer), "", *services, *span)?;
        }
        if let Some(away) = own.away {
            let (from, to) = self.rows.period(away);
            self.rows.write(Of::Absence, &[&id, &from, &to, "Sjukhus"])?;
        }
        if own.exempt {
            self.rows.write(Of::Exemptions, &[&id, SINCE, "", "Vill inte ha tagg i hemmet"])?;
        }
        for one in &own.reported {
            let (day, at) = (self.rows.date(one.day.cast_signed() * DAY), self.rows.stamp(one.at));
            self.rows.write(Of::Supplements, &[&provider.name, &id, NAMES[only::ALARM.index()], &day, "1", &at])?;
        }
        let home = own.lives_with.unwrap_or(customer);
        let household = text(&customer_id(provider, home)).replace('B', "H");
        let (latitude, longitude) = homes::north(homes::place(provider, home, self.ordinary), own.far);
        let degrees = |value: f64| format!("{value:.5}").replace('.', ",");
        self.rows.write(Of::Households, &[&id, &household, &degrees(latitude), &degrees(longitude)])?;
        let seen = || sums.tags.iter().copied().collect();
        let others: Vec<u32> = own.tags.clone().unwrap_or_else(seen);
        for tag in std::iter::once(None).chain(others.into_iter().map(Some)) {
            let tag = text(&crate::ids::tag_id(provider, customer, tag));
            self.rows.write(Of::Tags, &[&tag, &id, SINCE, ""])?;
        }
        if let Some(staff) = own.contact {
            self.rows.write(Of::Contacts, &[&id, &text(&staff_id(provider.number, staff)), SINCE, ""])?;
        }
        Ok(())
    }

    /// Ends the files.
    pub(crate) fn finish(self) -> io::Result<[W; COUNT]> {
        self.rows.finish()
    }
}

fn text(id: &[u8]) -> String {
    String::from_utf8_lossy(id).into_owned()
}
