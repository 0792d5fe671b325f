//! A provider's folder never names another provider, its customers or staff: every file of every provider's folder is
//! searched for the names, ids, pseudonyms and files of all the others, each of which can be mistaken for nothing else.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use support::rows;

/// The providers; their files are named after some of them.
const NAMES: [&str; 5] = ["Alfagruppen AB", "Betabolaget", "Gammahemmet HB", "Deltavården AB", "Epsilonomsorg"];

/// The letters that stand in everything of one provider's.
fn mark(provider: usize) -> String {
    format!("{}X", ["ALF", "BET", "GAM", "DEL", "EPS"][provider])
}

const HEADERS: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Inpassering;\
    Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Enhets-ID;Orsak;Registrerad;Registrerad av";

/// One registration: whose, its id, customer and staff, its day, first minute and length, and whether by a receipt.
fn row(
    provider: usize,
    visit: &str,
    (customer, staff): (&str, &str),
    (day, from, length): (u32, u32, u32),
    tag: bool,
) -> String {
    let clock = |minute: u32| format!("2022-03-{day:02} {:02}:{:02}", minute / 60, minute % 60);
    let (name, mark, method) = (NAMES[provider], mark(provider), if tag { "Tagg" } else { "Manuell" });
    let (start, stop) = (clock(from), clock(from + length));
    let reason = if tag { "" } else { "Annat" };
    format!(
        "{name};ENHET-{mark};{visit};{customer};{staff};Omvårdnad;{start};{stop};{start};{method};{stop};{method};\
         TAGG-{mark}{customer};TEL-{mark};{reason};2022-03-{day:02} 21:00;{staff}\n"
    )
}

