//! What is planted on single visits: what each kind looks like, and what it asks of its surroundings.

mod company;
mod ends;
mod repeats;
mod times;

use rand_pcg::Pcg64Mcg;

use crate::day::Day;
use crate::ids::{VisitIds, visit_id};
use crate::kinds::Kind;
use crate::services::Services;
use crate::truth::Truth;
use crate::visit::{DAY, Minute, Span, Visit};

/// A customer's visits lie at least so many minutes apart where nothing else is planted.
const QUIET: Minute = 10;

/// Extra visits end by then, in minutes after midnight.
const LATEST: Minute = 22 * 60;

/// Length of extra visits.
const EXTRA: Minute = 10;

/// An ordinary visit where something may be planted.
pub(crate) struct Site<'s, 'd> {
    pub(crate) day: &'s mut Day<'d>,
    pub(crate) at: usize,
    /// How many of the kind stand already: what a kind has several of comes in turn.
    pub(crate) turn: u32,
    pub(crate) ids: &'s mut VisitIds,
    pub(crate) rng: &'s mut Pcg64Mcg,
}

impl Site<'_, '_> {
    /// Plants something; nothing where the visit does not suit.
    pub(crate) fn plant(mut self, kind: Kind) -> Option<Truth> {
        let extra = match kind {
            Kind::MissingIn | Kind::MissingOut | Kind::CorrectedEnd | Kind::CorrectedStart => self.show(kind),
            Kind::OnlyOutTag | Kind::OnlyInTag => self.one_tag(kind),
            Kind::ForeignTag => self.foreign_tag(),
            Kind::NoReason => self.no_reason(),
            Kind::EditedNoReason | Kind::EditedWithReason => self.edited(kind),
            Kind::LateEntry | Kind::OnThirdDay => self.late_entry(kind),
            Kind::EnteredBeforeEnd => self.entered_before_end(),
            Kind::EnteredAtStop => self.entered_at_stop(),
            Kind::LockReceipt => self.lock_receipt(),
            Kind::PhoneContact => self.phone_contact(),
            Kind::ErrandInOnly => self.errand_in_only(),
            Kind::Declined => self.declined(),
            Kind::ExactDuplicate => self.exact_duplicate(),
            Kind::TagAndManual => self.tag_and_manual(),
            Kind::RepeatService => self.repeat_service(),
            Kind::BorderGap => self.border_gap(),
            Kind::OneMinuteGap => self.one_minute_gap(),
            Kind::AdjacentPlanned => self.adjacent_planned(),
            Kind::InsideVisit | Kind::BorderInside => self.inside_visit(kind),
            Kind::SplitVisit => self.split_visit(),
            Kind::BeyondUsual => self.beyond_usual(),
            Kind::StopBeforeStart => self.stop_before_start(),
            Kind::TooShort => self.short(0, 2).map(|_| String::new()),
            Kind::BorderShort => self.border_short(),
            Kind::BriefService => self.brief_service(),
            Kind::BriefPlanned => self.brief_planned(),
            Kind::TooLong => self.too_long(),
            Kind::OutsideWindow | Kind::BorderWindow => self.outside_window(kind),
            Kind::StaffOverlap => self.staff_overlap(),
            Kind::BorderOverlap => self.border_overlap(),
            Kind::DoubleElsewhere => self.double_elsewhere(),
            Kind::DoubleStaffing => self.double_staffing(),
            Kind::DoubleById | Kind::DoubleByText => self.two_ids(kind),
            Kind::CustomerOverlap | Kind::BorderCustomerOverlap => self.customer_overlap(kind),
            Kind::TwoProviders => self.two_providers(),
            Kind::SharedDevice => self.shared_device(),
            _ => None,
        }?;
        self.day.disturb(self.at);
        let visit = self.visit();
        Some(Truth { kind, customer: Some(visit.customer), staff: Some(visit.staff), visit: Some(visit.id), extra })
    }

    fn visit(&self) -> Visit {
        self.day.visits[self.at]
    }

    fn change(&mut self, change: impl FnOnce(&mut Visit)) -> Option<String> {
        change(&mut self.day.visits[self.at]);
        Some(String::new())
    }

    /// One of several numbers, in turn.
    fn one_of<const N: usize>(&self, numbers: [Minute; N]) -> Minute {
        numbers[self.turn as usize % N]
    }

    /// Adds a visit of its own id like that of the site, and gives the id.
    fn add(&mut self, like: Visit, services: Services, actual: Span) -> Option<String> {
        let id = self.ids.extra();
        self.day.add(Visit { id, services, actual, planted: true, ..like });
        Some(text(id))
    }

    /// One of the area who is at work and free over a span.
    fn another_staff(&self, span: Span) -> Option<u32> {
        let (visit, provider) = (self.visit(), self.day.provider);
        let area = provider.areas[provider.customers[visit.customer as usize].area].clone();
        area.into_iter().find(|&staff| {
            let person = &provider.staff[staff as usize];
            staff != visit.staff
                && person.pattern.is_none()
                && person.works(self.day.date)
                && person.fits(span)
                && self.day.staff_free(staff, span, &[])
        })
    }

    /// An ordinary visit of somebody else with somebody else, among the two hundred before this one.
    fn earlier(&self, suits: impl Fn(&Visit, usize) -> bool) -> Option<usize> {
        let visit = self.visit();
        (self.at.saturating_sub(200)..self.at).rev().find(|&other| {
            let earlier = &self.day.visits[other];
            self.day.is_ordinary(other)
                && earlier.customer != visit.customer
                && earlier.staff != visit.staff
                && suits(earlier, other)
        })
    }

    /// Whether a week and more of the month is left.
    fn early_in_month(&self) -> bool {
        self.day.midnight < 20 * DAY
    }

    /// Whether the first service, `times` more, stays under four a day, where it would be unusual without a plan (D204).
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

fn text(id: u32) -> String {
    String::from_utf8_lossy(&visit_id(id)).into_owned()
}
