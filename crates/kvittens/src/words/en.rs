//! English.

mod again;
mod history;
mod inspect;
mod read;

use std::fmt::Write as _;
use std::path::Path;

use kvittens_history::answers::AnswersError;
use kvittens_model::Month;
use kvittens_parse::LayoutError;
use kvittens_report::WriteError;
use kvittens_report::letter::{LogoError, MOST};
use kvittens_rules::RulesError;

use super::{Message, TrendWords, Words, bytes};
use crate::error::Failure;
use crate::letter::Wrong;
use crate::memory::TooMuch;

/// The labels of a message.
const LABELS: [&str; 4] = ["error", "expected", "found", "what to do"];

/// The words.
pub const WORDS: Words = Words {
    failure: |failure| message(failure).render(LABELS),
    rows_a_second: "rows/s",
    read,
    skipped: "Left alone (no exports):",
    summary_columns: ["Rule", "", "Open", "Explained"],
    on_trial: |rule| format!("{rule} (on trial)"),
    idle_answers: |expired, unmatched| {
        format!(
            "Answers that change nothing: {expired} have run out, {unmatched} belong to no finding of the month (see manifest.json)."
        )
    },
    in_question: |minutes, of, kronor| {
        let pay = kronor.map_or_else(String::new, |kronor| format!(", SEK {}", money(kronor)));
        let (minutes, of) = (number(minutes.unsigned_abs()), number(of.unsigned_abs()));
        format!("Open findings are about {minutes} of {of} registered minutes, each counted once{pay}.")
    },
    not_run: "Not run",
    too_many_rejected: "! More rows were set aside than max_rejected allows: see karantan.csv. The reports are marked.",
    key_made: |path| {
        format!("New key for pseudonyms: {} (keep it; by it the same customer is known next month)", path.display())
    },
    kept: |path| format!("The former folder had been changed by hand and is kept as {}", path.display()),
    written: |folder, providers, html| {
        let first = if html { folder.join("index.html") } else { folder.to_owned() };
        format!("{}: {}", counted(providers as u64, "provider", "providers"), first.display())
    },
    open_findings: |count| counted(count, "open finding", "open findings"),
    rule_columns: ["Code", "Name", "", "Per", "Severity"],
    page_headings: ["Definition", "Why", "Needs", "Innocent explanations", "Question to the provider"],
    parameters: "Parameters",
    fires: "Fires",
    rests: "Does not fire",
    inspect: inspect::WORDS,
    synthesized: |rows, visits, planted, out| {
        format!("{} rows, {} visits, {} planted: {}\n", number(rows), number(visits), number(planted), out.display())
    },
    number,
    again: again::WORDS,
    history: history::WORDS,
    trend: TrendWords {
        shares: ["Provider", "Share", "Month", "Now", "Centre", "Limits", ""],
        months: ["Month", "Share", "Visits", "Limits", ""],
        everybody: "All",
        since: |month| format!("changed since {month}"),
        quiet: "No share has changed by more than chance will reasonably give.",
        nothing: "There is nothing to compare: at least four months with visits are needed.",
    },
    backtest: super::backtest_en::WORDS,
    init: super::init_en::WORDS,
    query: super::own_en::WORDS,
};

/// Whole kronor.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kronor of a month, not below 0")]
fn money(kronor: f64) -> String {
    number(kronor.round() as u64)
}

fn number(count: u64) -> String {
    super::number(count, ",")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    super::counted(count, ",", one, many)
}

fn read(month: &Month) -> String {
    let used: u64 = month.files.iter().map(|file| file.used).sum();
    let providers = counted(month.ids.provider.len().into(), "provider", "providers");
    let visits = counted(month.visits.performed_count(), "performed visit", "performed visits");
    let mut text = format!("{}: {}, {visits}, {providers}\n", month.month, counted(used, "row", "rows"));
    for file in &month.files {
        let _ = writeln!(
            text,
            "  {} ({}, {}): {} read = {} used + {} set aside + {} of other months",
            file.name,
            file.layout,
            file.encoding,
            number(file.read),
            number(file.used),
            number(file.rejected),
            number(file.other_month),
        );
    }
    text
}

