//! Names of files that tell a provider of another provider, which its folder must not name.

use std::collections::BTreeSet;

use kvittens_model::{Id, Month};

/// Endings of a company's name that tell it from no other.
const FORMS: [&str; 7] = ["ab", "aktiebolag", "hb", "kb", "handelsbolag", "kommanditbolag", "ef"];

/// The files whose names tell a provider of another: provider and position of the file.
pub fn telling(month: &Month) -> BTreeSet<(Id, u16)> {
    let providers: Vec<String> = month.ids.provider.iter().map(core).collect();
    let mut telling = BTreeSet::new();
    for (file, of) in (0..).zip(&month.files) {
        let name = letters(&of.name);
        let told: Vec<&String> = providers.iter().filter(|of| !of.is_empty() && name.contains(of.as_str())).collect();
        for (own, own_name) in (0..).zip(&providers) {
            // A name within the own one says nothing: "Hemtjänst" within "Hemtjänst Norr".
            if told.iter().any(|other| !own_name.contains(other.as_str())) {
                telling.insert((own, file));
            }
        }
    }
    telling
}

/// A provider's name without the form of its company.
fn core(name: &str) -> String {
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| !FORMS.contains(&word.to_lowercase().as_str())).collect();
    letters(&words.join(" "))
}

/// Letters and digits alone, in lower case, å and ä as a and ö as o: as the same name is written in a file's name.
fn letters(text: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' | 'á' | 'à' => 'a',
        'ö' | 'ø' | 'ó' => 'o',
        'é' | 'è' | 'ë' => 'e',
        'ü' => 'u',
        other => other,
    };
    text.to_lowercase().chars().map(plain).filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::{Dictionary, Ids, InputFile};

    fn month(files: &[&str]) -> Month {
        let ids = Ids {
            provider: Dictionary::from_sorted(["Hemtjänst", "Hemtjänst Norr AB", "Omsorg Söder HB"]),
            ..Ids::default()
        };
        let file = |name: &&str| InputFile {
            name: (*name).to_owned(),
            hash: String::new(),
            layout: String::new(),
            companion: None,
            manual: false,
            score: (0, 0),
            encoding: "utf-8".into(),
            delimiter: None,
            within: None,
            ignored_columns: Vec::new(),
            duplicate_columns: Vec::new(),
            lines_above_header: 0,
            read: 0,
            used: 0,
            rejected: 0,
            other_month: 0,
        };
        Month {
            month: "2022-03".parse().unwrap(),
            ids,
            rows: Default::default(),
            visits: Default::default(),
            files: files.iter().map(file).collect(),
            rejected: Vec::new(),
            notes: Vec::new(),
            companions: kvittens_model::companion::Companions::default(),
            has_manual: true,
        }
    }

    #[test]
    fn a_file_that_names_another_provider_is_a_number() {
        let month = month(&["omsorg_soder mars.csv", "tagg.csv", "Hemtjanst-Norr.csv"]);
        let names = crate::names::Names::plain(&month);
        let all = |own: Option<Id>| (0..3).map(|file| names.file(file, own).into_owned()).collect::<Vec<_>>();
        assert_eq!(all(None), ["omsorg_soder mars.csv", "tagg.csv", "Hemtjanst-Norr.csv"]);
        assert_eq!(all(Some(2)), ["omsorg_soder mars.csv", "tagg.csv", "fil-3"]);
        assert_eq!(all(Some(1)), ["fil-1", "tagg.csv", "Hemtjanst-Norr.csv"]);
    }
}
