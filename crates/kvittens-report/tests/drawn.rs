//! The drawings of a synthetic month, against its findings and measures.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use kvittens_model::past::{Comparison, Former, key};
use kvittens_model::{Id, Measure, Month, Scope, Status};
use kvittens_report::html::Pages;
use kvittens_report::{Check, Key, Options, slug};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use kvittens_synth::Recipe;
use kvittens_tables::names::Names;
use kvittens_tables::record::{finding_ids, is_open, of_provider, record};

/// A month, checked. Few visits are enough for a cell of the week.
struct Checked {
    month: Month,
    rules: Rules,
    outcome: Outcome,
    key: Key,
    options: Options,
}

fn checked(providers: u32) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe { providers, ..Recipe::new("2022-03".parse().unwrap(), 60, 5) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    std::fs::write(folder.path().join("tagg.csv"), made.tagg).unwrap();
    std::fs::write(folder.path().join("manuell.csv"), made.manuell).unwrap();
    let paths = [folder.path().to_owned()];
    let month = kvittens_parse::read(&paths, &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month;
    let rules = configure(&"[K102]\nmin_n = 3\nlimits = [{ value = 0.2, source = \"Avtal\" }]\n".parse().unwrap());
    let rules = rules.unwrap();
    let outcome = Engine::new(&rules, &Settings::default()).run(&month);
    let options = Options { html: true, config_hash: "00".repeat(32), ..Options::default() };
    Checked { month, rules, outcome, key: Key::new([7; 32]), options }
}

impl Checked {
    fn check(&self) -> Check<'_> {
        let run =
            kvittens_report::Checked { month: &self.month, outcome: &self.outcome, rules: &self.rules, key: &self.key };
        Check { run, skipped: &[], options: &self.options }
    }

    fn index(&self) -> String {
        let check = self.check();
        let names = Names::pseudonyms(&self.month, &self.key, false).unwrap();
        let ids = finding_ids(&check.run);
        let records: Vec<_> = (0..ids.len()).map(|at| record(&check.run, at, &ids, &names, None)).collect();
        let slugs = slug::slugs(self.month.ids.provider.iter());
        Pages::new(&check).unwrap().index(&check, &names, &slugs, &records).unwrap()
    }

    fn provider(&self, id: Id) -> String {
        let check = self.check();
        let (ids, names) = (finding_ids(&check.run), Names::plain(&self.month));
        let of = of_provider(&check.run, id).into_iter();
        let records: Vec<_> = of.map(|at| (at, record(&check.run, at, &ids, &names, Some(id)))).collect();
        Pages::new(&check).unwrap().provider(&check, id, &records, &names).unwrap()
    }

    fn measures(&self, name: &'static str, scope: Scope) -> impl Iterator<Item = &Measure> {
        let of = move |m: &&Measure| m.rule.as_str() == "K102" && m.name == name && m.scope == scope;
        self.outcome.measures.iter().filter(of)
    }
}

/// What stands between two texts, the first time.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[test]
fn the_cells_of_a_week_sum_to_the_share_of_the_month() {
    let checked = checked(4);
    for scope in [Scope::All, Scope::Provider] {
        let mut sums: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
        for cell in checked.measures("manual-share-hour", scope) {
            let sum = sums.entry(cell.subject.provider).or_default();
            sum.0 += cell.numerator.unwrap();
            sum.1 += cell.denominator.unwrap();
            assert_eq!(cell.status == Status::TooFew, cell.denominator.unwrap() < 3);
        }
        let whole = checked.measures("manual-share", scope);
        let whole: BTreeMap<Id, (i64, i64)> =
            whole.map(|m| (m.subject.provider, (m.numerator.unwrap(), m.denominator.unwrap()))).collect();
        assert_eq!(sums, whole);
    }
}

#[test]
fn the_map_shows_each_cell_that_has_visits() {
    let checked = checked(4);
    for (page, of) in [(checked.index(), None), (checked.provider(1), Some(1))] {
        let map = between(&page, "<table class=\"week\">", "</table>");
        let scope = if of.is_some() { Scope::Provider } else { Scope::All };
        let cells =
            || checked.measures("manual-share-hour", scope).filter(|m| of.is_none_or(|of| of == m.subject.provider));
        assert_eq!(map.matches("<td class=\"").count() - 1, cells().count());
        assert_eq!(map.matches("class=\"few\"").count(), cells().filter(|m| m.status == Status::TooFew).count());
        assert_eq!(map.matches("<td").count(), 7 * 24 + 1);
        let tuesday = cells().find(|m| m.bucket.as_deref() == Some("tis-08")).unwrap();
        let (some, of) = (tuesday.numerator.unwrap(), tuesday.denominator.unwrap());
        assert!(map.contains(&format!("title=\"tis 08–09: {some} av {of} besök, ")), "{map}");
    }
}

