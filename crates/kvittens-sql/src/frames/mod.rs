//! A month as the engine's tables: only the columns that a query reads, made anew for each query.

mod companions;
mod registrations;
mod visits;

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::{Dictionary, Id, Local};
use kvittens_rules::scene::Scene;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn, IntoSeries,
    NewChunkedArray, PolarsResult, Schema, StringChunked, TimeUnit,
};

use crate::tables::{Kind, Table, table};

/// What a query reads: tables and columns.
pub type Reads = BTreeMap<&'static str, BTreeSet<&'static str>>;

/// Tables by name.
pub type Frames = BTreeMap<&'static str, DataFrame>;

/// How people are called in a table.
pub struct People<'a> {
    /// A customer.
    pub customer: &'a dyn Fn(Id) -> Option<String>,
    /// A member of a provider's staff.
    pub staff: &'a dyn Fn(Id, Id) -> Option<String>,
}

/// The tables of a month.
pub fn frames(scene: &Scene<'_>, people: &People<'_>, reads: &Reads) -> PolarsResult<Frames> {
    let of = |(name, columns): (&&'static str, &BTreeSet<&'static str>)| {
        let made = |make: &dyn Fn(&str) -> Option<Column>, rows: usize| {
            let columns: Vec<Column> = columns.iter().filter_map(|column| make(column)).collect();
            DataFrame::new(rows, columns)
        };
        let month = scene.month;
        let frame = match *name {
            "visits" => made(&|column| visits::column(scene, people, column), month.visits.len()),
            "registrations" => {
                let keys = registrations::keys(month);
                made(&|column| registrations::column(scene, people, &keys, column), month.rows.len())
            }
            other => made(&|column| companions::column(month, people, other, column), companions::rows(month, other)),
        };
        Ok((*name, frame?))
    };
    reads.iter().map(of).collect()
}

/// The same tables without a row: what a query is planned on before there is a month.
pub fn empty(reads: &Reads) -> Frames {
    let of = |(name, columns): (&&'static str, &BTreeSet<&'static str>)| {
        let kinds = |table: &'static Table| table.columns.iter().filter(|column| columns.contains(column.name));
        let schema: Schema = table(name)
            .into_iter()
            .flat_map(kinds)
            .map(|column| (column.name.into(), data_type(column.kind)))
            .collect();
        (*name, DataFrame::empty_with_schema(&schema))
    };
    reads.iter().map(of).collect()
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::String,
        Kind::Whole => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Time => DataType::Datetime(TimeUnit::Milliseconds, None),
        Kind::Day => DataType::Date,
    }
}

fn texts<T: AsRef<str>>(name: &str, cells: impl Iterator<Item = Option<T>>) -> Column {
    StringChunked::from_iter_options(name.into(), cells).into_series().into_column()
}

/// The texts behind ids.
fn words(name: &str, of: &Dictionary, ids: &[Id]) -> Column {
    texts(name, ids.iter().map(|id| of.get(*id)))
}

fn wholes(name: &str, cells: impl Iterator<Item = Option<i64>>) -> Column {
    Int64Chunked::from_iter_options(name.into(), cells).into_series().into_column()
}

fn numbers(name: &str, cells: impl Iterator<Item = Option<f64>>) -> Column {
    Float64Chunked::from_iter_options(name.into(), cells).into_series().into_column()
}

fn flags(name: &str, cells: impl Iterator<Item = bool>) -> Column {
    BooleanChunked::from_iter_options(name.into(), cells.map(Some)).into_series().into_column()
}

fn times(name: &str, cells: impl Iterator<Item = Local>) -> Column {
    let cells = cells.map(|time| time.get().map(|time| time.unix() * 1000));
    let plain = Int64Chunked::from_iter_options(name.into(), cells);
    plain.into_datetime(TimeUnit::Milliseconds, None).into_series().into_column()
}

fn days(name: &str, cells: impl Iterator<Item = Local>) -> Column {
    let day = |time: Local| time.get().and_then(|time| i32::try_from(time.unix().div_euclid(86_400)).ok());
    let plain = Int32Chunked::from_iter_options(name.into(), cells.map(day));
    plain.into_date().into_series().into_column()
}
