//! PDF: the letter to each provider and the page for the nämnd, as poppler reads them. Without the feature `pdf`: that a
//! build says what to do instead.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

#[cfg(not(feature = "pdf"))]
use std::process::Command;

#[test]
#[cfg(not(feature = "pdf"))]
fn a_build_without_pdf_says_both_ways_out_before_it_reads_anything() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(&folder).output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    for args in [&["check", "saknas", "--reports", "html,pdf"][..], &["report", "saknas", "--reports", "pdf"]] {
        let (code, said) = run(args);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("skriv ut") && said.contains("--features pdf"), "{said}");
    }
    let (code, said) = run(&["--lang", "en", "check", "saknas", "--reports", "pdf"]);
    assert!(code == Some(2) && said.contains("print it") && said.contains("--features pdf"), "{said}");
}

#[cfg(feature = "pdf")]
mod with {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write as _;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use crate::support::{Row, check, pdf, repository, rows, testdata};

    fn checked(out: &Path, more: &[&str]) -> PathBuf {
        let config = repository("examples/kvittens.toml");
        let args = [&["--config", config.to_str().unwrap(), "--reports", "html,xlsx,pdf"], more].concat();
        check(&[&testdata("months/2022-03")], out, &args)
    }

    fn letters(month: &Path) -> Vec<PathBuf> {
        let folders = fs::read_dir(month.join("utforare")).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<PathBuf> = folders.map(|folder| folder.join("rapport.pdf")).collect();
        all.sort();
        assert!(all.iter().all(|file| file.is_file()) && !all.is_empty());
        all
    }

    fn number(text: &str) -> f64 {
        text.parse().unwrap()
    }

    /// A share as Swedish has it, made from the measure's own digits.
    fn percent(share: &str) -> String {
        format!("{:.1} %", number(share) * 100.0).replace('.', ",")
    }

    fn grouped(count: &str) -> String {
        if count.len() > 3 {
            format!("{} {}", &count[..count.len() - 3], &count[count.len() - 3..])
        } else {
            count.into()
        }
    }

