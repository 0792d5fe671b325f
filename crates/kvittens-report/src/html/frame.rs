//! What both pages have around their matter: heading, foot, warnings and the rules that did not run.

use kvittens_model::{Code, Id, NoteCode};

use super::Pages;
use super::format::Format;
use super::letterhead::{self, Letterhead};
use super::table::{Column, Table};
use crate::ground::Placeholder;
use crate::{Check, Lang};
use kvittens_tables::names::Names;

/// Heading and foot.
#[derive(Clone)]
pub struct Frame {
    pub lang: &'static str,
    pub title: String,
    pub heading: String,
    pub under: String,
    pub program: &'static str,
    pub letterhead: Letterhead,
    /// To whom, until when; of a page that is a letter.
    pub address: Vec<(&'static str, String)>,
    /// Lines to sign on.
    pub signature: Vec<(&'static str, String)>,
    /// The foot of a printed sheet, as CSS.
    pub sheet: String,
    pub foot: Vec<(&'static str, String)>,
}

impl Frame {
    /// Of a page that is no month's check.
    pub fn plain(lang: Lang, title: String, heading: String, under: String) -> Frame {
        let words = &lang.words().html.tables;
        Frame {
            lang: lang.tag(),
            sheet: letterhead::sheet(lang, &title),
            title,
            heading,
            under,
            program: words.program,
            letterhead: Letterhead::default(),
            address: Vec::new(),
            signature: Vec::new(),
            foot: vec![(words.version, format!("Kvittens {}", env!("CARGO_PKG_VERSION")))],
        }
    }

    /// Of a page that is called so.
    pub fn new(check: &Check<'_>, title: String, heading: String, under: String) -> Frame {
        let words = &check.options.lang.words().html.tables;
        let letterhead = Letterhead::new(check, &heading);
        let mut frame = Frame { letterhead, ..Frame::plain(check.options.lang, title, heading, under) };
        frame.foot.extend([
            (words.configuration, check.options.config_hash.clone()),
            (words.key, check.run.key.fingerprint()),
        ]);
        frame
    }

    /// As a letter to somebody.
    pub fn addressed(self, check: &Check<'_>, to: &str) -> Frame {
        Frame { address: letterhead::address(check, to), ..self }
    }

    /// With lines to sign on.
    pub fn signed(self, check: &Check<'_>) -> Frame {
        Frame { signature: letterhead::signature(check), ..self }
    }
}

/// How many rules ran, as a sentence. A rule on trial is not counted: most readers hear nothing of it.
pub fn ran(check: &Check<'_>) -> String {
    let (words, format) = (&check.options.lang.words().html.letter, Format::new(check.options.lang));
    let runs = || check.run.outcome.runs.iter().filter(|run| !check.run.on_trial(run.code));
    let (ran, all) = (runs().filter(|run| run.not_run.is_none()).count(), runs().count());
    if ran == all { (words.all_ran)(&format.count(all)) } else { (words.ran)(&format.count(ran), &format.count(all)) }
}

/// What must be known before a number is read. For a provider: what concerns it.
pub fn warnings(check: &Check<'_>, only: Option<Id>) -> Vec<String> {
    let words = check.options.lang.words();
    let mut said = Vec::new();
    if check.options.too_many_rejected {
        said.push(words.html.tables.too_many_rejected.to_owned());
    }
    let lost = check.options.lost;
    if lost.key && only.is_some() && !check.options.provider_pseudonyms {
        said.push(words.html.again.no_key.to_owned());
    }
    if lost.visits {
        said.push(words.html.again.no_visits.to_owned());
    }
    for note in &check.run.month.notes {
        let concerns = only.is_none() || note.provider == only || note.code == NoteCode::NoManualExport;
        if note.code.is_warning() && concerns {
            said.push(check.options.lang.warning(check.run.month, note));
        }
    }
    said
}

/// Why a rule's table is not there: it did not run, or else what is said.
pub fn absent(check: &Check<'_>, rule: Code, otherwise: &str) -> String {
    let words = check.options.lang.words();
    let run = check.run.outcome.runs.iter().find(|run| run.code == rule);
    match run.and_then(|run| run.not_run) {
        Some(reason) => (words.html.tables.absent)(rule.as_str(), (words.reason)(reason)),
        None => otherwise.to_owned(),
    }
}

/// A rule as the controller's page calls it: marked where it is on trial.
pub fn marked(check: &Check<'_>, rule: Code) -> String {
    let said = check.options.lang.words().html.index.on_trial;
    if check.run.on_trial(rule) { said(rule.as_str()) } else { rule.to_string() }
}

/// The rules that did not run, and why; `None` where all did. `trials`: those on trial among them, which a provider
/// does not hear of.
pub fn not_run(pages: &Pages, check: &Check<'_>, trials: bool) -> Option<Table> {
    let words = check.options.lang.words();
    let tables = &words.html.tables;
    let rows: Vec<Vec<String>> = check
        .run
        .outcome
        .runs
        .iter()
        .filter_map(|run| {
            let reason = (words.reason)(run.not_run.filter(|_| trials || !check.run.on_trial(run.code))?);
            Some(vec![run.code.to_string(), pages.name(run.code).to_owned(), reason.to_owned()])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: tables.not_run_caption.to_owned(),
        columns: [tables.rule, tables.name, tables.why].map(Column::text).into(),
        rows,
    })
}

/// Staff that stand for many people, as provider and name; only a provider's own where one is given.
pub fn placeholders(pages: &Pages, check: &Check<'_>, names: &Names<'_>, only: Option<Id>) -> Vec<(String, String)> {
    let told = |of: &Placeholder| {
        // Where staff ids are the municipality's, the placeholder belongs to whoever has visits of it.
        let whose = of.providers.iter().copied().find(|of| only.is_none_or(|only| only == *of))?;
        let provider = if of.common { "" } else { check.run.month.ids.provider.text(whose) };
        Some((provider.to_owned(), names.staff(whose, of.staff)?.into_owned()))
    };
    pages.ground.placeholders.iter().filter_map(told).collect()
}

/// A file's layout as one text.
pub fn layout(check: &Check<'_>, file: &kvittens_model::InputFile, format: Format) -> String {
    let known = check.options.lang.words().html.index.known_columns;
    let (found, all) = file.score;
    format!("{} ({})", file.layout, known(&format.count(found), &format.count(all)))
}
