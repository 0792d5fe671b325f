//! `kvittens backtest`: rules tested on the months that were.

mod text;
mod write;

use std::collections::BTreeSet;
use std::path::Path;

use kvittens_history::Months;
use kvittens_history::backtest::sweep::Axis;
use kvittens_history::backtest::{Aim, Backtest, Cache, Candidate, Catalogue, Condition, Labels, Plan, fail_if, json};
use kvittens_history::said::read_findings;
use kvittens_model::YearMonth;
use kvittens_report::Lang;
use kvittens_report::html::backtest::About;
use kvittens_rules::{Selection, rules};
use serde_json::json;

use super::nanoseconds;
use crate::args::{self, Format};
use crate::config::{Loaded, load};
use crate::error::{Failure, Unmeasured};
use crate::exit::Exit;
use crate::{past, words};

/// Runs it.
pub fn run(args: &args::Backtest, lang: Lang) -> Result<Exit, Failure> {
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|error| Failure::Threads(error.to_string()))?;
    }
    let conditions = conditions(args)?;
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.baseline.as_deref(), &here)?.with_owns(&args.rule)?;
    let candidate = args.candidate.as_deref().map(|path| candidate(path, args)).transpose()?;
    let own = own_codes(candidate.as_ref(), &loaded);
    let labels = args.labels.as_deref().map(Labels::read).transpose()?;
    let (months, found) = past::source(&args.months_in, args.key.as_deref(), &loaded, &args.out)?;
    let cache = match args.no_cache {
        true => None,
        false => {
            let usual = args.months_in.store.as_deref().map_or_else(|| args.out.join("cache"), past::cache_of);
            let folder = args.cache.clone().unwrap_or(usual);
            Some(Cache::new(&folder).map_err(Failure::file(folder))?)
        }
    };
    let metas = match &candidate {
        Some(Candidate::Catalogue(catalogue)) => catalogue.metas(),
        _ => catalogue(&loaded, args, &own)?.metas(),
    };
    let sweep: Result<Vec<Axis>, _> = args.sweep.iter().map(|text| Axis::read(text, &metas)).collect();
    let plan = Plan {
        which: which(args, months.as_ref())?,
        months: months.as_ref(),
        baseline: catalogue(&loaded, args, &own)?,
        candidate,
        sweep: sweep.map_err(|error| Failure::Backtest(error.into()))?,
        aim: Aim { max_findings: args.max_findings, min_precision: args.min_precision },
        labels: labels.as_ref(),
        minutes_per_finding: args.minutes_per_finding,
        key: &found.key,
        cache: cache.as_ref(),
        memory: args.memory,
        threads: rayon::current_num_threads(),
        version: kvittens_history::program(),
        now: nanoseconds,
        done: &|_| {},
    };
    let backtest = plan.run()?;
    let failed = held(&conditions, &backtest)?;
    let about = about(args, &loaded, lang);
    let page = write::write(&backtest, &about, &args.out)?;
    let text = match args.format {
        Format::Json => {
            let mut value = json::json(&backtest);
            value["failed"] = failed.iter().map(condition).collect();
            format!("{value:#}\n")
        }
        Format::Human | Format::Github => {
            text::human(&backtest, &about, &failed, found.made.as_deref(), &page, words::of(lang))
        }
    };
    super::print(&text)?;
    Ok(if failed.is_empty() { Exit::Done } else { Exit::Findings })
}

/// The months asked for, else all there are.
fn which(args: &args::Backtest, months: &dyn Months) -> Result<Vec<YearMonth>, Failure> {
    match &args.months {
        Some(text) => crate::spans::months(text),
        None => {
            let all = months.months();
            if all.is_empty() { Err(Failure::NoMonths(args.months_in.place().to_owned())) } else { Ok(all) }
        }
    }
}