#[test]
fn every_provider_is_a_point_of_the_funnel_and_those_outside_are_named() {
    let checked = checked(5);
    let page = checked.index();
    let plots: Vec<&str> = page.split("<svg class=\"funnel\"").skip(1).collect();
    assert_eq!(plots.len(), 4, "both ends, in, out, none");
    let manual = between(plots[3], ">", "</figure>");
    let outside = |m: &&Measure| m.value.zip(m.funnel).is_some_and(|(v, (low, high))| v < low || v > high);
    let out = checked.measures("manual-share", Scope::Provider).filter(outside).count();
    assert_eq!(manual.matches("<circle").count() + manual.matches("class=\"beyond\"").count(), 5);
    assert_eq!((manual.matches("class=\"beyond\"").count(), manual.matches("<li>").count()), (out, out));
    assert!(manual.contains("class=\"limit\""));
}

#[test]
fn a_providers_drawings_place_no_other_provider() {
    let checked = checked(4);
    let (page, index) = (checked.provider(1), checked.index());
    assert!(!page.contains("class=\"funnel\"") && page.contains("id=\"stapel-peers-t\""));
    let drawn: Vec<&str> = page.split("<svg").skip(1).filter_map(|svg| svg.split("</svg>").next()).collect();
    assert!(drawn.len() > 6);
    for other in checked.measures("manual-share", Scope::Provider).filter(|m| m.subject.provider != 1) {
        let name = checked.month.ids.provider.text(other.subject.provider);
        assert!(drawn.iter().all(|svg| !svg.contains(name)) && index.contains(name));
    }
    // Of the others only their shares together, as the measures have them.
    let others = between(&page, "id=\"stapel-peers-t\"", "</svg>");
    let peer =
        checked.measures("manual-share", Scope::Provider).find(|m| m.subject.provider == 1).unwrap().peer.unwrap();
    assert!(others.contains(&format!("width=\"{:.2}%\"", peer * 100.0)), "{others}");
}

#[test]
fn with_two_others_a_provider_has_one_bar_alone() {
    let checked = checked(3);
    let page = checked.provider(0);
    assert!(page.contains("id=\"stapel-own-t\"") && !page.contains("id=\"stapel-peers-t\""));
    assert!(!page.contains("class=\"band\""));
}

#[test]
fn a_strip_counts_the_open_findings_of_each_day() {
    let checked = checked(4);
    let (index, page) = (checked.index(), checked.provider(1));
    let mut strips = 0;
    for (page, of) in [(&index, None), (&page, Some(1))] {
        for rule in ["D203", "M301", "T402", "P502"] {
            let open = checked.outcome.findings.iter().filter(|finding| {
                finding.rule.as_str() == rule && is_open(finding) && of.is_none_or(|of| of == finding.subject.provider)
            });
            let mut days: BTreeMap<String, usize> = BTreeMap::new();
            for finding in open.filter(|finding| finding.start.or(finding.stop).is_some()) {
                *days.entry(finding.start.or(finding.stop).to_string()[8..10].to_owned()).or_default() += 1;
            }
            let id = format!("<title id=\"dagar-{rule}-t\">");
            assert_eq!(page.contains(&id), days.values().sum::<usize>() >= 3, "{rule}");
            if page.contains(&id) {
                strips += 1;
                let strip = between(page, &id, "</svg>");
                assert_eq!(strip.matches("<path d=").count(), days.len(), "{rule}");
                for (day, count) in days {
                    let day: u32 = day.parse().unwrap();
                    assert!(strip.contains(&format!(" {day}\u{a0}mars\u{a0}2022: {count}</title>")), "{rule} {day}");
                }
            }
        }
    }
    assert!(strips > 3);
}

#[test]
fn a_share_with_a_past_has_a_line_and_one_without_has_none() {
    let mut checked = checked(4);
    assert!(!checked.index().contains("class=\"spark\"") && !checked.provider(1).contains("class=\"spark\""));
    let own = checked.measures("manual-share", Scope::Provider).find(|m| m.subject.provider == 1).unwrap();
    let months = ["2021-12", "2022-01", "2022-02"].map(|month| Former { month: month.parse().unwrap(), value: 0.9 });
    let past = Comparison { before: months.into(), months: 3, limits: Some((0.85, 0.95)), ..Comparison::default() };
    let own = key(own);
    checked.outcome.past.compared.insert(own, past);
    checked.outcome.past.months = 3;
    let page = checked.index();
    let (sparks, row) = (page.matches("class=\"spark\"").count(), between(&page, "class=\"spark\"", "</svg>"));
    assert!(sparks == 1 && row.contains("december\u{a0}2021") && row.contains("class=\"beyond\""), "{row}");
}