    /// Tokens that hold a digit, but the numbers of pages.
    fn numbers(text: &str) -> BTreeSet<String> {
        let lines = text.lines().map(|line| line.split("Sida ").next().unwrap_or_default());
        let words = lines.flat_map(|line| line.split(|sign: char| sign.is_whitespace() || "·()/:;".contains(sign)));
        let words = words.map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned());
        words.filter(|word| word.chars().any(|sign| sign.is_ascii_digit())).collect()
    }

    /// The text of a page, without its tags.
    fn plain(html: &str) -> String {
        let mut said = String::new();
        for part in html.split('<') {
            let (_, text) = part.split_once('>').unwrap_or(("", part));
            said.push(' ');
            said.push_str(text);
        }
        said.replace("&#38;", "&").replace("&amp;", "&").replace(['\u{a0}', '\n'], " ")
    }

    #[test]
    fn a_letter_has_the_numbers_of_the_measures() {
        let out = tempfile::tempdir().unwrap();
        let month = checked(out.path(), &[]);
        let (measures, findings) = (rows(&month.join("measures.csv")), rows(&month.join("findings.csv")));
        for file in letters(&month) {
            let (text, pages) = (pdf::text(&file), pdf::pages(&file));
            assert!((2..=6).contains(&pages), "{}: {pages} pages", file.display());
            assert!(text.contains(&format!("Sida 1 av {pages}")) && text.contains(&format!("Sida {pages} av {pages}")));
            let title = pdf::about(&file, "Title");
            let who = title.split(", ").nth(1).unwrap();
            let own = |row: &&Row| row["provider"] == who && row["scope"] == "provider";
            let of = |rule: &str| measures.iter().filter(own).filter(|row| row["rule"] == rule).collect::<Vec<_>>();
            let classes = ["both-tags", "in-only", "out-only", "no-tag"];
            let shares: Vec<&Row> =
                of("K101").into_iter().filter(|row| classes.contains(&row["measure"].as_str())).collect();
            assert_eq!(shares.len(), 4);
            let manual = measures.iter().filter(own).find(|row| row["measure"] == "manual-share").unwrap();
            for row in shares.into_iter().chain([manual]) {
                let line = text
                    .lines()
                    .find(|line| line.contains(&percent(&row["value"])) && line.contains(&grouped(&row["numerator"])));
                let line = line.unwrap_or_else(|| panic!("{who}: {row:?}"));
                let ends = format!("{}–{}", percent(&row["ci_low"]).trim_end_matches(" %"), percent(&row["ci_high"]));
                assert!(line.contains(&ends), "{who}: {ends} in {line}");
            }
            let mut open: BTreeMap<&str, usize> = BTreeMap::new();
            for row in findings.iter().filter(|row| row["provider"] == who && row["status"] == "open") {
                *open.entry(&row["rule"]).or_default() += 1;
            }
            assert!(open.len() > 5);
            for (rule, count) in open {
                let row = text.lines().find(|line| line.trim_start().starts_with(rule)).unwrap();
                assert!(row.split_whitespace().any(|word| word == count.to_string()), "{who}: {count} in {row}");
                assert!(text.contains(&format!("{count} öppna")), "{who}, {rule}: {count}");
            }
            // What no other form of the report says is no number of it.
            let page = plain(&fs::read_to_string(file.with_extension("html")).unwrap());
            let said: BTreeSet<String> = numbers(&page);
            let hash = rows_hash(&file);
            let examples = ["1", "2", "4", "6", "BLAKE3"].map(str::to_owned);
            let more: Vec<String> = numbers(&text)
                .into_iter()
                .filter(|word| !said.contains(word) && *word != hash && !examples.contains(word))
                .collect();
            assert!(more.is_empty(), "{who}: {more:?}");
            assert!(text.contains(&hash), "the hash of avvikelser.csv");
        }
    }

    fn rows_hash(letter: &Path) -> String {
        let table = fs::read(letter.with_file_name("avvikelser.csv")).unwrap();
        blake3::hash(&table).to_hex().to_string()
    }

    #[test]
    fn the_page_for_the_namnd_says_what_its_html_says() {
        let out = tempfile::tempdir().unwrap();
        let month = checked(out.path(), &[]);
        let html = fs::read_to_string(month.join("namnd.html")).unwrap();
        let (page, text) = (plain(&html), pdf::text(&month.join("namnd.pdf")));
        let of_page = numbers(&page);
        let more: Vec<String> = numbers(&text).into_iter().filter(|word| !of_page.contains(word)).collect();
        assert!(more.is_empty(), "{more:?}");
        let hidden = |text: &str| text.split_whitespace().filter(|word| *word == "..").count();
        assert!(hidden(&text) > 0, "nothing hidden proves little");
        assert_eq!(hidden(&text), hidden(&plain(html.split("<main>").nth(1).unwrap())));
    }

    #[test]
    fn a_letter_is_an_archives_and_can_be_heard() {
        let out = tempfile::tempdir().unwrap();
        let month = checked(out.path(), &[]);
        for file in letters(&month).into_iter().chain([month.join("namnd.pdf")]) {
            assert_eq!(pdf::about(&file, "Tagged"), "yes");
            assert_eq!(pdf::about(&file, "Author"), "Exempelby kommun");
            assert!(pdf::about(&file, "Creator").starts_with("Kvittens ") && !pdf::about(&file, "Title").is_empty());
            assert!(pdf::about(&file, "CreationDate").contains("Mar 31"), "the month's last day");
            assert!(pdf::about(&file, "Page size").contains("A4"));
            let meta = pdf::meta(&file);
            for (name, value) in [("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")] {
                assert!(meta.contains(&format!("<{name}>{value}<")), "{name}: {meta}");
            }
            assert!(meta.contains(">sv<") || meta.contains("sv-SE"), "{meta}");
            // The columns before the last two name: embedded, subset, unicode.
            assert!(pdf::fonts(&file).iter().all(|font| font.contains("yes yes yes")), "{:?}", pdf::fonts(&file));
        }
    }

    #[test]
    fn the_same_month_gives_the_same_bytes_on_one_thread_and_two_and_again() {
        let (first, second, third) = (tempfile::tempdir(), tempfile::tempdir(), tempfile::tempdir());
        let (first, second, third) = (first.unwrap(), second.unwrap(), third.unwrap());
        let months = [
            checked(first.path(), &[]),
            checked(second.path(), &["--threads", "1"]),
            checked(third.path(), &["--threads", "2"]),
        ];
        let bytes = |month: &Path| {
            let files = letters(month).into_iter().chain([month.join("namnd.pdf")]);
            files.map(|file| fs::read(file).unwrap()).collect::<Vec<_>>()
        };
        let of = bytes(&months[0]);
        assert!(of == bytes(&months[1]) && of == bytes(&months[2]));
        // Made again from the tables alone, and kept among what the month's reports are.
        fs::remove_dir_all(months[0].join("utforare")).unwrap();
        fs::remove_file(months[0].join("namnd.pdf")).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).arg("report").arg(&months[0]).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(of == bytes(&months[0]));
    }

    const HEADERS: &str =
        "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ\n";

    /// Customer, staff, day, first minute, length and whether by a receipt.
    type Visit = (String, String, u32, u32, u32, bool);

    /// A month of one provider.
    fn written(folder: &Path, who: &str, visits: impl Iterator<Item = Visit>) {
        let mut text = HEADERS.to_owned();
        for (number, (customer, staff, day, from, length, tag)) in visits.enumerate() {
            let clock = |minute: u32| format!("2022-03-{day:02} {:02}:{:02}", minute / 60, minute % 60);
            let method = if tag { "Tagg" } else { "Manuell" };
            let _ = writeln!(
                text,
                "{who};B{number};{customer};{staff};Omvårdnad;{};{method};{};{method}",
                clock(from),
                clock(from + length)
            );
        }
        fs::write(folder.join("tagg.csv"), text).unwrap();
    }

    fn letter_of(visits: impl Iterator<Item = Visit>, who: &str) -> (usize, usize, String) {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("in"), folder.path().join("ut"));
        fs::create_dir_all(&input).unwrap();
        fs::create_dir_all(&out).unwrap();
        written(&input, who, visits);
        let month = check(&[&input], &out, &["--reports", "pdf"]);
        let file = letters(&month).remove(0);
        (rows(&month.join("findings.csv")).len(), pdf::pages(&file), pdf::text(&file))
    }

    #[test]
    fn twenty_thousand_findings_and_none_make_a_letter_of_two_to_six_pages() {
        // Short visits, one upon the other.
        let many = (0..30_000_u32).map(|at| {
            let (day, within) = (at % 31 + 1, at / 31);
            let customer = format!("K{}", within % 97);
            (customer, format!("P{}", within % 41), day, 360 + within % 900, 1 + within % 3, within % 3 == 0)
        });
        let (findings, pages, text) = letter_of(many, "Utförare A");
        assert!(findings > 20_000, "{findings}");
        assert!((2..=6).contains(&pages), "{pages}");
        assert!(text.contains(" öppna avvikelser, de första i tidsordning") || text.contains("avvikelser.csv"));
        let few = (0..60_u32).map(|at| {
            let (day, from) = (at % 30 + 1, 480 + at / 30 * 97 + at % 7);
            (format!("K{}", at % 20), format!("P{}", at % 11), day, from, 31 + at % 7, true)
        });
        let (findings, pages, text) = letter_of(few, "Utförare A");
        assert!(findings == 0 && (2..=6).contains(&pages), "{findings}, {pages}");
        assert!(text.contains("Inget svar behövs."));
    }

    #[test]
    fn no_name_is_taken_for_markup() {
        for who in
            ["#panic(\"x\")", "*a* _b_ $c$ @d <e> \\f `g`", "// h /* i */ = j", "#[k] {l} ~m~ --- n", "\u{e000}å漢"]
        {
            let visits =
                (0..40_u32).map(|at| ("#K*1*".to_owned(), "$P_1_".to_owned(), at % 30 + 1, 480, 1, at % 2 == 0));
            let (findings, _, text) = letter_of(visits, who);
            let shown = who.replace(['\u{e000}', '漢'], "□");
            assert!(findings > 0 && text.contains(&shown), "{who}: {text}");
            assert!(text.contains("#K*1*") && text.contains("$P_1_"), "{who}");
        }
    }

    #[test]
    fn a_logo_that_is_none_inside_is_left_out() {
        let out = tempfile::tempdir().unwrap();
        let config = out.path().join("kvittens.toml");
        fs::write(&config, "municipality = \"Exempelby kommun\"\n[letter]\nlogo = \"logga.png\"\nunit = \"Enheten\"\n")
            .unwrap();
        fs::write(out.path().join("logga.png"), b"\x89PNG\r\n\x1a\nnothing").unwrap();
        let args = ["--config", config.to_str().unwrap(), "--reports", "pdf"];
        let month = check(&[&testdata("months/2022-03")], out.path(), &args);
        assert!(letters(&month).iter().all(|file| pdf::text(file).contains("Enheten")));
    }
}
