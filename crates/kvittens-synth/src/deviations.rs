//! The deviations on single visits: what each looks like, and what it asks of its surroundings.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::day::Day;
use crate::ids::{VisitIds, visit_id};
use crate::services::Services;
use crate::truth::{Kind, Truth};
use crate::visit::{DAY, Minute, Receipts, Shown, Span, Status, Visit};

/// A customer's visits lie at least so many minutes apart where nothing else is planted.
const QUIET: Minute = 10;

/// Extra visits end by then, in minutes after midnight.
const LATEST: Minute = 22 * 60;

/// Length of extra visits.
const EXTRA: Minute = 10;

/// An ordinary visit where a deviation may be planted.
pub(crate) struct Site<'s, 'd> {
    pub(crate) day: &'s mut Day<'d>,
    pub(crate) at: usize,
    pub(crate) ids: &'s mut VisitIds,
    pub(crate) rng: &'s mut Pcg64Mcg,
}

impl Site<'_, '_> {
    /// Plants a deviation; nothing where the visit does not suit.
    pub(crate) fn plant(mut self, kind: Kind) -> Option<Truth> {
        let extra = match kind {
            Kind::MissingIn => self.show(Shown::NoStart),
            Kind::MissingOut => self.show(Shown::NoStop),
            Kind::OnlyOutTag => self.receipts(Receipts::Out),
            Kind::OnlyInTag => self.receipts(Receipts::In),
            Kind::ExactDuplicate => self.exact_duplicate(),
            Kind::TagAndManual => self.tag_and_manual(),
            Kind::RepeatService => self.repeat_service(),
            Kind::OneMinuteGap => self.one_minute_gap(),
            Kind::StopBeforeStart => self.stop_before_start(),
            Kind::TooShort => self.short(0, 2).map(|_| String::new()),
            Kind::TooLong => self.too_long(),
            Kind::StaffOverlap => self.staff_overlap(),
            Kind::BorderGap => self.border_gap(),
            Kind::BorderShort => self.short(2, 3).map(|length| length.to_string()),
            Kind::CorrectedEnd => self.corrected_end(),
            Kind::Declined => self.declined(),
            Kind::DoubleStaffing => self.double_staffing(),
            Kind::AdjacentPlanned => self.adjacent_planned(),
            Kind::SameStaff | Kind::TagShareStaff | Kind::TagShareCustomer => None,
        }?;
        self.day.disturb(self.at);
        let visit = self.visit();
        Some(Truth { kind, customer: Some(visit.customer), staff: Some(visit.staff), visit: visit.id, extra })
    }

    fn visit(&self) -> Visit {
        self.day.visits[self.at]
    }

    fn change(&mut self, change: impl FnOnce(&mut Visit)) -> Option<String> {
        change(&mut self.day.visits[self.at]);
        Some(String::new())
    }

    fn show(&mut self, shown: Shown) -> Option<String> {
        self.change(|visit| visit.shown = shown)
    }

    fn receipts(&mut self, receipts: Receipts) -> Option<String> {
        self.change(|visit| visit.receipts = receipts)
    }

    fn exact_duplicate(&mut self) -> Option<String> {
        let copies = self.rng.random_range(1..=2);
        self.change(|visit| visit.copies = copies)?;
        Some(copies.to_string())
    }

    /// The manual twin begins some minutes later and holds the first service.
    fn tag_and_manual(&mut self) -> Option<String> {
        let visit = self.visit();
        let late = self.rng.random_range(0..=2);
        if visit.actual.length() < 6 || !self.stays_usual(1) {
            return None;
        }
        let id = self.ids.extra();
        self.day.add(Visit {
            id,
            services: visit.services.first(),
            actual: Span { start: visit.actual.start + late, ..visit.actual },
            receipts: Receipts::None,
            planted: true,
            ..visit
        });
        Some(text(id))
    }

    /// Two to four minutes between, so that only the repeated service shows (M301 begins at one).
    fn repeat_service(&mut self) -> Option<String> {
        let (times, gap) = (self.rng.random_range(1..=2), self.rng.random_range(2..=4));
        self.again(times, gap)?;
        Some(format!("\"{times};{gap}\""))
    }

    fn border_gap(&mut self) -> Option<String> {
        let gap = [1, 2, 5, 6][self.rng.random_range(0..4)];
        // With the same services too, six minutes would look like one planned visit in two parts (M302).
        if gap == 6 && self.visit().services.len() == 1 {
            return None;
        }
        self.again(1, gap)?;
        Some(gap.to_string())
    }

    /// The visit's first service again after `gap` minutes, several times.
    fn again(&mut self, times: Minute, gap: Minute) -> Option<()> {
        let visit = self.visit();
        if !self.stays_usual(times) {
            return None;
        }
        self.room_until(visit.actual.stop + times * (gap + EXTRA))?;
        for time in 0..times {
            let start = visit.actual.stop + gap + time * (gap + EXTRA);
            let id = self.ids.extra();
            self.day.add(extra(visit, id, visit.services.first(), Span { start, stop: start + EXTRA }));
        }
        Some(())
    }