/// `own`: codes of a file of findings that the catalogue need not know.
fn catalogue(loaded: &Loaded, args: &args::Backtest, own: &BTreeSet<String>) -> Result<Catalogue, Failure> {
    let known = |names: &[String]| names.iter().filter(|name| !own.contains(&name.to_uppercase())).cloned().collect();
    let selection = Selection { select: known(&args.select), ignore: known(&args.ignore) };
    let (tables, settings) = (loaded.config.rules.clone(), loaded.config.settings());
    Ok(Catalogue::new(tables, selection, settings, loaded.reading(&[])?).with_owns(loaded.owns.clone()).with_drafts())
}

/// A configuration by its ending, else findings made elsewhere; those of rules that were not selected are left out.
fn candidate(path: &Path, args: &args::Backtest) -> Result<Candidate, Failure> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        let loaded = load(Some(path), Path::new(""))?.with_owns(&args.rule)?;
        return Ok(Candidate::Catalogue(Box::new(catalogue(&loaded, args, &BTreeSet::new())?)));
    }
    let mut findings = read_findings(path)?;
    let is = |code: &str, names: &[String]| {
        let slug = rules::METAS.iter().find(|meta| meta.code.as_str() == code).map(|meta| meta.slug);
        let called = |name: &String| {
            let family = name.len() == 1 && code.to_lowercase().starts_with(&name.to_lowercase());
            family || name.eq_ignore_ascii_case(code) || slug.is_some_and(|slug| name.eq_ignore_ascii_case(slug))
        };
        names.iter().any(called)
    };
    findings
        .retain(|found| (args.select.is_empty() || is(&found.rule, &args.select)) && !is(&found.rule, &args.ignore));
    Ok(Candidate::Findings(findings))
}

/// The codes in a file of findings that are no rule's of the catalogue: an idea that has no kernel yet.
fn own_codes(candidate: Option<&Candidate>, loaded: &Loaded) -> BTreeSet<String> {
    let Some(Candidate::Findings(findings)) = candidate else { return BTreeSet::new() };
    let is_known =
        |code: &str| rules::METAS.iter().copied().chain(loaded.owns.metas()).any(|meta| meta.code.as_str() == code);
    findings.iter().map(|found| found.rule.clone()).filter(|code| !is_known(code)).collect()
}

/// What the two sides are called: by file name, since a path may name somebody.
fn about(args: &args::Backtest, loaded: &Loaded, lang: Lang) -> About {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let defaults = words::of(lang).backtest.defaults;
    let (baseline, candidate) = (loaded.path.as_deref().map(name), args.candidate.as_deref().map(name));
    // Two files of one name are told apart by their folders.
    let alike = baseline.is_some() && baseline == candidate;
    let shown = |path: Option<&Path>| path.map(|path| if alike { path.display().to_string() } else { name(path) });
    About {
        lang,
        municipality: loaded.config.municipality.clone(),
        baseline: shown(loaded.path.as_deref()).unwrap_or_else(|| defaults.to_owned()),
        candidate: shown(args.candidate.as_deref()),
    }
}

fn conditions(args: &args::Backtest) -> Result<Vec<Condition>, Failure> {
    let read = |text: &String| {
        let fail = |why| Failure::Condition { text: text.clone(), why };
        let condition: Condition = text.parse().map_err(|_| fail(Unmeasured::Form))?;
        if condition.metric.needs_labels() && args.labels.is_none() {
            return Err(fail(Unmeasured::Labels));
        }
        Ok(condition)
    };
    args.fail_if.iter().map(read).collect()
}

/// The conditions that hold. One on a rule that was not tested would never hold, and is refused.
fn held(conditions: &[Condition], backtest: &Backtest) -> Result<Vec<fail_if::Failed>, Failure> {
    let tested: BTreeSet<&str> = backtest.whole.iter().filter_map(|whole| whole.rule.as_deref()).collect();
    let unknown = |condition: &&Condition| condition.rule.as_deref().is_some_and(|rule| !tested.contains(rule));
    if let Some(condition) = conditions.iter().find(unknown) {
        return Err(Failure::Condition { text: condition.to_string(), why: Unmeasured::Rule });
    }
    Ok(conditions.iter().flat_map(|condition| condition.fails(backtest)).collect())
}

fn condition(failed: &fail_if::Failed) -> serde_json::Value {
    json!({ "condition": failed.condition, "rule": failed.rule, "value": failed.value })
}
