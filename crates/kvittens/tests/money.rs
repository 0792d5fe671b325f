//! Minutes and kronor of a small month, every number counted by hand: configuration, findings, tables, pages, manifest
//! and summary.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::{Row, rows};

/// Care is paid by the hour, shopping by schablon, meals by the delivery. A's price rises on 16 March.
const CONFIG: &str = "
[services.Dusch]
group = \"omsorg\"
[services.Handling]
group = \"service\"
[services.Mat]
group = \"mat\"
[payment.service]
model = \"schablon\"
[payment.mat]
model = \"occasion\"
[[rates]]
group = \"omsorg\"
kronor_per_hour = 512.0
from = 2022-01-01
source = \"Avtal 2022 §7\"
[[rates]]
group = \"omsorg\"
kronor_per_hour = 540.0
from = 2022-03-16
source = \"Avtal 2022 §7, bilaga 2\"
[[rates]]
provider = \"B\"
group = \"omsorg\"
kronor_per_hour = 600.0
to = 2022-12-31
source = \"Avtal B §3\"
[[rates]]
group = \"mat\"
kronor_per_occasion = 45
source = \"Avtal 2022 §8\"
[rules.T404]
stage = \"trial\"
";

/// Chain of 1 and 2 (M301, D203: 30 min of 2). 4 overlaps 3 by 10 min (P501). 5, 6, 7, 11 and 12 are short (T402: 2, 2,
/// 2, 1 and 2 min); 7 is half care, half meal; nothing prices 12. 13 is late (T404), which is on trial: 59 min that do
/// not count.
const VISITS: &str = "\
Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;Utpassering typ
A;1;B1;P1;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg
A;2;B1;P1;Dusch;2022-03-01 07:31;Tagg;2022-03-01 08:01;Tagg
A;3;B2;P2;Dusch;2022-03-16 09:00;Tagg;2022-03-16 09:50;Tagg
A;4;B3;P2;Dusch;2022-03-16 09:40;Tagg;2022-03-16 10:10;Tagg
A;5;B2;P1;Handling;2022-03-02 10:00;Tagg;2022-03-02 10:02;Tagg
A;6;B3;P1;Mat;2022-03-03 12:00;Tagg;2022-03-03 12:02;Tagg
A;7;B1;P1;Dusch;2022-03-04 07:00;Tagg;2022-03-04 07:02;Tagg
A;7;B1;P1;Mat;2022-03-04 07:00;Tagg;2022-03-04 07:02;Tagg
B;11;B4;R1;Dusch;2022-03-05 08:00;Tagg;2022-03-05 08:01;Tagg
B;12;B4;R1;Tillsyn;2022-03-06 08:00;Tagg;2022-03-06 08:02;Tagg
B;13;B4;R1;Dusch;2022-03-07 23:00;Tagg;2022-03-07 23:59;Tagg
";

/// B2's decision holds ten days of 31: 31 h give 10 h. B4's is 8 times 30 min; the other one says nothing.
const GRANTED: &str = "\
Brukare-ID;Insats;Timmar per månad;Minuter per tillfälle;Tillfällen per månad;Från;Till
B1;Dusch;10;;;2022-01-01;
B2;Dusch;31;;;2022-03-22;2022-04-30
B4;Dusch;;30;8;2022-01-01;
B4;Tillsyn;;;;2022-01-01;
";

const PLANNED: &str = "\
Utförare;Brukare-ID;Insats;Planerad start;Planerad slut
A;B1;Dusch;2022-03-01 07:00;2022-03-01 08:00
A;B3;Mat;2022-03-03 12:00;2022-03-03 12:15
";

/// B3's line is for all services, so B3's services are compared together.
const BILLED: &str = "\
Utförare;Brukare-ID;Insats;Minuter;Belopp
A;B1;Dusch;70;597,33
A;B3;;20;170
B;B4;Dusch;65;
";

