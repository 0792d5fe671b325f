//! `kvittens trend`, over months of synthetic exports in which one provider's share moves.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Eight months of two providers; from June three in ten visits of the second with a receipt are by hand.
fn months(folder: &Path) {
    let recipe =
        kvittens_synth::Recipe { providers: 2, ..kvittens_synth::Recipe::new("2021-01".parse().unwrap(), 40, 3) };
    let mut month = recipe.month;
    for _ in 0..8 {
        let made = kvittens_synth::synthesize(&kvittens_synth::Recipe { month, ..recipe.clone() }).unwrap();
        let text: String = made.tagg.iter().map(|byte| char::from(*byte)).collect();
        let moved = |line: &str| {
            let visit = line.split(';').nth(2).unwrap_or_default();
            let moves = month.month >= 6 && line.starts_with("Utf\u{f6}rare B AB") && visit.ends_with(['0', '1', '2']);
            let line = if moves { line.replace("Tagg", "Manuell") } else { line.to_owned() };
            line + "\r\n"
        };
        let tagg: String = text.lines().map(moved).collect();
        let folder = folder.join(month.to_string());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("tagg.csv"), tagg).unwrap();
        fs::write(folder.join("manuell.csv"), made.manuell).unwrap();
        month = month.next();
    }
}

fn trend(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kvittens"));
    command.args(["trend", "--exports"]).arg(folder).args(more).current_dir(folder).output().unwrap()
}

fn said(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

#[test]
fn a_share_that_moves_is_dated_and_the_page_says_it() {
    let folder = tempfile::tempdir().unwrap();
    months(folder.path());
    let done = trend(folder.path(), &["--out", "sidor/trend.html"]);
    let text = said(&done);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let line = "Utförare B AB, besök utan kvittens: högre sedan juni\u{a0}2021";
    assert!(text.contains(line) && text.contains("3 månader i rad över mittlinjen, alla över"), "{text}");
    let page = fs::read_to_string(folder.path().join("sidor/trend.html")).unwrap();
    assert!(page.contains(line) && page.contains("Alla utförare") && page.contains("Egen regi Södra"));
    assert!(page.contains("<desc") && page.contains("class=\"beyond\"") && !page.contains("<script"));
    assert_eq!(page.matches("<figure").count(), page.matches("</figure>").count());
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    assert!(!page.contains("http://") && !page.contains("https://"));

    let done =
        trend(folder.path(), &["--provider", "Utförare B AB", "--rule", "K102", "--out", "b.html", "--lang", "en"]);
    let text = said(&done);
    assert!(text.contains("higher since June\u{a0}2021") && text.contains("2021-05") && !text.contains("Egen regi"));
    let page = fs::read_to_string(folder.path().join("b.html")).unwrap();
    assert!(!page.contains("Egen regi") && !page.contains("All providers"), "the page names no other");
    assert_eq!(page.matches("<figure").count(), 1);
}

#[test]
fn what_is_not_known_is_refused_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    months(folder.path());
    let done = trend(folder.path(), &["--provider", "Utförare B"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("menade du \"Utförare B AB\"?"));
    assert_eq!(trend(folder.path(), &["--rule", "K1020"]).status.code(), Some(2));
    let empty = tempfile::tempdir().unwrap();
    assert!(said(&trend(empty.path(), &[])).contains("minst fyra månader"));
}
