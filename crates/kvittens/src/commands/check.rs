//! `kvittens check`: exports in, one report per provider out.

use std::path::Path;

use kvittens_history::Store;
use kvittens_model::{Finding, State, YearMonth};
use kvittens_report::{Check, Checked, Lang, Lost, Options, Written};
use kvittens_rules::accept::Accepts;
use kvittens_rules::rules::METAS;
use kvittens_rules::{Engine, Selection, config};

use kvittens_tables::answers::Answers;

use crate::args::{self, Format, Reports};
use crate::config::{Loaded, ShownIds, load};
use crate::error::Failure;
use crate::exit::Exit;
use crate::memory::{self, Work};
use crate::pdf::TYPESETTER;
use crate::reading::{self, Exports};
use crate::{key_file, past, summary, words};

/// Runs it.
pub fn run(args: &args::Check, lang: Lang) -> Result<Exit, Failure> {
    let wanted = Wanted::of(&args.reports)?;
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|error| Failure::Threads(error.to_string()))?;
    }
    let here = std::env::current_dir().map_err(Failure::file("."))?;
    let loaded = load(args.config.as_deref(), &here)?.with_owns(&args.rule)?;
    let mut rules = config::configure_with(&loaded.config.rules, &loaded.owns)?;
    let selection = Selection { select: args.select.clone(), ignore: args.ignore.clone() };
    selection.apply(&mut rules)?;
    let answers = loaded.answers(&args.accept)?;

    let exports = Exports {
        paths: &args.exports,
        month: args.month,
        provider: args.provider.as_deref(),
        sheet: args.sheet.as_deref(),
        layouts: &args.layout,
    };
    // A store is opened before anything is read; without one, a key is made only once a month has been read.
    let opened = args.store.as_deref().map(|store| key_file::open(store, args.key.as_deref(), &loaded)).transpose()?;
    let work = Work {
        rules: (rules.iter().filter(|rule| rule.held_back().is_none()).count(), METAS.len()),
        html: wanted.html || wanted.pdf,
        xlsx: wanted.xlsx,
        visits: args.visits,
        ..Work::default()
    };
    let mut reading = match &opened {
        Some((store, _)) if args.exports.is_empty() => {
            let month = asked_or_last(args.month, store)?;
            memory::allow(args.memory, || {
                let earlier = past::largest(store, Some(month))?;
                Ok((store.volume(month)?, Work { stored: true, earlier, ..work }))
            })?;
            reading::stored(store, month, &loaded, lang)?
        }
        _ => {
            memory::allow(args.memory, || {
                let earlier = opened.as_ref().map_or(Ok(0), |(store, _)| past::largest(store, None))?;
                Ok((exports.volume(&loaded)?, Work { earlier, ..work }))
            })?;
            exports.read(&loaded, lang)?
        }
    };
    let (store, found) = match opened {
        Some((store, found)) => (Some(store), found),
        None => (None, key_file::find(args.key.as_deref(), &loaded, &args.out)?),
    };
    key_file::must_match(&found.key, &args.out.join(reading.month.month.to_string()))?;
    let letter = loaded.config.letter.of(loaded.path.as_deref(), reading.month.month)?;
    let settings = loaded.config.settings();
    let accepted = Answers::new(&answers, &found.key);
    let now = reading.month.month;
    let earlier = store.as_ref().map(|store| past::earlier(store, &loaded, &rules, &settings, now)).transpose()?;
    let earlier = earlier.flatten();
    let engine = Engine {
        earlier: earlier.as_ref(),
        accepts: (!answers.is_empty()).then_some(&accepted as &dyn Accepts),
        now: super::nanoseconds,
        ..Engine::new(&rules, &settings)
    };
    let mut outcome = engine.run(&reading.month);
    if let Some(store) = &store {
        let fresh = !args.exports.is_empty();
        past::remember(store, (&loaded, &selection), &rules, &found.key, fresh, &mut reading.month, &mut outcome)?;
    }
    let too_many = reading::too_many_rejected(&reading, loaded.config.max_rejected);
    let checked = Checked { month: &reading.month, outcome: &outcome, rules: &rules, key: &found.key };
    let idle = accepted.idle(&checked).into_iter().map(|(answer, why)| (answer.clone(), why));
    let options = Options {
        lang,
        reveal: args.reveal,
        provider_pseudonyms: loaded.config.audience.provider == ShownIds::Pseudonym,
        dialect: args.csv.into(),
        html: wanted.html,
        xlsx: wanted.xlsx,
        pdf: wanted.pdf,
        typesetter: TYPESETTER,
        visits: args.visits,
        too_many_rejected: too_many,
        municipality: loaded.config.municipality.clone(),
        letter,
        board: loaded.config.board.bounds(),
        ladder: loaded.config.follow_up,
        idle_answers: idle.collect(),
        config_hash: config_hash(&loaded, &selection),
        started: super::now(),
        lost: Lost::default(),
    };
    let check = Check { run: checked, skipped: &reading.skipped, options: &options };
    let written = kvittens_report::write(&check, settings.municipal_staff, &args.out)?;
    say(args.format, &check, &written, found.made.as_deref(), lang)?;
    let exit = exit(args, &check.run, too_many);
    // The process ends here: giving a month back piece by piece would only take time.
    std::mem::forget((reading, outcome));
    Ok(exit)
}

/// The month that was asked for, else the last one of the store.
fn asked_or_last(asked: Option<YearMonth>, store: &Store) -> Result<YearMonth, Failure> {
    let last = || store.months().map(|months| months.last().copied());
    match asked {
        Some(month) => Ok(month),
        None => last()?.ok_or_else(|| Failure::NoMonths(store.dir().to_owned())),
    }
}

/// The kinds of reports that are wanted.
pub(super) struct Wanted {
    pub html: bool,
    pub xlsx: bool,
    pub pdf: bool,
}

impl Wanted {
    /// Of the arguments; refused where this build cannot make them, before anything is read.
    pub fn of(reports: &[Reports]) -> Result<Wanted, Failure> {
        let wants = |kind| reports.contains(&kind);
        let wanted = Wanted { html: wants(Reports::Html), xlsx: wants(Reports::Xlsx), pdf: wants(Reports::Pdf) };
        if wanted.pdf && TYPESETTER.is_none() { Err(Failure::NoPdf) } else { Ok(wanted) }
    }
}

fn config_hash(loaded: &Loaded, selection: &Selection) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(loaded.text.as_bytes());
    hasher.update(format!("{:?}", selection).as_bytes());
    for own in loaded.owns.files() {
        hasher.update(own.text().as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

fn say(format: Format, check: &Check<'_>, written: &Written, made: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    let words = words::of(lang);
    let text = match format {
        Format::Human => summary::human(check, written, made, words),
        Format::Json => summary::json(check, written),
        Format::Github => summary::github(check, words),
    };
    super::print(&text)
}

fn exit(args: &args::Check, run: &Checked<'_>, too_many_rejected: bool) -> Exit {
    let fails = args.fail_on.is_some_and(|least| {
        let least = least.into();
        // What is on trial is shown, and stops nothing.
        let counts = |finding: &Finding| {
            finding.state == State::Open && finding.severity >= least && !run.on_trial(finding.rule)
        };
        run.outcome.findings.iter().any(counts)
    });
    let broken = run.outcome.runs.iter().any(|run| run.failure.is_some());
    match (too_many_rejected, broken, fails) {
        (true, _, _) => Exit::Input,
        (false, true, _) => Exit::Usage,
        (false, false, true) => Exit::Findings,
        (false, false, false) => Exit::Done,
    }
}
