//! The table, in one place: its columns, what each holds, which may be empty and which a table of others must have.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};

use crate::fields::Field;

/// Name and version of the table, in the metadata under `kvittens.schema`.
pub const VERSION: &str = "registrations/1";

/// The metadata that says it is ours.
pub const KEY: &str = "kvittens.schema";

/// The metadata that names the month.
pub const MONTH: &str = "kvittens.month";

/// Columns that a foreign table may lack and still be taken for one of registrations.
pub const NEARLY: usize = 2;

/// Whether a table has so many of the columns that it is taken for one of registrations. `has`: whether a name is among
/// its columns'.
pub fn has_our_columns(has: impl Fn(&str) -> bool) -> bool {
    COLUMNS.iter().filter(|column| column.needed && !has(column.name)).count() <= NEARLY
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts, with a dictionary.
    Text,
    /// Lists of texts, with a dictionary.
    Texts,
    /// Swedish wall-clock times without a zone, of whole seconds. Parquet knows no seconds, so milliseconds are written.
    Time,
    /// A row as a spreadsheet shows it.
    Row,
}

impl Kind {
    /// The type in words.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "utf8",
            Kind::Texts => "list<utf8>",
            Kind::Time => "timestamp[ms] without zone",
            Kind::Row => "int64",
        }
    }

    /// The type in memory.
    pub fn in_memory(self) -> DataType {
        match self {
            Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Kind::Texts => DataType::List(Arc::new(ArrowField::new("element", Kind::Text.in_memory(), false))),
            Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, None),
            Kind::Row => DataType::Int64,
        }
    }

    /// Whether a column of a file, as Parquet types it, can be read as this. Finer times than milliseconds can.
    pub fn fits(self, found: &DataType) -> bool {
        match (self, found) {
            (Kind::Text, DataType::Utf8) | (Kind::Time, DataType::Timestamp(_, None)) => true,
            (Kind::Row, DataType::Int64) => true,
            (Kind::Texts, DataType::List(element)) => element.data_type() == &DataType::Utf8,
            _ => false,
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The field of a registration; none for where the row came from.
    pub field: Option<Field>,
    /// A row may have nothing here.
    pub empty: bool,
    /// A table of others must have it.
    pub needed: bool,
}

/// One that may be empty, and that a table of others may lack.
const fn open(name: &'static str, kind: Kind, field: Field) -> Column {
    Column { name, kind, field: Some(field), empty: true, needed: false }
}

/// One that is never empty in our table.
const fn full(name: &'static str, kind: Kind, field: Option<Field>, needed: bool) -> Column {
    Column { name, kind, field, empty: false, needed }
}

/// Where a row came from: the name of the original export.
pub const FILE: &str = "file";

/// Where a row came from: its row there.
pub const ROW: &str = "row";

/// Where a row came from: `tag` or `manual`, the kind of that export.
pub const EXPORT: &str = "export";

/// The columns, in order. The words of `in_method`, `out_method`, `status`, `double` and `export` are those of
/// `words.rs`; `visit` is the id of the export or the key (`~`…) that was made for a visit without one, so that nothing
/// has to be completed again. Stated minutes are not kept: what they were compared for is noted when they are read.
pub const COLUMNS: [Column; 24] = [
    full("provider", Kind::Text, Some(Field::Provider), true),
    open("unit", Kind::Text, Field::Unit),
    open("visit", Kind::Text, Field::Visit),
    full("customer", Kind::Text, Some(Field::Customer), true),
    open("staff", Kind::Text, Field::Staff),
    full("services", Kind::Texts, Some(Field::Service), false),
    open("planned_start", Kind::Time, Field::PlannedStart),
    open("planned_stop", Kind::Time, Field::PlannedStop),
    Column { needed: true, ..open("start", Kind::Time, Field::Start) },
    Column { needed: true, ..open("stop", Kind::Time, Field::Stop) },
    full("in_method", Kind::Text, Some(Field::InMethod), true),
    full("out_method", Kind::Text, Some(Field::OutMethod), true),
    full("status", Kind::Text, Some(Field::Status), false),
    full("double", Kind::Text, Some(Field::Double), false),
    open("tag", Kind::Text, Field::Tag),
    open("device", Kind::Text, Field::Device),
    open("reason", Kind::Text, Field::Reason),
    open("entered_at", Kind::Time, Field::EnteredAt),
    open("entered_by", Kind::Text, Field::EnteredBy),
    open("approved_at", Kind::Time, Field::ApprovedAt),
    open("double_id", Kind::Text, Field::DoubleId),
    full(FILE, Kind::Text, None, false),
    full(ROW, Kind::Row, None, false),
    full(EXPORT, Kind::Text, None, false),
];

/// The name of a field's column. Fields that the table does not keep have none.
pub fn name_of(field: Field) -> Option<&'static str> {
    COLUMNS.iter().find(|column| column.field == Some(field)).map(|column| column.name)
}

/// The table as it is written.
pub fn arrow() -> SchemaRef {
    let fields: Vec<ArrowField> =
        COLUMNS.iter().map(|column| ArrowField::new(column.name, column.kind.in_memory(), column.empty)).collect();
    Arc::new(Schema::new(fields))
}

/// A type in words, as [`Kind::name`] has them.
pub fn shown(found: &DataType) -> String {
    match found {
        DataType::List(element) => format!("list<{}>", shown(element.data_type())),
        DataType::Boolean => "bool".to_owned(),
        DataType::Timestamp(unit, zone) => {
            let unit = match unit {
                TimeUnit::Second => "s",
                TimeUnit::Millisecond => "ms",
                TimeUnit::Microsecond => "us",
                TimeUnit::Nanosecond => "ns",
            };
            format!("timestamp[{unit}] {} zone", if zone.is_some() { "with a" } else { "without" })
        }
        other => other.to_string().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_name_and_a_field_of_its_own() {
        for (position, column) in COLUMNS.iter().enumerate() {
            let others = &COLUMNS[..position];
            assert!(others.iter().all(|other| other.name != column.name), "{}", column.name);
            assert!(others.iter().all(|other| other.field.is_none() || other.field != column.field), "{}", column.name);
        }
    }

    #[test]
    fn types_are_told_in_the_same_words() {
        let millis = |zone: Option<&str>| DataType::Timestamp(TimeUnit::Millisecond, zone.map(Into::into));
        assert_eq!(shown(&millis(None)), Kind::Time.name());
        assert_eq!(shown(&millis(Some("UTC"))), "timestamp[ms] with a zone");
        assert_eq!(shown(&DataType::Utf8), Kind::Text.name());
        assert_eq!(shown(&DataType::new_list(DataType::Utf8, true)), Kind::Texts.name());
        assert_eq!(shown(&DataType::Int64), Kind::Row.name());
    }

    #[test]
    fn a_time_with_a_zone_is_no_wall_clock_and_a_finer_one_is() {
        assert!(Kind::Time.fits(&DataType::Timestamp(TimeUnit::Nanosecond, None)));
        assert!(!Kind::Time.fits(&DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))));
        assert!(!Kind::Text.fits(&DataType::Binary) && !Kind::Row.fits(&DataType::Utf8));
    }
}
