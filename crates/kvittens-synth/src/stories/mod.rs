//! What shows only over a day or a month: a few people of its own for each, whose visits are all there to show it, so
//! that neither the case nor its innocent twin meets anything else.

mod beside;
mod decisions;
mod entries;
mod habits;
mod homes;
mod hours;
mod households;
mod night;
mod payment;
mod presence;

use std::collections::BTreeMap;

use kvittens_model::YearMonth;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::calendar::Calendar;
use crate::companions::Own;
use crate::ids::{FIRST_EXTRA, VisitIds};
use crate::kinds::{Kind, Way};
use crate::people::{Provider, split};
use crate::recipe::Recipe;
use crate::services::Services;
use crate::truth::Truth;
use crate::visit::{DAY, Minute, REASONS, Receipts, Span, Visit};

/// Rows of one story of each kind, about.
pub(crate) const ROWS: u32 = 910;

/// Customers from which a month holds stories: in a smaller one there would be little else.
pub(crate) const FROM: u32 = 16;

/// More would need more numbers than staff ids have.
const MOST: u32 = 130;

/// Customers and staff of a story, at most.
pub(crate) const CUSTOMERS: u32 = 8;
const STAFF: u32 = 4;

/// Numbers of staff that no ordinary member has.
const FIRST_STAFF: u32 = 20_000;

/// Numbers of staff who are there in one month alone.
const NEWCOMERS: u32 = 60_000;
/// Months until their numbers come again.
const NEWCOMER_MONTHS: u32 = 150;

/// Whether a number is of staff who are there in one month alone.
pub(crate) fn is_new(staff: u32) -> bool {
    (NEWCOMERS..NEWCOMERS + MOST * NEWCOMER_MONTHS).contains(&staff)
}

/// How many stories of each kind: one in a small month, two and one more per four hundred customers in others.
pub(crate) fn instances(customers: u32) -> u32 {
    match customers {
        0..FROM => 0,
        FROM..100 => 1,
        _ => (2 + customers / 400).min(MOST),
    }
}

/// The stories of a provider in a month.
#[derive(Default)]
pub(crate) struct Stories {
    /// By day of the month, 0 first.
    days: Vec<Vec<Visit>>,
    pub(crate) truths: Vec<Truth>,
    /// What the other exports say of their customers.
    pub(crate) own: BTreeMap<u32, Own>,
}

impl Stories {
    /// Tells them. They are dealt out to the larger providers in turn.
    pub(crate) fn tell(recipe: &Recipe, provider: &Provider, calendar: &Calendar, ids: &mut VisitIds) -> Stories {
        let mut stories = Stories::default();
        stories.days.resize_with(recipe.month.days() as usize, Vec::new);
        if !recipe.plant {
            return stories;
        }
        let is_told = |kind: &Kind| match kind.way() {
            Way::Story => true,
            Way::Beside => recipe.companions,
            _ => false,
        };
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(is_told).collect();
        let large = (0u32..).zip(split(recipe)).take_while(|(_, customers)| customers.len() >= 30).count();
        for instance in 0..instances(recipe.customers) {
            if instance as usize % large.max(1) != provider.number as usize {
                continue;
            }
            for (place, kind) in (0u32..).zip(&kinds) {
                // As many numbers as there are kinds, for each instance.
                let number = instance * u32::try_from(kinds.len()).unwrap_or(u32::MAX) + place;
                let first_day = calendar.day(0);
                let mut story = Story {
                    month: recipe.month,
                    first_day,
                    instance,
                    customers: recipe.customers + number * CUSTOMERS - provider.first_customer,
                    staff: FIRST_STAFF + number * STAFF,
                    other: provider.other,
                    rng: recipe.rng([u64::from(number), 1 << 32 | u64::from(first_day.cast_unsigned())]),
                    ids,
                    visits: Vec::new(),
                    own: BTreeMap::new(),
                };
                if let Some(about) = story.tell(*kind) {
                    stories.own.append(&mut story.own);
                    stories.add(*kind, about, story.visits);
                }
            }
        }
        stories
    }

    fn add(&mut self, kind: Kind, about: About, visits: Vec<Visit>) {
        let visit = visits.first().map(|visit| visit.id);
        self.truths.push(Truth { kind, customer: about.customer, staff: about.staff, visit, extra: about.extra });
        for visit in visits {
            let day = usize::try_from(visit.actual.start / DAY).unwrap_or(0);
            if let Some(visits) = self.days.get_mut(day) {
                visits.push(visit);
            }
        }
    }

    /// The visits of a day.
    pub(crate) fn of_day(&self, place: u32) -> &[Visit] {
        self.days.get(place as usize).map_or(&[], Vec::as_slice)
    }
}

/// Whom a story is about.
#[derive(Default)]
struct About {
    customer: Option<u32>,
    staff: Option<u32>,
    extra: String,
}

