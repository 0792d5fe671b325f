//! Words that are probably one word: they differ by case, by blanks, or by a letter or two.

/// A word of the exports, how many visits have it, and the rarer words that are probably the same.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// As most visits write it.
    pub name: String,
    /// Visits with exactly that.
    pub visits: u64,
    /// The other ways, most usual first.
    pub variants: Vec<(String, u64)>,
}

/// Puts each word under the most usual one it is like. The most usual come first, then by name.
pub fn group(mut words: Vec<(String, u64)>) -> Vec<Word> {
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut found: Vec<Word> = Vec::new();
    for (name, visits) in words {
        match found.iter_mut().find(|word| alike(&word.name, &name)) {
            Some(word) => word.variants.push((name, visits)),
            None => found.push(Word { name, visits, variants: Vec::new() }),
        }
    }
    found
}

/// Numbers and single letters tell services and teams apart (`Dubbel 1`, `Team A`), so they must be the same.
fn alike(a: &str, b: &str) -> bool {
    let (plain_a, plain_b) = (plain(a), plain(b));
    if plain_a == plain_b {
        return true;
    }
    let shorter = plain_a.chars().count().min(plain_b.chars().count());
    let most = match shorter {
        0..6 => return false,
        6..10 => 1,
        _ => 2,
    };
    signs(a) == signs(b) && strsim::osa_distance(&plain_a, &plain_b) <= most
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The digits and the words of one letter, in order.
fn signs(word: &str) -> Vec<String> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let parts = word.split(|letter: char| !letter.is_alphanumeric());
    let single = parts.filter(|part| part.chars().count() == 1).map(str::to_lowercase);
    std::iter::once(digits).chain(single).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_a_letter_or_two_make_no_other_word() {
        assert!(alike("förflyttning", "Förflyttning"));
        assert!(alike("Bad / Dusch", "Bad/Dusch"));
        assert!(alike("Matdistrubition", "Matdistribution"));
        assert!(alike("Promenad", "Promenda"));
    }

    #[test]
    fn short_words_numbers_and_single_letters_tell_apart() {
        for (a, b) in [
            ("Dusch", "Lunch"),
            ("Dusch", "Duscha"),
            ("Dubbelbemanning 1", "Dubbelbemanning 2"),
            ("Hemtjänst A", "Hemtjänst B"),
            ("Tillsyn dag", "Tillsyn natt"),
            ("Promenad", "Promenader"),
        ] {
            assert!(!alike(a, b), "{a}, {b}");
        }
    }

    #[test]
    fn the_usual_word_stands_and_the_order_is_not_that_of_the_rows() {
        let words = [("Städ", 5), ("Matdistrubition", 2), ("Matdistribution", 9), ("Tvätt", 5)];
        let own = |words: &[(&str, u64)]| words.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect::<Vec<_>>();
        let found = group(own(&words));
        assert_eq!(
            found.iter().map(|word| word.name.as_str()).collect::<Vec<_>>(),
            ["Matdistribution", "Städ", "Tvätt"]
        );
        assert_eq!(found[0].variants, own(&[("Matdistrubition", 2)]));
        let mut turned = words;
        turned.reverse();
        assert_eq!(group(own(&turned)), found);
    }
}
