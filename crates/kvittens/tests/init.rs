//! `kvittens init`: what it writes is a configuration that loads, with all of its suggestions too; it holds nobody's id;
//! it writes both files or none.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn init(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kvittens")).arg("init").args(more).current_dir(folder).output().unwrap()
}

/// The configuration that `init` writes in a new folder that holds an export.
fn written(export: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tagg.csv"), export).unwrap();
    let done = init(folder.path(), more);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read_to_string(folder.path().join("kvittens.toml")).unwrap()
}

/// The text with every suggestion made to hold.
fn with_all_suggestions(text: &str) -> String {
    let plain = |line: &str| match line.strip_prefix('#') {
        Some(suggestion) if suggestion.starts_with(|letter: char| letter == '[' || letter.is_ascii_lowercase()) => {
            format!("{suggestion}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(plain).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const HEADER: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
    Utpassering typ";

/// A month with everything that `init` looks for.
fn month() -> String {
    let mut text = format!("{HEADER}\n");
    let mut visit = 0;
    let mut add = |times: usize, provider: &str, unit: &str, staff: &str, service: &str| {
        for _ in 0..times {
            visit += 1;
            let day = visit % 28 + 1;
            text.push_str(&format!(
                "{provider};{unit};{visit};B{visit:07};{staff};{service};2022-03-{day:02} 08:00;Tagg;\
                2022-03-{day:02} 08:20;Manuell\n"
            ));
        }
    };
    add(9, "Solsidan \"\"AB\"\"", "Norr", "VIK01", "Matdistribution");
    add(2, "Solsidan \"\"AB\"\"", "Nattpatrullen", "VIK02", "Matdistrubition");
    add(5, "Team Natt", "", "P0000001", "dusch");
    add(3, "Team Natt", "", "P0000001", "Inköp");
    add(1, "Team Natt", "", "TEMP 3", "Hjälp 121212-1212");
    add(1, "Team Natt", "", "Tempelman Eva", "Tempelman Eva");
    add(1, "Team Natt", "", "VIK02", "Samtal B0000001");
    // A service of its own whose name needs care in TOML.
    add(1, "Team Natt", "", "P0000002", "Städ \\ \"\"stor\"\"");
    text.replace("Solsidan \"\"AB\"\"", "\"Solsidan \"\"AB\"\"\"")
        .replace("Städ \\ \"\"stor\"\"", "\"Städ \\ \"\"stor\"\"\"")
}

#[test]
fn what_is_written_loads_and_so_does_every_suggestion() {
    for lang in ["sv", "en"] {
        for from in [&["--lang", lang][..], &["--lang", lang, "--from", "tagg.csv"]] {
            let text = written(&month(), from);
            assert!(support::taken(&text), "{text}");
            let all = with_all_suggestions(&text);
            assert!(
                all.lines().filter(|line| !line.starts_with('#')).count()
                    > text.lines().filter(|l| !l.starts_with('#')).count()
            );
            let table: toml::Table = all.parse().unwrap_or_else(|error| panic!("{error}\n{all}"));
            for key in
                ["municipality", "key", "receipts", "placeholder_staff", "audience", "providers", "services", "rules"]
            {
                assert!(table.contains_key(key), "{key}");
            }
            assert!(support::taken(&all), "{all}");
        }
    }
}

#[test]
fn no_limit_holds_until_somebody_says_so() {
    let text = written(&month(), &["--from", "tagg.csv"]);
    assert!(text.contains("\n#limits = ") && !text.contains("\nlimits"));
}

#[test]
fn what_the_export_shows_is_suggested() {
    let text = written(&month(), &["--from", "tagg.csv"]);
    for lines in [
        "\n[providers.\"Solsidan \\\"AB\\\"\"] # 11 besök\n# Enheter och deras besök: \"Nattpatrullen\" 2, \"Norr\" 9\n",
        "\n#night_units = [\"Nattpatrullen\"]\n",
        "\n[providers.\"Team Natt\"] # 12 besök\n# Namnet säger natt.",
        "\n#kind = \"night\"\n",
        "\n[services.\"Matdistribution\"] # 9 besök\n",
        "\n#aliases = [\"Matdistrubition\"]\n",
        "\n#receipt = \"none\"\n",
        "\n[services.\"dusch\"] # 5 besök\n",
        "\n[services.\"Städ \\\\ \\\"stor\\\"\"] # 1 besök\n",
        ": VIK 2\n",
        "börjar med TEMP, ",
        "\n#placeholder_staff = [\"VIK\"]\n",
        "tag 23, för hand 23\n",
        "I exporten finns 1 av 6 personal-id hos mer än en utförare.",
    ] {
        assert!(text.contains(lines), "{lines}\n{text}");
    }
    assert!(!text.contains("[services.\"Matdistrubition\"]"), "a misspelt word is no service of its own");
}

#[test]
fn nobodys_id_is_written() {
    let text = written(&month(), &["--from", "tagg.csv"]);
    for id in ["B0000001", "P0000001", "P0000002", "VIK01", "VIK02", "TEMP 3", "Eva", "121212"] {
        assert!(!text.contains(id), "{id}\n{text}");
    }
    assert!(text.contains("3 namn eller ord står inte här"), "{text}");
}

#[test]
fn a_staff_id_with_more_time_than_a_person_has_is_counted_and_not_named() {
    let mut text = format!("{HEADER}\n");
    for (number, day) in (1..=3).flat_map(|day| [day; 3]).enumerate() {
        text.push_str(&format!(
            "A;;{number};B{number};Kim;Dusch;2022-03-0{day} 06:00;Tagg;2022-03-0{day} 15:00;Tagg\n"
        ));
    }
    let text = written(&text, &["--from", "tagg.csv"]);
    assert!(text.contains("1 annat id har mer registrerad tid") && !text.contains("Kim"), "{text}");
}

#[test]
fn the_same_exports_give_the_same_file_and_another_key() {
    let first = tempfile::tempdir().unwrap();
    let second = tempfile::tempdir().unwrap();
    let export = support::repository("examples/2022-03");
    for folder in [&first, &second] {
        assert!(init(folder.path(), &["--from", export.to_str().unwrap()]).status.success());
        assert_eq!(names(folder.path()), ["kvittens.key", "kvittens.toml"]);
    }
    let read = |folder: &tempfile::TempDir, name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read(&first, "kvittens.toml") == read(&second, "kvittens.toml"));
    assert!(read(&first, "kvittens.key") != read(&second, "kvittens.key"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(first.path().join("kvittens.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_next_month_is_checked_with_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tagg.csv"), month()).unwrap();
    let done = init(folder.path(), &["--from", "tagg.csv", "--month", "2022-03", "--out", "ny mapp"]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.contains("kvittens check tagg.csv --month 2022-03 --config \"ny mapp/kvittens.toml\"\n"), "{said}");
    let file = folder.path().join("ny mapp/kvittens.toml");
    fs::write(&file, with_all_suggestions(&fs::read_to_string(&file).unwrap())).unwrap();
    let check = ["check", "tagg.csv", "--reports", "none", "--visits", "--config", "ny mapp/kvittens.toml"];
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(check).current_dir(&folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!String::from_utf8(done.stdout).unwrap().contains("kvittens.key"), "the key of init is used");
}

#[test]
fn it_writes_both_or_none() {
    for there in ["kvittens.toml", "kvittens.key"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(there), "mitt").unwrap();
        assert_eq!(init(folder.path(), &[]).status.code(), Some(2));
        assert_eq!(names(folder.path()), [there]);
        assert_eq!(fs::read_to_string(folder.path().join(there)).unwrap(), "mitt");
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(init(folder.path(), &["--from", "saknas.csv", "--out", "ny"]).status.code(), Some(3));
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn an_editor_is_told_of_the_schema_only_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("docs/schema/kvittens.schema.json");
    fs::create_dir_all(schema.parent().unwrap()).unwrap();
    fs::write(schema, "{}").unwrap();
    assert!(init(folder.path(), &["--out", "kommun/hemtjänst"]).status.success());
    let text = fs::read_to_string(folder.path().join("kommun/hemtjänst/kvittens.toml")).unwrap();
    assert!(text.starts_with("#:schema ../../docs/schema/kvittens.schema.json\n# "), "{text}");
    assert!(written("", &[]).starts_with("# "));
}
