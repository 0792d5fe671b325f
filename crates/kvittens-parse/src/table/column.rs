//! One column of a table: its type, and its values as text.

use std::fmt::{self, Write};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float32Type, Float64Type, Int64Type, TimeUnit, UInt64Type};
use arrow::error::ArrowError;
use chrono::{DateTime, TimeZone};
use chrono_tz::Europe::Stockholm;

use crate::delimited::{NO_VALUE, clock, date, number, stamp};

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Nothing in any row.
    Empty,
    Text,
    /// Texts with a comma between them.
    Texts,
    Boolean,
    Integer,
    /// Integers without a sign.
    Natural,
    Single,
    Double,
    Decimal,
    Date,
    /// So many of a second, since midnight.
    Clock(i64),
    /// So many of a second, since 1970-01-01 on the clock of the table.
    Stamp(i64),
    /// The same, since 1970-01-01 in UTC: an instant, which has a clock time in Sweden.
    Instant(i64),
}

impl Column {
    /// Of an Arrow type; `None` for what has no form as text.
    pub fn of(kind: &DataType) -> Option<Column> {
        Some(match kind {
            DataType::Null => Column::Empty,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Column::Text,
            DataType::Dictionary(_, value) => return Column::of(value),
            DataType::List(item) | DataType::LargeList(item) if Column::of(item.data_type()) == Some(Column::Text) => {
                Column::Texts
            }
            DataType::Boolean => Column::Boolean,
            DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Column::Integer,
            DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Column::Natural,
            DataType::Float16 | DataType::Float32 => Column::Single,
            DataType::Float64 => Column::Double,
            DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
                Column::Decimal
            }
            DataType::Date32 | DataType::Date64 => Column::Date,
            DataType::Time32(unit) | DataType::Time64(unit) => Column::Clock(of_a_second(*unit)),
            DataType::Timestamp(unit, None) => Column::Stamp(of_a_second(*unit)),
            DataType::Timestamp(unit, Some(_)) => Column::Instant(of_a_second(*unit)),
            _ => return None,
        })
    }

    /// The values of a batch as the one type that is written.
    pub fn prepare(self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let kind = match self {
            Column::Empty => return Ok(ArrayRef::clone(array)),
            Column::Text | Column::Decimal => DataType::Utf8View,
            Column::Texts => DataType::new_large_list(DataType::Utf8View, true),
            Column::Boolean => DataType::Boolean,
            Column::Integer | Column::Clock(_) | Column::Stamp(_) | Column::Instant(_) => DataType::Int64,
            Column::Natural => DataType::UInt64,
            Column::Single => DataType::Float32,
            Column::Double => DataType::Float64,
            Column::Date => DataType::Date32,
        };
        cast(array, &kind)
    }

    /// Appends the value of a row; nothing where it has none.
    pub fn write(self, out: &mut String, array: &ArrayRef, row: usize) -> fmt::Result {
        if array.is_null(row) {
            return Ok(());
        }
        let whole = || array.as_primitive::<Int64Type>().value(row);
        match self {
            Column::Empty => Ok(()),
            Column::Text => out.write_str(array.as_string_view().value(row)),
            Column::Texts => {
                let texts = array.as_list::<i64>().value(row);
                for (number, text) in texts.as_string_view().iter().flatten().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    out.push_str(text);
                }
                Ok(())
            }
            Column::Boolean => out.write_str(if array.as_boolean().value(row) { "Ja" } else { "Nej" }),
            Column::Integer => write!(out, "{}", whole()),
            Column::Natural => write!(out, "{}", array.as_primitive::<UInt64Type>().value(row)),
            // By its own digits: as a double, 0.1 has nine that mean nothing.
            Column::Single => {
                let value = array.as_primitive::<Float32Type>().value(row);
                number(out, value.to_string().parse().unwrap_or(f64::from(value)))
            }
            Column::Double => number(out, array.as_primitive::<Float64Type>().value(row)),
            Column::Decimal => {
                let text = array.as_string_view().value(row);
                let short = text.contains('.').then(|| text.trim_end_matches('0').trim_end_matches('.'));
                out.write_str(short.unwrap_or(text))
            }
            Column::Date => date(out, array.as_primitive::<Date32Type>().value(row).into()),
            Column::Clock(unit) => clock(out, whole().div_euclid(unit)),
            Column::Stamp(unit) => stamp(out, whole().div_euclid(unit)),
            Column::Instant(unit) => match DateTime::from_timestamp(whole().div_euclid(unit), 0) {
                Some(instant) => {
                    stamp(out, Stockholm.from_utc_datetime(&instant.naive_utc()).naive_local().and_utc().timestamp())
                }
                None => out.write_str(NO_VALUE),
            },
        }
    }
}

/// Units a second has.
fn of_a_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}
