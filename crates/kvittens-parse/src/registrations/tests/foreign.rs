//! Tables of others: our columns in other hands, and columns that are not ours.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, TimestampMillisecondArray,
};
use arrow::datatypes::{Field as ArrowField, Schema};
use kvittens_model::NoteCode;
use kvittens_model::notes::Rejection;
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::*;
use crate::fields::Field;
use crate::registrations::{RegistrationsError, VERSION};

type Columns = Vec<(&'static str, ArrayRef)>;

fn texts(values: [Option<&str>; 3]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn at(hour: u32) -> Option<i64> {
    Local::new(2022, 3, 1, hour, 0, 0).map(|time| time.unix() * 1_000_000)
}

fn times(values: [Option<i64>; 3]) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(values.to_vec()))
}

/// Three rows of the columns that are needed, times in microseconds.
fn least() -> Columns {
    vec![
        ("provider", texts([Some("Ö"); 3])),
        ("customer", texts([Some("B1"), Some("B2"), Some("B1")])),
        ("start", times([at(7), at(8), None])),
        ("stop", times([at(8), None, at(9)])),
        ("in_method", texts([Some("tag"), Some("none"), Some("tag")])),
        ("out_method", texts([Some("lock"), None, None])),
    ]
}

fn with(mut columns: Columns, name: &'static str, values: ArrayRef) -> Columns {
    columns.retain(|(known, _)| *known != name);
    columns.push((name, values));
    columns
}

fn without(mut columns: Columns, name: &str) -> Columns {
    columns.retain(|(known, _)| *known != name);
    columns
}

fn table_of(columns: Columns, metadata: Option<&str>) -> Bytes {
    let field = |(name, values): &(&str, ArrayRef)| ArrowField::new(*name, values.data_type().clone(), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let values = columns.into_iter().map(|(_, values)| values).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), values).unwrap();
    let metadata = metadata.map(|version| vec![KeyValue::new("kvittens.schema".to_owned(), version.to_owned())]);
    let properties = WriterProperties::builder().set_key_value_metadata(metadata).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap().into()
}

fn open(columns: Columns) -> Result<Table, RegistrationsError> {
    Table::open(table_of(columns, None), false)
}

fn piece(columns: Columns, provider: Option<&str>) -> Piece {
    let table = Table::open(table_of(columns, None), provider.is_some()).unwrap();
    let mut pieces = table.read("lager.parquet", provider, &[], &|_, _| {}).unwrap();
    assert_eq!(pieces.len(), 1);
    pieces.remove(0)
}

#[test]
fn the_needed_columns_are_enough_and_rows_are_cited_by_the_tables_own_name() {
    let piece = piece(least(), None);
    let rows = of_pieces(std::slice::from_ref(&piece));
    assert_eq!(rows[0][8..12], ["2022-03-01 07:00", "2022-03-01 08:00", "tag", "lock"]);
    assert_eq!(rows[1][8..12], ["2022-03-01 08:00", "", "unknown", "none"], "a time has a method, and none has none");
    assert_eq!(rows[2][8..12], ["", "2022-03-01 09:00", "none", "unknown"]);
    assert_eq!(rows[2][18..], ["yes", "no", "", "lager.parquet", "4", "false"]);
    assert!(piece.files[0].seen.is_empty());
}

#[test]
fn a_row_without_file_or_row_is_cited_by_its_own_place() {
    let columns = with(least(), "file", texts([Some("tagg.csv"), None, Some("tagg.csv")]));
    let columns = with(columns, "row", Arc::new(Int64Array::from(vec![Some(71), Some(72), Some(-1)])));
    let columns = with(columns, "export", texts([Some("manual"), Some("tag"), None]));
    let rows = of_pieces(&[piece(columns, None)]);
    assert_eq!(rows[0][21..], ["tagg.csv", "71", "true"]);
    assert_eq!(rows[1][21..], ["lager.parquet", "3", "false"]);
    assert_eq!(rows[2][21..], ["lager.parquet", "4", "false"]);
}

#[test]
fn a_row_without_a_needed_value_is_set_aside_and_leaves_no_name_behind() {
    let columns = with(least(), "customer", texts([Some("B1"), Some(" "), None]));
    let columns = with(columns, "staff", texts([Some("P1"), Some("P2"), Some("P3")]));
    let piece = piece(columns, None);
    assert_eq!(piece.rows.len(), 1);
    assert_eq!(piece.files[0].rows, 3);
    assert_eq!(piece.files[0].rejected, [(3, Some(5), Rejection::Missing), (4, Some(5), Rejection::Missing)]);
    assert_eq!(piece.words.staff.texts(), ["P1"]);
}