/// The month's folder, and what was printed.
fn run(out: &Path, files: &[(&str, &str)], more: &[&str]) -> (PathBuf, String) {
    fs::write(out.join("kvittens.key"), support::KEY).unwrap();
    let input = out.join("in");
    fs::create_dir_all(&input).unwrap();
    for (name, text) in files {
        fs::write(input.join(name), text).unwrap();
    }
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens"))
        .args(["check", "in", "--reveal", "--csv", "plain", "--select", "D203,M301,P501,T402,T404"])
        .args(["--out", "ut"])
        .args(more)
        .current_dir(out)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (out.join("ut/2022-03"), String::from_utf8(done.stdout).unwrap())
}

const ALL: [(&str, &str); 4] =
    [("tagg.csv", VISITS), ("beslut.csv", GRANTED), ("planering.csv", PLANNED), ("fakturaunderlag.csv", BILLED)];

fn configured(out: &Path) {
    fs::write(out.join("kvittens.toml"), CONFIG).unwrap();
}

/// A measure's value, as written; nothing where there is no such row.
fn measure(rows: &[Row], rule: &str, name: &str, provider: &str) -> String {
    let is = |row: &&Row| row["rule"] == rule && row["measure"] == name && row["provider"] == provider;
    let mut found = rows.iter().filter(is);
    let value = found.next().map_or(String::new(), |row| row["value"].clone());
    assert!(found.next().is_none(), "{rule} {name} {provider} stands twice");
    value
}

#[test]
fn every_rule_counts_each_minute_once_and_so_do_all_rules_together() {
    let out = tempfile::tempdir().unwrap();
    configured(out.path());
    let (folder, json) = run(out.path(), &ALL, &["--format", "json"]);
    let measures = rows(&folder.join("measures.csv"));
    let of = |rule: &str, provider: &str| {
        ["minutes-in-question", "kronor-in-question", "minutes-without-rate"]
            .map(|name| measure(&measures, rule, name, provider))
    };
    // 30 min at 512 kr: 256 kr. In M301 and D203 alike.
    assert_eq!(
        (of("M301", "A"), of("D203", "")),
        (["30", "256", ""].map(String::from), ["30", "256", ""].map(String::from))
    );
    // 10 min at 540 kr, the price of 16 March: 90 kr.
    assert_eq!(of("P501", ""), ["10", "90", ""].map(String::from));
    // Shopping 2 min for 0 kr; a meal 45 kr; 1 min of care 8.533 kr and another meal 45 kr: 98.53 kr.
    assert_eq!(of("T402", "A"), ["6", "98.53", ""].map(String::from));
    // B: 1 min at B's own 600 kr: 10 kr; 2 min that no rate prices.
    assert_eq!(of("T402", "B"), ["3", "10", "2"].map(String::from));
    assert_eq!(of("T402", ""), ["9", "108.53", "2"].map(String::from));
    assert_eq!(of("M301", "B"), ["0", "0", ""].map(String::from), "nothing in question costs nothing");
    assert_eq!(of("T404", ""), ["", "", ""].map(String::from), "on trial");

    // 30 + 10 + 9 = 49 min of 146 + 62; 256 + 90 + 98.5333 + 10 = 454.53 kr.
    let summary: Value = serde_json::from_str(&json).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    for told in [&summary, &manifest] {
        let found = &told["in_question"];
        assert_eq!((&found["minutes"], &found["registered_minutes"]), (&json!(49), &json!(208)));
        assert_eq!((&found["kronor"], &found["minutes_without_rate"]), (&json!(454.53), &json!(2)));
        assert_eq!(found["minutes_paid_otherwise"], json!(2));
        let provider = |at: usize| {
            let of = &found["providers"][at];
            (of["provider"].clone(), of["minutes"].clone(), of["registered_minutes"].clone(), of["kronor"].clone())
        };
        assert_eq!(provider(0), (json!("A"), json!(46), json!(146), json!(444.53)));
        assert_eq!(provider(1), (json!("B"), json!(3), json!(62), json!(10.0)));
        let rules: Vec<&Value> = found["rules"].as_array().unwrap().iter().map(|of| &of["minutes"]).collect();
        assert_eq!(rules, [30, 30, 10, 9], "D203, M301, P501, T402");
    }
}

