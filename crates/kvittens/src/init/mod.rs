//! The text of a `kvittens.toml` to start from. What only the municipality can know is a suggestion: a line that does
//! not hold until its `#` is taken away. A limit is never more than an example.

mod alike;
mod lines;
mod rules;
mod seen;

use kvittens_report::Lang;
use kvittens_rules::services::Expectation;
use kvittens_rules::suggest;

use crate::words::{self, init::Words};
use alike::Word;
use lines::{Lines, list, quoted};
pub use seen::Seen;

/// Units named in the explanation of a provider.
const MOST_UNITS: usize = 12;

/// A provider to show where no export was read.
const PROVIDER: &str = "Egen regi Södra";

/// Services to show where no export was read, one of each nature that a municipality mostly has.
const USUAL: [&str; 7] =
    ["Inköp", "Ledsagning", "Matdistribution", "Medicin", "Städ", "Trygghetslarm", "Trygghetsringning"];

/// The text. `schema`: where the schema lies from the file's folder, for editors.
pub fn text(seen: Option<&Seen>, schema: Option<&str>, lang: Lang) -> String {
    let words = &words::of(lang).init;
    let mut lines = Lines::default();
    if let Some(path) = schema {
        lines.set(&format!("#:schema {path}"));
    }
    lines.explain(words.head);
    if let Some(seen) = seen {
        lines.blank();
        lines.explain(&(words.based_on)(seen));
    }
    lines.blank();
    general(&mut lines, seen, words);
    providers(&mut lines, seen, words);
    services(&mut lines, seen, words);
    let example = seen.and_then(|seen| seen.providers.first()).map_or(PROVIDER, |provider| &provider.word.name);
    rules::write(&mut lines, example, words, lang);
    lines.finish()
}

/// The keys that stand before the first table.
fn general(lines: &mut Lines, seen: Option<&Seen>, words: &Words) {
    lines.explain(words.municipality);
    lines.suggest("municipality = \"Exempelby kommun\"");
    lines.blank();
    lines.explain(words.key);
    lines.suggest("key = \"kvittens.key\"");
    lines.blank();
    lines.explain(words.layouts);
    lines.blank();
    lines.explain(words.receipts);
    if let Some(seen) = seen {
        let counts = seen.methods.iter().map(|(method, n)| ((words.method)(*method).to_owned(), *n));
        lines.explain(&format!("{}: {}", words.methods_seen, counted(counts, words)));
    }
    lines.set("receipts = [\"tag\", \"lock\", \"pen\"]");
    lines.blank();
    lines.explain(words.staff_ids);
    if let Some(seen) = seen.filter(|seen| seen.providers.len() > 1) {
        lines.explain(&(words.staff_seen)(seen.staff.0, seen.staff.1));
    }
    lines.set("staff_ids = \"provider\"");
    lines.blank();
    placeholders(lines, seen, words);
    lines.blank();
    lines.explain(words.max_rejected);
    lines.set("max_rejected = 0.01");
    lines.blank();
    lines.set("[audience]");
    lines.explain(words.audience);
    lines.set("provider = \"export\"");
    lines.blank();
    lines.set("[board]");
    lines.explain(words.board);
    lines.set("min_cell = 5");
    lines.set("min_customers = 30");
    lines.blank();
    lines.set("[letter]");
    lines.explain(words.letter);
    words.letter_lines.iter().for_each(|line| lines.suggest(line));
}

fn placeholders(lines: &mut Lines, seen: Option<&Seen>, words: &Words) {
    lines.explain(words.placeholders);
    let found = seen.map_or(&[][..], |seen| &seen.placeholders);
    if let Some(seen) = seen {
        if !found.is_empty() {
            let counts = found.iter().map(|(word, n)| (word.clone(), *n));
            lines.explain(&format!("{}: {}", words.placeholders_seen, counted(counts, words)));
        }
        if found.is_empty() && seen.unsure.is_empty() {
            lines.explain(words.no_placeholders);
        }
        if !seen.unsure.is_empty() {
            lines.explain(&(words.unsure)(&seen.unsure.join(", ")));
        }
        if seen.overfull > 0 {
            lines.explain(&(words.overfull)(seen.overfull));
        }
    }
    let names: Vec<&str> = found.iter().map(|(word, _)| word.as_str()).collect();
    let names = if names.is_empty() { vec!["VIKARIE", "BEMANNING"] } else { names };
    lines.suggest(&format!("placeholder_staff = {}", list(names.into_iter())));
}

