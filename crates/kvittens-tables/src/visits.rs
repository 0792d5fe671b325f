//! visits.parquet: every visit of the month, for the next question somebody asks in a notebook.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    Array as _, ArrayRef, AsArray as _, BooleanArray, Int32Array, Int64Builder, ListBuilder, RecordBatch, StringArray,
    StringBuilder, StructBuilder, TimestampMillisecondArray, UInt32Array,
};
use arrow::compute::take_record_batch;
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use arrow::error::ArrowError;
use kvittens_model::{Double, Local, Performed, Visits};
use rayon::prelude::*;

use crate::Checked;
use crate::names::Names;
use crate::parquet::{self, Column, milliseconds, row_fields};

/// Name and version of the table where it is kept in the store, in the metadata.
pub const VERSION: &str = "visits/1";

/// The columns by which the store's table is sorted.
pub const SORTED: [&str; 2] = ["customer", "start"];

/// The columns and what they hold. The words of `class`, `in_method` and `out_method` are those of the measures and of
/// the configuration.
pub fn schema() -> Schema {
    let list = |of: DataType| DataType::List(Arc::new(Field::new("item", of, true)));
    let time = || DataType::Timestamp(TimeUnit::Millisecond, None);
    let field = |name: &str, nullable, of| Field::new(name, of, nullable);
    Schema::new(vec![
        field("visit", false, DataType::Utf8),
        field("provider", false, DataType::Utf8),
        field("unit", true, DataType::Utf8),
        field("customer", true, DataType::Utf8),
        field("staff", true, DataType::Utf8),
        field("services", false, list(DataType::Utf8)),
        field("start", true, time()),
        field("stop", true, time()),
        field("planned_start", true, time()),
        field("planned_stop", true, time()),
        field("in_method", false, DataType::Utf8),
        field("out_method", false, DataType::Utf8),
        field("class", false, DataType::Utf8),
        field("expects_receipt", false, DataType::Boolean),
        field("performed", false, DataType::Boolean),
        field("double", false, DataType::Boolean),
        field("reason", true, DataType::Utf8),
        field("entered_at", true, time()),
        field("approved_at", true, time()),
        field("minutes", true, DataType::Int32),
        field("merged", false, DataType::Int32),
        field("rows", false, list(DataType::Struct(row_fields()))),
    ])
}

/// The table as a batch sorted by customer, as it is called there, and start: no start first, visits alike in both in
/// the order of the month.
///
/// # Errors
/// Columns of different lengths: an error of the program.
#[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
pub fn by_customer(check: &Checked<'_>, names: &Names<'_>) -> Result<RecordBatch, ArrowError> {
    let batch = batch(check, names)?;
    let customer = batch.column_by_name("customer").and_then(|column| column.as_string_opt::<i32>());
    let customer = customer.ok_or_else(|| ArrowError::SchemaError("customers are texts".to_owned()))?;
    let key = |at: &u32| {
        let at = *at as usize;
        (customer.is_valid(at).then(|| customer.value(at)), check.month.visits.start[at])
    };
    let mut order: Vec<u32> = (0..batch.num_rows() as u32).collect();
    order.par_sort_by(|a, b| key(a).cmp(&key(b)));
    take_record_batch(&batch, &UInt32Array::from(order))
}

/// The table as a batch, in the order of the month.
///
/// # Errors
/// Columns of different lengths: an error of the program.
pub fn batch<'a>(check: &Checked<'a>, names: &'a Names<'_>) -> Result<RecordBatch, ArrowError> {
    let (ids, v) = (&check.month.ids, &check.month.visits);
    let count = u32::try_from(v.len()).unwrap_or(u32::MAX);
    let text = |of: &dyn Fn(usize) -> Option<Cow<'a, str>>| -> ArrayRef {
        Arc::new((0..v.len()).map(of).collect::<StringArray>())
    };
    let time = |of: &[Local]| -> ArrayRef {
        Arc::new(of.iter().map(|time| time.get().map(milliseconds)).collect::<TimestampMillisecondArray>())
    };
    let flag = |of: &dyn Fn(usize) -> bool| -> ArrayRef {
        Arc::new((0..v.len()).map(|at| Some(of(at))).collect::<BooleanArray>())
    };
    let class = |at: u32| v.class(at, check.outcome.receipts).slug();
    let merged: Int32Array = (0..count).map(|at| i32::try_from(v.rows_of(at).len()).ok()).collect();
    let length: Int32Array = (0..count).map(|at| v.length(at).map(|seconds| seconds.div_euclid(60))).collect();
    let columns: Vec<Column> = vec![
        ("visit", false, text(&|at| Some(ids.visit_text(v.visit[at])))),
        ("provider", false, text(&|at| Some(ids.provider.text(v.provider[at]).into()))),
        ("unit", true, text(&|at| ids.unit.get(v.unit[at]).map(Cow::Borrowed))),
        ("customer", true, text(&|at| names.customer(v.customer[at]))),
        ("staff", true, text(&|at| names.staff(v.provider[at], v.staff[at]))),
        ("services", false, services(check, v)),
        ("start", true, time(&v.start)),
        ("stop", true, time(&v.stop)),
        ("planned_start", true, time(&v.planned_start)),
        ("planned_stop", true, time(&v.planned_stop)),
        ("in_method", false, text(&|at| Some(v.in_method[at].name().into()))),
        ("out_method", false, text(&|at| Some(v.out_method[at].name().into()))),
        ("class", false, Arc::new((0..count).map(|at| Some(class(at))).collect::<StringArray>())),
        ("expects_receipt", false, flag(&|at| check.outcome.expects_receipt[at])),
        ("performed", false, flag(&|at| v.performed[at] == Performed::Yes)),
        ("double", false, flag(&|at| v.double[at] == Double::Yes)),
        ("reason", true, text(&|at| ids.reason.get(v.reason[at]).map(Cow::Borrowed))),
        ("entered_at", true, time(&v.entered_at)),
        ("approved_at", true, time(&v.approved_at)),
        ("minutes", true, Arc::new(length)),
        ("merged", false, Arc::new(merged)),
        ("rows", false, rows(check, v)),
    ];
    parquet::batch(columns)
}

fn services(check: &Checked<'_>, v: &Visits) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for set in &v.services {
        check.month.ids.services(*set).for_each(|service| builder.values().append_value(service));
        builder.append(true);
    }
    Arc::new(builder.finish())
}

/// The rows of each visit, as findings name them: file and row.
fn rows(check: &Checked<'_>, v: &Visits) -> ArrayRef {
    let columns = vec![Box::new(StringBuilder::new()) as _, Box::new(Int64Builder::new()) as _];
    let mut builder = ListBuilder::new(StructBuilder::new(row_fields(), columns));
    let of = &check.month.rows;
    for visit in 0..u32::try_from(v.len()).unwrap_or(u32::MAX) {
        for row in v.rows_of(visit) {
            let at = *row as usize;
            let values = builder.values();
            if let Some(files) = values.field_builder::<StringBuilder>(0) {
                files.append_value(&check.month.files[usize::from(of.file(at))].name);
            }
            if let Some(rows) = values.field_builder::<Int64Builder>(1) {
                rows.append_value(i64::from(of.line[at]));
            }
            values.append(true);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}