#[test]
fn a_case_counts_each_minute_once() {
    let out = tempfile::tempdir().unwrap();
    configured(out.path());
    let (folder, _) = run(out.path(), &ALL, &["--reports", "none"]);
    let cases = rows(&folder.join("arenden.csv"));
    let told: Vec<String> = cases
        .iter()
        .map(|row| {
            ["rule", "rules", "findings", "minutes", "kronor", "minutes_without_rate"]
                .map(|key| row[key].as_str())
                .join(" ")
        })
        .collect();
    // The meal that is half care, shopping, the other meal; then B's care and what nothing prices.
    assert_eq!(
        told,
        [
            "D203 D203|M301 2 30 256 0",
            "P501 P501 1 10 90 0",
            "T402 T402 1 2 53.53 0",
            "T402 T402 1 2 0 0",
            "T402 T402 1 2 45 0",
            "T402 T402 1 1 10 0",
            "T402 T402 1 2  2",
        ]
    );
    let findings = rows(&folder.join("findings.csv"));
    let known = |id: &str| findings.iter().any(|row| row["case_id"] == id);
    assert!(cases.iter().all(|row| known(&row["case_id"])));
}

#[test]
fn granted_planned_performed_and_billed_stand_side_by_side() {
    let out = tempfile::tempdir().unwrap();
    configured(out.path());
    let (folder, json) = run(out.path(), &ALL, &["--format", "json"]);
    let told: Vec<String> = rows(&folder.join("jamforelse.csv"))
        .iter()
        .map(|row| {
            let keys = ["provider", "customer", "service", "granted_minutes", "planned_minutes", "performed_minutes"];
            let more = [
                "billed_minutes",
                "performed_minus_granted",
                "performed_minus_planned",
                "billed_minus_performed",
                "billed_minus_granted",
                "billed_kronor",
            ];
            keys.iter().chain(&more).map(|key| row[*key].as_str()).collect::<Vec<_>>().join(",")
        })
        .collect();
    assert_eq!(
        told,
        [
            "A,B1,Dusch,600,60,61,70,-539,1,9,-530,597.33",
            "A,B1,Mat,0,0,1,0,1,1,-1,0,",
            "A,B2,Dusch,600,0,50,0,-550,50,-50,-600,",
            "A,B2,Handling,0,0,2,0,2,2,-2,0,",
            "A,B3,,0,15,32,20,32,17,-12,20,170",
            "B,B4,Dusch,240,0,60,65,-180,60,5,-175,",
            "B,B4,Tillsyn,,0,2,0,,2,-2,,",
        ]
    );
    let summary: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        summary["bridge"],
        json!([
            { "provider": "A", "granted_minutes": 1200, "decisions_without_time": 0, "planned_minutes": 75,
              "performed_minutes": 146, "billed_minutes": 90, "billed_kronor": 767.33 },
            { "provider": "B", "granted_minutes": 240, "decisions_without_time": 1, "planned_minutes": 0,
              "performed_minutes": 62, "billed_minutes": 65 },
        ])
    );
    assert!(folder.join("jamforelse.parquet").is_file());
}

fn without_links(page: &str) -> String {
    let mut parts = page.split("<a ");
    let mut text = parts.next().unwrap().to_owned();
    parts.for_each(|part| text.push_str(part.split_once('>').unwrap().1));
    text.replace("</a>", "")
}

