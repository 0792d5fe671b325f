//! Rules of a municipality's own: found by the configuration and by `--rule`, and refused where this build cannot ask.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use support::repository;

fn kvittens(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kvittens")).args(args).current_dir(folder).output().unwrap()
}

fn rule(name: &str) -> String {
    repository("examples/rules").join(name).display().to_string()
}

#[cfg(not(feature = "sql"))]
mod without {
    use super::*;

    #[test]
    fn a_build_that_cannot_ask_says_what_to_build() {
        let folder = tempfile::tempdir().unwrap();
        for args in [
            vec!["rules".to_owned(), "--rule".to_owned(), rule("x402_short_visit.toml")],
            vec!["query".to_owned(), "select 1".to_owned(), "--store".to_owned(), "lager".to_owned()],
        ] {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let done = kvittens(folder.path(), &args);
            assert_eq!(done.status.code(), Some(2));
            assert!(String::from_utf8_lossy(&done.stderr).contains("--features sql"));
        }
    }

    #[test]
    fn a_broken_file_is_refused_for_what_is_wrong_in_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("regel.toml"), "code = X001\n").unwrap();
        let done = kvittens(folder.path(), &["rules", "--rule", "regel.toml"]);
        assert!(String::from_utf8_lossy(&done.stderr).contains("regel.toml, rad 1, kolumn"));
    }
}

#[cfg(feature = "sql")]
mod with {
    use super::*;
    use kvittens_synth::Recipe;
    use std::collections::BTreeMap;
    use support::{KEY, rows};

