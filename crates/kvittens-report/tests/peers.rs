//! When a provider sees the others' rate: at least three others stand behind it, and none holds over 80 % of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use kvittens_model::{Month, Scope};
use kvittens_report::html::Pages;
use kvittens_report::{Check, Key, Options};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use kvittens_synth::Recipe;
use kvittens_tables::names::Names;
use kvittens_tables::record::{finding_ids, of_provider, record};

struct Checked {
    month: Month,
    rules: Rules,
    outcome: Outcome,
}

/// A small month of five providers.
fn checked() -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe { providers: 5, ..Recipe::new("2022-03".parse().unwrap(), 40, 5) };
    let made = kvittens_synth::synthesize(&recipe).unwrap();
    for (name, bytes) in [("tagg.csv", made.tagg), ("manuell.csv", made.manuell)] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let paths = [folder.path().to_owned()];
    let reading = kvittens_parse::read(&paths, &kvittens_parse::Options::default(), &|_, _| {}).unwrap();
    let rules = configure(&toml::Table::new()).unwrap();
    let outcome = Engine::new(&rules, &Settings::default()).run(&reading.month);
    Checked { month: reading.month, rules, outcome }
}

/// The first provider's page where the others have so many visits behind every rate.
fn page(checked: &mut Checked, others: [i64; 4]) -> String {
    for measure in checked.outcome.measures.iter_mut().filter(|measure| measure.scope == Scope::Provider) {
        if let Some(visits) = measure.subject.provider.checked_sub(1).and_then(|at| others.get(at as usize)) {
            measure.denominator = Some(*visits);
        }
    }
    let options = Options { html: true, ..Options::default() };
    let key = Key::new([7; 32]);
    let run =
        kvittens_report::Checked { month: &checked.month, outcome: &checked.outcome, rules: &checked.rules, key: &key };
    let check = Check { run, skipped: &[], options: &options };
    let (ids, names) = (finding_ids(&check.run), Names::plain(&checked.month));
    let of = of_provider(&check.run, 0).into_iter();
    let records: Vec<_> = of.map(|at| (at, record(&check.run, at, &ids, &names, Some(0)))).collect();
    Pages::new(&check).unwrap().provider(&check, 0, &records, &names).unwrap()
}

#[test]
fn three_others_of_whom_none_has_over_80_per_cent_are_shown_and_else_nothing_of_them() {
    let mut checked = checked();
    let cases = [
        ([100, 100, 100, 0], true, "three others"),
        ([100, 100, 0, 0], false, "two others"),
        ([79, 7, 7, 7], true, "one with 79 %"),
        ([80, 10, 5, 5], true, "one with 80 %"),
        ([81, 7, 6, 6], false, "one with 81 %"),
        ([790, 105, 105, 0], true, "three others, one with 79 %"),
        ([810, 95, 95, 0], false, "three others, one with 81 %"),
    ];
    for (others, shown, what) in cases {
        let page = page(&mut checked, others);
        let told = ["Övriga utförare</th>", "· övriga ", "class=\"band\""].map(|sign| page.contains(sign));
        assert_eq!(told, [shown; 3], "{what}");
    }
}
