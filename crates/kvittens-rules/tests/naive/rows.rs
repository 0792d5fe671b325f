//! Random registrations: few people, few hours, so that nearly everything touches something.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Services an export names; the empty one is a row without a service.
pub const SERVICES: [&str; 6] = ["Dusch", "Bad/Dusch", "Städ", "Inköp", "Tillsyn", ""];
/// Staff ids; one is a substitute's by its name. The last five work for the last provider only.
pub const STAFF: [&str; 10] = ["P1", "P2", "P3", "P4", "vik 1", "R1", "R2", "R3", "R4", "R5"];
/// Units; the empty one is a row without a unit.
pub const UNITS: [&str; 3] = ["Norr", "Natt", ""];
/// Providers. All but the last have the same customers and staff.
pub const PROVIDERS: [&str; 4] = ["Utförare A", "Utförare B", "Utförare C", "Utförare Ö"];

const METHODS: [&str; 10] = ["Tagg", "Tagg", "Tagg", "Manuell", "Manuell", "Redigerad", "Telefon", "Lås", "Penna", ""];
const MINUTE: i32 = 60;
const DAY: i32 = 24 * 60;

/// One registration. Times are seconds from the first midnight of the month.
#[derive(Clone)]
pub struct Row {
    pub manual: bool,
    pub provider: usize,
    pub unit: usize,
    pub visit: String,
    pub customer: usize,
    pub staff: Option<usize>,
    pub service: usize,
    pub planned: (Option<i32>, Option<i32>),
    pub start: Option<i32>,
    pub stop: Option<i32>,
    pub methods: (&'static str, &'static str),
    pub status: &'static str,
    pub double: &'static str,
    pub marks: Marks,
}

/// What a registration says beside who, what and when: tag, phone, reason, entry and approval.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub tag: String,
    pub device: &'static str,
    pub reason: &'static str,
    pub entered: Option<i32>,
    pub entered_by: Option<usize>,
    pub approved: Option<i32>,
}

/// One line each, so that a failing month can be read.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |time: Option<i32>| {
            let text = |t: i32| format!("{}d{:02}:{:02}:{:02}", t / 86_400 + 1, t / 3600 % 24, t / 60 % 60, t % 60);
            time.map_or("none".to_owned(), text)
        };
        let staff = self.staff.map_or("", |staff| STAFF[staff]);
        let service = SERVICES[self.service];
        write!(f, "{} {} ", PROVIDERS[self.provider], UNITS[self.unit])?;
        write!(f, "id={} B{} {staff} {service} ", self.visit, self.customer)?;
        write!(f, "planned {}–{} ", at(self.planned.0), at(self.planned.1))?;
        write!(f, "{}–{} {:?} ", at(self.start), at(self.stop), self.methods)?;
        write!(f, "{} {}{} ", self.status, self.double, if self.manual { " manual" } else { "" })?;
        let marks = &self.marks;
        write!(f, "{} {} {:?} ", marks.tag, marks.device, marks.reason)?;
        let by = marks.entered_by.map_or("", |staff| STAFF[staff]);
        write!(f, "entered {} by {by} approved {}", at(marks.entered), at(marks.approved))
    }
}

/// What a month is like.
#[derive(Clone, Debug)]
pub struct Kind {
    /// October instead of March.
    pub october: bool,
    /// How many providers, customers and staff.
    pub counts: (usize, usize, usize),
    /// Moments that registrations gather around, in minutes from the first midnight.
    pub moments: Vec<i32>,
    /// The first staff types everything in, and each customer mostly meets one of them.
    pub biased: bool,
    /// The second staff stands for many people: its visits are eight hours, many a day.
    pub tireless: bool,
    /// Providers whose tag exports, and whose manual exports, give no reason: a bit each.
    pub silent: (usize, usize),
}

/// The rows as another provider's, with customers and staff of its own.
pub fn elsewhere(rows: &[Row]) -> Vec<Row> {
    let moved = |row: &Row| Row {
        provider: PROVIDERS.len() - 1,
        customer: row.customer + 10,
        staff: row.staff.map(|staff| staff + 5),
        ..row.clone()
    };
    rows.iter().map(moved).collect()
}

