//! Measures as the pages show them: the shares of receipts (K101, K102) and the findings per 1 000 visits.

use kvittens_model::{Class, Code, Id, Measure, Scope, Status, Subject};
use kvittens_rules::rules::k101_receipt_table::{LEFT_OUT, ReceiptTable};
use kvittens_rules::rules::k102_manual_share::ManualShare;
use kvittens_rules::share::MEASURE as MANUAL;

use super::draw::{self, Dot, Said};
use super::format::Format;
use super::{past, sparks};
use crate::{Check, Lang};

/// Fewest others whose rate together may be shown to a provider.
const FEWEST_PEERS: usize = 3;

/// How something stands: the text and the class that colours it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub class: &'static str,
    pub text: &'static str,
}

/// One share with everything it is held against.
#[derive(Clone, Debug)]
pub struct Share {
    pub name: &'static str,
    pub class: &'static str,
    pub count: String,
    pub of: String,
    pub share: String,
    pub interval: String,
    pub peers: String,
    pub peers_said: String,
    pub funnel: String,
    pub limit: String,
    pub source: String,
    pub mark: Option<Mark>,
    /// Last month's share and the own past, as small lines; none without a past.
    pub past: Vec<String>,
    /// The same in a word each, for narrow cells.
    pub past_short: Vec<String>,
    /// The share beside its peers and limit, drawn; empty where the row has no room for it.
    pub place: String,
    /// The share month by month, drawn; empty without a past.
    pub months: String,
}

/// The four shares of one provider, unit or of all, and their bar.
#[derive(Clone, Debug)]
pub struct Receipts {
    pub who: String,
    pub href: Option<String>,
    pub visits: String,
    pub shares: Vec<Share>,
    pub bar: String,
}

impl Receipts {
    /// The share that is judged: a receipt at both ends.
    pub fn judged(&self) -> Option<&Share> {
        self.shares.first()
    }
}

/// The share without a receipt of one provider, unit or of all, and its drawing.
#[derive(Clone, Debug)]
pub struct Manual {
    pub who: String,
    pub href: Option<String>,
    pub share: Share,
    pub dot: String,
}

/// The measures of a month, and how to say them.
pub struct Shares<'a> {
    lang: Lang,
    format: Format,
    measures: Vec<&'a Measure>,
    check: &'a Check<'a>,
}

