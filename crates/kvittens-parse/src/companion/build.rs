//! Rows to records: each kind its own, with names by number in lists that the month's dictionaries take in later.

use std::collections::BTreeMap;

use kvittens_model::companion::{
    Billed, Companion, Companions, Contact, Decision, Employed, Granted, Household, OfCustomer, Period, Planned,
    Supplement, TagOf,
};
use kvittens_model::notes::Rejection;
use kvittens_model::{Id, NO_ID, YearMonth};

use super::kinds::Column as C;
use super::kinds::Columns;
use super::rows::{Row, Table};
use super::values;

/// The distinct texts of a column, each with its number in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<String, Id>);

impl Names {
    fn id(&mut self, text: &str) -> Id {
        if text.is_empty() {
            return NO_ID;
        }
        let next = Id::try_from(self.0.len()).unwrap_or(NO_ID);
        *self.0.entry(text.to_owned()).or_insert(next)
    }

    /// The texts with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Id)> {
        self.0.iter().map(|(text, id)| (text.as_str(), *id))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// What stands in the files so far.
#[derive(Debug, Default)]
pub struct Built {
    /// The records, with ids that are numbers in the names below.
    pub companions: Companions,
    /// Utförare.
    pub provider: Names,
    /// Brukare.
    pub customer: Names,
    /// Personal.
    pub staff: Names,
    /// Insats.
    pub service: Names,
    /// Tagg.
    pub tag: Names,
    /// Hushåll.
    pub household: Names,
    /// Rows of a month of their own, by file: the month, and how many.
    pub dated: BTreeMap<u16, BTreeMap<YearMonth, u64>>,
    /// Billing of one month, by its place among the records.
    pub billed_month: Vec<Option<YearMonth>>,
}

/// Why a row is set aside, and the column to blame.
pub type Wrong = (C, Rejection);

/// A row of a file.
struct Line<'a> {
    cells: &'a [String],
    columns: &'a Columns,
}

impl<'a> Line<'a> {
    fn cell(&self, column: C) -> &'a str {
        self.columns.get(column).and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn needed(&self, column: C) -> Result<&'a str, Wrong> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty()).ok_or((column, Rejection::Missing))
    }

    /// A value where something stands.
    fn read<T>(&self, column: C, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Wrong> {
        let cell = self.cell(column);
        if cell.is_empty() { Ok(None) } else { read(cell).map(Some).ok_or((column, Rejection::Unreadable)) }
    }

    fn period(&self) -> Result<Period, Wrong> {
        values::period(self.cell(C::From), self.cell(C::To)).ok_or((C::From, Rejection::Unreadable))
    }

    fn granted(&self) -> Result<Granted, Wrong> {
        let month = self.read(C::HoursAMonth, values::hours)?.or(self.read(C::MinutesAMonth, values::minutes)?);
        if let Some(seconds) = month {
            return Ok(Granted::Month(seconds));
        }
        let monthly = self.read(C::OccasionsAMonth, values::hundredths)?;
        // A month has 365.25 / 12 / 7 weeks.
        let weekly = self.read(C::OccasionsAWeek, values::hundredths)?.map(|hundredths| hundredths * 36_525 / 8_400);
        let occasion = self.read(C::MinutesAnOccasion, values::minutes)?;
        Ok(occasion.map_or(Granted::Untold, |seconds| Granted::Occasion(seconds, monthly.or(weekly))))
    }
}

impl Built {
    /// Adds a file's rows: how many were used, and those set aside.
    pub fn add(
        &mut self,
        table: &Table,
        file: u16,
        rows: Vec<Row>,
        provider: Option<&str>,
    ) -> (u64, Vec<(u32, Option<usize>, Rejection)>) {
        let (mut used, mut rejected) = (0, Vec::new());
        for (line, row) in rows {
            let added = row.map_err(|why| (None, why)).and_then(|cells| {
                let line = Line { cells: &cells, columns: &table.columns };
                let added = self.row(table.kind, &line, file, provider);
                added.map_err(|(column, why)| (table.columns.get(column), why))
            });
            match added {
                Ok(()) => used += 1,
                Err((column, why)) => rejected.push((line, column, why)),
            }
        }
        // An empty list of absences, exemptions, outages or contacts says something; an empty one of the others nothing.
        let says = [Companion::Absence, Companion::Exemptions, Companion::Outages, Companion::Contacts];
        if used > 0 || says.contains(&table.kind) {
            self.companions.delivered.insert(table.kind);
        }
        (used, rejected)
    }

