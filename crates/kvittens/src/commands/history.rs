//! `kvittens history`: the store of months.

use std::path::{Path, PathBuf};

use kvittens_history::store::{Adding, Removing};
use kvittens_history::{Store, StoreError};
use kvittens_model::YearMonth;
use kvittens_report::Lang;

use crate::args::{Format, History, HistoryAdd};
use crate::config::{Loaded, load};
use crate::error::Failure;
use crate::exit::Exit;
use crate::memory::{self, Work};
use crate::reading::{self, Exports};
use crate::{history, key_file, spans, summary, words};

/// Runs it.
pub fn run(history: &History, lang: Lang) -> Result<Exit, Failure> {
    match history {
        History::Add(args) => add(args, lang),
        History::List { store, format } => list(store, *format, lang),
        History::Verify { months, store } => verify(store, months, lang),
        History::Remove { month, store, yes } => remove(store, *month, *yes, lang),
        History::Export { months, store, out } => export(store, months, out, lang),
    }
}

fn add(args: &HistoryAdd, lang: Lang) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.config.as_deref(), &here)?;
    may_be_added_to(args, &loaded)?;
    let exports = Exports {
        paths: &args.exports,
        month: args.month,
        provider: args.provider.as_deref(),
        sheet: args.sheet.as_deref(),
        layouts: &args.layout,
    };
    let work = Work { keeping: true, ..Work::default() };
    memory::allow(args.memory, || Ok((exports.volume(&loaded)?, work)))?;
    let reading = exports.read(&loaded, lang)?;
    let too_many_rejected = reading::too_many_rejected(&reading, loaded.config.max_rejected);

    let making = Store::making(&args.store)?;
    let found = key_file::find(args.key.as_deref(), &loaded, &args.store)?;
    let store = making.store(&found.key)?;
    let adding = Adding {
        month: &reading.month,
        settings: &loaded.config.settings(),
        key: &found.key,
        too_many_rejected,
        now: &super::now(),
    };
    let added = store.add(&adding)?;
    let read = summary::read(&reading.month, &reading.skipped, lang);
    super::print(&history::added(&read, &added, found.made.as_deref(), words::of(lang)))?;
    Ok(if too_many_rejected { Exit::Input } else { Exit::Done })
}

/// Before millions of rows are read: is the folder a store of this key, or can it become one?
fn may_be_added_to(args: &HistoryAdd, loaded: &Loaded) -> Result<(), Failure> {
    let known = key_file::known(args.key.as_deref(), loaded, &args.store)?;
    match (Store::at(&args.store), known) {
        (Ok(_), Some(found)) => Ok(Store::open(&args.store, &found.key).map(drop)?),
        (Ok(store), None) => {
            Err(Failure::NoKey { store: args.store.clone(), fingerprint: store.fingerprint().to_owned() })
        }
        (Err(StoreError::NoStore { .. }), _) => Ok(()),
        (Err(error), _) => Err(error.into()),
    }
}

fn list(dir: &Path, format: Format, lang: Lang) -> Result<Exit, Failure> {
    let store = Store::at(dir)?;
    let (listed, removed) = (store.list()?, store.removed()?);
    let text = if format == Format::Json {
        history::json(&listed, &removed)
    } else {
        history::list(&listed, &removed, words::of(lang))
    };
    super::print(&text)?;
    let damaged = listed.iter().any(|listed| listed.manifest.is_err());
    Ok(if damaged { Exit::Input } else { Exit::Done })
}

fn verify(dir: &Path, spans: &[String], lang: Lang) -> Result<Exit, Failure> {
    let store = Store::at(dir)?;
    let known = store.months()?;
    let months = if spans.is_empty() { known } else { spans::of_known(spans, &known)? };
    let (verified, rest) = (store.verify(&months)?, store.verify_rest()?);
    super::print(&history::verified(&verified, &rest, words::of(lang)))?;
    let whole = rest.is_empty() && verified.iter().all(|verified| verified.problems.is_empty());
    Ok(if whole { Exit::Done } else { Exit::Input })
}

fn remove(dir: &Path, month: YearMonth, yes: bool, lang: Lang) -> Result<Exit, Failure> {
    let store = Store::at(dir)?;
    if !yes {
        let manifest = match store.manifest(month) {
            Err(error @ StoreError::NoMonth { .. }) => return Err(error.into()),
            manifest => manifest.ok(),
        };
        let counts = manifest.map(|manifest| (manifest.sum.rows_used, manifest.performed_visits()));
        return Err(Failure::Unconfirmed { month, counts });
    }
    let removed = store.remove(&Removing { month, now: &super::now() })?;
    super::print(&(words::of(lang).history.removed)(&removed, dir))?;
    Ok(Exit::Done)
}

fn export(dir: &Path, spans: &[String], out: &Path, lang: Lang) -> Result<Exit, Failure> {
    let store = Store::at(dir)?;
    let months = spans::of_known(spans, &store.months()?)?;
    let folders: Vec<PathBuf> = months.iter().map(|month| store.export(*month, out)).collect::<Result<_, _>>()?;
    let lines: Vec<String> = folders.iter().map(|folder| format!("{}\n", folder.display())).collect();
    super::print(&(words::of(lang).history.exported)(folders.len() as u64, &lines.concat()))?;
    Ok(Exit::Done)
}
