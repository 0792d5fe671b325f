//! The files of a synthetic month, read by plain splitting.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::collections::BTreeSet;
use std::ops::Range;

use kvittens_synth::Synthetic;

pub type Row = Vec<String>;

/// The rows of a file, split into fields; Latin-1 is enough for the letters that occur.
pub fn rows(file: &[u8]) -> Vec<Row> {
    let text: String = file.iter().map(|&byte| char::from(byte)).collect();
    assert!(text.ends_with("\r\n"));
    text.split_terminator("\r\n").map(|row| row.split(';').map(str::to_owned).collect()).collect()
}

/// Minutes since the month began, of `2022-03-01 07:15`; days of the next month come behind those of this one.
pub fn minutes(stamp: &str, month: &str, days: i32) -> i32 {
    let part = |range: Range<usize>| stamp[range].parse::<i32>().unwrap();
    let later = if stamp.starts_with(month) { 0 } else { days };
    ((part(8..10) + later) * 24 + part(11..13)) * 60 + part(14..16)
}

/// A visit of one member of staff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    pub staff: String,
    pub start: i32,
    pub stop: i32,
    pub customer: String,
    pub id: String,
    pub manual: bool,
    /// By hand at these ends.
    pub hands: (bool, bool),
    pub planned: (i32, i32),
    pub tag: String,
    pub phone: String,
    pub reason: String,
    pub entered: Option<i32>,
    pub approved: Option<i32>,
}

/// The visits with both times, by staff and start.
pub fn visits(made: &Synthetic, month: &str, days: i32) -> Vec<Visit> {
    let at = |stamp: &str| minutes(stamp, month, days);
    let maybe = |stamp: &String| (!stamp.is_empty()).then(|| at(stamp));
    let planned = |row: &Row| (maybe(&row[6]).unwrap_or(-1), maybe(&row[7]).unwrap_or(-1));
    let mut all = BTreeSet::new();
    for row in rows(&made.tagg).iter().skip(1).filter(|row| !row[8].is_empty() && !row[10].is_empty()) {
        all.insert(Visit {
            staff: row[4].clone(),
            start: at(&row[8]),
            stop: at(&row[10]),
            customer: row[3].clone(),
            id: row[2].clone(),
            manual: false,
            hands: (row[9] == "Manuell", row[11] == "Manuell"),
            planned: planned(row),
            tag: row[12].clone(),
            phone: row[15].clone(),
            reason: row[16].clone(),
            entered: maybe(&row[17]),
            approved: maybe(&row[19]),
        });
    }
    for row in &rows(&made.manuell)[1..] {
        let start = at(&format!("{} {}", row[8], row[9]));
        let stop = at(&format!("{} {}", row[8], row[10]));
        all.insert(Visit {
            staff: row[4].clone(),
            start,
            stop: if stop < start { stop + 24 * 60 } else { stop },
            customer: row[3].clone(),
            id: row[2].clone(),
            manual: true,
            hands: (true, true),
            planned: planned(row),
            tag: String::new(),
            phone: String::new(),
            reason: row[11].clone(),
            entered: maybe(&row[12]),
            approved: None,
        });
    }
    all.into_iter().collect()
}
