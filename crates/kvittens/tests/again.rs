//! `kvittens report`: from a month's folder alone the reports become what they were, byte for byte; and `kvittens open`.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kvittens_model::YearMonth;
use kvittens_synth::Recipe;
use support::{rows, testdata};

fn kvittens(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(folder).output().unwrap()
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = kvittens(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A working folder with a key.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kvittens.key"), support::KEY).unwrap();
    fs::write(folder.path().join("kvittens.toml"), "key = \"kvittens.key\"\n").unwrap();
    folder
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let list = kvittens_report::folder::files(folder).unwrap();
    list.into_iter().map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let to = to.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

/// The folders of the providers, and every page, are gone.
fn without_reports(folder: &Path) {
    let _ = fs::remove_dir_all(folder.join("utforare"));
    for path in kvittens_report::folder::files(folder).unwrap() {
        if path.ends_with(".html") || path.ends_with(".xlsx") {
            fs::remove_file(folder.join(path)).unwrap();
        }
    }
}

/// The files that differ, by name. `but`: what may.
fn differing(left: &Path, right: &Path, but: &[&str]) -> Vec<String> {
    let (left, right) = (files(left), files(right));
    let all: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let same = |path: &&&String| left.get(**path) != right.get(**path) && !but.contains(&path.as_str());
    all.iter().filter(same).map(|path| (**path).clone()).collect()
}

/// Checks a month, takes its reports away and makes them again: nothing has changed, the manifest included.
fn comes_back(desk: &Path, name: &str, args: &[&str]) -> PathBuf {
    done(desk, &[&["check", "--visits", "--out", name], args].concat());
    let month = fs::read_dir(desk.join(name)).unwrap().map(|entry| entry.unwrap().path());
    let month = month.filter(|path| path.is_dir()).max().unwrap();
    let copied = desk.join(format!("{name} igen")).join(month.file_name().unwrap());
    copy(&month, &copied);
    without_reports(&copied);
    done(desk, &["report", copied.to_str().unwrap()]);
    assert_eq!(differing(&month, &copied, &[]), Vec::<String>::new(), "{name}");
    month
}

#[test]
fn the_reports_of_every_kind_of_month_come_back_byte_for_byte() {
    let desk = desk();
    let here = desk.path();
    let sample = testdata("months/2022-03");
    let sample = sample.to_str().unwrap();
    comes_back(here, "plain", &[sample]);
    comes_back(here, "revealed", &[sample, "--reveal", "--csv", "plain"]);
    comes_back(here, "english", &[sample, "--lang", "en"]);
    let aux = testdata("cases/aux-beside/input");
    comes_back(here, "aux", &[aux.to_str().unwrap()]);

    let config = |name: &str, more: &str| {
        let file = format!("{name}.toml");
        fs::write(here.join(&file), format!("key = \"kvittens.key\"\n{more}")).unwrap();
        file
    };
    let hidden = config("hidden", "municipality = \"Exempel\"\n[audience]\nprovider = \"pseudonym\"\n");
    comes_back(here, "hidden", &[sample, "--config", &hidden]);
    comes_back(here, "both", &[sample, "--config", &hidden, "--reveal"]);
    done(here, &["check", sample, "--reports", "none", "--csv", "plain", "--out", "ids"]);
    let told = rows(&here.join("ids/2022-03/findings.csv"));
    let id = &told.iter().find(|row| row["rule"] == "T402" && row["status"] == "open").unwrap()["finding_id"];
    let all = config(
        "all",
        "accept = [\"accept.toml\"]\nstaff_ids = \"municipality\"\nplaceholder_staff = [\"P0000003\"]\n\
             [follow_up]\ndialog = 2\n\
             [services.\"Dusch\"]\ngroup = \"omvardnad\"\n\
             [rules.M301]\nstage = \"trial\"\nbacktest = \"b.html\"\nmax_gap = 3\n\
             [rules.T404]\nfrom = \"06:30\"\n\
             [rules.K102]\nseverity = \"minor\"\n\
             limits = [{ value = 0.05, source = \"Avtal §4\", from = 2022-01-01, judge = \"value\" }]\n\
             [[rates]]\ngroup = \"omvardnad\"\nkronor_per_hour = 412.5\nsource = \"Avtal\"\n",
    );
    fs::write(
        here.join("accept.toml"),
        format!("[[accept]]\nfinding = \"{id}\"\ndecided_by = \"enhetschef\"\n[[accept]]\nfinding = \"F-0000000000000\"\ndecided_by = \"x\"\n"),
    )
    .unwrap();
    comes_back(here, "all", &[sample, "--config", &all]);
}

#[test]
fn the_reports_of_a_month_beside_earlier_months_come_back() {
    let desk = desk();
    let here = desk.path();
    let first = YearMonth { year: 2021, month: 11 };
    let months: Vec<YearMonth> = std::iter::successors(Some(first), |month| Some(month.next())).take(5).collect();
    kvittens_synth::write_months(&Recipe::with_rows(first, 3_000, 5), &months, &here.join("syn")).unwrap();
    for month in ["2021-11", "2021-12", "2022-01", "2022-02", "2022-03"] {
        done(here, &["history", "add", &format!("syn/{month}"), "--store", "lager"]);
    }
    // A second delivery of the last month has other rows.
    let tagg = here.join("syn/2022-03/tagg.csv");
    let bytes = fs::read(&tagg).unwrap();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    fs::write(&tagg, lines[..lines.len() - 40].concat()).unwrap();
    let month = comes_back(here, "beside", &["syn/2022-03", "--store", "lager"]);
    let index = fs::read_to_string(month.join("index.html")).unwrap();
    assert!(
        index.contains("id=\"forra\"") && index.contains("id=\"leveranser\""),
        "a past that is not there proves little"
    );
    comes_back(here, "beside revealed", &["syn/2022-03", "--store", "lager", "--reveal"]);
}

#[test]
fn a_report_in_another_language_is_the_checks_in_that_language() {
    let desk = desk();
    let here = desk.path();
    let sample = testdata("months/2022-03");
    let sample = sample.to_str().unwrap();
    done(here, &["check", sample, "--visits", "--out", "sv"]);
    done(here, &["--lang", "en", "check", sample, "--visits", "--out", "en"]);
    done(here, &["--lang", "en", "report", "sv/2022-03"]);
    // The rows that were set aside are told in the language of the check; the manifest holds its time.
    assert_eq!(
        differing(&here.join("sv/2022-03"), &here.join("en/2022-03"), &["karantan.csv", "manifest.json"]),
        [""; 0]
    );
    assert_eq!(fs::read_dir(here.join("sv")).unwrap().count(), 1, "nothing was kept beside it");
}

#[test]
fn the_letterhead_and_the_kinds_of_reports_can_be_otherwise() {
    let desk = desk();
    let here = desk.path();
    done(here, &["check", testdata("cases/aux-beside/input").to_str().unwrap(), "--out", "ut"]);
    let month = fs::read_dir(here.join("ut")).unwrap().next().unwrap().unwrap().path();
    let report = |more: &[&str]| done(here, &[&["report", month.to_str().unwrap()], more].concat());
    let index = month.join("index.html");
    fs::write(here.join("brev.toml"), "municipality = \"Nya kommunen\"\n[rules.K102]\nenabled = false\n").unwrap();
    assert!(!fs::read_to_string(&index).unwrap().contains("Nya kommunen"));
    report(&["--config", "brev.toml"]);
    let with = fs::read_to_string(&index).unwrap();
    assert!(with.contains("Nya kommunen") && with.contains("K102"), "a rule that was run is not turned off behind it");
    report(&[]);
    assert!(fs::read_to_string(&index).unwrap().contains("Nya kommunen"), "it stays until it is changed again");
    report(&["--reports", "none"]);
    assert!(!index.exists() && month.join("findings.parquet").exists());
    report(&["--reports", "html"]);
    assert!(index.exists());
}

#[test]
fn what_is_gone_is_left_out_and_said() {
    let desk = desk();
    let here = desk.path();
    done(here, &["check", testdata("months/2022-03").to_str().unwrap(), "--out", "ut"]);
    let month = here.join("ut/2022-03");
    let reports = || fs::read_to_string(month.join("utforare/utforare-b-ab/rapport.html")).unwrap();
    let before = reports();
    done(here, &["report", "ut/2022-03"]);
    let without_visits = reports();
    assert!(without_visits.contains("besöken är inte sparade"));
    let (main, warning) = (without_visits.replace('\n', ""), "Rapporten är gjord på nytt ur tabellerna");
    assert_eq!((before.contains(warning), main.matches(warning).count()), (false, 1));

    let list = fs::read_to_string(month.join("nyckel.csv")).unwrap();
    let pseudonym = list.lines().find_map(|line| line.strip_prefix("K;")?.split(';').next()).unwrap();
    assert!(!before.contains(" K-") && pseudonym.starts_with("K-"));
    fs::remove_file(month.join("nyckel.csv")).unwrap();
    let said = done(here, &["report", "ut/2022-03"]);
    assert!(said.contains("nyckel.csv"), "{said}");
    let hidden = reports();
    assert!(hidden.contains("Brukare och medarbetare visas därför med pseudonymer") && hidden.contains(">K-"));
    assert!(!fs::read_to_string(month.join("index.html")).unwrap().contains("nyckel.csv"));
}

#[test]
fn a_changed_or_missing_table_is_refused_with_a_way_out_and_nothing_is_touched() {
    let desk = desk();
    let here = desk.path();
    done(here, &["check", testdata("cases/aux-beside/input").to_str().unwrap(), "--visits", "--out", "ut"]);
    let month = fs::read_dir(here.join("ut")).unwrap().next().unwrap().unwrap().path();
    let before = files(&month);
    let refused = |code: i32, words: &[&str]| {
        let output = kvittens(here, &["report", month.to_str().unwrap()]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        assert!(!said.contains("panicked"));
    };
    for table in ["findings.parquet", "measures.parquet", "nyckel.csv", "visits.parquet"] {
        let mut bytes = before[table].clone();
        bytes.push(b'\n');
        fs::write(month.join(table), bytes).unwrap();
        refused(3, &[table, "inte som den skrevs", "kvittens check"]);
        fs::write(month.join(table), &before[table]).unwrap();
    }
    fs::remove_file(month.join("findings.parquet")).unwrap();
    refused(3, &["findings.parquet", "finns inte"]);
    fs::write(month.join("findings.parquet"), &before["findings.parquet"]).unwrap();
    let manifest = String::from_utf8(before["manifest.json"].clone()).unwrap();
    fs::write(month.join("manifest.json"), manifest.replace("\"schema_version\": 2", "\"schema_version\": 1")).unwrap();
    refused(3, &["väntat: version 2", "hittat: version 1"]);
    fs::write(month.join("manifest.json"), "{").unwrap();
    refused(3, &["manifest.json", "går inte att läsa"]);
    fs::write(month.join("manifest.json"), manifest).unwrap();
    assert!(files(&month) == before, "a refused run touches nothing");
    let output = kvittens(here, &["report", "ut"]);
    assert_eq!(output.status.code(), Some(2), "a folder of months is no month's");
}

#[test]
fn what_somebody_wrote_in_the_folder_is_kept() {
    let desk = desk();
    let here = desk.path();
    done(here, &["check", testdata("cases/aux-beside/input").to_str().unwrap(), "--out", "ut"]);
    let month = fs::read_dir(here.join("ut")).unwrap().next().unwrap().unwrap().path();
    fs::write(month.join("anteckning.txt"), "ring dem").unwrap();
    let said = done(here, &["report", month.to_str().unwrap()]);
    let kept = PathBuf::from(format!("{}.tidigare-1", month.display()));
    assert!(kept.join("anteckning.txt").exists() && said.contains("tidigare-1"), "{said}");
    assert!(!month.join("anteckning.txt").exists() && month.join("index.html").exists());
}

#[test]
fn open_finds_the_newest_month_that_has_an_index() {
    let desk = desk();
    let here = desk.path();
    for month in ["2022-01", "2022-02", "2022-03", "2022-02.tidigare-1"] {
        fs::create_dir_all(here.join("rapport").join(month)).unwrap();
    }
    let no = |args: &[&str], word: &str| {
        let output = kvittens(here, args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(word), "{said}");
    };
    no(&["open", "--print"], "2022-03");
    no(&["open", "--print", "ingenting"], "kvittens check");
    for month in ["2022-01", "2022-02", "2022-02.tidigare-1"] {
        fs::write(here.join("rapport").join(month).join("index.html"), "").unwrap();
    }
    assert!(done(here, &["open", "--print"]).ends_with("rapport/2022-02/index.html\n"));
    assert!(done(here, &["open", "--print", "rapport/2022-01"]).ends_with("rapport/2022-01/index.html\n"));
    // Without anything that opens, the path is what is left.
    let output = Command::new(env!("CARGO_BIN_EXE_kvittens")).arg("open").current_dir(here).env("PATH", "").output();
    let output = output.unwrap();
    assert!(output.status.success() && String::from_utf8(output.stdout).unwrap().ends_with("2022-02/index.html\n"));
}
