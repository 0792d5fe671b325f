//! The HTML pages of a synthetic month: what stands on them, and what must not.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use kvittens_model::Month;
use kvittens_report::html::Pages;
use kvittens_report::{Check, Key, Lang, Options, slug};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use kvittens_synth::Recipe;
use kvittens_tables::names::Names;
use kvittens_tables::record::{finding_ids, of_provider, record};

/// A month, checked.
struct Checked {
    month: Month,
    rules: Rules,
    outcome: Outcome,
    key: Key,
}

fn options(lang: Lang) -> Options {
    Options {
        lang,
        html: true,
        xlsx: true,
        municipality: Some("Exempelkommunen".into()),
        config_hash: "00".repeat(32),
        ..Options::default()
    }
}

/// A small month of so many providers; `edit` changes its files' texts, and a file without text is left out.
fn checked(providers: u32, edit: impl Fn(String) -> String) -> Checked {
    checked_with(providers, &Settings::default(), edit)
}

fn checked_with(providers: u32, settings: &Settings, edit: impl Fn(String) -> String) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe { providers, ..Recipe::new("2022-03".parse().unwrap(), 40, 5) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    for (name, bytes) in [("tagg.csv", made.tagg), ("manuell.csv", made.manuell)] {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let text = edit(text);
        if !text.is_empty() {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
    }
    let paths = [folder.path().to_owned()];
    let reading = kvittens_parse::read(&paths, &kvittens_parse::Options::default(), &|_, _| {}).unwrap();
    let limits = "[K101]\nlimits = [{ value = 0.99, source = \"Avtal §4.3\" }]\n\
                  [K102]\nlimits = [{ value = 0.01, source = \"Avtal §4.3\" }]\n";
    let rules = configure(&limits.parse().unwrap()).unwrap();
    let outcome = Engine::new(&rules, settings).run(&reading.month);
    Checked { month: reading.month, rules, outcome, key: Key::new([7; 32]) }
}

impl Checked {
    fn check<'a>(&'a self, options: &'a Options) -> Check<'a> {
        let run =
            kvittens_report::Checked { month: &self.month, outcome: &self.outcome, rules: &self.rules, key: &self.key };
        Check { run, skipped: &[], options }
    }

    fn index(&self, lang: Lang) -> String {
        let options = options(lang);
        let check = self.check(&options);
        let names = Names::pseudonyms(&self.month, &self.key, false).unwrap();
        let slugs = slug::slugs(self.month.ids.provider.iter());
        let ids = finding_ids(&check.run);
        let records: Vec<_> = (0..ids.len()).map(|at| record(&check.run, at, &ids, &names, None)).collect();
        Pages::new(&check).unwrap().index(&check, &names, &slugs, &records).unwrap()
    }

    fn provider(&self, lang: Lang, id: u32) -> String {
        let options = options(lang);
        let check = self.check(&options);
        let (ids, names) = (finding_ids(&check.run), Names::plain(&self.month));
        let of = of_provider(&check.run, id).into_iter();
        let records: Vec<_> = of.map(|at| (at, record(&check.run, at, &ids, &names, Some(id)))).collect();
        Pages::new(&check).unwrap().provider(&check, id, &records, &names).unwrap()
    }
}

/// Every element that is opened is closed, in order.
fn assert_nested(page: &str) {
    const VOID: [&str; 2] = ["meta", "!doctype"];
    let mut open: Vec<&str> = Vec::new();
    // What stands in a script is no markup.
    let (markup, _) = page.split_once("<script").unwrap();
    let end = page.rsplit_once("</script>").unwrap().1;
    for tag in markup.split('<').skip(1).chain(end.split('<').skip(1)) {
        let (name, _) = tag.split_once(['>', ' ', '\n', '/']).unwrap();
        if let Some(rest) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), rest.split('>').next(), "{open:?}");
        } else if !VOID.contains(&name.to_lowercase().as_str()) && !tag.split('>').next().unwrap().ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn both_pages_are_whole_in_both_languages() {
    let checked = checked(4, |text| text);
    for lang in [Lang::Sv, Lang::En] {
        for page in [checked.index(lang), checked.provider(lang, 0)] {
            assert_nested(&page);
            assert!(page.contains(&format!("<html lang=\"{}\">", lang.tag())));
            assert!(page.contains("default-src 'none'") && !page.contains("unsafe-inline"));
            assert_eq!(page.matches("http://").count(), 1, "the namespace of SVG");
            let (scripts, data) =
                (page.matches("<script>").count(), page.matches("<script type=\"application/json\"").count());
            assert!(scripts == 1 && data > 1 && page.matches("<script").count() == scripts + data);
            let (text, _) = page.split_once("<script").unwrap();
            assert!(!text.contains("{{") && !text.contains("{%") && page.contains("Avtal §4.3"));
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "an id stands twice");
        }
    }
    assert!(checked.index(Lang::Sv).contains("mars\u{a0}2022") && checked.index(Lang::En).contains("March\u{a0}2022"));
    assert_eq!(checked.index(Lang::Sv), checked.index(Lang::Sv));
}

