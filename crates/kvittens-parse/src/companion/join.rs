//! The names of the other exports among the month's: a name that the registrations have is the same person, provider or
//! service; one that they lack is added, so that a rule can see whom nobody registered.

use std::collections::BTreeMap;

use kvittens_model::companion::{Companion, Companions};
use kvittens_model::{Dictionary, Id, Month, NO_ID, YearMonth};

use super::build::{Built, Names};
use crate::Options;

/// How the numbers of a file's names become ids, and how the month's own ids move.
struct Places {
    of_names: Vec<Id>,
    of_month: Vec<Id>,
    eaten: u64,
}

/// Puts what was built into the month. Gives how many ids were found only without the zeros before them (Q913).
pub fn join(built: Built, month: &mut Month, options: &Options) -> u64 {
    let plain = |_: &str| None;
    let alias = |aliases: &BTreeMap<String, String>, text: &str| aliases.get(&text.to_lowercase()).cloned();
    let ids = &mut month.ids;
    let provider = places(&built.provider, &mut ids.provider, |text| alias(&options.provider_aliases, text));
    let customer = places(&built.customer, &mut ids.customer, plain);
    let staff = places(&built.staff, &mut ids.staff, plain);
    let service = places(&built.service, &mut ids.service, |text| alias(&options.service_aliases, text));
    let tag = places(&built.tag, &mut ids.tag, plain);
    ids.sets.renumber(&service.of_month);
    let (rows, visits) = (&mut month.rows, &mut month.visits);
    for (places, columns) in [
        (&provider, vec![&mut rows.entries.provider, &mut visits.provider]),
        (&customer, vec![&mut rows.entries.customer, &mut visits.customer]),
        (
            &staff,
            vec![&mut rows.entries.staff, &mut rows.entries.entered_by, &mut visits.staff, &mut visits.entered_by],
        ),
        (&tag, vec![&mut rows.entries.tag, &mut visits.tag]),
    ] {
        for column in columns {
            move_ids(column, &places.of_month);
        }
    }
    for note in &mut month.notes {
        note.provider = note.provider.map(|id| at(&provider.of_month, id));
    }
    let eaten = customer.eaten + staff.eaten + tag.eaten;
    let Built { companions: mut all, billed_month, household, .. } = built;
    keep_month(&mut all, &billed_month, month.month);
    // By name, so that the order of the rows plays no part.
    let ranks: BTreeMap<Id, u32> = (0..).zip(household.iter()).map(|(rank, (_, id))| (id, rank)).collect();
    for record in &mut all.households {
        record.household = ranks.get(&record.household).copied().unwrap_or_default();
    }
    renumber(&mut all, [&provider, &customer, &staff, &service, &tag].map(|places| places.of_names.as_slice()));
    month.companions = all;
    eaten
}

fn at(places: &[Id], id: Id) -> Id {
    if places.is_empty() { id } else { places.get(id as usize).copied().unwrap_or(NO_ID) }
}

fn move_ids(column: &mut [Id], places: &[Id]) {
    if !places.is_empty() {
        column.iter_mut().for_each(|id| *id = at(places, *id));
    }
}

/// Finds each name in the dictionary and adds what it lacks. An empty `of_month`: nothing moved.
fn places(names: &Names, dictionary: &mut Dictionary, alias: impl Fn(&str) -> Option<String>) -> Places {
    let (mut eaten, mut bare) = (0, None);
    let mut texts: Vec<String> = vec![String::new(); names.len()];
    for (text, id) in names.iter() {
        let mut found = alias(text).unwrap_or_else(|| text.to_owned());
        if dictionary.find(&found).is_none() {
            let by_bare = bare.get_or_insert_with(|| without_zeros(dictionary));
            if let Some(Some(other)) = by_bare.get(found.trim_start_matches('0')) {
                (found, eaten) = (dictionary.text(*other).to_owned(), eaten + 1);
            }
        }
        if let Some(place) = texts.get_mut(id as usize) {
            *place = found;
        }
    }
    let mut added: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| dictionary.find(text).is_none()).collect();
    added.sort_unstable();
    added.dedup();
    let mut of_month = Vec::new();
    if !added.is_empty() {
        let mut all: Vec<&str> = dictionary.iter().chain(added.iter().copied()).collect();
        all.sort_unstable();
        let wider = Dictionary::from_sorted(all);
        of_month = dictionary.iter().map(|text| wider.find(text).unwrap_or(NO_ID)).collect();
        *dictionary = wider;
    }
    let of_names = texts.iter().map(|text| dictionary.find(text).unwrap_or(NO_ID)).collect();
    Places { of_names, of_month, eaten }
}

