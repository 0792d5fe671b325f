//! The other exports as tables of texts with their canonical headers, which this crate reads like any other: so the store
//! keeps them.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use kvittens_model::companion::{Companion, Granted, Period};
use kvittens_model::{Id, Local, Month};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::kinds::{Column as C, name_of};

/// A row, as wide as its headers.
type Cells = Vec<String>;

/// A kind's rows of a month as a Parquet table.
///
/// # Errors
/// As the writer's.
pub fn write(month: &Month, kind: Companion) -> Result<Vec<u8>, ParquetError> {
    let (columns, rows) = table(month, kind);
    let fields: Vec<Field> = columns.iter().map(|column| Field::new(name_of(*column), DataType::Utf8, false)).collect();
    let of = |at: usize| -> ArrayRef { Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row[at]))) };
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), (0..columns.len()).map(of).collect())?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by("kvittens".to_owned());
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, schema, Some(properties.build()))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(out)
}

fn table(month: &Month, kind: Companion) -> (Vec<C>, Vec<Cells>) {
    let (all, ids) = (&month.companions, &month.ids);
    let (provider, customer) = (|id: Id| ids.provider.text(id).to_owned(), |id: Id| ids.customer.text(id).to_owned());
    let (staff, service) = (|id: Id| ids.staff.text(id).to_owned(), |id: Id| ids.service.text(id).to_owned());
    match kind {
        Companion::Decisions => {
            let row = |of: &kvittens_model::companion::Decision| {
                let [month, occasion, occasions] = granted(of.granted);
                let [from, to] = period(of.period);
                let double = if of.double { "Ja" } else { "Nej" }.to_owned();
                let to_all = if service(of.service).is_empty() { "Alla".to_owned() } else { service(of.service) };
                vec![customer(of.customer), to_all, provider(of.provider), month, occasion, occasions, double, from, to]
            };
            let columns = [
                C::Customer,
                C::Service,
                C::Provider,
                C::MinutesAMonth,
                C::MinutesAnOccasion,
                C::OccasionsAMonth,
                C::Double,
                C::From,
                C::To,
            ];
            (columns.into(), all.decisions.iter().map(row).collect())
        }
        Companion::Plan => (
            vec![C::Provider, C::Customer, C::Staff, C::Service, C::PlannedStart, C::PlannedStop],
            all.plan
                .iter()
                .map(|of| {
                    let (start, stop) = (of.start.to_string(), of.stop.to_string());
                    vec![
                        provider(of.provider),
                        customer(of.customer),
                        staff(of.staff),
                        service(of.service),
                        start,
                        stop,
                    ]
                })
                .collect(),
        ),
        Companion::Absence | Companion::Exemptions => {
            let (mark, of) = match kind {
                Companion::Absence => (C::AbsenceKind, &all.absence),
                _ => (C::ExemptionReason, &all.exemptions),
            };
            let row = |of: &kvittens_model::companion::OfCustomer| {
                let [from, to] = period(of.period);
                vec![customer(of.customer), from, to, String::new()]
            };
            (vec![C::Customer, C::From, C::To, mark], of.iter().map(row).collect())
        }
        Companion::Billing => (
            vec![C::Provider, C::Customer, C::Service, C::Minutes, C::Amount, C::Month],
            all.billing
                .iter()
                .map(|of| {
                    let (minutes, amount) =
                        (hundredths(of.seconds * 100 / 60), of.ore.map_or_else(String::new, hundredths));
                    let month = month.month.to_string();
                    vec![provider(of.provider), customer(of.customer), service(of.service), minutes, amount, month]
                })
                .collect(),
        ),
        Companion::Supplements => (
            vec![C::Provider, C::Customer, C::Service, C::Date, C::Quantity, C::ReportedAt],
            all.supplements
                .iter()
                .map(|of| {
                    let (date, quantity) = (date(Local::from_seconds(of.day * 86_400)), hundredths(of.quantity));
                    let reported = of.reported_at.to_string();
                    vec![provider(of.provider), customer(of.customer), service(of.service), date, quantity, reported]
                })
                .collect(),
        ),
        Companion::Outages => {
            let row = |of: &Period| {
                let [from, to] = period(*of);
                vec![String::new(), from, to]
            };
            (vec![C::OutageKind, C::From, C::To], all.outages.iter().map(row).collect())
        }
        Companion::Households => (
            vec![C::Customer, C::Household, C::Latitude, C::Longitude],
            all.households
                .iter()
                .map(|of| {
                    let degrees = |place: Option<f64>| place.map_or_else(String::new, |degrees| degrees.to_string());
                    let (latitude, longitude) = (degrees(of.place.map(|at| at.0)), degrees(of.place.map(|at| at.1)));
                    // Filled with zeros, so that the order of the names is that of the numbers.
                    vec![customer(of.customer), format!("H{:010}", of.household), latitude, longitude]
                })
                .collect(),
        ),
        Companion::Staff => (
            vec![C::Staff, C::Provider, C::From, C::To],
            all.staff
                .iter()
                .map(|of| {
                    let [from, to] = period(of.period);
                    vec![staff(of.staff), provider(of.provider), from, to]
                })
                .collect(),
        ),
        Companion::Tags => (
            vec![C::Tag, C::Customer, C::From, C::To],
            all.tags
                .iter()
                .map(|of| {
                    let [from, to] = period(of.period);
                    vec![ids.tag.text(of.tag).to_owned(), customer(of.customer), from, to]
                })
                .collect(),
        ),
        Companion::Contacts => (
            vec![C::Customer, C::Staff, C::From, C::To],
            all.contacts
                .iter()
                .map(|of| {
                    let [from, to] = period(of.period);
                    vec![customer(of.customer), staff(of.staff), from, to]
                })
                .collect(),
        ),
    }
}

/// Minutes a month, minutes an occasion, occasions a month; empty where it is not told.
fn granted(of: Granted) -> [String; 3] {
    let minutes = |seconds: i64| hundredths(seconds * 100 / 60);
    match of {
        Granted::Untold => Default::default(),
        Granted::Month(seconds) => [minutes(seconds), String::new(), String::new()],
        Granted::Occasion(seconds, times) => {
            [String::new(), minutes(seconds), times.map_or_else(String::new, hundredths)]
        }
    }
}

/// First and last moment with their clock time, so that nothing is rounded to a day; an open end stays empty, and an open
/// start is a year before every time.
fn period(of: Period) -> [String; 2] {
    let stamp = |time: Local| {
        let text = time.to_string();
        if text.len() == 10 { format!("{text} 00:00") } else { text }
    };
    let from = if of.from.is_some() { stamp(of.from) } else { "1900-01-01".to_owned() };
    [from, of.to.map_or_else(String::new, stamp)]
}

fn date(time: Local) -> String {
    time.to_string().chars().take(10).collect()
}

/// Hundredths with a decimal comma.
fn hundredths(of: i64) -> String {
    let (sign, of) = (if of < 0 { "-" } else { "" }, of.unsigned_abs());
    format!("{sign}{},{:02}", of / 100, of % 100)
}