#[test]
fn a_providers_page_names_nobody_elses() {
    let checked = checked(4, |text| text);
    let page = checked.provider(Lang::Sv, 1);
    let (ids, visits) = (&checked.month.ids, &checked.month.visits);
    for (id, name) in (0..).zip(ids.provider.iter()) {
        assert_eq!(page.contains(name), id == 1, "{name}");
    }
    let words: std::collections::BTreeSet<&str> = page.split(|letter: char| !letter.is_alphanumeric()).collect();
    let at = |own: bool| (0..visits.len()).filter(move |at| (visits.provider[*at] == 1) == own);
    let own: std::collections::BTreeSet<&str> =
        at(true).flat_map(|at| [ids.customer.text(visits.customer[at]), ids.staff.text(visits.staff[at])]).collect();
    assert!(words.intersection(&own).count() > 4);
    for at in at(false) {
        for other in [ids.customer.text(visits.customer[at]), ids.staff.text(visits.staff[at])] {
            assert!(own.contains(other) || !words.contains(other), "{other}");
        }
    }
}

#[test]
fn the_other_side_of_a_finding_across_providers_is_a_count() {
    let settings = Settings { municipal_staff: true, ..Settings::default() };
    let checked = checked_with(4, &settings, |text| text.replace("P01", "P00"));
    let visits = &checked.month.visits;
    let mut counted = 0;
    for id in 0..2 {
        let page = checked.provider(Lang::Sv, id);
        counted += page.matches("besök hos annan utförare").count();
        for at in (0..visits.len()).filter(|at| visits.provider[*at] != id) {
            let other = checked.month.ids.visit_text(visits.visit[at]);
            assert!(!page.contains(&format!(">{other}<")) && !page.contains(&format!("{other},")), "{other}");
        }
    }
    assert!(counted > 0);
}

#[test]
fn links_of_the_matrix_lead_to_a_place() {
    let checked = checked(4, |text| text);
    let index = checked.index(Lang::Sv);
    for (id, slug) in (0..).zip(slug::slugs(checked.month.ids.provider.iter())) {
        let page = checked.provider(Lang::Sv, id);
        let link = format!("href=\"utforare/{slug}/rapport.html#rule=");
        let rules: Vec<&str> = index.split(&link).skip(1).filter_map(|rest| rest.split(['&', '"']).next()).collect();
        assert!(rules.len() > 4);
        for code in rules {
            assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
        }
    }
}

#[test]
fn peers_are_hidden_with_fewer_than_three_others() {
    let heading = "Övriga utförare</th>";
    let (three, four) = (checked(3, |text| text), checked(4, |text| text));
    let hidden = three.provider(Lang::Sv, 0);
    assert!(!hidden.contains(heading) && hidden.contains("färre än tre") && !hidden.contains("· övriga "));
    assert!(!hidden.contains("class=\"band\""));
    assert!(four.provider(Lang::Sv, 0).contains(heading));
}

