//! Every number on a page stands in the tables: each one in a page's text is looked up among the measures, the findings
//! and their counts, the manifest's sums, and what the rules' pages and the words themselves say. A number that a page
//! computed for itself is found by being nowhere else.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Row, check, repository, rows, testdata};

/// The rules of the four areas of the monthly follow-up.
const AREAS: [&[&str]; 4] =
    [&["K101", "K102", "K103", "K104", "K105", "K106"], &["E702"], &["D203", "M301"], &["P502"]];

/// The numbers of a text as they are written, without the spaces within them.
fn numbers(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let is_word = |letter: char| letter.is_alphanumeric() || "_-.:#".contains(letter);
        if !letters[at].is_ascii_digit() {
            // What begins with a letter is a name: K102, tagg.csv:12.
            while at < letters.len() && is_word(letters[at]) {
                at += 1;
            }
            at += 1;
            continue;
        }
        let mut number = String::new();
        let start = at;
        while at < letters.len() {
            let group = letters[at] == '\u{a0}'
                && letters.get(at + 1..at + 4).is_some_and(|next| next.iter().all(char::is_ascii_digit))
                && !letters.get(at + 4).is_some_and(char::is_ascii_digit);
            let decimal = letters[at] == ',' && letters.get(at + 1).is_some_and(char::is_ascii_digit);
            match letters[at] {
                digit if digit.is_ascii_digit() => number.push(digit),
                _ if group => {}
                ',' if decimal => number.push(','),
                _ => break,
            }
            at += 1;
        }
        let end = letters.get(at).copied().unwrap_or(' ');
        // Dates, times and ids go on: 2022-03-17, 07:15, 12ab.
        if end.is_alphabetic()
            || ("-:._".contains(end) && letters.get(at + 1).is_some_and(|next| next.is_alphanumeric()))
        {
            while at < letters.len() && is_word(letters[at]) {
                at += 1;
            }
        } else if start == 0 || !"-:_".contains(letters[start - 1]) {
            found.push(number);
        }
    }
    found
}

/// A page's text: without its style, scripts and drawings.
fn text_of(page: &str) -> String {
    let mut text = page.to_owned();
    for part in ["style", "script", "svg"] {
        let (open, close) = (format!("<{part}"), format!("</{part}>"));
        while let Some(from) = text.find(&open) {
            let to = from + text[from..].find(&close).unwrap() + close.len();
            text.replace_range(from..to, " ");
        }
    }
    let mut said = String::new();
    let mut within = false;
    for letter in text.chars() {
        match letter {
            '<' => within = true,
            '>' => {
                within = false;
                said.push(' ');
            }
            other if !within => said.push(other),
            _ => {}
        }
    }
    said
}

/// Numbers that may stand on a page, as they are written.
#[derive(Default, Clone)]
struct Known(BTreeSet<String>);

impl Known {
    fn count(&mut self, number: i64) {
        self.0.insert(number.abs().to_string());
    }

    /// A number with one decimal, and as somebody chose it; as a share, and as minutes and hours in words.
    fn value(&mut self, value: f64) {
        for value in [value, value * 100.0] {
            self.0.insert(format!("{:.1}", value.abs()).replace('.', ","));
            let chosen = format!("{:.2}", value.abs());
            let chosen = chosen.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
            self.0.insert(chosen);
        }
        for each in [60.0, 3600.0] {
            #[allow(clippy::cast_possible_truncation, reason = "lengths of a month")]
            self.length((value * each).round() as i64);
        }
    }

