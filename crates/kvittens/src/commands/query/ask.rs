//! The months of a store, read one after the other; of each only the columns that the question needs are kept.

use kvittens_history::Months;
use kvittens_model::Id;
use kvittens_report::{Lang, WriteError};
use kvittens_rules::config;
use kvittens_sql::{People, look};
use kvittens_tables::names::Names;
use std::borrow::Cow;

use super::answer;
use crate::args;
use crate::config::load;
use crate::error::Failure;
use crate::{key_file, spans};

/// The answer as text.
pub fn run(args: &args::Query, lang: Lang) -> Result<String, Failure> {
    let (Some(sql), Some(store)) = (&args.sql, &args.store) else { return Ok(String::new()) };
    // Before anything is read.
    let mut look = look(sql)?;
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.config.as_deref(), &here)?;
    let (store, found) = key_file::open(store, args.key.as_deref(), &loaded)?;
    let there = Months::months(&store);
    let wanted = match &args.months {
        Some(text) => spans::months(text)?,
        None => there.clone(),
    };
    if there.is_empty() {
        return Err(Failure::NoMonths(store.dir().to_owned()));
    }
    let wanted: Vec<_> = wanted.into_iter().filter(|month| there.contains(month)).collect();
    if wanted.is_empty() {
        return Err(Failure::NoneOf(args.months.clone().unwrap_or_default()));
    }
    let (reading, settings) = (loaded.reading(&[])?, loaded.config.settings());
    let rules = config::configure(&loaded.config.rules)?;
    for month in &wanted {
        let month = store.read(*month, &reading, &|_, _| {})?.month;
        let names = match args.reveal {
            true => Names::plain(&month),
            false => Names::pseudonyms(&month, &found.key, settings.municipal_staff).map_err(WriteError::from)?,
        };
        let customer = |id: Id| names.customer(id).map(Cow::into_owned);
        let staff = |provider: Id, id: Id| names.staff(provider, id).map(Cow::into_owned);
        let people = People { customer: &customer, staff: &staff };
        look.add(&month, &settings, &rules, &people).map_err(|stopped| Failure::Query(stopped.to_string()))?;
    }
    let looked = look.ask().map_err(|stopped| Failure::Query(stopped.to_string()))?;
    Ok(answer::text(&looked, args.format, wanted.len(), lang))
}