/// A month in which each provider has customers and staff of its own, and some are shared: staff that is at two
/// providers at once for weeks, and customers whom two providers visit at once.
fn exports(folder: &Path) {
    let mut files = [HEADERS.to_owned() + "\n", HEADERS.to_owned() + "\n", HEADERS.to_owned() + "\n"];
    let mut number = 0;
    for provider in 0..NAMES.len() {
        let mark = mark(provider);
        for day in 1..=31 {
            for visit in 0..8 {
                number += 1;
                let id = format!("BES-{mark}-{number}");
                let (customer, staff) = (format!("KUND-{mark}-{}", visit % 4), format!("PERS-{mark}-{}", visit % 3));
                // Short, repeated, by hand, too long: each rule has something to say.
                let from = 420 + visit * 45 + (day * 7 + u32::try_from(provider).unwrap() * 3) % 11;
                let length = [30, 2, 40, 44, 31, 300, 29, 45][visit as usize];
                let text = row(provider, &id, (&customer, &staff), (day, from, length), (number + day) % 3 != 0);
                // The second file holds rows of every provider but is named after one.
                files[if visit < 4 { 0 } else { 1 }].push_str(&text);
            }
            let both = |text: &mut String, kind: &str, customer: &str, staff: &str, from: u32| {
                let _ = write!(
                    text,
                    "{}",
                    row(provider, &format!("BES-{mark}-{kind}-{day}"), (customer, staff), (day, from, 60), true)
                );
            };
            match provider {
                0 | 1 => both(
                    &mut files[2],
                    "S",
                    &format!("KUND-{mark}-9"),
                    "DELAD-PERSONAL",
                    840 + 20 * u32::try_from(provider).unwrap(),
                ),
                2 | 3 => both(
                    &mut files[2],
                    "K",
                    "DELAD-KUND",
                    &format!("PERS-{mark}-9"),
                    840 + 20 * u32::try_from(provider).unwrap(),
                ),
                _ => {}
            }
        }
    }
    let manual = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Datum;Starttid;Sluttid;Orsak;Registrerad;Registrerad av\n\
        Betabolaget;BES-BETX-M;KUND-BETX-0;PERS-BETX-0;Omvårdnad;2022-03-01;20:00;20:30;Annat;2022-03-01 21:05;PERS-BETX-0\n";
    for (name, text) in ["alla.csv", "alfagruppen mars.csv", "delade_deltavarden.csv"].iter().zip(&files) {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::write(folder.join("manuell.csv"), manual).unwrap();
}

/// The reports of this build.
const REPORTS: &str = if cfg!(feature = "pdf") { "html,xlsx,pdf" } else { "html,xlsx" };

/// Every text of a file: of a workbook that of its parts, of a PDF what stands on its pages and in every stream of it.
fn text(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "pdf") {
        return format!("{}\n{}", support::pdf::text(path), support::pdf::raw(path));
    }
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        all.push_str(&part.name().unwrap());
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

/// Searches every provider's folder for what is another's. `pseudonyms`: kind, name, provider and id of nyckel.csv.
fn search(month: &Path, pseudonyms: &[support::Row]) -> usize {
    let mut searched = 0;
    for folder in fs::read_dir(month.join("utforare")).unwrap().map(|entry| entry.unwrap().path()) {
        let slug = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let own = (0..NAMES.len()).find(|at| slug.starts_with(&mark(*at)[..3].to_lowercase())).unwrap();
        for file in kvittens_report::folder::files(&folder).unwrap() {
            searched += 1;
            let text = format!("{file}\n{}", text(&folder.join(&file)));
            let lower = text.to_lowercase();
            for other in (0..NAMES.len()).filter(|other| *other != own) {
                let mut forbidden = vec![NAMES[other].to_owned(), mark(other)];
                forbidden.push(NAMES[other].split(' ').next().unwrap().to_lowercase());
                forbidden
                    .push(["alfagruppen", "betabolaget", "gammahemmet", "deltavarden", "epsilonomsorg"][other].into());
                for word in forbidden {
                    assert!(!lower.contains(&word.to_lowercase()), "{slug}/{file} tells of {word}");
                }
            }
            for row in
                pseudonyms.iter().filter(|row| !row["id"].contains(&mark(own)) && !row["id"].starts_with("DELAD"))
            {
                assert!(!text.contains(&row["pseudonym"]), "{slug}/{file} holds a pseudonym of another's");
            }
        }
    }
    searched
}

#[test]
fn every_file_of_every_providers_folder_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("in")).unwrap();
    exports(&here.join("in"));
    fs::write(here.join("kvittens.key"), support::KEY).unwrap();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(here).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    for (audience, staff) in [("export", "municipality"), ("export", "provider"), ("pseudonym", "municipality")] {
        let config = format!(
            "key = \"kvittens.key\"\nmunicipality = \"Exempel\"\nstaff_ids = \"{staff}\"\nplaceholder_staff = [\"PERS-GAMX-2\"]\n\
             [audience]\nprovider = \"{audience}\"\n\
             [rules.K102]\nlimits = [{{ value = 0.1, source = \"Avtal\" }}, {{ value = 0.2, source = \"Avtal med Betabolaget\", provider = \"Betabolaget\" }}]\n"
        );
        fs::write(here.join("kvittens.toml"), config).unwrap();
        let out = format!("ut-{audience}-{staff}");
        run(&["check", "in", "--csv", "plain", "--reports", REPORTS, "--out", &out]);
        let month = here.join(&out).join("2022-03");
        let pseudonyms = rows(&month.join("nyckel.csv"));
        let searched = search(&month, &pseudonyms);
        assert!(searched >= 2 * NAMES.len(), "{searched}");
        // What was searched for was there to be found: in the controller's files, and as counts in the providers'.
        let findings = rows(&month.join("findings.csv"));
        assert!(NAMES.iter().all(|name| findings.iter().any(|finding| finding["provider"] == *name)));
        let own = rows(&month.join("utforare/gammahemmet-hb/avvikelser.csv"));
        let across = |slug: &str| {
            let own = rows(&month.join("utforare").join(slug).join("avvikelser.csv"));
            let across = own.into_iter().filter(|finding| finding["other_providers_visits"] != "0");
            across.map(|finding| finding["rule"].clone()).collect::<std::collections::BTreeSet<_>>()
        };
        // Customers are the municipality's; staff only where the configuration says so.
        assert!(across("deltavarden-ab").contains("P509"));
        let of_staff = across("alfagruppen-ab").contains("P504") && across("betabolaget").contains("P501");
        assert_eq!(of_staff, staff == "municipality");
        assert!(own.iter().any(|finding| finding["rows"].contains("fil-")), "a file's name that tells is a number");
        let report = fs::read_to_string(month.join("utforare/gammahemmet-hb/rapport.html")).unwrap();
        assert!(report.contains("<td>fil-1</td>") && report.contains("<td>alla.csv</td>"));

        // Made again from its tables the folder is as it was, without what only visits show.
        run(&["report", month.to_str().unwrap()]);
        search(&month, &pseudonyms);
        fs::remove_file(month.join("nyckel.csv")).unwrap();
        run(&["report", month.to_str().unwrap()]);
        search(&month, &pseudonyms);
    }
}
