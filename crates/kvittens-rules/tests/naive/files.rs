//! The rows as the files that providers deliver, read by the parser as the command line reads them.

use std::fmt::Write as _;

use kvittens_model::{Local, Month, YearMonth};
use kvittens_parse::Options;

use crate::rows::{Kind, PROVIDERS, Row, SERVICES, STAFF, UNITS};

const TAG: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Inpassering;\
    Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Enhets-ID;Orsak;Registrerad;Registrerad av;\
    Godkänd;Status;Dubbelbemanning\n";
const MANUAL: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Datum;\
    Starttid;Sluttid;Tagg-ID;Enhets-ID;Orsak;Registrerad;Registrerad av;Godkänd;Status;Dubbelbemanning\n";

/// The month's name.
pub fn month_of(kind: &Kind) -> YearMonth {
    YearMonth { year: 2022, month: if kind.october { 10 } else { 3 } }
}

/// Reads the rows as two files: the tag export and the manual export.
pub fn read(kind: &Kind, rows: &[Row]) -> Month {
    read_files(kind, &[rows])
}

/// Reads the rows as two files for each part.
pub fn read_files(kind: &Kind, parts: &[&[Row]]) -> Month {
    read_delivery(kind, parts, &[])
}

/// Reads the rows with other exports of the month beside them, each a name and its text.
pub fn read_beside(kind: &Kind, rows: &[Row], others: &[(&str, String)]) -> Month {
    read_delivery(kind, &[rows], others)
}

fn read_delivery(kind: &Kind, parts: &[&[Row]], others: &[(&str, String)]) -> Month {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in others {
        let ending = if name.contains('.') { "" } else { ".csv" };
        std::fs::write(folder.path().join(format!("{name}{ending}")), text).unwrap();
    }
    for (number, part) in parts.iter().enumerate() {
        for (name, header, manual) in [("tagg", TAG, false), ("manuell", MANUAL, true)] {
            let mut text = header.to_owned();
            for row in part.iter().filter(|row| row.manual == manual) {
                write(&mut text, month_of(kind), row);
            }
            if text.len() > header.len() {
                std::fs::write(folder.path().join(format!("{name}-{number}.csv")), text).unwrap();
            }
        }
    }
    let options = Options { month: Some(month_of(kind)), ..Options::default() };
    let reading = kvittens_parse::read(&[folder.path().to_owned()], &options, &|_, _| {});
    reading.unwrap().month
}

/// Reads a month of one tag export that a test writes out: header names as in the samples.
pub fn read_text(text: &str) -> Month {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tagg.csv"), text).unwrap();
    let reading = kvittens_parse::read(&[folder.path().to_owned()], &Options::default(), &|_, _| {});
    reading.unwrap().month
}

fn write(text: &mut String, month: YearMonth, row: &Row) {
    let at = |seconds: Option<i32>| seconds.map_or(Local::NONE, |s| Local::from_seconds(month.first().seconds() + s));
    let staff = row.staff.map_or("", |staff| STAFF[staff]);
    let (start, stop) = (at(row.start), at(row.stop));
    let _ = write!(
        text,
        "{};{};{};B{};{staff};{};{};{};",
        PROVIDERS[row.provider],
        UNITS[row.unit],
        row.visit,
        row.customer,
        SERVICES[row.service],
        at(row.planned.0),
        at(row.planned.1),
    );
    if row.manual {
        let date = start.or(stop).to_string();
        let clock = |time: Local| time.to_string().split_once(' ').map_or(String::new(), |parts| parts.1.to_owned());
        let date = date.split(' ').next().unwrap_or_default();
        let _ = write!(text, "{date};{};{};", clock(start), clock(stop));
    } else {
        let _ = write!(text, "{start};{};{stop};{};", row.methods.0, row.methods.1);
    }
    let marks = &row.marks;
    let by = marks.entered_by.map_or("", |staff| STAFF[staff]);
    let _ = write!(text, "{};{};{};", marks.tag, marks.device, marks.reason);
    let _ = write!(text, "{};{by};{};", at(marks.entered), at(marks.approved));
    let _ = writeln!(text, "{};{}", row.status, row.double);
}