    fn length(&mut self, seconds: i64) {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].into_iter().for_each(|part| self.count(part));
    }

    fn text(&mut self, text: &str) {
        self.0.extend(numbers(text));
    }

    /// Every number of a JSON value.
    fn json(&mut self, value: &Value) {
        match value {
            Value::Number(number) => {
                number.as_i64().into_iter().for_each(|number| {
                    self.count(number);
                    self.length(number * 60);
                });
                number.as_f64().into_iter().for_each(|number| self.value(number));
            }
            Value::Array(values) => values.iter().for_each(|value| self.json(value)),
            Value::Object(values) => values.values().for_each(|value| self.json(value)),
            _ => {}
        }
    }

    fn measure(&mut self, row: &Row) {
        for column in ["numerator", "denominator"] {
            row[column].parse().into_iter().for_each(|count: i64| {
                self.count(count);
                self.length(count * 60);
            });
        }
        let columns = ["value", "ci_low", "ci_high", "limit", "peer_value", "peer_low", "peer_high", "baseline_value"];
        for column in columns {
            row[column].parse().into_iter().for_each(|value| self.value(value));
        }
    }

    fn finding(&mut self, row: &Row) {
        for column in ["value", "limit"] {
            row[column].parse().into_iter().for_each(|value| self.value(value));
        }
        row["minutes"].parse().into_iter().for_each(|minutes: i64| self.length(minutes * 60));
        let others: i64 = row["other_count"].parse().unwrap();
        // Twenty are named, and the others counted.
        [others, others - 20].into_iter().for_each(|count| self.count(count));
        for visit in [row["visit"].as_str()].into_iter().chain(row["other_visits"].split('|')) {
            self.0.insert(visit.to_owned());
        }
        row["rows"].split('|').filter_map(|row| row.rsplit(':').next()).for_each(|line| {
            self.0.insert(line.to_owned());
        });
    }

    /// How many findings there are, of all, of each rule and area: open, not open, and cases.
    fn counts(&mut self, findings: &[&Row]) {
        let mut groups: Vec<Vec<&Row>> = vec![findings.to_vec()];
        let mut rules: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        findings.iter().for_each(|row| rules.entry(&row["rule"]).or_default().push(row));
        groups.extend(rules.into_values());
        let of = |area: &[&str]| findings.iter().copied().filter(|row| area.contains(&row["rule"].as_str())).collect();
        groups.extend(AREAS.iter().map(|area| of(area)));
        for group in groups {
            let open: Vec<&&Row> = group.iter().filter(|row| row["status"] == "open").collect();
            let cases: BTreeSet<&str> =
                open.iter().map(|row| row["case_id"].as_str()).filter(|case| !case.is_empty()).collect();
            let alone = open.iter().filter(|row| row["case_id"].is_empty()).count();
            let minutes = |row: &&&Row| row["minutes"].parse::<i64>().unwrap();
            // Minutes that stand on no visit are added up.
            self.length(open.iter().filter(|row| row["visit"].is_empty()).map(minutes).sum::<i64>() * 60);
            for count in [open.len(), group.len() - open.len(), cases.len() + alone] {
                self.count(i64::try_from(count).unwrap());
            }
        }
    }
}

