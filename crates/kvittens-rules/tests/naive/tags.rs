//! K107: every reading of a customer against all the customer's readings.

use kvittens_model::{Id, Method, NO_ID};

use crate::facts::Naive;
use crate::seen::Seen;
use crate::typed::Typed;

impl Naive<'_> {
    pub fn k107(&self, typed: &Typed) -> Vec<Seen> {
        let all: Vec<u32> = self.performed().into_iter().filter(|visit| self.read(*visit).is_some()).collect();
        let mut found = Vec::new();
        for &visit in &all {
            let of_customer = |other: &&u32| self.customer(**other) == self.customer(visit);
            let readings: Vec<Id> = all.iter().filter(of_customer).filter_map(|other| self.read(*other)).collect();
            let share = |tag: Id| {
                let own = u32::try_from(readings.iter().filter(|other| **other == tag).count()).unwrap();
                f64::from(own) / f64::from(u32::try_from(readings.len()).unwrap())
            };
            let own = readings.iter().copied().find(|tag| share(*tag) >= typed.k107_share);
            let enough = i32::try_from(readings.len()).unwrap() >= typed.k107_readings;
            if let Some(own) = own.filter(|own| enough && Some(*own) != self.read(visit)) {
                let mut seen = self.on_visit("K107", "major", visit).comparing(share(own), typed.k107_share);
                seen.minutes = self.minutes(visit);
                found.push(seen);
            }
        }
        found
    }

    /// The tag of a visit with a receipt by tag, unless a spreadsheet mangled it: the only such id in these months.
    pub fn read(&self, visit: u32) -> Option<Id> {
        let tag = self.visits().tag[visit as usize];
        let known = tag != NO_ID && self.month.ids.tag.text(tag) != "8,06037E+13";
        (known && self.end_is(visit, Method::Tag)).then_some(tag)
    }
}