    fn done(folder: &Path, args: &[&str]) -> String {
        let output = kvittens(folder, args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(folder: &Path, args: &[&str]) -> String {
        let output = kvittens(folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// A working folder whose configuration names the worked rules.
    fn desk(more: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("kvittens.key"), KEY).unwrap();
        fs::create_dir(folder.path().join("regler")).unwrap();
        for entry in fs::read_dir(repository("examples/rules")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join("regler").join(path.file_name().unwrap())).unwrap();
        }
        let config = format!("key = \"kvittens.key\"\n[sql]\nrules = [\"regler/*.toml\"]\n{more}");
        fs::write(folder.path().join("kvittens.toml"), config).unwrap();
        folder
    }

    fn month() -> String {
        repository("examples/2022-03").display().to_string()
    }

    #[test]
    fn it_stands_among_the_rules_and_has_a_page() {
        let desk = desk("");
        let table = done(desk.path(), &["rules"]);
        assert!(table.contains("X402") && table.contains("Kort besök") && table.contains("K105"));
        let json = done(desk.path(), &["rules", "--format", "json"]);
        assert!(json.contains("\"code\": \"X402\"") && json.contains("\"min_minutes\""));
        let page = done(desk.path(), &["explain", "X402"]);
        assert!(page.contains("# X402 Kort besök (short-visit)") && page.contains("FROM visits"));
        assert!(
            done(desk.path(), &["explain", "short-visit", "--lang", "en"]).contains("Visits shorter than this fire")
        );
        assert!(refused(desk.path(), &["explain", "short-visits"]).contains("short-visit"));
        let plain = tempfile::tempdir().unwrap();
        assert!(!done(plain.path(), &["rules"]).contains("X402"));
        assert!(done(plain.path(), &["rules", "--rule", &rule("x402_short_visit.toml")]).contains("X402"));
    }

    #[test]
    fn its_examples_are_tried_by_a_command() {
        let desk = desk("");
        let said = done(desk.path(), &["rules", "--test"]);
        assert_eq!(said.matches("1 larmar och 1 larmar inte").count(), 3);
        let file = desk.path().join("regler/x402_short_visit.toml");
        let text = fs::read_to_string(&file).unwrap().replace("2022-03-01 07:17", "2022-03-01 07:19");
        fs::write(file, text).unwrap();
        assert!(refused(desk.path(), &["rules", "--test"]).contains("[[fires]] 1"));
    }

    #[test]
    fn a_check_has_its_findings_in_every_report_and_report_makes_them_again() {
        let desk = desk("[rules.X402]\nmin_minutes = 4\nlimits = [{ value = 2.0, source = \"Avtal 2022\" }]\n");
        let args = ["check", &month(), "--csv", "plain", "--visits", "--out", "rapport"];
        done(desk.path(), &args);
        let folder = desk.path().join("rapport/2022-03");
        let found = rows(&folder.join("findings.csv"));
        let own: Vec<_> = found.iter().filter(|row| row["rule"] == "X402").collect();
        assert!(own.len() > 20);
        assert!(own.iter().all(|row| row["limit"] == "4" && row["finding_id"].starts_with("F-")));
        let measures = rows(&folder.join("measures.csv"));
        let measured = measures.iter().find(|row| row["rule"] == "X402" && row["scope"] == "provider").unwrap();
        assert_eq!((measured["measure"].as_str(), measured["limit_source"].as_str()), ("findings", "Avtal 2022"));
        let index = fs::read_to_string(folder.join("index.html")).unwrap();
        assert!(index.contains("X402") && index.contains("Kort besök"));
        let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
        assert!(manifest.contains("SELECT visit_key, seconds"));

        let files = |folder: &Path| -> BTreeMap<String, Vec<u8>> {
            let list = kvittens_report::folder::files(folder).unwrap();
            list.into_iter().map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect()
        };
        let before = files(&folder);
        // Nothing but the folder is needed: the rules' files are gone.
        fs::remove_dir_all(desk.path().join("regler")).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        done(elsewhere.path(), &["report", &folder.display().to_string()]);
        assert_eq!(before, files(&folder));
    }

    #[test]
    fn it_is_selected_ignored_and_on_trial_like_any_other() {
        let desk = desk("[rules.X402]\nstage = \"trial\"\n");
        let codes = |more: &[&str]| {
            let month = month();
            let args =
                [&["check", month.as_str(), "--csv", "plain", "--reports", "none", "--out", "rapport"], more].concat();
            done(desk.path(), &args);
            let found = rows(&desk.path().join("rapport/2022-03/findings.csv"));
            found.iter().map(|row| row["rule"].clone()).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(codes(&["--select", "X402"]).into_iter().collect::<Vec<_>>(), ["X402"]);
        assert!(codes(&["--select", "X"]).contains("X401"));
        assert!(!codes(&["--ignore", "short-visit"]).contains("X402"));
        assert!(refused(desk.path(), &["check", &month(), "--select", "X999"]).contains("X999"));
    }

    #[test]
    fn a_backtest_hears_it_and_sweeps_it() {
        let desk = desk("");
        let months = ["2022-02", "2022-03"].map(|month| month.parse().unwrap());
        let recipe = Recipe::new(months[0], 1500, 3);
        kvittens_synth::write_months(&recipe, &months, &desk.path().join("exporter")).unwrap();
        let sweep = ["--sweep", "rules.X402.min_minutes=2..4"];
        let args = ["backtest", "--exports", "exporter", "--select", "X402,T402", "--format", "json", "--out", "ut"];
        let said = done(desk.path(), &[&args[..], &sweep].concat());
        let value: serde_json::Value = serde_json::from_str(&said).unwrap();
        let text = value.to_string();
        assert!(text.contains("X402") && text.contains("T402") && text.contains("min_minutes"), "{text}");
        // What was heard is known; a changed file is heard again.
        let again = done(desk.path(), &args);
        assert!(again.contains("X402"));
    }

    #[test]
    fn a_query_looks_at_the_store() {
        let desk = desk("");
        done(desk.path(), &["history", "add", &month(), "--store", "lager"]);
        let ask = |more: &[&str]| done(desk.path(), &[&["query"], more, &["--store", "lager"]].concat());
        let counted = ask(&[
            "select provider, count(*) as visits from visits where performed group by provider order by provider",
            "--format",
            "csv",
        ]);
        let sum: u64 =
            counted.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().1.parse::<u64>().unwrap()).sum();
        assert_eq!(sum, 7275, "{counted}");
        assert!(counted.starts_with("provider,visits\n"));
        let pseudonyms = ask(&["select distinct customer from visits order by customer limit 3", "--format", "json"]);
        assert!(pseudonyms.contains("\"K-"), "{pseudonyms}");
        let revealed =
            ask(&["select distinct customer from visits order by customer limit 3", "--reveal", "--format", "csv"]);
        assert!(!revealed.contains("K-"), "{revealed}");
        let table = ask(&["select visit, start, minutes from visits where minutes > 300 order by start"]);
        assert!(table.contains("2022-03-") && table.contains("1 månad"), "{table}");
        let wrong = refused(desk.path(), &["query", "select custmer from visits", "--store", "lager"]);
        assert!(wrong.contains("rad 1, kolumn 8") && wrong.contains("customer"), "{wrong}");
        let wrong = refused(desk.path(), &["query", "select * from read_csv('kvittens.key')", "--store", "lager"]);
        assert!(wrong.contains("ingen fil"), "{wrong}");
        let endless = "select count(*) from visits a join visits b on a.month = b.month";
        assert!(refused(desk.path(), &["query", endless, "--store", "lager"]).contains("rows"));
        let tables = done(desk.path(), &["query", "--tables", "--lang", "en"]);
        assert!(tables.contains("registrations") && tables.contains("dispens"));
    }

    #[test]
    fn a_mistake_names_file_line_column_and_the_nearest_name() {
        let desk = desk("");
        let file = desk.path().join("regler/x402_short_visit.toml");
        let text = fs::read_to_string(&file).unwrap().replace("NOT brief", "NOT breif");
        fs::write(&file, &text).unwrap();
        let line = text.lines().position(|line| line.contains("breif")).unwrap() + 1;
        let said = refused(desk.path(), &["check", &month()]);
        assert!(said.contains(&format!("x402_short_visit.toml, rad {line}, kolumn 21")), "{said}");
        assert!(said.contains("menade du \"brief\"?"), "{said}");
        let said = refused(desk.path(), &["check", &month(), "--lang", "en"]);
        assert!(said.contains("did you mean \"brief\"?"), "{said}");
    }
}
