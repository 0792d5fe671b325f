//! Names of providers as folder names that every file system takes.

use std::collections::BTreeSet;

/// Names that Windows keeps for itself.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Most letters of a folder name: a path on a file share has 260 in all.
const LONGEST: usize = 40;

/// A slug for each name, in the order of the names; all different, also where case does not count.
pub fn slugs<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names
        .map(|name| {
            let base = slug(name);
            let mut wanted = base.clone();
            let mut number = 2;
            while !taken.insert(wanted.clone()) {
                wanted = format!("{base}-{number}");
                number += 1;
            }
            wanted
        })
        .collect()
}

fn slug(name: &str) -> String {
    let mut made = String::new();
    for letter in name.to_lowercase().chars() {
        let plain = match letter {
            'å' | 'ä' | 'á' | 'à' => 'a',
            'ö' | 'ø' | 'ó' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            'a'..='z' | '0'..='9' => letter,
            _ => '-',
        };
        if plain != '-' || !(made.is_empty() || made.ends_with('-')) {
            made.push(plain);
        }
        if made.len() >= LONGEST {
            break;
        }
    }
    let made = made.trim_end_matches('-');
    if made.is_empty() || RESERVED.contains(&made) {
        format!("utforare-{made}").trim_end_matches('-').to_owned()
    } else {
        made.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_folders_on_any_system() {
        let names =
            ["Egen regi Södra", "Utförare B AB", "UTFÖRARE B AB", "CON", "../..", "A/B\\C:D?", &"x".repeat(300)];
        let made = slugs(names.into_iter());
        assert_eq!(
            made[..6],
            ["egen-regi-sodra", "utforare-b-ab", "utforare-b-ab-2", "utforare-con", "utforare", "a-b-c-d"]
        );
        assert_eq!(made[6].len(), LONGEST);
    }
}