fn message(failure: &Failure) -> Message {
    match failure {
        Failure::Read(error) => read::error(error),
        Failure::Write(error) => write_error(error),
        Failure::Again(error) => again::error(error),
        Failure::NoIndex { month } => again::no_index(month),
        Failure::NoReports(folder) => again::no_reports(folder),
        Failure::Store(error) => history::error(error),
        Failure::NoKey { store, fingerprint } => Message::new(
            shown(store),
            "the store's key is not found",
            "name it with --key, or the configuration with --config",
        )
        .with(format!("key {fingerprint}"), "no key"),
        Failure::Unconfirmed { month, counts } => history::unconfirmed(*month, *counts),
        Failure::Config { path, message, nearest } => {
            let way_out = match nearest {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => "mend the line of the configuration".to_owned(),
            };
            Message::new(shown(path), message.trim_end().to_owned(), way_out)
        }
        Failure::Letter { path, wrong } => letter(&shown(path), wrong),
        Failure::Layout { path, error } => layout_error(&shown(path), error),
        Failure::Rules(error) => rules_error(error),
        Failure::Own(error) => super::own_en::error(error),
        Failure::NoRuleFiles(pattern) => super::own_en::no_files(pattern),
        Failure::Example { rule, fires, which, found } => super::own_en::example(rule, *fires, *which, *found),
        #[cfg(feature = "sql")]
        Failure::Query(stopped) => super::own_en::stopped(stopped),
        #[cfg(not(feature = "sql"))]
        Failure::NoFeature(feature) => super::own_en::no_feature(feature),
        Failure::File { path, source } => Message::new(
            shown(path),
            format!("cannot be read or written ({source})"),
            "check path, permissions and space",
        ),
        Failure::Key { path, .. } => Message::new(shown(path), "is no key", "name another file with --key")
            .with("64 hexadecimal digits", "something else"),
        Failure::OtherKey { folder, there, here } => Message::new(
            shown(folder),
            "was written with another key; the pseudonyms would change",
            "name the former key with --key, or another folder with --out",
        )
        .with(format!("key {there}"), format!("key {here}")),
        Failure::Exists { path } if path.ends_with(crate::key_file::NAME) => Message::new(
            shown(path),
            "is there already; without it no customer is known again from last month",
            "write to another folder with --out, and move kvittens.toml here from it",
        ),
        Failure::Exists { path } => {
            Message::new(shown(path), "is there already", "move it away, or write to another folder with --out")
        }
        Failure::NoSuchProvider { name, nearest } => {
            let way_out = nearest.as_ref().map(|near| format!("did you mean \"{near}\"?"));
            let way_out = way_out.unwrap_or_else(|| "write the name as in the export".to_owned());
            Message::new(format!("\"{name}\""), "no provider with four months or more is called so", way_out)
        }
        Failure::NoPdf => Message::new(
            "--reports",
            "pdf: the program is built without PDF",
            "open rapport.html in a browser and print it: it is a finished document; or build with \
             cargo install --path crates/kvittens --features pdf",
        ),
        Failure::Months(text) => {
            Message::new(format!("\"{text}\""), "is no range of months", "write 2022-03 or 2021-01..2022-12")
        }
        Failure::NoneOf(text) => Message::new(
            format!("\"{text}\""),
            "no such month is in the store",
            "kvittens history list shows those that are",
        ),
        Failure::NoMonths(path) => Message::new(
            shown(path),
            "holds no month",
            "put each month's exports into a folder with the month's name, as 2022-03",
        ),
        Failure::Backtest(error) => super::backtest_en::error(error),
        Failure::Grid(error) => super::backtest_en::grid(error),
        Failure::Answers(error) => answers(error),
        Failure::Condition { text, why } => super::backtest_en::condition(text, *why),
        Failure::Table(_) | Failure::Page(_) => {
            Message::new("backtest", failure.to_string(), "report the error: it is one of the program")
        }
        Failure::Output(error) => Message::new("the output", error.to_string(), "check where it goes"),
        Failure::Memory(much) => memory(much),
        Failure::Threads(text) => Message::new("--threads", text.clone(), "ask for fewer"),
    }
}

fn memory(much: &TooMuch) -> Message {
    let bare = much
        .without_reports
        .map(|bare| format!("leave out pages and workbooks with --reports none (about {})", bytes(bare)));
    let one = much.one_rule.map(|one| format!("choose fewer rules with --select (down to about {})", bytes(one)));
    let few = (much.fitting > 0)
        .then(|| format!("run one provider's exports at a time (about {} rows fit)", number(much.fitting)));
    let ways: Vec<String> =
        ["allow more with --memory".to_owned()].into_iter().chain(bare).chain(one).chain(few).collect();
    Message::new("--memory", "the run needs more memory than it may take; nothing was read or written", ways.join("; "))
        .with(
            format!("at most {}", bytes(much.limit)),
            format!("about {} for about {} rows", bytes(much.peak), number(much.rows)),
        )
}

fn answers(error: &AnswersError) -> Message {
    match error {
        AnswersError::Toml { file, message } => Message::new(
            file,
            format!("cannot be read as answers: {message}"),
            "mend the file: [[accept]] with finding, decided_by and, if you like, answer, until",
        ),
        AnswersError::Entry { file, entry, key, expected } => {
            Message::new(file, format!("entry {entry}: {key} cannot be read"), "mend the entry")
                .with(*expected, "something else, or nothing")
        }
        AnswersError::Table(error) => super::backtest_en::grid(error),
    }
}

