//! When a customer is away. Absences that overlap or touch are one: an absence over a month's end is split and typed in
//! anew (Botkyrka, Hantera brukares frånvaro, 2025).

use kvittens_model::clock::real;
use kvittens_model::companion::OfCustomer;

/// A customer's absences on the real clock, joined, in order.
#[derive(Debug)]
pub struct Away {
    spans: Vec<(i32, i32)>,
    /// Seconds of all spans before each, and of all.
    before: Vec<i64>,
}

impl Away {
    /// Of a customer's absences, by their start.
    pub fn of(absence: &[OfCustomer]) -> Away {
        let mut spans: Vec<(i32, i32)> = Vec::new();
        for of in absence {
            let from = of.period.from.get().map_or(i32::MIN, real);
            let to = of.period.to.map_or(i32::MAX, real);
            match spans.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => spans.push((from, to)),
            }
        }
        let sums = spans.iter().scan(0, |sum, span| {
            *sum += length(*span);
            Some(*sum)
        });
        let before = std::iter::once(0).chain(sums).collect();
        Away { spans, before }
    }

    /// Seconds of a span on the real clock that the customer is away.
    pub fn seconds(&self, from: i32, to: i32) -> i64 {
        self.until(to) - self.until(from)
    }

    /// Whether the customer is away at a moment of the real clock.
    pub fn holds(&self, moment: i32) -> bool {
        let next = self.spans.partition_point(|span| span.1 <= moment);
        self.spans.get(next).is_some_and(|span| span.0 <= moment)
    }

    /// Seconds away before a moment.
    fn until(&self, moment: i32) -> i64 {
        let next = self.spans.partition_point(|span| span.1 <= moment);
        self.before[next] + self.spans.get(next).map_or(0, |span| length((span.0, moment)).max(0))
    }
}

fn length((from, to): (i32, i32)) -> i64 {
    i64::from(to) - i64::from(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kvittens_model::Local;
    use kvittens_model::companion::Period;

    fn away(of: &[(i32, Option<i32>)]) -> Away {
        let at = |minute: i32| Local::from_seconds(minute * 60);
        let absence = |(from, to): &(i32, Option<i32>)| {
            let from = if *from < 0 { Local::NONE } else { at(*from) };
            OfCustomer { customer: 0, period: Period { from, to: to.map(at) } }
        };
        Away::of(&of.iter().map(absence).collect::<Vec<_>>())
    }

    /// The clock is an hour before the wall's in winter.
    fn minutes(away: &Away, from: i32, to: i32) -> i64 {
        away.seconds(from * 60 - 3600, to * 60 - 3600) / 60
    }

    #[test]
    fn touching_and_overlapping_absences_are_one() {
        let away = away(&[(10, Some(20)), (20, Some(30)), (25, Some(28)), (40, Some(50))]);
        assert_eq!(away.spans.len(), 2);
        assert_eq!((minutes(&away, 0, 60), minutes(&away, 15, 45), minutes(&away, 30, 40)), (30, 20, 0));
        assert!(away.holds(10 * 60 - 3600) && !away.holds(30 * 60 - 3600));
    }

    #[test]
    fn an_open_end_goes_on() {
        let away = away(&[(-1, Some(10)), (40, None)]);
        assert_eq!((minutes(&away, 0, 60), minutes(&away, 50, 60)), (30, 10));
        assert!(away.holds(0) && !minutes(&away, 10, 40).is_positive());
    }
}