impl<'a> Shares<'a> {
    /// Of all, providers and units.
    pub fn new(check: &'a Check<'a>) -> Shares<'a> {
        let (lang, measures) = (check.options.lang, &check.run.outcome.measures);
        // A cell of the week is no share of the month.
        let wide = |measure: &&Measure| {
            measure.bucket.is_none() && matches!(measure.scope, Scope::All | Scope::Provider | Scope::Unit)
        };
        Shares { lang, format: Format::new(lang), measures: measures.iter().filter(wide).collect(), check }
    }

    /// The same without what rules on trial measured: a provider sees none of it.
    pub fn without_trials(check: &'a Check<'a>) -> Shares<'a> {
        let mut shares = Shares::new(check);
        shares.measures.retain(|measure| !check.run.on_trial(measure.rule));
        shares
    }

    /// A measure.
    pub fn find(&self, rule: Code, name: &str, scope: Scope, subject: Subject) -> Option<&'a Measure> {
        let wanted = |m: &&&Measure| m.rule == rule && m.name == name && m.scope == scope && m.subject == subject;
        self.measures.iter().find(wanted).copied()
    }

    /// A measure of every provider that has visits.
    pub fn providers(&self, rule: Code, name: &str) -> Vec<&'a Measure> {
        let of = |m: &&&Measure| (m.rule, m.name, m.scope) == (rule, name, Scope::Provider);
        let visited = self.measures.iter().filter(of).filter(|m| m.denominator.is_some_and(|visits| visits > 0));
        visited.copied().collect()
    }

    /// The units of a provider that have shares of receipts.
    pub fn units(&self, provider: Id) -> Vec<Subject> {
        let rule = ManualShare::META.code;
        let of = |m: &&&Measure| m.rule == rule && m.scope == Scope::Unit && m.subject.provider == provider;
        self.measures.iter().filter(of).map(|measure| measure.subject).collect()
    }

    /// How many of a provider's visits are left out of the shares, where any are.
    pub fn left_out(&self, id: Id) -> Option<(i64, i64)> {
        let measure = self.find(ReceiptTable::META.code, LEFT_OUT, Scope::Provider, provider(id))?;
        measure.numerator.zip(measure.denominator).filter(|(left_out, _)| *left_out > 0)
    }

    /// The four measures of K101, in the order of the classes.
    pub fn classes(&self, scope: Scope, subject: Subject) -> Option<Vec<&'a Measure>> {
        let rule = ReceiptTable::META.code;
        let of = |class: Class| self.find(rule, class.slug(), scope, subject);
        Class::ALL.into_iter().map(of).collect()
    }

    /// The measure of K102.
    pub fn manual_measure(&self, scope: Scope, subject: Subject) -> Option<&'a Measure> {
        self.find(ManualShare::META.code, MANUAL, scope, subject)
    }

    /// Whether the others' rate together tells nothing of one of them: three of them at least, and none with more
    /// than 80 % of their visits.
    pub fn peers_stand(&self, measure: &Measure) -> bool {
        let of = |m: &&&Measure| {
            (m.rule, m.name, m.scope) == (measure.rule, measure.name, Scope::Provider)
                && m.subject.provider != measure.subject.provider
        };
        let visits = self.measures.iter().filter(of).filter_map(|m| m.denominator);
        let visits: Vec<i64> = visits.filter(|visits| *visits > 0).collect();
        let largest = visits.iter().max().copied().unwrap_or_default();
        visits.len() >= FEWEST_PEERS && largest * 5 <= visits.iter().sum::<i64>() * 4
    }

    /// The four shares as a row. `number`: of the row, for ids on the page.
    pub fn receipts(&self, measures: &[&Measure], who: String, number: &str, peers: bool) -> Receipts {
        let words = &self.lang.words().html;
        let mut shares: Vec<Share> = Class::ALL
            .into_iter()
            .zip(measures)
            .map(|(class, measure)| self.share(measure, (words.class)(class), colour(class), peers))
            .collect();
        // Only receipts at both ends are judged; the other three shares are shown.
        shares.iter_mut().skip(1).for_each(|share| share.mark = None);
        let said: Vec<String> = shares.iter().map(|share| format!("{} {}", share.name, share.share)).collect();
        let parts: Vec<(&str, f64)> = Class::ALL
            .into_iter()
            .zip(measures)
            .map(|(class, measure)| (colour(class), measure.value.unwrap_or_default()))
            .collect();
        let said =
            Said { id: &format!("bar-{number}"), title: &(words.tables.bar)(&who), description: &said.join(", ") };
        Receipts {
            bar: draw::stacked(said, &parts),
            who,
            href: None,
            visits: shares.first().map(|share| share.of.clone()).unwrap_or_default(),
            shares,
        }
    }

    /// The four shares as a tall bar with their numbers, and the others' below where they may be shown.
    pub fn bars(&self, measures: &[&Measure], who: &str, peers: bool) -> Vec<(String, String)> {
        let words = self.lang.words().html;
        let drawn = |number: &str, who: String, value: fn(&Measure) -> Option<f64>| {
            let shares: Option<Vec<f64>> = measures.iter().map(|measure| value(measure)).collect();
            let shares = shares?;
            let said =
                |(class, share): (Class, &f64)| format!("{} {}", (words.class)(class), self.format.percent(*share));
            let said: Vec<String> = Class::ALL.into_iter().zip(&shares).map(said).collect();
            let parts: Vec<(&str, f64)> = Class::ALL.into_iter().map(colour).zip(shares.iter().copied()).collect();
            let title = (words.tables.bar)(&who);
            let said = Said { id: &format!("stapel-{number}"), title: &title, description: &said.join(", ") };
            Some((who, draw::numbered(said, &parts, |share| self.format.percent(share))))
        };
        let own = drawn("own", who.to_owned(), |measure| measure.value);
        let others = || drawn("peers", words.drawn.peers.to_owned(), |measure| measure.peer);
        own.into_iter().chain(peers.then(others).flatten()).collect()
    }

    /// Draws each of the four shares beside its peers and limit, on one scale, and month by month. The end of the scale.
    pub fn draw_each(&self, measures: &[&Measure], of: &mut Receipts, peers: bool) -> f64 {
        let top = self.top(measures.iter().copied());
        for ((measure, share), class) in measures.iter().zip(&mut of.shares).zip(Class::ALL) {
            let what = visits_of(self.lang, class);
            share.place = self.place(measure, share, &format!("lage-{}", class.slug()), &what, peers, top);
            share.months = sparks::alone(self.check, measure, &what, class.slug()).unwrap_or_default();
        }
        top
    }

    /// The share without a receipt as a row, drawn on a scale to `top`.
    pub fn manual(&self, measure: &Measure, who: String, number: &str, peers: bool, top: f64) -> Manual {
        let words = &self.lang.words().html.tables;
        let share = self.share(measure, words.manual_share, "no", peers);
        let dot = self.place(measure, &share, &format!("dot-{number}"), &(words.dot)(&who), peers, top);
        Manual { dot, who, href: None, share }
    }

    /// A share as a dot on a scale to `top`, with its interval and what it is held against.
    fn place(&self, measure: &Measure, share: &Share, id: &str, title: &str, peers: bool, top: f64) -> String {
        let parts = [&share.share, &share.interval, &share.limit, &share.peers_said];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let dot = Dot {
            value: measure.value.unwrap_or_default(),
            interval: measure.interval,
            limit: measure.limit,
            funnel: measure.funnel.filter(|_| peers),
            top,
        };
        draw::dot(Said { id, title, description: &parts.join("; ") }, &dot)
    }

    /// The end of a scale that holds these measures.
    pub fn top<'m>(&self, measures: impl Iterator<Item = &'m Measure>) -> f64 {
        let ends = measures.flat_map(|m| [m.value, m.limit, m.interval.map(|(_, high)| high)]);
        draw::top(ends.flatten())
    }

    /// A share with what it is held against; that of the peers only where it may be shown.
    pub fn share(&self, measure: &Measure, name: &'static str, class: &'static str, peers: bool) -> Share {
        let words = &self.lang.words().html.tables;
        let format = self.format;
        let count = |number: Option<i64>| number.map_or_else(String::new, |number| format.count(number));
        let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format.percent(share));
        let percents = |ends: Option<(f64, f64)>| ends.map_or_else(String::new, |ends| format.percents(ends));
        let peers_share = percent(measure.peer.filter(|_| peers));
        let worse = if class == "both" { words.least } else { words.most };
        let limit = measure.limit.map_or_else(String::new, |limit| worse(&format.chosen_percent(limit)));
        Share {
            name,
            class,
            count: count(measure.numerator),
            of: count(measure.denominator),
            share: percent(measure.value),
            interval: percents(measure.interval),
            peers_said: if peers_share.is_empty() { String::new() } else { (words.peers_are)(&peers_share) },
            peers: peers_share,
            funnel: percents(measure.funnel.filter(|_| peers)),
            limit,
            source: measure.limit_source.clone().unwrap_or_default(),
            mark: Some(self.mark(measure.status)),
            past: past::beside(self.check, measure),
            past_short: past::beside_short(self.check, measure),
            place: String::new(),
            months: String::new(),
        }
    }

    /// How a measure stands.
    pub fn mark(&self, status: Status) -> Mark {
        Mark { class: status.name(), text: (self.lang.words().status)(status) }
    }

    /// Findings per 1 000 visits, with interval, peers and limit, as one text.
    pub fn rate(&self, measure: &Measure, peers: bool) -> Option<String> {
        let words = &self.lang.words().html.tables;
        let format = self.format;
        let mut said = vec![(words.per_thousand)(&format.number(measure.value?, 1))];
        said.extend(measure.interval.map(|ends| (words.interval_is)(&format.numbers(ends))));
        let peer = measure.peer.filter(|_| peers);
        said.extend(peer.map(|peer| (words.peers_are)(&format.number(peer, 1))));
        if let (Some(limit), Some(source)) = (measure.limit, &measure.limit_source) {
            said.push((words.limit_is)(&format.chosen(limit), source));
        }
        said.extend(past::beside(self.check, measure));
        Some(said.join(" · "))
    }
}

/// A provider as subject.
pub fn provider(id: Id) -> Subject {
    Subject { provider: id, ..Subject::NONE }
}

/// The visits of a class, in words.
pub fn visits_of(lang: Lang, class: Class) -> String {
    let words = lang.words().html;
    match class {
        Class::NoTag => words.past.manual_share.to_owned(),
        _ => (words.past.class_share)((words.class)(class)),
    }
}

/// The class that colours a kind of receipts.
pub fn colour(class: Class) -> &'static str {
    match class {
        Class::BothTags => "both",
        Class::InOnly => "in",
        Class::OutOnly => "out",
        Class::NoTag => "no",
    }
}
