//! What the other exports of the month say of a visit, a customer or a moment, ready to be asked for each visit.

use kvittens_model::companion::{Companion, Companions, OfCustomer, Period};
use kvittens_model::{Id, Local, Month};

/// Answers from exemptions, outages, absence, households and contacts. Without a file nothing is so.
#[derive(Debug)]
pub struct Beside {
    /// The customer that stands for each customer's household: the first by name.
    households: Vec<Id>,
    /// Latitude and longitude of each customer's home.
    places: Vec<Option<(f64, f64)>>,
    /// By customer.
    exemptions: Vec<OfCustomer>,
    /// By customer.
    absence: Vec<OfCustomer>,
    outages: Vec<Period>,
    /// By customer and staff.
    contacts: Vec<((Id, Id), Period)>,
}

impl Beside {
    /// Of a month.
    pub fn of(month: &Month) -> Beside {
        let all = &month.companions;
        let (households, places) = homes(all, month.ids.customer.len());
        Beside {
            households,
            places,
            exemptions: all.exemptions.clone(),
            absence: all.absence.clone(),
            outages: all.outages.clone(),
            contacts: all.contacts.iter().map(|of| ((of.customer, of.staff), of.period)).collect(),
        }
    }

    /// The customer that stands for a customer's household; alone, itself.
    pub fn household(&self, customer: Id) -> Id {
        self.households.get(customer as usize).copied().unwrap_or(customer)
    }

    /// Where a customer lives: latitude and longitude in degrees.
    pub fn place(&self, customer: Id) -> Option<(f64, f64)> {
        self.places.get(customer as usize).copied().flatten()
    }

    /// Whether a customer has a dispens at a moment.
    pub fn is_exempt(&self, customer: Id, time: Local) -> bool {
        of_customer(&self.exemptions, customer).iter().any(|of| of.period.holds(time))
    }

    /// A customer's exemptions in the month.
    pub fn exemptions(&self, customer: Id) -> &[OfCustomer] {
        of_customer(&self.exemptions, customer)
    }

    /// A customer's absences in the month, by their start.
    pub fn absence(&self, customer: Id) -> &[OfCustomer] {
        of_customer(&self.absence, customer)
    }

    /// Whether the system was down at some moment of a span; of one time where the other is missing.
    pub fn is_out(&self, start: Local, stop: Local) -> bool {
        let (start, stop) = (start.or(stop), stop.or(start));
        start.is_some() && self.outages.iter().any(|outage| outage.meets(start, stop.max(start)))
    }

    /// Whether a member of staff is a customer's fast omsorgskontakt on some day of the month.
    pub fn is_contact(&self, customer: Id, staff: Id) -> bool {
        let from = self.contacts.partition_point(|(of, _)| *of < (customer, staff));
        self.contacts.get(from).is_some_and(|(of, _)| *of == (customer, staff))
    }

    /// Whether nothing here can take a visit out of the rates of receipts.
    pub fn excuses_nothing(&self) -> bool {
        self.exemptions.is_empty() && self.outages.is_empty()
    }
}

/// What stands of a customer in a list by customer.
fn of_customer(list: &[OfCustomer], customer: Id) -> &[OfCustomer] {
    let from = list.partition_point(|of| of.customer < customer);
    let to = from + list[from..].partition_point(|of| of.customer == customer);
    &list[from..to]
}

/// Who stands for each household, and where each customer lives. A member without a place of its own lives where the
/// first member with one does.
fn homes(all: &Companions, customers: u32) -> (Vec<Id>, Vec<Option<(f64, f64)>>) {
    let (mut households, mut places) = (Vec::new(), Vec::new());
    if !all.has(Companion::Households) {
        return (households, places);
    }
    households.extend(0..customers);
    places.resize(customers as usize, None);
    let mut by_household = all.households.clone();
    by_household.sort_by_key(|of| (of.household, of.customer));
    for members in by_household.chunk_by(|a, b| a.household == b.household) {
        let place = members.iter().find_map(|of| of.place);
        for member in members {
            let at = member.customer as usize;
            if let (Some(household), Some(own)) = (households.get_mut(at), places.get_mut(at)) {
                *household = members[0].customer;
                *own = member.place.or(place);
            }
        }
    }
    (households, places)
}