#[test]
fn a_provider_may_be_named_by_the_caller() {
    let some = with(least(), "provider", texts([Some("Ö"), None, None]));
    assert_eq!(piece(some.clone(), None).files[0].rejected.len(), 2);
    let named = piece(some, Some("Å"));
    assert_eq!(
        (named.rows.entries.provider, named.words.provider.texts()),
        (vec![0, 1, 1], &["Ö".into(), "Å".into()][..])
    );
    let none = without(least(), "provider");
    assert!(matches!(open(none.clone()), Err(RegistrationsError::MissingColumns { .. })));
    assert_eq!(piece(none, Some("Å")).words.provider.texts(), ["Å"]);
}

#[test]
fn an_impossible_time_and_a_row_without_any_are_set_aside() {
    let columns = with(least(), "stop", times([Some(-1), None, None]));
    let columns = with(columns, "approved_at", times([Some(-1), Some(i64::MAX), None]));
    let piece = piece(columns, None);
    let found: Vec<_> = piece.files[0].rejected.iter().map(|(row, _, why)| (*row, *why)).collect();
    let impossible = Rejection::ImpossibleDate;
    assert_eq!(found, [(2, impossible), (3, impossible), (4, Rejection::NoTime)]);
    let columns: Vec<_> = piece.files[0].rejected.iter().map(|(_, column, _)| *column).collect();
    assert_eq!(columns, [Some(5), Some(6), Some(2)], "stop, approved_at, start");
}

#[test]
fn words_nobody_knows_are_counted() {
    let columns = with(least(), "in_method", texts([Some("Tagg"), Some("Tagg"), Some("tag")]));
    let columns = with(columns, "status", texts([Some("yes"), Some("kanske"), None]));
    let columns = with(columns, "double", texts([Some("yes"), Some("ja"), None]));
    let piece = piece(columns, None);
    let seen: Vec<_> =
        piece.files[0].seen.iter().map(|(code, field, seen)| (*code, *field, seen.count, seen.first)).collect();
    let unknown = NoteCode::UnknownWord;
    assert_eq!(
        seen,
        [(unknown, Field::InMethod, 2, 2), (unknown, Field::Status, 1, 3), (unknown, Field::Double, 1, 3)]
    );
}

#[test]
fn look_alike_letters_are_repaired_and_told() {
    let piece = piece(with(least(), "staff", texts([Some("P\u{2013}1"), Some("P-1"), None])), None);
    assert_eq!(piece.words.staff.texts()[0], "P-1");
    let [(NoteCode::Repaired, Field::Staff, seen)] = piece.files[0].seen[..] else { panic!("{:?}", piece.files) };
    assert_eq!((seen.count, seen.first), (1, 2));
}

#[test]
fn other_columns_are_named_and_left_alone() {
    let columns = with(least(), "note", texts([Some("fritext"), None, None]));
    let columns = with(columns, "Customer", Arc::new(BooleanArray::from(vec![true; 3])));
    assert_eq!(open(columns.clone()).unwrap().ignored(), ["note", "Customer"]);
    assert_eq!(piece(columns, None).rows.len(), 3);
}

#[test]
fn a_missing_column_is_named_with_the_nearest() {
    let columns = with(without(least(), "customer"), "custmer", texts([Some("B1"); 3]));
    let error = open(columns).unwrap_err();
    let RegistrationsError::MissingColumns { missing, found } = &error else { panic!("{error}") };
    assert_eq!((missing[0].column.as_str(), missing[0].nearest.as_deref()), ("customer", Some("custmer")));
    assert_eq!((missing.len(), found.len()), (1, 6));
}

#[test]
fn a_column_of_another_type_is_named_with_both_types() {
    let wrong = |name, values| open(with(least(), name, values)).unwrap_err().to_string();
    let zoned = TimestampMillisecondArray::from(vec![Some(0); 3]).with_timezone("UTC");
    assert_eq!(
        wrong("start", Arc::new(zoned)),
        "column start: expected timestamp[ms] without zone, found timestamp[ms] with a zone"
    );
    assert_eq!(
        wrong("customer", Arc::new(Int64Array::from(vec![1; 3]))),
        "column customer: expected utf8, found int64"
    );
    assert_eq!(wrong("services", texts([None; 3])), "column services: expected list<utf8>, found utf8");
    assert_eq!(
        wrong("double", Arc::new(BooleanArray::from(vec![true; 3]))),
        "column double: expected utf8, found bool"
    );
    assert_eq!(wrong("row", texts([None; 3])), "column row: expected int64, found utf8");
}

#[test]
fn another_version_is_refused_and_ours_must_be_whole() {
    let open = |version| Table::open(table_of(least(), Some(version)), false).unwrap_err();
    assert!(matches!(open("registrations/2"), RegistrationsError::Version { found } if found == "registrations/2"));
    assert!(matches!(open(VERSION), RegistrationsError::Damaged(_)), "ours without its seal");
}