#[test]
fn without_a_manual_export_the_shares_are_not_run_and_never_zero() {
    let checked =
        checked(4, |text| if text.contains(";Starttid;") { String::new() } else { text.replace("Manuell", "Tagg") });
    assert!(!checked.month.has_manual);
    for page in [checked.index(Lang::Sv), checked.provider(Lang::Sv, 0)] {
        assert!(page.contains("Regeln K101 kördes inte") && page.contains("class=\"warning\""));
        for drawn in ["bar", "bar numbered", "dot", "funnel", "week"] {
            assert!(!page.contains(&format!("class=\"{drawn}\"")), "{drawn}");
        }
    }
}

#[test]
fn names_stay_text() {
    let odd = "<b>&\"";
    let quoted = "\"<b>&\"\"\"";
    let checked = checked(4, |text| text.replace("Utf\u{f6}rare B AB", quoted));
    let id = checked.month.ids.provider.find(odd).unwrap();
    for page in [checked.index(Lang::Sv), checked.provider(Lang::Sv, id)] {
        assert!(!page.contains("<b>&") && page.contains("&#60;b&#62;&#38;&#34;"));
        assert_nested(&page);
    }
    assert!(checked.index(Lang::Sv).contains(r#""\u003cb>&\"""#), "in the data no tag begins");
}

#[test]
fn the_four_areas_count_open_findings_and_a_rule_without_its_file_is_no_zero() {
    let checked = checked(4, |text| text);
    let page = checked.index(Lang::Sv);
    let (_, areas) = page.split_once("<section id=\"omraden\">").unwrap();
    let (areas, _) = areas.split_once("</section>").unwrap();
    assert_eq!(areas.matches("ej körd").count(), 4 + 1 + 1, "E702 of each provider, of all, and among the rules");
    let all: Vec<&str> = areas.rsplit("<tr").next().unwrap().split("<td class=\"n\">").skip(1).collect();
    // A count that is not zero leads to the list.
    let counts: Vec<&str> = all.iter().filter_map(|cell| cell.split("</").next()?.rsplit('>').next()).collect();
    let open = |codes: &[&str]| {
        let of = checked.outcome.findings.iter().filter(|finding| codes.contains(&finding.rule.as_str()));
        of.filter(|finding| kvittens_tables::record::is_open(finding)).count().to_string()
    };
    let receipts = open(&["K101", "K102", "K103", "K104", "K105", "K106"]);
    assert_eq!(counts, [receipts.as_str(), "ej körd", &open(&["D203", "M301"]), &open(&["P502"])]);
    assert!(receipts != "0" && areas.contains("D203, M301."));
    assert!(checked.index(Lang::En).contains("municipality&#39;s four areas"));
}

#[test]
fn a_page_is_whole_where_visits_are_not_kept() {
    let (with, mut without) = (checked(4, |text| text), checked(4, |text| text));
    let whole = with.provider(Lang::Sv, 0);
    assert!(whole.contains("id=\"besok-data\"") && whole.contains("id=\"besok-har\""));
    let options = options(Lang::Sv);
    let check = with.check(&options);
    let (ids, names) = (finding_ids(&check.run), Names::plain(&with.month));
    let of = of_provider(&check.run, 0).into_iter();
    let records: Vec<_> = of.map(|at| (at, record(&check.run, at, &ids, &names, Some(0)))).collect();
    without.month.visits = kvittens_model::Visits::default();
    let (check, names) = (without.check(&options), Names::plain(&without.month));
    let page = Pages::new(&check).unwrap().provider(&check, 0, &records, &names).unwrap();
    assert!(page.contains("id=\"avvikelser-data\"") && records.iter().all(|(_, of)| page.contains(&*of.finding_id)));
    assert!(!page.contains("id=\"besok-data\"") && !page.contains("href=\"#list=visits"));
}