fn providers(lines: &mut Lines, seen: Option<&Seen>, words: &Words) {
    lines.heading(words.providers_heading);
    lines.explain(words.providers);
    let Some(seen) = seen else {
        lines.blank();
        lines.suggest(&format!("[providers.{}]", quoted(PROVIDER)));
        lines.suggest("kind = \"ordinary\"");
        lines.suggest("aliases = [\"Egen regi S\"]");
        lines.suggest("night_units = [\"Nattpatrullen\"]");
        return;
    };
    for provider in &seen.providers {
        lines.blank();
        lines.set(&format!("[providers.{}] # {}", quoted(&provider.word.name), (words.visits)(provider.word.visits)));
        variants(lines, &provider.word, words);
        if suggest::night(&provider.word.name) {
            lines.explain(words.night);
            lines.suggest("kind = \"night\"");
        }
        if provider.units.is_empty() {
            continue;
        }
        let named = provider.units.iter().take(MOST_UNITS).map(|(unit, n)| (quoted(unit), *n));
        let more = if provider.units.len() > MOST_UNITS { ", …" } else { "" };
        lines.explain(&format!("{}: {}{more}", words.units, counted(named, words)));
        let night: Vec<&str> =
            provider.units.iter().map(|(unit, _)| unit.as_str()).filter(|u| suggest::night(u)).collect();
        if !night.is_empty() {
            lines.explain(words.night_units);
            lines.suggest(&format!("night_units = {}", list(night.into_iter())));
        }
    }
}

fn services(lines: &mut Lines, seen: Option<&Seen>, words: &Words) {
    lines.heading(words.services_heading);
    lines.explain(words.services);
    let Some(seen) = seen else {
        for name in USUAL {
            lines.blank();
            lines.suggest(&format!("[services.{}]", quoted(name)));
            suggestions(lines, name, words);
        }
        return;
    };
    if seen.rare > 0 {
        lines.explain(&(words.rare)(seen.rare));
    }
    for word in &seen.services {
        lines.blank();
        lines.set(&format!("[services.{}] # {}", quoted(&word.name), (words.visits)(word.visits)));
        suggestions(lines, &word.name, words);
        variants(lines, word, words);
    }
}

/// What the word of a service suggests of it.
fn suggestions(lines: &mut Lines, name: &str, words: &Words) {
    let Some((nature, rule)) = suggest::service(name) else {
        return;
    };
    lines.explain((words.nature)(nature));
    if let Some(group) = &rule.group {
        lines.suggest(&format!("group = {}", quoted(group)));
    }
    if rule.receipt == Expectation::None {
        lines.suggest("receipt = \"none\"");
    }
    let marks =
        [("separate", rule.separate), ("brief", rule.brief), ("shared", rule.shared), ("supplement", rule.supplement)];
    for (key, holds) in marks {
        if holds {
            lines.suggest(&format!("{key} = true"));
        }
    }
}

/// Other words that are probably the same.
fn variants(lines: &mut Lines, word: &Word, words: &Words) {
    if word.variants.is_empty() {
        return;
    }
    let counts = word.variants.iter().map(|(name, n)| (quoted(name), *n));
    lines.explain(&format!("{}: {}", words.alike, counted(counts, words)));
    lines.suggest(&format!("aliases = {}", list(word.variants.iter().map(|(name, _)| name.as_str()))));
}

/// `tagg 120, manuell 30`.
fn counted(counts: impl Iterator<Item = (String, u64)>, words: &Words) -> String {
    counts.map(|(name, n)| format!("{name} {}", (words.number)(n))).collect::<Vec<_>>().join(", ")
}