fn letter(place: &str, wrong: &Wrong) -> Message {
    let place = format!("{place}, [letter]");
    match wrong {
        Wrong::TwoDays => Message::new(
            place,
            "both answer_by and answer_day",
            "keep one of them: answer_day holds for every month, answer_by for one",
        ),
        Wrong::Day(day) => Message::new(
            place,
            "answer_day is no day that every month has",
            "give the day of the month after the report's, or a date with answer_by",
        )
        .with("1 to 28", day.to_string()),
        Wrong::Early((year, month, day), of) => Message::new(
            place,
            "answer_by lies before the end of the month",
            "give a later date, or answer_day, which follows the month",
        )
        .with(format!("a day after {of}"), format!("{year:04}-{month:02}-{day:02}")),
        Wrong::Blank(key) => {
            Message::new(place, format!("{key} is empty"), format!("fill in {key}, or take the line away"))
        }
        Wrong::Unread(logo, error) => Message::new(
            place,
            format!("logo = \"{}\" cannot be read ({error})", shown(logo)),
            "name the picture from the configuration's folder, or take logo away",
        ),
        Wrong::Logo(logo, LogoError::Large(bytes)) => Message::new(
            place,
            format!("logo = \"{}\" is too large", shown(logo)),
            "save the picture smaller: every report holds it",
        )
        .with(format!("at most {MOST} bytes"), format!("{bytes} bytes")),
        Wrong::Logo(logo, LogoError::Kind) => Message::new(
            place,
            format!("logo = \"{}\" is no picture that a report can hold", shown(logo)),
            "save the picture as PNG, JPEG or SVG",
        ),
    }
}

fn layout_error(place: &str, error: &LayoutError) -> Message {
    match error {
        LayoutError::Like { name, known } => Message::new(
            place,
            format!("like = \"{name}\": no built-in layout is called so"),
            format!("choose one of {}", list(known)),
        ),
        LayoutError::Incomplete(key) => Message::new(
            place,
            format!("the key {key} is missing"),
            "write it, or like = \"lifecare-tagg\" to take the rest from a built-in layout",
        ),
        LayoutError::Name(name) => Message::new(
            place,
            format!("name = \"{name}\" cannot be used"),
            "choose a name of your own, of letters, digits and hyphens",
        ),
        other => Message::new(place, other.to_string().trim_end(), "mend the line of the layout"),
    }
}

fn write_error(error: &WriteError) -> Message {
    const WAY_OUT: &str =
        "check space and permissions, and that no file is open in another program; the former folder is untouched";
    match error {
        WriteError::Folder(error) if error.is_busy() => Message::new(
            shown(&error.path),
            "is being written by another run",
            "wait until it is done, or name another folder with --out",
        ),
        WriteError::Folder(error) => {
            Message::new(shown(&error.path), format!("cannot be written ({})", error.source), WAY_OUT)
        }
        WriteError::Collision(_) => Message::new(
            "the key",
            "two ids have one pseudonym",
            "make a new key: move kvittens.key away and run again",
        ),
        other => Message::new("the report", other.to_string(), "report the error: it is one of the program"),
    }
}

fn rules_error(error: &RulesError) -> Message {
    match error {
        RulesError::Unknown { name, nearest } => {
            let way_out = nearest.as_ref().map_or_else(
                || "kvittens rules shows all".to_owned(),
                |near| format!("did you mean \"{near}\"? kvittens rules shows all"),
            );
            Message::new(format!("\"{name}\""), "no rule is called so", way_out)
        }
        RulesError::Table { code, message } => {
            let way_out = crate::nearest::in_message(message)
                .map_or_else(|| format!("see kvittens explain {code}"), |near| format!("did you mean \"{near}\"?"));
            Message::new(format!("kvittens.toml, [rules.{code}]"), message.clone(), way_out)
        }
        RulesError::NoLimit { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "the rule measures no share that a limit could be for",
            "remove the limit; set it for K101, K102 or a rule on visits",
        ),
        RulesError::NoSource { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "a limit needs an owner",
            "say in source where it stands, as \"Avtal 2022 §4.3\"",
        ),
        RulesError::Range { code, name, value, low, high } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            format!("{name} makes no sense"),
            format!("see kvittens explain {code}"),
        )
        .with(format!("{low} to {high}"), value.to_string()),
        RulesError::Impossible { code, expected, found } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "the values do not go together",
            format!("see kvittens explain {code}"),
        )
        .with(*expected, found.clone()),
    }
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
