//! A provider's own visits, for the list of visits and the day of a finding. Left out where visits are not kept: a report
//! that is made again from the tables alone may have none. Visits of other providers are never here.

use std::borrow::Cow;

use kvittens_model::{Finding, Id, Local, Method, Performed};
use kvittens_tables::names::Names;
use kvittens_tables::record::Record;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::column::Places;
use crate::Check;
use crate::html::Pages;

/// Visits that a page holds: about 4 MB.
const MOST: usize = 50_000;

/// Which visits of the month a page holds, in their order.
pub struct Chosen {
    visits: Vec<u32>,
    places: FxHashMap<u32, usize>,
    all: bool,
}

impl Chosen {
    fn new(visits: Vec<u32>, all: bool) -> Chosen {
        let places = visits.iter().copied().zip(0..).collect();
        Chosen { visits, places, all }
    }

    /// A visit's place in the page.
    pub fn place(&self, visit: u32) -> Option<usize> {
        self.places.get(&visit).copied()
    }
}

/// Whether the month's visits are all at hand, with what the rules said of each.
fn kept(check: &Check<'_>) -> bool {
    let count = check.run.month.visits.len();
    count > 0 && check.run.outcome.expects_receipt.len() == count
}

/// Positions of a provider's visits.
fn own(check: &Check<'_>, provider: Id) -> Vec<u32> {
    let of = (0..).zip(&check.run.month.visits.provider);
    of.filter(|(_, of)| **of == provider).map(|(at, _)| at).collect()
}

/// Whether all of a provider's visits stand in its page.
pub fn lists(check: &Check<'_>, provider: Id) -> bool {
    kept(check) && (1..=MOST).contains(&own(check, provider).len())
}

/// All of them, else those of the days around findings, else those that findings name, else none.
pub fn chosen(check: &Check<'_>, provider: Id, records: &[(usize, Record<'_>)]) -> Chosen {
    if !kept(check) {
        return Chosen::new(Vec::new(), false);
    }
    let all = own(check, provider);
    if all.len() <= MOST {
        return Chosen::new(all, true);
    }
    let visits = &check.run.month.visits;
    let findings = records.iter().map(|(at, _)| &check.run.outcome.findings[*at]);
    let of = |finding: &Finding| finding.visit.into_iter().chain(finding.others.iter().copied()).collect::<Vec<u32>>();
    let named: FxHashSet<u32> = findings.flat_map(of).collect();
    let day = |at: u32, who: Id| (who, visits.when(at).day());
    let of_customers: FxHashSet<(Id, i32)> = named.iter().map(|at| day(*at, visits.customer[*at as usize])).collect();
    let of_staff: FxHashSet<(Id, i32)> = named.iter().map(|at| day(*at, visits.staff[*at as usize])).collect();
    let near = |at: &u32| {
        let (customer, staff) = (visits.customer[*at as usize], visits.staff[*at as usize]);
        of_customers.contains(&day(*at, customer)) || of_staff.contains(&day(*at, staff))
    };
    let of_days: Vec<u32> = all.iter().copied().filter(near).collect();
    if of_days.len() <= MOST {
        return Chosen::new(of_days, false);
    }
    let mut alone: Vec<u32> = all.into_iter().filter(|at| named.contains(at)).collect();
    if alone.len() > MOST {
        alone.clear();
    }
    Chosen::new(alone, false)
}

/// The block of visits. Times are whole numbers of `seconds` from the first of the month; `null`: no time stands.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visits {
    /// Whether all of the provider's visits of the month are here.
    pub all: bool,
    first: String,
    seconds: i32,
    ids: Vec<String>,
    customer: Places,
    staff: Places,
    unit: Places,
    service: Places,
    start: Vec<Option<i32>>,
    stop: Vec<Option<i32>>,
    planned_start: Vec<Option<i32>>,
    planned_stop: Vec<Option<i32>>,
    methods: Vec<Way>,
    #[serde(rename = "in")]
    check_in: Vec<u8>,
    out: Vec<u8>,
    /// 1: performed; 2: counted in the shares of receipts.
    flags: Vec<u8>,
    files: Vec<String>,
    /// File and row, pair by pair.
    rows: Vec<Vec<u32>>,
}