/// What every page may say: the rules' pages and parameters, the words, and days and months.
fn said() -> Known {
    let mut known = Known::default();
    for file in fs::read_dir(repository("docs/regler/sv")).unwrap() {
        known.text(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    known.json(&serde_json::from_slice(&fs::read(repository("docs/regler.json")).unwrap()).unwrap());
    for file in fs::read_dir(repository("crates/kvittens-report/src/words")).unwrap() {
        known.text(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    (0..=31).for_each(|day| known.count(day));
    known.count(2022);
    // The hours over the map of the week.
    known.0.extend((0..24).map(|hour| format!("{hour:02}")));
    known
}

fn unknown(page: &Path, known: &Known) -> BTreeSet<String> {
    let text = text_of(&fs::read_to_string(page).unwrap());
    let found = numbers(&text);
    assert!(found.len() > 200, "{}: {}", page.display(), found.len());
    found.into_iter().filter(|number| !known.0.contains(number)).collect()
}

#[test]
fn every_number_on_a_page_stands_in_the_tables() {
    let out = tempfile::tempdir().unwrap();
    let config = out.path().join("gräns.toml");
    fs::write(&config, "[rules.K102]\nlimits = [{ value = 0.25, source = \"Avtal\" }]\n").unwrap();
    let month = check(&[&testdata("months/2022-03")], out.path(), &["--config", config.to_str().unwrap()]);
    let (findings, measures) = (rows(&month.join("findings.csv")), rows(&month.join("measures.csv")));
    let manifest: Value = serde_json::from_slice(&fs::read(month.join("manifest.json")).unwrap()).unwrap();
    let said = said();

    let mut all = said.clone();
    measures.iter().for_each(|row| all.measure(row));
    all.counts(&findings.iter().collect::<Vec<_>>());
    ["inputs", "in_question", "bridge", "notes"].iter().for_each(|key| all.json(&manifest[*key]));
    // The one number that a page divides: time in question of the registered time.
    let seconds = |name: Option<&str>| {
        let of = manifest["report"]["providers"].as_array().unwrap().iter();
        let of = of.filter(|of| name.is_none_or(|name| of["provider"] == name));
        let sums = of.map(|of| {
            let asked = &manifest["report"]["in_question"]["providers"][of["provider"].as_str().unwrap()]["seconds"];
            (asked.as_f64().unwrap_or(0.0), of["registered_seconds"].as_f64().unwrap())
        });
        let (asked, registered) = sums.fold((0.0, 0.0), |all, of| (all.0 + of.0, all.1 + of.1));
        asked / registered
    };
    all.value(seconds(None));
    let providers: BTreeSet<&str> = findings.iter().map(|row| row["provider"].as_str()).collect();
    all.count(i64::try_from(providers.len()).unwrap());
    for name in &providers {
        let own: Vec<&Row> = findings.iter().filter(|row| row["provider"] == *name).collect();
        all.counts(&own);
        all.value(seconds(Some(*name)));
    }
    assert_eq!(unknown(&month.join("index.html"), &all), BTreeSet::new(), "index.html");

    for name in providers {
        let mut known = said.clone();
        let own: Vec<&Row> = findings.iter().filter(|row| row["provider"] == name).collect();
        own.iter().for_each(|row| known.finding(row));
        known.counts(&own);
        measures.iter().filter(|row| row["provider"] == name).for_each(|row| known.measure(row));
        let of = |value: &Value| value["provider"] == name;
        for list in [&manifest["in_question"]["providers"], &manifest["bridge"], &manifest["report"]["providers"]] {
            list.as_array().into_iter().flatten().filter(|value| of(value)).for_each(|value| known.json(value));
        }
        known.value(seconds(Some(name)));
        let inputs = manifest["inputs"].as_array().unwrap();
        inputs.iter().for_each(|input| ["known_columns", "columns"].iter().for_each(|key| known.json(&input[*key])));
        for rule in manifest["report"]["in_question"]["rules"].as_object().unwrap().values() {
            known.length(rule[name]["seconds"].as_i64().unwrap_or(0));
        }
        let slug = name.to_lowercase().replace(['ö', 'ä', 'å'], "?");
        let folder = fs::read_dir(month.join("utforare")).unwrap().map(|entry| entry.unwrap().path());
        let fits = |path: &std::path::PathBuf| {
            let folder = path.file_name().unwrap().to_str().unwrap().to_owned();
            folder.replace('-', " ").chars().zip(slug.chars()).all(|(a, b)| a == b || b == '?')
        };
        let page = folder.into_iter().find(fits).unwrap().join("rapport.html");
        assert_eq!(unknown(&page, &known), BTreeSet::new(), "{name}");
    }
}

#[test]
fn a_number_that_stands_nowhere_is_found() {
    assert_eq!(
        numbers("K102 är 1\u{a0}234,5 % av 12, 07:15 den 2022-03-17 (tagg.csv:12–15), 3\u{a0}h"),
        ["1234,5", "12", "15", "3"]
    );
    assert_eq!(text_of("<style>a{b:1}</style><p title=\"9\">7<svg><text>8</text></svg></p>").trim(), "7");
}
