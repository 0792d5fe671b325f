//! namnd.html: nobody's id, no small number, no small provider; and the letterhead of the pages that leave the house.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kvittens_model::{Local, Month};
use kvittens_report::html::Pages;
use kvittens_report::letter::{Contact, Signature};
use kvittens_report::{Check, Key, Lang, Letter, Options};
use kvittens_rules::{Engine, Outcome, Rules, Settings, config::configure};
use kvittens_tables::names::Names;
use kvittens_tables::record::{finding_ids, of_provider, record};

/// A provider: its name, its customers, and of how many visits of each customer's 12 no receipt stands.
type Of<'a> = (&'a str, u32, u32);

struct Checked {
    month: Month,
    rules: Rules,
    outcome: Outcome,
    key: Key,
    options: Options,
}

fn options(lang: Lang) -> Options {
    Options {
        lang,
        html: true,
        municipality: Some("Exempelkommunen".into()),
        config_hash: "00".repeat(32),
        ..Options::default()
    }
}

/// Every customer has 12 visits; the first `by_hand` of every twentieth customer have no receipt, and a stop is
/// missing at some.
fn csv(providers: &[Of<'_>]) -> String {
    let mut text =
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering \
                    typ;Status\n"
            .to_owned();
    let mut visit = 0;
    for (name, customers, by_hand) in providers {
        for customer in 0..*customers {
            for day in 0..12 {
                visit += 1;
                let method = if day < *by_hand && customer % 20 == 0 { "Manuell" } else { "Tagg" };
                let at = format!("2022-03-{:02}", day * 2 + 1 + customer % 2);
                let hour = 7 + customer % 12;
                let (minute, staff) = (customer % 50, customer % 9);
                let stop = if visit % 97 == 0 { String::new() } else { format!("{at} {hour:02}:{:02}", minute + 9) };
                let _ = writeln!(
                    text,
                    "{name};{visit};BRUKARE{name}{customer};MEDARB{name}{staff};Omsorg;{at} {hour:02}:{minute:02};{method};{stop};\
                     {method};Utförd"
                );
            }
        }
    }
    text
}

fn checked(providers: &[Of<'_>], lang: Lang) -> Checked {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tagg.csv"), csv(providers)).unwrap();
    let paths = [folder.path().to_owned()];
    let month = kvittens_parse::read(&paths, &kvittens_parse::Options::default(), &|_, _| {}).unwrap().month;
    let limits = "[K102]\nlimits = [{ value = 0.01, source = \"Avtal §4.3\" }]\n";
    let rules = configure(&limits.parse().unwrap()).unwrap();
    let outcome = Engine::new(&rules, &Settings::default()).run(&month);
    Checked { month, rules, outcome, key: Key::new([7; 32]), options: options(lang) }
}

impl Checked {
    fn check(&self) -> Check<'_> {
        let run =
            kvittens_report::Checked { month: &self.month, outcome: &self.outcome, rules: &self.rules, key: &self.key };
        Check { run, skipped: &[], options: &self.options }
    }

    fn board(&self) -> String {
        let check = self.check();
        Pages::new(&check).unwrap().board(&check).unwrap()
    }

    fn provider(&self, id: u32) -> String {
        let check = self.check();
        let (ids, names) = (finding_ids(&check.run), Names::plain(&self.month));
        let of = of_provider(&check.run, id).into_iter();
        let records: Vec<_> = of.map(|at| (at, record(&check.run, at, &ids, &names, Some(id)))).collect();
        Pages::new(&check).unwrap().provider(&check, id, &records, &names).unwrap()
    }
}

const USUAL: [Of<'_>; 5] = [("Alfa", 60, 3), ("Beta", 45, 1), ("Gamma", 70, 5), ("Delta", 12, 1), ("Epsilon", 25, 2)];

/// The rows of a table of the page, its cells without tags.
fn rows(page: &str, section: &str) -> Vec<Vec<String>> {
    let (_, rest) = page.split_once(&format!("<section id=\"{section}\">")).unwrap();
    let (of, _) = rest.split_once("</section>").unwrap();
    let body = of.split_once("<tbody>").unwrap().1.split("</tbody>").next().unwrap();
    let cells = |row: &str| row.split("<t").skip(1).map(|cell| text(&format!("<t{cell}"))).collect();
    body.split("<tr").skip(1).map(cells).collect()
}

/// What is read of a part of a page.
fn text(html: &str) -> String {
    let mut said = String::new();
    for (at, part) in html.split('<').enumerate() {
        said.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
        said.push(' ');
    }
    said.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page as a reader sees it.
fn read(page: &str) -> String {
    let (_, body) = page.split_once("<body>").unwrap();
    text(body)
}

#[test]
fn nobodys_id_stands_on_the_boards_page() {
    let checked = checked(&USUAL, Lang::Sv);
    let page = checked.board();
    let names = Names::pseudonyms(&checked.month, &checked.key, false).unwrap();
    assert!(!page.contains("BRUKARE") && !page.contains("MEDARB"));
    let mut looked = 0;
    for [_, pseudonym, ..] in names.key_rows() {
        assert!(!page.contains(&*pseudonym), "{pseudonym}");
        looked += 1;
    }
    assert!(looked > 200 && checked.provider(0).contains("BRUKARE"));
    for finding in finding_ids(&checked.check().run) {
        assert!(!page.contains(finding.as_str()), "{finding}");
    }
    assert!(!page.contains("tagg.csv"), "a file's name may tell");
}

#[test]
fn no_number_of_a_table_is_small() {
    let page = checked(&USUAL, Lang::Sv).board();
    let (mut shown, mut hidden) = (0, 0);
    for cell in page.split("<td class=\"n\">").skip(1).map(|rest| rest.split("</td>").next().unwrap()) {
        for word in text(cell).replace('\u{a0}', "").split(' ') {
            hidden += usize::from(word == "..");
            if let Ok(number) = word.parse::<u64>() {
                assert!(number == 0 || number >= 5, "{cell}");
                shown += 1;
            }
        }
    }
    assert!(shown > 10 && hidden > 2, "{shown} {hidden}");
}

#[test]
fn a_hidden_number_is_never_alone_in_its_row() {
    let page = checked(&USUAL, Lang::Sv).board();
    for section in ["kvittenser", "avvikelser"] {
        for row in rows(&page, section) {
            // The last column is a judgement in words.
            let numbers = &row[..row.len() - 1];
            let hidden = numbers.iter().filter(|cell| cell.starts_with("..")).count();
            assert_ne!(hidden, 1, "{row:?}");
        }
    }
}

#[test]
fn smaller_providers_stand_together_and_are_not_named() {
    let page = checked(&USUAL, Lang::Sv).board();
    let who: Vec<String> = rows(&page, "avvikelser").iter().map(|row| row[0].clone()).collect();
    assert_eq!(who, ["Alfa", "Beta", "Gamma", "Mindre utförare", "Alla"]);
    assert!(!page.contains("Delta") && !page.contains("Epsilon") && page.contains("färre än 30 brukare redovisas"));
}

#[test]
fn one_small_provider_is_in_no_sum() {
    let (with, without) = (checked(&USUAL[..4], Lang::Sv), checked(&USUAL[..3], Lang::Sv));
    let page = with.board();
    assert!(!page.contains("Delta") && !page.contains("Mindre utförare") && page.contains("ingår inte på sidan"));
    for section in ["kvittenser", "manuella", "avvikelser"] {
        let last = |page: &str| rows(page, section).pop().unwrap().into_iter().take(6).collect::<Vec<_>>();
        let (a, b) = (last(&page), last(&without.board()));
        // The drawing and the interval of all are of a measure that counts everybody.
        assert_eq!(a[..3], b[..3], "{section}");
    }
    assert!(read(&page).contains("2\u{a0}100 besök hos 3 utförare"), "{}", read(&page));
}

#[test]
fn a_warning_names_no_small_provider() {
    let mut checked = checked(&USUAL, Lang::Sv);
    let note = |provider: u32| kvittens_model::Note {
        code: kvittens_model::NoteCode::DaysWithoutRows,
        provider: Some(provider),
        absent: None,
        file: None,
        column: None,
        count: 1,
        first_line: None,
    };
    let of = |name: &str| checked.month.ids.provider.find(name).unwrap();
    checked.month.notes = vec![note(of("Alfa")), note(of("Delta"))];
    let page = checked.board();
    assert!(page.contains("Alfa: 1 dag") && !page.contains("Delta") && page.contains("som inte namnges här"));
}

#[test]
fn each_page_says_what_could_not_be_checked_and_that_a_finding_is_a_question() {
    for (lang, said) in [
        (Lang::Sv, ["regler kunde köras", "beslut", "fråga", "inte en dom"]),
        (Lang::En, ["rules could run", "beslut", "question", "not a verdict"]),
    ] {
        let checked = checked(&USUAL, lang);
        let check = checked.check();
        let names = Names::pseudonyms(&checked.month, &checked.key, false).unwrap();
        let slugs = kvittens_report::slug::slugs(checked.month.ids.provider.iter());
        let ids = finding_ids(&check.run);
        let records: Vec<_> = (0..ids.len()).map(|at| record(&check.run, at, &ids, &names, None)).collect();
        let index = Pages::new(&check).unwrap().index(&check, &names, &slugs, &records).unwrap();
        for page in [checked.board(), index, checked.provider(0)] {
            for word in said {
                assert!(page.contains(word), "{word}");
            }
        }
    }
}

#[test]
fn the_english_pages_have_no_swedish_word_left() {
    let english = checked(&USUAL, Lang::En);
    let of = |page: &str| -> BTreeSet<String> {
        // The law has no other name, nor have the sources that the rules' own pages cite.
        let page = page.split("<section id=\"regler\"").next().unwrap();
        let body = read(page).replace("offentlighets- och sekretesslagen", "").to_lowercase();
        body.split(|letter: char| !letter.is_alphabetic()).map(str::to_owned).collect()
    };
    let swedish = checked(&USUAL, Lang::Sv);
    let usual =
        ["och", "inte", "som", "av", "med", "för", "utan", "eller", "till", "den", "det", "är", "andel", "gräns"];
    // Words of the field, which the English text explains, and names in it.
    let kept = ["utförare", "insats", "kvittens", "nämnd", "förvaltning", "avtal", "lås"];
    for (page, its) in [(english.board(), swedish.board()), (english.provider(0), swedish.provider(0))] {
        let (here, there) = (of(&page), of(&its));
        assert!(usual.iter().filter(|word| there.contains(**word)).count() > 8);
        for word in usual {
            assert!(!here.contains(word), "{word}");
        }
        let odd = |word: &&String| word.contains(['å', 'ä', 'ö']) && !kept.contains(&word.as_str());
        let left: Vec<&String> = here.intersection(&there).filter(odd).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_letter_says_from_whom_to_whom_and_until_when() {
    let mut checked = checked(&USUAL, Lang::Sv);
    let bare = checked.provider(0);
    assert!(!bare.contains("<dl class=\"address\">") && !bare.contains("<dl class=\"signature\">"));
    checked.options.letter = Letter {
        unit: Some("Omsorgsförvaltningen".into()),
        logo: Some("data:image/png;base64,AAAA".into()),
        contact: Some(Contact { name: "Controller <b>".into(), email: Some("c@example.se".into()), phone: None }),
        answer_by: Local::new(2022, 4, 20, 0, 0, 0),
        signature: Some(Signature { role: "Avtalscontroller".into(), place: Some("Exempelby".into()) }),
    };
    let page = checked.provider(0);
    for said in [
        "<dd>Alfa</dd>",
        "20\u{a0}april\u{a0}2022",
        "c@example.se",
        "Omsorgsförvaltningen",
        "Exempelby,",
        "base64,AAAA",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<b>\"") && !page.contains("Controller <b>") && page.contains("Controller &#60;b&#62;"));
    let board = checked.board();
    assert!(
        board.contains("base64,AAAA") && board.contains("<dl class=\"signature\">") && !board.contains("Svara senast")
    );
}
