//! The other exports, a table each, under the names of their files.

use kvittens_model::companion::{Granted, Period};
use kvittens_model::{Id, Local, Month, NO_ID};
use polars::prelude::Column;

use super::{People, days, flags, numbers, texts, times, wholes, words};

/// How many rows a table has.
pub fn rows(month: &Month, table: &str) -> usize {
    let of = &month.companions;
    match table {
        "beslut" => of.decisions.len(),
        "planering" => of.plan.len(),
        "franvaro" => of.absence.len(),
        "dispens" => of.exemptions.len(),
        "fakturaunderlag" => of.billing.len(),
        "tillagg" => of.supplements.len(),
        "avbrott" => of.outages.len(),
        "hushall" => of.households.len(),
        "personal" => of.staff.len(),
        "taggar" => of.tags.len(),
        "kontakt" => of.contacts.len(),
        _ => 0,
    }
}

/// A column; `None` where there is none of the name.
#[allow(clippy::cast_precision_loss, reason = "hundredths of a month are far below 2^52")]
pub fn column(month: &Month, people: &People<'_>, table: &str, name: &str) -> Option<Column> {
    let (ids, of) = (&month.ids, &month.companions);
    let customers = |of: &mut dyn Iterator<Item = Id>| texts(name, of.map(|id| (people.customer)(id)));
    let staff =
        |of: &mut dyn Iterator<Item = (Id, Id)>| texts(name, of.map(|(provider, id)| (people.staff)(provider, id)));
    let providers = |of: Vec<Id>| words(name, &ids.provider, &of);
    let services = |of: Vec<Id>| words(name, &ids.service, &of);
    let from = |of: &mut dyn Iterator<Item = Period>| times(name, of.map(|period| period.from));
    let to = |of: &mut dyn Iterator<Item = Period>| times(name, of.map(|period| period.to.unwrap_or(Local::NONE)));
    if name == "month" {
        return Some(texts(name, std::iter::repeat_n(Some(month.month.to_string()), rows(month, table))));
    }
    let hundredths = |of: i64| of as f64 / 100.0;
    Some(match (table, name) {
        ("beslut", "customer") => customers(&mut of.decisions.iter().map(|of| of.customer)),
        ("beslut", "service") => services(of.decisions.iter().map(|of| of.service).collect()),
        ("beslut", "provider") => providers(of.decisions.iter().map(|of| of.provider).collect()),
        ("beslut", "month_seconds") => wholes(
            name,
            of.decisions.iter().map(|of| match of.granted {
                Granted::Month(seconds) => Some(seconds),
                _ => None,
            }),
        ),
        ("beslut", "occasion_seconds") => wholes(
            name,
            of.decisions.iter().map(|of| match of.granted {
                Granted::Occasion(seconds, _) => Some(seconds),
                _ => None,
            }),
        ),
        ("beslut", "occasions") => numbers(
            name,
            of.decisions.iter().map(|of| match of.granted {
                Granted::Occasion(_, occasions) => occasions.map(hundredths),
                _ => None,
            }),
        ),
        ("beslut", "double") => flags(name, of.decisions.iter().map(|of| of.double)),
        ("beslut", "from_time") => from(&mut of.decisions.iter().map(|of| of.period)),
        ("beslut", "to_time") => to(&mut of.decisions.iter().map(|of| of.period)),
        ("planering", "provider") => providers(of.plan.iter().map(|of| of.provider).collect()),
        ("planering", "customer") => customers(&mut of.plan.iter().map(|of| of.customer)),
        ("planering", "staff") => staff(&mut of.plan.iter().map(|of| (of.provider, of.staff))),
        ("planering", "service") => services(of.plan.iter().map(|of| of.service).collect()),
        ("planering", "start") => times(name, of.plan.iter().map(|of| of.start)),
        ("planering", "stop") => times(name, of.plan.iter().map(|of| of.stop)),
        ("franvaro", "customer") => customers(&mut of.absence.iter().map(|of| of.customer)),
        ("franvaro", "from_time") => from(&mut of.absence.iter().map(|of| of.period)),
        ("franvaro", "to_time") => to(&mut of.absence.iter().map(|of| of.period)),
        ("dispens", "customer") => customers(&mut of.exemptions.iter().map(|of| of.customer)),
        ("dispens", "from_time") => from(&mut of.exemptions.iter().map(|of| of.period)),
        ("dispens", "to_time") => to(&mut of.exemptions.iter().map(|of| of.period)),
        ("fakturaunderlag", "provider") => providers(of.billing.iter().map(|of| of.provider).collect()),
        ("fakturaunderlag", "customer") => customers(&mut of.billing.iter().map(|of| of.customer)),
        ("fakturaunderlag", "service") => services(of.billing.iter().map(|of| of.service).collect()),
        ("fakturaunderlag", "seconds") => wholes(name, of.billing.iter().map(|of| Some(of.seconds))),
        ("fakturaunderlag", "kronor") => numbers(name, of.billing.iter().map(|of| of.ore.map(hundredths))),
        ("tillagg", "provider") => providers(of.supplements.iter().map(|of| of.provider).collect()),
        ("tillagg", "customer") => customers(&mut of.supplements.iter().map(|of| of.customer)),
        ("tillagg", "service") => services(of.supplements.iter().map(|of| of.service).collect()),
        ("tillagg", "day") => {
            days(name, of.supplements.iter().map(|of| Local::from_seconds(of.day.saturating_mul(86_400))))
        }
        ("tillagg", "quantity") => numbers(name, of.supplements.iter().map(|of| Some(hundredths(of.quantity)))),
        ("tillagg", "reported_at") => times(name, of.supplements.iter().map(|of| of.reported_at)),
        ("avbrott", "from_time") => from(&mut of.outages.iter().copied()),
        ("avbrott", "to_time") => to(&mut of.outages.iter().copied()),
        ("hushall", "customer") => customers(&mut of.households.iter().map(|of| of.customer)),
        ("hushall", "household") => wholes(name, of.households.iter().map(|of| Some(of.household.into()))),
        ("personal", "provider") => providers(of.staff.iter().map(|of| of.provider).collect()),
        ("personal", "staff") => staff(&mut of.staff.iter().map(|of| (of.provider, of.staff))),
        ("personal", "from_time") => from(&mut of.staff.iter().map(|of| of.period)),
        ("personal", "to_time") => to(&mut of.staff.iter().map(|of| of.period)),
        ("taggar", "tag") => words(name, &ids.tag, &of.tags.iter().map(|of| of.tag).collect::<Vec<_>>()),
        ("taggar", "customer") => customers(&mut of.tags.iter().map(|of| of.customer)),
        ("taggar", "from_time") => from(&mut of.tags.iter().map(|of| of.period)),
        ("taggar", "to_time") => to(&mut of.tags.iter().map(|of| of.period)),
        ("kontakt", "customer") => customers(&mut of.contacts.iter().map(|of| of.customer)),
        ("kontakt", "staff") => staff(&mut of.contacts.iter().map(|of| (NO_ID, of.staff))),
        ("kontakt", "from_time") => from(&mut of.contacts.iter().map(|of| of.period)),
        ("kontakt", "to_time") => to(&mut of.contacts.iter().map(|of| of.period)),
        _ => return None,
    })
}