/// A row made from another one.
#[derive(Clone, Debug)]
enum Copy {
    Same,
    Service(usize),
    Staff(usize),
    Customer(usize),
    Provider(usize),
    Manual,
    Lone(bool),
    Shifted(i32),
    Next { gap: i32, length: i32, planned_gap: i32 },
}

#[derive(Clone, Debug)]
struct Draw {
    who: (usize, usize, usize, usize, usize),
    visit: usize,
    when: (usize, i32, i32, i32, i32),
    missing: usize,
    plan: (usize, i32, i32),
    words: (bool, &'static str, &'static str, &'static str, &'static str),
    copies: Vec<Copy>,
}

/// A dense month: some hours around a few nasty moments.
pub fn dense() -> impl Strategy<Value = (Kind, Vec<Row>)> {
    let kind = |october: bool| {
        let change = if october { 29 } else { 26 };
        let moments = vec![
            DAY + 7 * 60,
            DAY + 8 * 60,
            DAY + 23 * 60 + 40,
            2 * DAY + 7 * 60,
            3 * DAY + 7 * 60,
            change * DAY + 90,
            change * DAY + 150,
            30 * DAY + 23 * 60 + 30,
        ];
        (
            Just(october),
            (1..=3usize, 2..=6usize, 2..=5usize),
            subsequence(moments, 1..=6),
            (prop::bool::weighted(0.3), prop::bool::weighted(0.3)),
        )
    };
    months(any::<bool>().prop_flat_map(kind), 16..=70)
}

/// A wide month: some hundreds of rows over all days.
pub fn wide() -> impl Strategy<Value = (Kind, Vec<Row>)> {
    let moments: Vec<i32> = (0..28).map(|day| day * DAY + 8 * 60).collect();
    months(
        (
            any::<bool>(),
            (1..=3usize, 3..=6usize, 3..=5usize),
            subsequence(moments, 6..=28),
            (prop::bool::weighted(0.8), prop::bool::weighted(0.1)),
        ),
        150..=300,
    )
}

/// Numbers that follow from a registration and its place (Steele, Lea and Flood 2014: `SplitMix64`). They are drawn from
/// no strategy, so that the months are those that were drawn before there were marks.
struct Mixed(u64);

impl Mixed {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ mixed >> 31) >> 33).unwrap() % count
    }

    fn among<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }
}

/// The registration at a place with marks. Some are entered by few people at few moments, all at once.
fn marked(kind: &Kind, mut row: Row, place: usize) -> Row {
    let of_row = u64::from(row.start.or(row.stop).unwrap_or_default().unsigned_abs());
    let mut mixed = Mixed(of_row << 24 ^ u64::try_from(place << 8 | row.customer << 4 | row.service).unwrap());
    // Around 72 hours, and around the stop itself.
    let after = mixed.among(&[-86_400, -61, -60, -30, 0, 1, 3600, 72 * 3600, 72 * 3600 + 1, 80 * 3600]);
    let later = mixed.among(&[-86_400, -60, -59, 0, 60, 3600]);
    let midnight = |time: i32| time.div_euclid(DAY * MINUTE) * DAY * MINUTE;
    let stop = row.stop.or(row.start).or(row.planned.0).unwrap_or_default();
    let lock = (31 + 3) * DAY * MINUTE;
    let entered = match mixed.below(12) {
        0 | 1 => None,
        2 => Some(midnight(stop)),
        3 => Some(lock + after.clamp(-30, 30)),
        4..=7 => Some((mixed.among(&kind.moments) + 600) * MINUTE + after.clamp(0, 60)),
        _ => Some(stop + after),
    };
    let silent = if row.manual { kind.silent.1 } else { kind.silent.0 };
    let reason = mixed.among(&["", "", "Annat", "annat skäl", "Övrigt", "Tekniskt fel", "Glömt telefon"]);
    let by = mixed.below(kind.counts.2);
    row.marks = Marks {
        tag: match mixed.below(24) {
            0..=3 => String::new(),
            4 | 5 => format!("TB{}", mixed.below(10)),
            6 => "8,06037E+13".to_owned(),
            _ => format!("TB{}", row.customer),
        },
        device: mixed.among(&["", "T1", "T1", "T2", "T3"]),
        reason: if silent & 1 << row.provider == 0 { reason } else { "" },
        entered,
        entered_by: mixed.among(&[None, Some(0), row.staff, Some(by), Some(4)]),
        approved: match mixed.below(4) {
            0 | 1 => None,
            2 => entered.map(|entered| midnight(entered + later)),
            _ => entered.map(|entered| entered + later),
        },
    };
    row
}

