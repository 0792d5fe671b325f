//! What was said, as bytes and back: the columns of findings.parquet and measures.parquet that months are compared by,
//! and a little JSON for the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Float64Array, Int32Array, Int64Array, ListBuilder, StringArray, StringBuilder, TimestampMillisecondArray,
};
use arrow::error::ArrowError;
use bytes::Bytes;
use kvittens_model::{Local, YearMonth};
use kvittens_tables::parquet::{self as table, Column, milliseconds};
use parquet::errors::ParquetError;
use serde::{Deserialize, Serialize};

use super::grid::{Grid, Problem};
use super::{Found, Measured, Said, findings, text};

/// What stopped a table from being written or read back.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Columns of different lengths: an error of the program.
    #[error("columns: {0}")]
    Columns(#[from] ArrowError),
    /// A Parquet table in memory: an error of the program.
    #[error("a Parquet table: {0}")]
    Parquet(#[from] ParquetError),
    /// The rest.
    #[error("the rest: {0}")]
    Rest(#[from] serde_json::Error),
    /// What was read is no such table.
    #[error("{0}")]
    Problem(#[from] Problem),
    /// The parts are not there.
    #[error("cut short")]
    Short,
}

/// What stands in no table.
#[derive(Serialize, Deserialize)]
struct Rest {
    month: YearMonth,
    visits: BTreeMap<String, u64>,
    not_run: BTreeMap<String, String>,
    milliseconds: BTreeMap<String, f64>,
}

impl Said {
    /// As bytes: each part behind its length.
    ///
    /// # Errors
    /// An error of the program.
    pub fn write(&self) -> Result<Vec<u8>, TableError> {
        let rest = Rest {
            month: self.month,
            visits: self.visits.clone(),
            not_run: self.not_run.clone(),
            milliseconds: self.milliseconds.clone(),
        };
        let parts = [found_bytes(&self.findings)?, measured_bytes(&self.measures)?, serde_json::to_vec(&rest)?];
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    /// Back from [`Said::write`].
    ///
    /// # Errors
    /// Other bytes.
    pub fn read(bytes: &[u8]) -> Result<Said, TableError> {
        let mut left = bytes;
        let mut part = || -> Result<&[u8], TableError> {
            let (length, behind) = left.split_first_chunk::<8>().ok_or(TableError::Short)?;
            let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| TableError::Short)?;
            let (part, behind) = behind.split_at_checked(length).ok_or(TableError::Short)?;
            left = behind;
            Ok(part)
        };
        let (found, measured, rest) = (part()?, part()?, part()?);
        let rest: Rest = serde_json::from_slice(rest)?;
        Ok(Said {
            month: rest.month,
            findings: read_found(found)?,
            measures: read_measured(measured)?,
            visits: rest.visits,
            not_run: rest.not_run,
            milliseconds: rest.milliseconds,
        })
    }
}

fn texts<'a, T>(of: &'a [T], text: impl Fn(&'a T) -> Option<&'a str>) -> ArrayRef {
    Arc::new(of.iter().map(text).collect::<StringArray>())
}

fn found_bytes(found: &[Found]) -> Result<Vec<u8>, TableError> {
    // Most rules of a month find nothing, and a cache holds a part per rule: no table is a table of no rows.
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let time = |of: fn(&Found) -> Local| -> ArrayRef {
        Arc::new(found.iter().map(|found| of(found).get().map(milliseconds)).collect::<TimestampMillisecondArray>())
    };
    let number =
        |of: fn(&Found) -> Option<f64>| -> ArrayRef { Arc::new(found.iter().map(of).collect::<Float64Array>()) };
    let months: Vec<String> = found.iter().map(|found| found.month.to_string()).collect();
    let mut others = ListBuilder::new(StringBuilder::new());
    for found in found {
        found.other_visits.iter().for_each(|visit| others.values().append_value(visit));
        others.append(true);
    }
    let columns: Vec<Column> = vec![
        ("finding_id", true, texts(found, |f| f.finding_id.as_deref())),
        ("series_id", true, texts(found, |f| f.series_id.as_deref())),
        ("month", false, texts(&months, |month| Some(month))),
        ("rule", false, texts(found, |f| Some(&f.rule))),
        ("severity", true, texts(found, |f| f.severity.map(|severity| severity.name()))),
        ("status", false, texts(found, |f| Some(f.standing.name()))),
        ("explanation", true, texts(found, |f| f.explanation.as_deref())),
        ("provider", false, texts(found, |f| Some(&f.provider))),
        ("unit", true, texts(found, |f| f.unit.as_deref())),
        ("customer", true, texts(found, |f| f.customer.as_deref())),
        ("staff", true, texts(found, |f| f.staff.as_deref())),
        ("service", true, texts(found, |f| f.service.as_deref())),
        ("visit", true, texts(found, |f| f.visit.as_deref())),
        ("start", true, time(|f| f.start)),
        ("stop", true, time(|f| f.stop)),
        ("value", true, number(|f| f.value)),
        ("limit", true, number(|f| f.limit)),
        ("minutes", false, Arc::new(found.iter().map(|f| Some(f.minutes)).collect::<Int32Array>())),
        ("other_visits", false, Arc::new(others.finish())),
    ];
    Ok(table::bytes(&table::batch(columns)?)?)
}

fn read_found(bytes: &[u8]) -> Result<Vec<Found>, TableError> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(findings::of_grid(&Grid::parquet(Bytes::copy_from_slice(bytes))?)?)
}

fn measured_bytes(measured: &[Measured]) -> Result<Vec<u8>, TableError> {
    if measured.is_empty() {
        return Ok(Vec::new());
    }
    let count =
        |of: fn(&Measured) -> Option<i64>| -> ArrayRef { Arc::new(measured.iter().map(of).collect::<Int64Array>()) };
    let number =
        |of: fn(&Measured) -> Option<f64>| -> ArrayRef { Arc::new(measured.iter().map(of).collect::<Float64Array>()) };
    let columns: Vec<Column> = vec![
        ("rule", false, texts(measured, |m| Some(&m.rule))),
        ("measure", false, texts(measured, |m| Some(&m.measure))),
        ("scope", false, texts(measured, |m| Some(&m.scope))),
        ("provider", true, texts(measured, |m| m.provider.as_deref())),
        ("subject", true, texts(measured, |m| m.subject.as_deref())),
        ("bucket", true, texts(measured, |m| m.bucket.as_deref())),
        ("numerator", true, count(|m| m.numerator)),
        ("denominator", true, count(|m| m.denominator)),
        ("value", true, number(|m| m.value)),
        ("ci_low", true, number(|m| m.interval.map(|(low, _)| low))),
        ("ci_high", true, number(|m| m.interval.map(|(_, high)| high))),
        ("status", false, texts(measured, |m| Some(&m.status))),
    ];
    Ok(table::bytes(&table::batch(columns)?)?)
}

fn read_measured(bytes: &[u8]) -> Result<Vec<Measured>, TableError> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let grid = Grid::parquet(Bytes::copy_from_slice(bytes))?;
    let cell = |name: &str, at: usize| grid.find(&[name]).and_then(|cells| cells[at].clone());
    let number = |name: &str, at: usize| cell(name, at).and_then(|cell| text::number(&cell));
    let count = |name: &str, at: usize| cell(name, at).and_then(|cell| cell.parse().ok());
    let read = |at: usize| Measured {
        rule: cell("rule", at).unwrap_or_default(),
        measure: cell("measure", at).unwrap_or_default(),
        scope: cell("scope", at).unwrap_or_default(),
        provider: cell("provider", at),
        subject: cell("subject", at),
        bucket: cell("bucket", at),
        numerator: count("numerator", at),
        denominator: count("denominator", at),
        value: number("value", at),
        interval: number("ci_low", at).zip(number("ci_high", at)),
        status: cell("status", at).unwrap_or_default(),
    };
    Ok((0..grid.len()).map(read).collect())
}
