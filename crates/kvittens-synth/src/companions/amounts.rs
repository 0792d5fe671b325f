//! How much is granted and billed.

use std::io::{self, Write};

use super::files::Of;
use super::own::{Bill, Grant, Own};
use super::sums::Sums;
use super::{Companions, SINCE};
use crate::people;
use crate::services::{NAMES, only};
use crate::visit::{DAY, Minute};

/// Öre a minute.
const PRICE: Minute = 745;

impl<W: Write> Companions<W> {
    /// Ordinary customers have their hours for all services, so many minutes for each, or so many for each visit.
    pub(super) fn decisions(&mut self, id: &str, number: u32, sums: &Sums, own: &Own) -> io::Result<()> {
        let about = match own.grant {
            Grant::Planned => half_hours(sums.planned, sums.performed),
            Grant::Performed | Grant::From(_) => half_hours(sums.performed, sums.performed),
            Grant::Double => half_hours(sums.performed + sums.second, sums.performed),
            Grant::More(minutes) => sums.performed + minutes,
            Grant::Nothing => return Ok(()),
        };
        let double = if matches!(own.grant, Grant::Double) { "Ja" } else { "Nej" };
        let from = match own.grant {
            Grant::From(day) => self.rows.date(day.cast_signed() * DAY),
            _ => SINCE.to_owned(),
        };
        let to = if number.is_multiple_of(2) { "" } else { "9999-12-31" };
        let mut write = |service: &str, [hours, month, each, times]: [&str; 4]| {
            self.rows.write(Of::Decisions, &[id, service, hours, month, each, times, double, &from, to])
        };
        let split = matches!(own.grant, Grant::Planned) && !only::DOUBLE.iter().any(|one| sums.services.holds(*one));
        match number % 3 {
            1 if split => {
                let mut services = sums.by_service();
                services
                    .try_for_each(|(of, minutes)| write(NAMES[of], ["", &half_hours(minutes, 0).to_string(), "", ""]))
            }
            2 if split && sums.occasions > 0 => {
                let tenths = about * 10 / sums.occasions + 1;
                let each = format!("{},{}", tenths / 10, tenths % 10);
                write("Alla", ["", "", &each, &sums.occasions.to_string()])
            }
            _ if split => write("Alla", [&hundredths(about * 100 / 60), "", "", ""]),
            _ => write("Alla", ["", &about.to_string(), "", ""]),
        }
    }

    pub(super) fn bills(&mut self, id: &str, number: u32, sums: &Sums, bill: Bill) -> io::Result<()> {
        let month = self.rows.date(0)[..7].to_owned();
        let mut services = sums.services.iter();
        let service = match (services.next(), services.next()) {
            (Some(one), None) => NAMES[one],
            _ => "Alla",
        };
        for &(provider, minutes) in sums.billed.iter().filter(|(_, minutes)| *minutes > 0) {
            let minutes = minutes + if let Bill::More(more) = bill { more } else { 0 };
            let in_hours = match bill {
                Bill::Performed => number.is_multiple_of(2).then_some(minutes * 100 / 60),
                Bill::More(_) => None,
                Bill::RoundedUp => Some(minutes * 100 / 60 + 1),
            };
            let amount = hundredths(minutes * PRICE);
            let name = people::name(provider);
            let (minutes, hours) = match in_hours {
                Some(hours) => (String::new(), hundredths(hours)),
                None => (minutes.to_string(), String::new()),
            };
            self.rows.write(Of::Billing, &[&name, id, service, &minutes, &hours, &amount, &month])?;
        }
        Ok(())
    }
}

/// Minutes up to a half hour behind them, and never exactly `not`.
fn half_hours(minutes: Minute, not: Minute) -> Minute {
    let up = (minutes / 30 + 1) * 30;
    if up == not { up + 30 } else { up }
}

/// `12,34` of 1234.
fn hundredths(number: Minute) -> String {
    format!("{},{:02}", number / 100, number % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_granted_is_a_little_more_and_never_the_same() {
        assert_eq!((half_hours(59, 0), half_hours(60, 60), half_hours(61, 90)), (60, 90, 120));
        assert_eq!((hundredths(1234), hundredths(5)), ("12,34".to_owned(), "0,05".to_owned()));
    }
}