fn months(
    kind: impl Strategy<Value = (bool, (usize, usize, usize), Vec<i32>, (bool, bool))>,
    rows: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (Kind, Vec<Row>)> {
    (kind, prop::collection::vec(draw(), rows)).prop_map(|((october, counts, moments, (biased, tireless)), draws)| {
        let mut mixed = Mixed(draws.iter().map(|draw| draw.who.0 as u64).sum());
        let silent = (mixed.below(8), mixed.below(8));
        let kind = Kind { october, counts, moments, biased, tireless, silent };
        let rows = flatten(&kind, &draws).into_iter().enumerate();
        let rows = rows.map(|(place, row)| marked(&kind, row, place)).collect();
        (kind, rows)
    })
}

fn draw() -> impl Strategy<Value = Draw> {
    let offsets = vec![0, 0, 1, 2, 5, 6, 10, 15, 16, 20, 30, 31, 45, 60, 65, 90, 120];
    let lengths = vec![0, 0, 1, 2, 3, 5, 10, 15, 15, 20, 30, 30, 30, 60, 61, -1, -5, 479, 480, 481, 600, 1380];
    let seconds = || prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(30), 1 => Just(59)];
    (
        (0..60usize, 0..60usize, 0..60usize, 0..60usize, 0..60usize),
        0..40usize,
        (0..60usize, select(offsets), select(lengths), seconds(), seconds()),
        0..24usize,
        (0..8usize, select(vec![-15, -5, 0, 0, 0, 1, 5]), select(vec![5, 9, 10, 15, 30, 60, 160, 161, 0, -10])),
        (
            prop::bool::weighted(0.25),
            select(METHODS.to_vec()),
            select(METHODS.to_vec()),
            select(vec!["Utförd", "Utförd", "Utförd", "Utförd", "Avböjd", ""]),
            select(vec!["", "", "", "", "Nej", "Ja", "D1", "D2", "77"]),
        ),
        prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(copy(), 1..=3)],
    )
        .prop_map(|(who, visit, when, missing, plan, words, copies)| Draw {
            who,
            visit,
            when,
            missing,
            plan,
            words,
            copies,
        })
}

fn copy() -> impl Strategy<Value = Copy> {
    let gaps = || select(vec![0, 0, 1, 1, 2, 5, 5, 6, -3]);
    prop_oneof![
        1 => Just(Copy::Same),
        2 => (0..60usize).prop_map(Copy::Service),
        1 => (0..60usize).prop_map(Copy::Staff),
        1 => (0..60usize).prop_map(Copy::Customer),
        1 => (0..60usize).prop_map(Copy::Provider),
        1 => Just(Copy::Manual),
        1 => any::<bool>().prop_map(Copy::Lone),
        1 => select(vec![-10, -1, 1, 5, 15]).prop_map(Copy::Shifted),
        5 => (gaps(), select(vec![0, 0, 2, 5, 15, 30]), gaps())
            .prop_map(|(gap, length, planned_gap)| Copy::Next { gap, length, planned_gap }),
    ]
}

