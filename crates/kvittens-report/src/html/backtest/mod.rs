//! backtest.html: what a candidate would have said of earlier months. Counts and shares only.

mod map;
mod rules;
mod swept;

use askama::Template;
use kvittens_history::backtest::Backtest;

use super::curve::{Curve, Line, curve, top};
use super::draw::Said;
use super::format::Format;
use super::frame::Frame;
use super::table::Table;
use crate::Lang;
use crate::words::backtest::Backtest as Words;
use crate::words::html::{Html, Noun};
use map::Map;
use swept::Swept;

/// What the page says beside the numbers.
#[derive(Clone, Debug)]
pub struct About {
    /// The language.
    pub lang: Lang,
    /// The municipality's name, for the heading.
    pub municipality: Option<String>,
    /// What the baseline is called: a file, or the catalogue's own values.
    pub baseline: String,
    /// What the candidate is called; `None` where there is none.
    pub candidate: Option<String>,
}

#[derive(Template)]
#[template(path = "backtest.html")]
struct Page {
    w: &'static Html,
    b: &'static Words,
    frame: Frame,
    summary: Vec<String>,
    has_candidate: bool,
    rules: Table,
    starred: bool,
    judged: Option<rules::Verdicts>,
    curves: Vec<Drawn>,
    map: Option<Map>,
    swept: Option<Swept>,
    overlap: Option<Table>,
}

/// A drawing and what it is of.
pub(super) struct Drawn {
    /// What it is of.
    pub title: String,
    /// The SVG.
    pub svg: String,
}

/// What the parts of the page are made from.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub backtest: &'a Backtest,
    pub about: &'a About,
    pub words: &'static Words,
    pub format: Format,
}

/// A template that failed: an error of the program.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct PageFailure(#[from] askama::Error);

/// The page.
///
/// # Errors
/// A template that fails: an error of the program.
pub fn render(backtest: &Backtest, about: &About) -> Result<String, PageFailure> {
    let (w, b) = (about.lang.words().html, about.lang.backtest());
    let view = View { backtest, about, words: b, format: Format::new(about.lang) };
    let heading = about.municipality.clone().unwrap_or_else(|| b.title.to_owned());
    let under = match (&about.municipality, view.span()) {
        (Some(_), span) => format!("{} · {span}", b.title),
        (None, span) => span,
    };
    let frame = Frame::plain(about.lang, format!("{}, {}", b.title, view.span()), heading, under);
    let page = Page {
        w,
        b,
        frame,
        summary: view.summary(w),
        has_candidate: about.candidate.is_some(),
        rules: rules::table(view),
        starred: backtest.whole.iter().any(|whole| !whole.counts.once),
        judged: rules::verdicts(view),
        curves: view.curves(),
        map: map::map(view),
        swept: swept::swept(view),
        overlap: rules::overlap(view),
    };
    Ok(page.render()?)
}

impl View<'_> {
    fn span(self) -> String {
        match self.backtest.months.as_slice() {
            [] => String::new(),
            [one] => self.format.month(*one),
            [first, .., last] => format!("{}–{}", self.format.month(*first), self.format.month(*last)),
        }
    }

    fn summary(self, w: &Html) -> Vec<String> {
        let (b, format, backtest) = (self.words, self.format, self.backtest);
        let said = |count: u64, noun: Noun| format!("{} {}", format.count(count), noun.of(count));
        let mut lines = vec![(b.sides)(&self.about.baseline, self.about.candidate.as_deref())];
        let providers = said(backtest.providers.len() as u64, w.index.providers);
        if let (Some(first), Some(last)) = (backtest.months.first(), backtest.months.last()) {
            let months = said(backtest.months.len() as u64, b.month_noun);
            lines.push((b.summary)(&months, &format.month(*first), &format.month(*last), &providers));
        }
        let Some(all) = backtest.all() else { return lines };
        let (counts, paired) = (all.counts, all.counts.paired);
        let findings = said(counts.candidate, w.index.open_findings);
        lines.push(match self.about.candidate {
            Some(_) => {
                let [new, gone, changed] = [paired.new, paired.gone, paired.changed].map(|count| format.count(count));
                (b.findings)(&findings, &format.count(counts.baseline), &new, &gone, &changed)
            }
            None => (b.alone)(&findings),
        });
        let hours = self.per_month(backtest.hours(counts.candidate));
        let minutes = format!("{}\u{a0}min", format.chosen(backtest.minutes_per_finding));
        lines.push((b.hours)(&format!("{}\u{a0}h", format.number(hours, 1)), &minutes));
        lines.extend(swept::outcome(self, w));
        lines
    }

    /// A sum as a mean over the months.
    #[allow(clippy::cast_precision_loss, reason = "months are few")]
    fn per_month(self, sum: f64) -> f64 {
        sum / (self.backtest.months.len().max(1) as f64)
    }

    /// Open findings month by month: of all rules, then of each rule that the candidate changes.
    fn curves(self) -> Vec<Drawn> {
        let changed = |whole: &&kvittens_history::backtest::Whole| {
            let paired = whole.counts.paired;
            whole.rule.is_none() || paired.new + paired.gone + paired.changed > 0
        };
        let mut rules: Vec<Option<&str>> =
            self.backtest.whole.iter().filter(changed).map(|whole| whole.rule.as_deref()).collect();
        rules.rotate_right(1);
        (0..).zip(rules).map(|(at, rule): (usize, _)| self.months(at, rule)).collect()
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
    fn months(self, at: usize, rule: Option<&str>) -> Drawn {
        let rows: Vec<_> = self.backtest.months.iter().map(|month| self.backtest.row(*month, rule, None)).collect();
        let of = |count: fn(&kvittens_history::backtest::Counts) -> u64| -> Vec<Option<f64>> {
            rows.iter().map(|row| row.map(|row| count(&row.counts) as f64)).collect()
        };
        let (baseline, candidate) = (of(|counts| counts.baseline), of(|counts| counts.candidate));
        let end = top(baseline.iter().chain(&candidate).flatten().copied());
        let least = candidate.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let most = candidate.iter().flatten().copied().fold(0.0, f64::max);
        let description = (self.words.months_description)(&self.format.number(least, 0), &self.format.number(most, 0));
        let title = (self.words.months_title)(rule.unwrap_or(self.words.all));
        let mut lines = vec![Line { class: "candidate", values: candidate }];
        if self.about.candidate.is_some() {
            lines.insert(0, Line { class: "baseline", values: baseline });
        }
        let drawn = Curve {
            places: self.backtest.months.iter().map(ToString::to_string).collect(),
            lines,
            top: end,
            top_word: self.format.number(end, 0),
            middle_word: self.format.chosen(end / 2.0),
            chosen: None,
        };
        let id = format!("m{at}");
        Drawn { svg: curve(Said { id: &id, title: &title, description: &description }, &drawn), title }
    }
}