/// A story while it is told. Its customers and staff are numbered from 0.
struct Story<'a> {
    month: YearMonth,
    /// The month's first day, since 2000-01-01.
    first_day: i32,
    instance: u32,
    customers: u32,
    staff: u32,
    other: Option<u32>,
    rng: Pcg64Mcg,
    ids: &'a mut VisitIds,
    visits: Vec<Visit>,
    own: BTreeMap<u32, Own>,
}

impl Story<'_> {
    /// Tells a story; nothing where the month or the recipe has no place for it.
    fn tell(&mut self, kind: Kind) -> Option<About> {
        match kind {
            Kind::SameReason => self.same_reason(15),
            Kind::FortnightReason => self.same_reason(14),
            Kind::FewOtherReasons => self.few_other_reasons(),
            Kind::BulkEntry => self.bulk_entry(10),
            Kind::NineEntries => self.bulk_entry(9),
            Kind::EscortCustomer => self.escort_customer(),
            Kind::OtherReasonStaff => self.other_reason_staff(),
            Kind::RoundMinutesStaff => self.round_minutes_staff(),
            Kind::ExactlyPlannedStaff => self.exactly_planned_staff(),
            Kind::ManualLongerStaff => self.manual_longer_staff(),
            Kind::SameLength => self.same_length(17),
            Kind::SameLengthPlanned => self.same_length(20),
            Kind::NoTravel => self.no_travel(2, 6),
            Kind::NineWithoutTravel => self.no_travel(1, 10),
            Kind::AutoClosed => self.auto_closed(),
            Kind::TagsTogether => self.tags_together(),
            Kind::DaysInARow => self.days_in_a_row(8),
            Kind::SevenDays => self.days_in_a_row(7),
            Kind::LongDay => self.long_day(145),
            Kind::TwelveHours => self.long_day(144),
            Kind::ShortRest => self.rest(10),
            Kind::ElevenHours => self.rest(11),
            Kind::LongMonth => self.long_month(),
            Kind::FullLoad => self.full_load(),
            Kind::ExclusivePair => self.exclusive_pair(),
            Kind::PhantomDouble => self.double_pair(10),
            Kind::RealDouble => self.double_pair(8),
            Kind::BeyondMedian => self.beyond_median(4),
            Kind::ThreeADay => self.beyond_median(3),
            Kind::FewReadings => self.few_readings(),
            Kind::TwoTags => self.two_tags(),
            Kind::HandedPhone => self.handed_phone(),
            Kind::GroupActivity => self.group_activity(),
            Kind::StandIn => self.stand_in(),
            Kind::ProviderChange => self.provider_change(),
            Kind::FrequentBrief => self.frequent_brief(),
            Kind::NightPatrol => self.night_patrol(),
            Kind::OverMidnight => self.over_midnight(),
            Kind::ClockChange => self.clock_change(),
            _ => self.tell_beside(kind),
        }
    }

    /// A visit with receipts, planned on the nearest five minutes, about then and about so long.
    fn visit(&mut self, who: (u32, u32), services: Services, day: u32, clock: Minute, length: Minute) -> &mut Visit {
        let actual = Span::from(day.cast_signed() * DAY + clock, length);
        let entered = actual.stop + self.rng.random_range(60..20 * 60);
        let planned = actual.start + self.rng.random_range(-4..=4);
        let id = self.ids.extra();
        let at = self.visits.len();
        self.visits.push(Visit {
            id,
            planned: Span::from((planned + 2) / 5 * 5, ((length + 2) / 5 * 5).max(5)),
            planted: true,
            ..Visit::at(self.customers + who.0, self.staff + who.1, services, actual, entered)
        });
        &mut self.visits[at]
    }

    /// `minutes`, and up to four more.
    fn about(&mut self, minutes: Minute) -> Minute {
        minutes + self.rng.random_range(0..=4)
    }

    /// The number of a tag that no other story has.
    fn spare_tag(&self) -> u32 {
        FIRST_EXTRA + self.staff
    }

    fn on_customer(&self) -> Option<About> {
        Some(About { customer: Some(self.customers), ..About::default() })
    }

    fn on_staff(&self) -> Option<About> {
        Some(About { staff: Some(self.staff), ..About::default() })
    }

    fn on_pair(&self) -> Option<About> {
        Some(About { staff: Some(self.staff), ..self.on_customer()? })
    }
}

/// Five days of seven; every month has twenty of them.
fn workdays() -> impl Iterator<Item = u32> {
    (0..28).filter(|day| day % 7 < 5)
}

impl Visit {
    /// Both ends by hand, the reasons in turn; "Annat" is not among them.
    fn by_hand(&mut self, turn: u32) {
        self.because(turn as usize % (REASONS.len() - 1));
    }

    /// Both ends by hand, for a reason.
    fn because(&mut self, reason: usize) {
        self.receipts = Receipts::None;
        self.reason = Some(reason);
    }
}
