//! `kvittens trend`: every share over the months, in the terminal and as a page.

mod table;

use std::fs;
use std::path::Path;

use kvittens_history::Said;
use kvittens_history::backtest::Cache;
use kvittens_model::Code;
use kvittens_model::past::Trend;
use kvittens_report::html::trend::{Look, page};
use kvittens_report::{Key, Lang};
use kvittens_rules::{Meta, Selection, config};

use crate::config::load;
use crate::error::Failure;
use crate::exit::Exit;
use crate::{args, nearest, past};

/// Runs it.
pub fn run(args: &args::Trend, lang: Lang) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.config.as_deref(), &here)?.with_owns(&[])?;
    let (months, key) = match &args.months_in.store {
        Some(_) => {
            let (months, found) = past::source(&args.months_in, args.key.as_deref(), &loaded, Path::new(""))?;
            (months, found.key)
        }
        // Shares name nobody, so without a store no key is needed, and none is made.
        None => (past::exports(&args.months_in)?, Key::new([0; 32])),
    };
    let cache = args.months_in.store.as_deref().map(past::cache_of);
    let cache = cache.map(|folder| Cache::new(&folder).map_err(Failure::file(folder))).transpose()?;
    let which = months.months();
    let rules = config::configure_with(&loaded.config.rules, &loaded.owns)?;
    let metas: Vec<Meta> = rules.iter().map(|rule| rule.rule.meta()).collect();
    let trial: Vec<Code> = rules.iter().filter(|rule| rule.on_trial()).map(|rule| rule.code()).collect();
    let said = past::said(months.as_ref(), which, (&loaded, Selection::default()), &key, cache.as_ref())?;
    show(args, &said, (&metas, &trial), loaded.config.municipality, lang)
}

/// Shows the trend of what was said of some months, wherever they came from. `trial`: those of the rules on trial.
fn show(
    args: &args::Trend,
    said: &[Said],
    (rules, trial): (&[Meta], &[Code]),
    municipality: Option<String>,
    lang: Lang,
) -> Result<Exit, Failure> {
    let mut trend = kvittens_history::past::trend(said);
    if let Some(provider) = &args.provider {
        must_be_known(provider, &trend)?;
        // The page of one provider may be handed to it, and a rule on trial is the controller's alone.
        trend.series.retain(|series| !trial.contains(&series.rule));
    }
    if let Some(rule) = &args.rule {
        let meta = super::explain::meta(rule, rules)?;
        trend.series.retain(|series| series.rule == meta.code);
    }
    let look = Look { lang, municipality, provider: args.provider.clone(), rules: rules.to_vec() };
    super::print(&table::text(&trend, &look, args.rule.is_some()))?;
    if let Some(out) = &args.out {
        let page = page(&trend, &look).map_err(|error| Failure::Write(error.into()))?;
        put(out, &page)?;
        super::print(&format!("{}\n", out.display()))?;
    }
    Ok(Exit::Done)
}

/// A provider that has no chart is refused with the nearest name.
fn must_be_known(provider: &str, trend: &Trend) -> Result<(), Failure> {
    let known = || trend.series.iter().filter_map(|series| series.provider.as_deref());
    if known().any(|name| name == provider) {
        return Ok(());
    }
    Err(Failure::NoSuchProvider { name: provider.to_owned(), nearest: nearest::of(provider, known()) })
}

/// Writes the page beside its place and renames it, so that a stopped run leaves the old one.
fn put(out: &Path, page: &str) -> Result<(), Failure> {
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    let mut aside = out.as_os_str().to_owned();
    aside.push(".ny");
    fs::write(&aside, page).map_err(Failure::file(out))?;
    fs::rename(&aside, out).map_err(Failure::file(out))
}
