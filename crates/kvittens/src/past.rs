//! Where earlier months come from, and what the rules in force say of them: from the store or a folder of exports, kept
//! by content so that a month is read again only where something changed.

use std::path::{Path, PathBuf};

use kvittens_history::backtest::{Aim, BacktestError, Cache, Catalogue, Plan};
use kvittens_history::past::deliveries::{self, Delivery};
use kvittens_history::{Exports, Months, Said, Store, past, program};
use kvittens_model::{Month, YearMonth};
use kvittens_report::{Checked, Key};
use kvittens_rules::{Earlier, Outcome, Rules, Selection, Settings};

use crate::args::MonthsIn;
use crate::config::Loaded;
use crate::error::Failure;
use crate::key_file::{self, Found};

/// Months before that are looked at: two years.
const MONTHS: usize = 24;

/// Bytes of memory that earlier months may take together.
const MEMORY: u64 = 2 << 30;

/// Rows of a store's largest month of two years, `before` a month that is read from it, else of all: an earlier month or an
/// earlier delivery is read again beside the one that is checked.
pub fn largest(store: &Store, before: Option<YearMonth>) -> Result<u64, Failure> {
    let months = store.months()?.into_iter().filter(|month| before.is_none_or(|before| *month < before));
    // A month that is damaged is told of where it is read.
    let rows = months.rev().take(MONTHS).filter_map(|month| store.volume(month).ok()).map(|volume| volume.rows);
    Ok(rows.max().unwrap_or_default())
}

/// Months in a store or a folder of exports, and the key: a store's own, else that of the folder that is written.
pub fn source(
    from: &MonthsIn,
    named: Option<&Path>,
    loaded: &Loaded,
    out: &Path,
) -> Result<(Box<dyn Months>, Found), Failure> {
    match &from.store {
        Some(dir) => {
            let (store, found) = key_file::open(dir, named, loaded)?;
            Ok((Box::new(store), found))
        }
        None => Ok((exports(from)?, key_file::find(named, loaded, out)?)),
    }
}

/// Months in a folder of exports.
pub fn exports(from: &MonthsIn) -> Result<Box<dyn Months>, Failure> {
    Ok(Box::new(Exports::new(from.place()).map_err(BacktestError::from)?))
}

/// What the rules in force, all or a selection, say of these months.
pub fn said(
    months: &dyn Months,
    which: Vec<YearMonth>,
    (loaded, selection): (&Loaded, Selection),
    key: &Key,
    cache: Option<&Cache>,
) -> Result<Vec<Said>, Failure> {
    let (tables, settings) = (loaded.config.rules.clone(), loaded.config.settings());
    let plan = Plan {
        months,
        which,
        baseline: Catalogue::new(tables, selection, settings, loaded.reading(&[])?).with_owns(loaded.owns.clone()),
        candidate: None,
        sweep: Vec::new(),
        aim: Aim::default(),
        labels: None,
        minutes_per_finding: 0.0,
        key,
        cache,
        memory: MEMORY,
        threads: rayon::current_num_threads(),
        version: program(),
        now: crate::commands::nanoseconds,
        done: &|_| {},
    };
    Ok(plan.said()?)
}

/// Where what was heard of a store's months is kept: in the store, so that it goes when a month is removed.
pub fn cache_of(store: &Path) -> PathBuf {
    store.join(kvittens_history::store::CACHE)
}

/// What the store's months before say of people, where a rule that runs asks for it.
pub fn earlier(
    store: &Store,
    loaded: &Loaded,
    rules: &Rules,
    settings: &Settings,
    now: YearMonth,
) -> Result<Option<Earlier>, Failure> {
    if !rules.iter().any(|rule| rule.held_back().is_none() && rule.rule.reads_earlier()) {
        return Ok(None);
    }
    let (cache, reading) = (cache(store)?, loaded.reading(&[])?);
    let gathered = past::earlier::gather(store, now, settings.municipal_staff, &reading, program(), Some(&cache));
    Ok(Some(gathered.map_err(BacktestError::from)?))
}

fn cache(store: &Store) -> Result<Cache, Failure> {
    let folder = cache_of(store.dir());
    Cache::new(&folder).map_err(Failure::file(folder))
}

/// Adds to a month what the store's months before say of it; and where the store holds an earlier delivery of the month
/// itself (`fresh`: the month at hand was read from exports), how the two differ.
pub fn remember(
    store: &Store,
    (loaded, selection): (&Loaded, &Selection),
    rules: &Rules,
    key: &Key,
    fresh: bool,
    month: &mut Month,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let cache = cache(store)?;
    let there = store.months()?;
    let mut which: Vec<YearMonth> = there.iter().copied().filter(|of| *of < month.month).collect();
    which.drain(..which.len().saturating_sub(MONTHS));
    let said_of = |which| said(store, which, (loaded, selection.clone()), key, Some(&cache));
    if fresh && there.contains(&month.month) {
        let earlier = store.read(month.month, &loaded.reading(&[])?, &|_, _| {})?.month;
        if let [said_then] = &said_of(vec![month.month])?[..] {
            let said_now = Said::of(&Checked { month, outcome, rules, key });
            let lock = loaded.config.lock_day.map(|day| day.of(month.month));
            let then = Delivery { month: &earlier, said: said_then };
            let now = Delivery { month, said: &said_now };
            outcome.past.deliveries = Some(deliveries::compare(then, now, lock));
        }
    }
    past::remember(&said_of(which)?, rules, key, month, outcome);
    Ok(())
}