#[test]
fn the_pages_and_the_summary_say_it_in_both_languages() {
    let out = tempfile::tempdir().unwrap();
    configured(out.path());
    let (folder, printed) = run(out.path(), &ALL, &[]);
    let said = "Öppna avvikelser gäller 49 av 208 registrerade minuter, var och en räknad en gång, 455 kr.";
    assert!(printed.contains(said), "{printed}");
    let index = fs::read_to_string(folder.join("index.html")).unwrap().replace('\u{a0}', " ");
    assert!(index.contains("Öppna avvikelser gäller 49 av 208 registrerade minuter (23,6 %)"));
    assert!(index.contains("Det motsvarar 454,53 kr.") && index.contains("För 2 minuter gäller inget pris"));
    let index = without_links(&index);
    let row = |cells: &[&str]| cells.iter().map(|cell| format!("<td class=\"n\">{cell}</td>")).collect::<String>();
    assert!(index.contains(&format!("<td>A</td>{}", row(&["46", "146", "31,5 %", "444,53 kr", "", "2"]))), "{index}");
    assert!(index.contains(&row(&["1 200", "75", "146", "90", "−1 054", "−56", "767,33 kr"])));
    let page = fs::read_to_string(folder.join("utforare/a/rapport.html")).unwrap().replace('\u{a0}', " ");
    assert!(page.contains("gäller 46 av 146") && page.contains("444,53 kr") && page.contains("<span>256,00 kr</span>"));
    assert!(!page.contains("454,53") && !page.contains("<td>B</td>"), "another provider's");
    let (folder, printed) = run(out.path(), &ALL, &["--lang", "en"]);
    assert!(printed.contains("Open findings are about 49 of 208 registered minutes, each counted once, SEK 455."));
    let index = fs::read_to_string(folder.join("index.html")).unwrap().replace('\u{a0}', " ");
    assert!(index.contains("That amounts to SEK 454.53.") && index.contains("From granted to billed"));
}

/// Without prices nothing is said of kronor, and without the other exports nothing is compared.
#[test]
fn without_rates_and_other_exports_there_are_minutes_alone() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("kvittens.toml"), "[rules.T404]\nstage = \"trial\"\n").unwrap();
    let (folder, json) = run(out.path(), &[("tagg.csv", VISITS)], &["--format", "json"]);
    let summary: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(summary["in_question"]["minutes"], json!(49));
    assert!(summary["in_question"].get("kronor").is_none() && summary["bridge"] == json!([]));
    let measures = rows(&folder.join("measures.csv"));
    assert!(!measures.iter().any(|row| row["measure"] == "kronor-in-question"));
    assert!(!folder.join("jamforelse.csv").exists());
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("Inga priser är satta") && !index.contains("Från beviljat"));
}

/// Only the invoice: no column of what was not delivered.
#[test]
fn a_figure_stands_only_where_its_file_is() {
    let out = tempfile::tempdir().unwrap();
    let (folder, json) =
        run(out.path(), &[("tagg.csv", VISITS), ("fakturaunderlag.csv", BILLED)], &["--format", "json"]);
    let summary: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(summary["bridge"][1], json!({ "provider": "B", "performed_minutes": 62, "billed_minutes": 65 }));
    let first = &rows(&folder.join("jamforelse.csv"))[0];
    let keys = ["granted_minutes", "planned_minutes", "performed_minutes", "billed_minutes", "billed_minus_performed"];
    assert_eq!(keys.map(|key| first[key].as_str()), ["", "", "61", "70", "9"]);
}

#[test]
fn nonsense_is_refused_and_says_where() {
    let told = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kvittens.toml");
        fs::write(&file, text).unwrap();
        let mut check = Command::new(env!("CARGO_BIN_EXE_kvittens"));
        let done = check.args(["check", "saknas.csv", "--config"]).arg(&file).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{text}");
        String::from_utf8(done.stderr).unwrap()
    };
    let rate = "[[rates]]\nsource = \"Avtal\"\n";
    assert!(told(&format!("{rate}kronor_per_hour = -5")).contains("[[rates]] 1: -5 kronor"));
    let turned = told(&format!("{rate}kronor_per_hour = 5\nfrom = 2022-05-01\nto = 2022-01-01"));
    assert!(turned.contains("from = 2022-05-01 > to = 2022-01-01"), "{turned}");
    let group = told(&format!("[services.Dusch]\ngroup = \"omsorg\"\n{rate}kronor_per_hour = 5\ngroup = \"omsrog\""));
    assert!(group.contains("omsrog") && group.contains("omsorg"), "{group}");
    let model = told("[services.Dusch]\ngroup = \"omsorg\"\n[payment.omsorg]\nmodel = \"grantd\"");
    assert!(model.contains("grantd") && model.contains("granted"), "{model}");
}