    fn row(&mut self, kind: Companion, line: &Line<'_>, file: u16, given: Option<&str>) -> Result<(), Wrong> {
        let named = line.cell(C::Provider);
        let named = if named.is_empty() { given.unwrap_or_default() } else { named };
        let provider = self.provider.id(named);
        match kind {
            Companion::Decisions => {
                let (granted, period) = (line.granted()?, line.period()?);
                let customer = self.customer.id(line.needed(C::Customer)?);
                let service = self.service_of(line);
                let double = values::yes(line.cell(C::Double));
                self.companions.decisions.push(Decision { customer, service, provider, granted, double, period });
            }
            Companion::Plan => self.planned(line, provider, file)?,
            Companion::Absence => {
                let of = self.of_customer(line)?;
                self.companions.absence.push(of);
            }
            Companion::Exemptions => {
                let of = self.of_customer(line)?;
                self.companions.exemptions.push(of);
            }
            Companion::Billing => self.billed(line, provider, file)?,
            Companion::Supplements => self.supplement(line, provider, file)?,
            Companion::Outages => self.companions.outages.push(line.period()?),
            Companion::Households => {
                let latitude = line.read(C::Latitude, |cell| values::degrees(cell, 90.0))?;
                let longitude = line.read(C::Longitude, |cell| values::degrees(cell, 180.0))?;
                let customer = self.customer.id(line.needed(C::Customer)?);
                let household = self.household.id(line.needed(C::Household)?);
                self.companions.households.push(Household { customer, household, place: latitude.zip(longitude) });
            }
            Companion::Staff => {
                let period = line.period()?;
                if provider == NO_ID {
                    return Err((C::Provider, Rejection::Missing));
                }
                let staff = self.staff.id(line.needed(C::Staff)?);
                self.companions.staff.push(Employed { provider, staff, period });
            }
            Companion::Tags => {
                let period = line.period()?;
                let (customer, tag) = (self.customer.id(line.needed(C::Customer)?), self.tag.id(line.needed(C::Tag)?));
                self.companions.tags.push(TagOf { tag, customer, period });
            }
            Companion::Contacts => {
                let period = line.period()?;
                let customer = self.customer.id(line.needed(C::Customer)?);
                let staff = self.staff.id(line.needed(C::Staff)?);
                self.companions.contacts.push(Contact { customer, staff, period });
            }
        }
        Ok(())
    }

    /// A service, or all of them.
    fn service_of(&mut self, line: &Line<'_>) -> Id {
        let text = line.cell(C::Service);
        let all = ["alla", "samtliga", "alla insatser", "*"].contains(&text.to_lowercase().as_str());
        if all { NO_ID } else { self.service.id(text) }
    }

    fn of_customer(&mut self, line: &Line<'_>) -> Result<OfCustomer, Wrong> {
        let period = line.period()?;
        Ok(OfCustomer { customer: self.customer.id(line.needed(C::Customer)?), period })
    }

    fn of_month(&mut self, file: u16, month: YearMonth) {
        *self.dated.entry(file).or_default().entry(month).or_default() += 1;
    }

    fn planned(&mut self, line: &Line<'_>, provider: Id, file: u16) -> Result<(), Wrong> {
        let time = |column| line.read(column, values::moment)?.ok_or((column, Rejection::Missing));
        let (start, stop) = (time(C::PlannedStart)?, time(C::PlannedStop)?);
        if stop < start {
            return Err((C::PlannedStop, Rejection::Unreadable));
        }
        let customer = self.customer.id(line.needed(C::Customer)?);
        let (staff, service) = (self.staff.id(line.cell(C::Staff)), self.service.id(line.cell(C::Service)));
        self.of_month(file, start.month());
        self.companions.plan.push(Planned { provider, customer, start, stop, staff, service });
        Ok(())
    }

    fn billed(&mut self, line: &Line<'_>, provider: Id, file: u16) -> Result<(), Wrong> {
        if provider == NO_ID {
            return Err((C::Provider, Rejection::Missing));
        }
        let seconds = line.read(C::Minutes, values::minutes)?.or(line.read(C::Hours, values::hours)?);
        let seconds = seconds.ok_or((C::Minutes, Rejection::Missing))?;
        let ore = line.read(C::Amount, values::hundredths)?;
        let month = line.read(C::Month, month)?;
        let customer = self.customer.id(line.needed(C::Customer)?);
        let service = self.service_of(line);
        if let Some(month) = month {
            self.of_month(file, month);
        }
        self.billed_month.push(month);
        self.companions.billing.push(Billed { provider, customer, service, seconds, ore });
        Ok(())
    }

    fn supplement(&mut self, line: &Line<'_>, provider: Id, file: u16) -> Result<(), Wrong> {
        let day = line.read(C::Date, values::day)?.ok_or((C::Date, Rejection::Missing))?;
        let quantity = line.read(C::Quantity, values::hundredths)?.unwrap_or(100);
        let reported_at = line.read(C::ReportedAt, values::moment)?.unwrap_or(kvittens_model::Local::NONE);
        let customer = self.customer.id(line.needed(C::Customer)?);
        let service = self.service.id(line.needed(C::Service)?);
        self.of_month(file, kvittens_model::Local::from_seconds(day * 86_400).month());
        self.companions.supplements.push(Supplement { provider, customer, service, day, quantity, reported_at });
        Ok(())
    }
}

/// `2022-03`, `202203`, or a day of the month.
fn month(cell: &str) -> Option<YearMonth> {
    let compact =
        (cell.len() == 6).then(|| cell.split_at_checked(4)).flatten().map(|(year, month)| format!("{year}-{month}"));
    compact
        .as_deref()
        .unwrap_or(cell)
        .parse()
        .ok()
        .or_else(|| Some(values::moment(cell)?).filter(|time| time.is_some()).map(kvittens_model::Local::month))
}