fn flatten(kind: &Kind, draws: &[Draw]) -> Vec<Row> {
    // A plain visit, so that no month is empty of rows, however far a failing one is cut down.
    let mut rows = vec![Row {
        manual: false,
        provider: 0,
        unit: 0,
        visit: "9000".to_owned(),
        customer: 6,
        staff: Some(0),
        service: 0,
        planned: (None, None),
        start: Some((14 * DAY + 600) * MINUTE),
        stop: Some((14 * DAY + 630) * MINUTE),
        methods: ("Tagg", "Manuell"),
        status: "Utförd",
        double: "",
        marks: Marks::default(),
    }];
    for draw in draws {
        let mut row = first(kind, draw, rows.len());
        rows.push(row.clone());
        for copy in &draw.copies {
            row = apply(kind, &row, copy, rows.len());
            rows.push(row.clone());
        }
    }
    rows
}

fn first(kind: &Kind, draw: &Draw, number: usize) -> Row {
    let (providers, customers, staff) = kind.counts;
    let customer = draw.who.1 % customers;
    let mut person = (draw.who.2 >= 5).then_some(draw.who.2 % staff);
    if kind.biased && draw.who.4 >= 15 {
        person = Some(customer % staff);
    }
    let (moment, offset, mut length, early, late) = draw.when;
    let mut moment = kind.moments[moment % kind.moments.len()];
    if kind.tireless && draw.who.2 >= 36 {
        person = Some(1);
        moment = [4, 5, 6][draw.who.3 % 3] * DAY + 7 * 60;
        length = if length <= 60 { 480 } else { length };
    }
    let start = (moment + offset) * MINUTE + early;
    let stop = start - early + length * MINUTE + late;
    let (shape, shift, planned) = draw.plan;
    let planned_start = start - early + shift * MINUTE;
    let plan = match shape {
        0..=2 => (None, None),
        3 => (Some(planned_start), None),
        4 => (None, Some(planned_start)),
        _ => (Some(planned_start), Some(planned_start + planned * MINUTE)),
    };
    let (manual, mut come, mut go, status, double) = draw.words;
    if kind.biased && person == Some(0) {
        (come, go) = ("Manuell", "Manuell");
    }
    Row {
        manual,
        provider: draw.who.0 % providers,
        unit: draw.who.4 % UNITS.len(),
        visit: match draw.visit {
            0..=2 => String::new(),
            3 => "V1".to_owned(),
            4 => "V2".to_owned(),
            5..=8 => format!("{}", draw.visit),
            _ => format!("{}", 1000 + number),
        },
        customer,
        staff: person,
        service: draw.who.3 % SERVICES.len(),
        planned: plan,
        start: (draw.missing != 0 && draw.missing != 2).then_some(start),
        stop: (draw.missing != 1 && draw.missing != 2).then_some(stop),
        methods: (come, go),
        status,
        double,
        marks: Marks::default(),
    }
}

fn apply(kind: &Kind, row: &Row, copy: &Copy, number: usize) -> Row {
    let (providers, customers, staff) = kind.counts;
    let mut row = row.clone();
    match *copy {
        Copy::Same => {}
        Copy::Service(service) => row.service = service % SERVICES.len(),
        Copy::Staff(person) => row.staff = Some(person % staff),
        Copy::Customer(customer) => row.customer = customer % customers,
        Copy::Provider(provider) => row.provider = provider % providers,
        Copy::Manual => {
            row.visit = format!("{}", 1000 + number);
            row.methods = ("Manuell", "");
            row.manual = true;
        }
        Copy::Lone(at_start) => {
            row.visit = format!("{}", 1000 + number);
            row.methods = ("", "Tagg");
            row.manual = false;
            row.stop = if at_start { row.start } else { row.stop };
            row.start = None;
        }
        Copy::Shifted(minutes) => {
            row.visit = format!("{}", 1000 + number);
            row.start = row.start.map(|start| start + minutes * MINUTE);
        }
        Copy::Next { gap, length, planned_gap } => {
            row.visit = format!("{}", 1000 + number);
            row.start = row.stop.map(|stop| stop + gap * MINUTE);
            row.stop = row.start.map(|start| start + length * MINUTE);
            let planned_start = row.planned.1.map(|stop| stop + planned_gap * MINUTE);
            row.planned = (planned_start, planned_start.map(|start| start + length * MINUTE));
        }
    }
    row
}