/// A way of registering an end.
#[derive(Serialize)]
struct Way {
    name: &'static str,
    receipt: bool,
    /// What draws it.
    shape: &'static str,
}

impl Visits {
    /// Of the chosen ones; `None` where there are none.
    pub fn of(pages: &Pages, check: &Check<'_>, provider: Id, chosen: &Chosen, names: &Names<'_>) -> Option<Visits> {
        if chosen.visits.is_empty() {
            return None;
        }
        let (month, v) = (check.run.month, &check.run.month.visits);
        let (year, number) = (month.month.year, month.month.month);
        let at = || chosen.visits.iter().map(|at| *at as usize);
        let columns = [&v.start, &v.stop, &v.planned_start, &v.planned_stop];
        // Most exports give whole minutes, which are shorter.
        let whole =
            columns.iter().all(|column| at().all(|at| column[at].is_none() || column[at].second_of_day() % 60 == 0));
        let seconds = if whole { 60 } else { 1 };
        let first = month.month.first().seconds();
        let since = |time: Local| time.get().map(|time| (time.seconds() - first) / seconds);
        let times = |column: &[Local]| at().map(|at| since(column[at])).collect();
        let ids = |column: &[Id]| at().map(|at| column[at]).collect::<Vec<Id>>();
        let set =
            |id: Id| Some(month.ids.services(id).collect::<Vec<&str>>().join(" + ")).filter(|said| !said.is_empty());
        let flags = |at: usize| {
            let (performed, counted) = (v.performed[at] == Performed::Yes, check.run.outcome.expects_receipt[at]);
            u8::from(performed) + 2 * u8::from(counted)
        };
        let rows = |visit: &u32| {
            let own = v.rows_of(*visit).iter().map(|row| *row as usize);
            own.flat_map(|row| [u32::from(month.rows.file(row)), month.rows.line[row]]).collect()
        };
        Some(Visits {
            all: chosen.all,
            first: format!("{year:04}-{number:02}-01"),
            seconds,
            ids: at().map(|at| month.ids.visit_text(v.visit[at]).into_owned()).collect(),
            customer: Places::of_ids(&ids(&v.customer), |id| names.customer(id).map(Cow::into_owned)),
            staff: Places::of_ids(&ids(&v.staff), |id| names.staff(provider, id).map(Cow::into_owned)),
            unit: Places::of_texts(&ids(&v.unit), &month.ids.unit),
            service: Places::of_ids(&ids(&v.services), set),
            start: times(&v.start),
            stop: times(&v.stop),
            planned_start: times(&v.planned_start),
            planned_stop: times(&v.planned_stop),
            methods: Method::ALL.into_iter().map(|method| way(check, method)).collect(),
            check_in: at().map(|at| v.in_method[at] as u8).collect(),
            out: at().map(|at| v.out_method[at] as u8).collect(),
            flags: at().map(flags).collect(),
            files: files(pages, check, provider, names),
            rows: chosen.visits.iter().map(rows).collect(),
        })
    }
}

fn way(check: &Check<'_>, method: Method) -> Way {
    let receipt = check.run.outcome.receipts.holds(method);
    let shape = match method {
        _ if receipt => "dot",
        Method::Manual => "square",
        _ => "diamond",
    };
    Way { name: (check.options.lang.words().html.list.method)(method), receipt, shape }
}

/// The files by their number; one without a row of the provider is not named.
fn files(pages: &Pages, check: &Check<'_>, provider: Id, names: &Names<'_>) -> Vec<String> {
    let own = |file: u16| pages.ground.rows.contains_key(&(provider, file));
    let named = |file: u16| if own(file) { names.file(file, Some(provider)).into_owned() } else { String::new() };
    (0..).zip(&check.run.month.files).map(|(file, _)| named(file)).collect()
}