/// Ids of digits by what is left without the zeros before them; `None` where two are left with the same.
fn without_zeros(dictionary: &Dictionary) -> BTreeMap<String, Option<Id>> {
    let mut found: BTreeMap<String, Option<Id>> = BTreeMap::new();
    for (id, text) in (0..).zip(dictionary.iter()) {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let bare = text.trim_start_matches('0').to_owned();
            found.entry(bare).and_modify(|former| *former = None).or_insert(Some(id));
        }
    }
    found
}

/// Leaves out rows of other months, and what holds in no moment of this one. Decisions that start in the month after are
/// kept: an acute one is written down after its first visits (B603).
fn keep_month(all: &mut Companions, billed: &[Option<YearMonth>], month: YearMonth) {
    let (from, to) = (month.first(), month.next().first());
    all.plan.retain(|planned| month.contains(planned.start));
    all.supplements.retain(|of| month.contains(kvittens_model::Local::from_seconds(of.day * 86_400)));
    let mut of = billed.iter();
    all.billing.retain(|_| of.next().is_none_or(|billed| billed.is_none_or(|billed| billed == month)));
    all.decisions.retain(|of| of.period.meets(from, month.next().next().first()));
    all.absence.retain(|of| of.period.meets(from, to));
    all.exemptions.retain(|of| of.period.meets(from, to));
    all.outages.retain(|of| of.meets(from, to));
    all.staff.retain(|of| of.period.meets(from, to));
    all.tags.retain(|of| of.period.meets(from, to));
    all.contacts.retain(|of| of.period.meets(from, to));
    // A file with nothing of the month says as little as none: it must not make a month look perfect, nor every customer
    // look as if nothing were granted.
    for (kind, is_empty) in [
        (Companion::Decisions, all.decisions.is_empty()),
        (Companion::Plan, all.plan.is_empty()),
        (Companion::Billing, all.billing.is_empty()),
        (Companion::Staff, all.staff.is_empty()),
        (Companion::Tags, all.tags.is_empty()),
    ] {
        if is_empty {
            all.delivered.remove(&kind);
        }
    }
}

/// The records with the month's ids, in order.
fn renumber(all: &mut Companions, [provider, customer, staff, service, tag]: [&[Id]; 5]) {
    let of = |places: &[Id], id: Id| places.get(id as usize).copied().unwrap_or(NO_ID);
    for record in &mut all.decisions {
        record.provider = of(provider, record.provider);
        record.customer = of(customer, record.customer);
        record.service = of(service, record.service);
    }
    for record in &mut all.plan {
        record.provider = of(provider, record.provider);
        record.customer = of(customer, record.customer);
        record.staff = of(staff, record.staff);
        record.service = of(service, record.service);
    }
    for record in all.absence.iter_mut().chain(&mut all.exemptions) {
        record.customer = of(customer, record.customer);
    }
    for record in &mut all.billing {
        record.provider = of(provider, record.provider);
        record.customer = of(customer, record.customer);
        record.service = of(service, record.service);
    }
    for record in &mut all.supplements {
        record.provider = of(provider, record.provider);
        record.customer = of(customer, record.customer);
        record.service = of(service, record.service);
    }
    for record in &mut all.households {
        record.customer = of(customer, record.customer);
    }
    for record in &mut all.staff {
        record.provider = of(provider, record.provider);
        record.staff = of(staff, record.staff);
    }
    for record in &mut all.tags {
        record.tag = of(tag, record.tag);
        record.customer = of(customer, record.customer);
    }
    for record in &mut all.contacts {
        record.customer = of(customer, record.customer);
        record.staff = of(staff, record.staff);
    }
    all.decisions.sort_unstable();
    all.plan.sort_unstable();
    all.absence.sort_unstable();
    all.exemptions.sort_unstable();
    all.billing.sort_unstable();
    all.supplements.sort_unstable();
    all.outages.sort_unstable();
    all.households.sort_by_key(|of| (of.customer, of.household));
    all.staff.sort_unstable();
    all.tags.sort_unstable();
    all.contacts.sort_unstable();
}