    /// The visit ends half-way; another service takes the rest of its time.
    fn one_minute_gap(&mut self) -> Option<String> {
        let visit = self.visit();
        let Span { start, stop } = visit.actual;
        if visit.actual.length() < 15 {
            return None;
        }
        let cut = start + visit.actual.length() / 2;
        let id = self.ids.extra();
        self.day.add(extra(visit, id, visit.services.another(), Span { start: cut + 1, stop }));
        self.change(|visit| visit.actual.stop = cut)
    }

    /// As [`Site::one_minute_gap`], but behind the visit and planned so.
    fn adjacent_planned(&mut self) -> Option<String> {
        let visit = self.visit();
        let start = visit.actual.stop + 1;
        let actual = Span { start, stop: start + 15 };
        self.room_until(actual.stop)?;
        let planned = Span { start: visit.planned.stop, stop: visit.planned.stop + 15 };
        let id = self.ids.extra();
        self.day.add(Visit { planned, ..extra(visit, id, visit.services.another(), actual) });
        Some(text(id))
    }

    fn stop_before_start(&mut self) -> Option<String> {
        let Span { start, .. } = self.visit().actual;
        let stop = start - self.rng.random_range(40..=80);
        // Early in the day the stop would lie outside the hours of home care as well (T404).
        if stop - self.day.midnight < 7 * 60 {
            return None;
        }
        self.change(|visit| visit.actual.stop = stop)
    }

    /// The length in minutes, where one can be short without being planned so.
    fn short(&mut self, from: Minute, to: Minute) -> Option<Minute> {
        let length = self.rng.random_range(from..=to);
        if self.visit().planned.length() < 10 {
            return None;
        }
        self.change(|visit| visit.actual.stop = visit.actual.start + length)?;
        Some(length)
    }

    /// From the afternoon until four to six the next morning: over nine hours, after the hour that the clock change
    /// repeats or leaves out, and before the next day's visits.
    fn too_long(&mut self) -> Option<String> {
        let visit = self.visit();
        let stop = self.day.midnight + DAY + 4 * 60 + self.rng.random_range(0..120);
        let span = Span { stop, ..visit.actual };
        let afternoon = (13 * 60..=18 * 60 + 30).contains(&(visit.actual.start - self.day.midnight));
        if !afternoon
            || visit.planned.length() > 120
            || !self.day.customer_free(self.at, span, QUIET)
            || !self.day.staff_free(visit.staff, span, &[self.at])
        {
            return None;
        }
        self.change(|visit| visit.actual.stop = stop)
    }

    /// The visit gets the staff of an earlier one that lasts into it.
    fn staff_overlap(&mut self) -> Option<String> {
        let visit = self.visit();
        let from = self.at.saturating_sub(200);
        let other = (from..self.at).rev().find(|&other| {
            let earlier = &self.day.visits[other];
            self.day.is_ordinary(other)
                && earlier.customer != visit.customer
                && earlier.staff != visit.staff
                && earlier.actual.start < visit.actual.start
                && earlier.actual.overlap(visit.actual) >= 5
                && self.day.staff_free(earlier.staff, visit.actual, &[other])
        })?;
        self.day.hand_over(self.at, self.day.visits[other].staff);
        self.day.disturb(other);
        Some(text(self.day.visits[other].id))
    }

    fn corrected_end(&mut self) -> Option<String> {
        self.change(|visit| {
            visit.shown = Shown::Corrected;
            visit.reason = 0;
            visit.entered = visit.actual.stop + 180;
        })
    }

    fn declined(&mut self) -> Option<String> {
        let status = if self.rng.random() { Status::Declined } else { Status::Absent };
        self.change(|visit| visit.status = status)
    }

    /// The second one is of the same area, at work and free.
    fn double_staffing(&mut self) -> Option<String> {
        let (visit, provider) = (self.visit(), self.day.provider);
        let area = provider.areas[provider.customers[visit.customer as usize].area].clone();
        let second = area.into_iter().find(|&staff| {
            let person = &provider.staff[staff as usize];
            staff != visit.staff
                && person.pattern.is_none()
                && person.works(self.day.date)
                && person.fits(visit.actual)
                && self.day.staff_free(staff, visit.actual, &[])
        })?;
        self.day.double(self.at, second);
        Some(String::new())
    }

    /// Whether the first service, `times` more, stays under four a day, where it would be unusual (D204).
    fn stays_usual(&self, times: Minute) -> bool {
        self.day.with_first_service(self.at) + times <= 3
    }

    /// Whether staff and customer have nothing else from the visit's start to `stop`, and some minutes after.
    fn room_until(&self, stop: Minute) -> Option<()> {
        let visit = self.visit();
        let span = Span { stop, ..visit.actual };
        let free = stop - self.day.midnight <= LATEST
            && self.day.customer_free(self.at, span, QUIET)
            && self.day.staff_free(visit.staff, span, &[self.at]);
        free.then_some(())
    }
}

/// A visit of the same people at another time.
fn extra(visit: Visit, id: u32, services: Services, actual: Span) -> Visit {
    Visit { id, services, actual, planted: true, ..visit }
}

fn text(id: u32) -> String {
    String::from_utf8_lossy(&visit_id(id)).into_owned()
}
