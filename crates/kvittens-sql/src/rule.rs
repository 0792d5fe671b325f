//! A rule in SQL: checked when its file is read, asked when there is a month.

use std::sync::Arc;

use kvittens_model::{Id, Month, NO_ID, Subject};
use kvittens_rules::own::{About, Answers, Own, OwnError, Saw, Wrong};
use kvittens_rules::scene::Scene;
use kvittens_rules::{Meta, Per};
use polars::prelude::{DataFrame, DataType, Float64Chunked, Int64Chunked, StringChunked};
use sqlparser::ast::Query;

use crate::frames::{self, Frames, People};
use crate::sizes::{self, Stopped};
use crate::write::{Written, write};
use crate::{engine, parse};

/// Rows of an answer, at most: a rule that fires on two million visits asks nothing.
const MOST_ROWS: usize = 2_000_000;

/// Checks the question of a rule, down to its types, and makes what answers it.
///
/// # Errors
/// The first thing that does not fit, and where it stands in the file.
pub fn compile(own: &Own) -> Result<Arc<dyn Answers>, OwnError> {
    let wrong = |(place, wrong)| own.wrong_sql(place, wrong);
    let query = parse::query(&own.sql.text).map_err(wrong)?;
    let exports: Vec<_> = own.exports().collect();
    let defaults: Vec<_> = own.meta.params().iter().map(|param| (param.name, param.default)).collect();
    let written = write(&query, &literals(&own.meta, &defaults), &exports, false).map_err(wrong)?;
    check_columns(&own.meta, &written).map_err(|found| wrong(((0, 0), found)))?;
    let empty = frames::empty(&written.reads);
    for sql in written.sizes.iter().chain([&written.sql]) {
        engine::run(&empty, sql).map_err(|said| wrong(((0, 0), Wrong::Types(first_line(&said)))))?;
    }
    let answer = engine::run(&empty, &written.sql).map_err(|said| wrong(((0, 0), Wrong::Types(first_line(&said)))))?;
    Answer::of(&answer).map_err(|()| {
        wrong(((0, 0), Wrong::Types("value, limit and minutes are numbers, ids are texts".to_owned())))
    })?;
    Ok(Arc::new(Sql { meta: own.meta, query, exports }))
}

struct Sql {
    meta: Meta,
    query: Query,
    exports: Vec<kvittens_model::companion::Companion>,
}

impl Answers for Sql {
    fn answer(&self, scene: &Scene<'_>, values: &[(&'static str, f64)]) -> Result<Vec<Saw>, String> {
        // It was checked when its file was read.
        let written = write(&self.query, &literals(&self.meta, values), &self.exports, false)
            .map_err(|(_, wrong)| wrong.to_string())?;
        let ids = &scene.month.ids;
        let customer = |id: Id| ids.customer.get(id).map(str::to_owned);
        let staff = |_: Id, id: Id| ids.staff.get(id).map(str::to_owned);
        let people = People { customer: &customer, staff: &staff };
        let frames = frames::frames(scene, &people, &written.reads).map_err(|_| Stopped::Engine.to_string())?;
        ask(&frames, &written, scene.month, self.meta.per).map_err(|stopped| stopped.to_string())
    }
}

fn ask(frames: &Frames, written: &Written, month: &Month, per: Per) -> Result<Vec<Saw>, Stopped> {
    sizes::check(frames, written)?;
    let answer = engine::run(frames, &written.sql).map_err(|_| Stopped::Engine)?;
    if answer.height() > MOST_ROWS {
        return Err(Stopped::Rows { rows: answer.height(), most: MOST_ROWS });
    }
    let answer = Answer::of(&answer).map_err(|()| Stopped::Engine)?;
    (0..answer.rows).map(|row| answer.saw(row, month, per)).collect()
}

/// The parameters as they are written: a number that is written by nobody but here.
#[allow(clippy::cast_possible_truncation, reason = "a range ends far below 2^63")]
fn literals(meta: &Meta, values: &[(&'static str, f64)]) -> Vec<(String, String)> {
    let literal = |(name, value): &(&'static str, f64)| {
        let kind = meta.params().iter().find(|param| param.name == *name).map_or("number", |param| param.kind);
        let text = if kind == "number" {
            format!("CAST({:.9} AS DOUBLE)", value.abs())
        } else {
            format!("{}", value.abs() as i64)
        };
        let text = if *value < 0.0 { format!("(- {text})") } else { text };
        ((*name).to_owned(), text)
    };
    values.iter().map(literal).collect()
}

/// The columns that an answer about this has to have, of which one is enough where two stand, and those it can have.
fn columns(per: Per) -> (&'static [&'static [&'static str]], &'static [&'static str]) {
    match per {
        Per::Customer => (&[&["provider"], &["customer"]], &["value", "limit", "minutes"]),
        Per::Staff => (&[&["provider"], &["staff"]], &["value", "limit", "minutes"]),
        Per::Provider => (&[&["provider"]], &["value", "limit", "minutes"]),
        _ => (&[&["visit_key"]], &["visit", "value", "limit", "minutes", "other_key"]),
    }
}

fn check_columns(meta: &Meta, written: &Written) -> Result<(), Wrong> {
    let (needed, possible) = columns(meta.per);
    let has = |column: &str| written.columns.iter().any(|found| found == column);
    let whole = needed.iter().all(|any| any.iter().any(|column| has(column)));
    let known = |column: &String| possible.contains(&column.as_str()) || needed.concat().contains(&column.as_str());
    if whole && written.columns.iter().all(known) {
        return Ok(());
    }
    let needed: Vec<String> = needed.iter().map(|any| any.join(" or ")).collect();
    let expected = format!("{}; and of {}", needed.join(", "), possible.join(", "));
    Err(Wrong::Output { found: written.columns.join(", "), expected })
}

/// The columns of an answer, each where it has it.
struct Answer {
    rows: usize,
    key: Option<Int64Chunked>,
    other: Option<Int64Chunked>,
    minutes: Option<Int64Chunked>,
    value: Option<Float64Chunked>,
    limit: Option<Float64Chunked>,
    provider: Option<StringChunked>,
    customer: Option<StringChunked>,
    staff: Option<StringChunked>,
}

impl Answer {
    fn of(frame: &DataFrame) -> Result<Answer, ()> {
        let cast = |name: &str, to: DataType| match frame.column(name) {
            Err(_) => Ok(None),
            // What is empty altogether has no type of its own.
            Ok(column)
                if *column.dtype() == DataType::Null
                    || column.dtype().is_primitive_numeric() == (to != DataType::String) =>
            {
                column.cast(&to).map(Some).map_err(|_| ())
            }
            Ok(_) => Err(()),
        };
        let whole = |name| cast(name, DataType::Int64)?.map(|column| column.i64().cloned().map_err(|_| ())).transpose();
        let number =
            |name| cast(name, DataType::Float64)?.map(|column| column.f64().cloned().map_err(|_| ())).transpose();
        let text = |name| cast(name, DataType::String)?.map(|column| column.str().cloned().map_err(|_| ())).transpose();
        Ok(Answer {
            rows: frame.height(),
            key: whole("visit_key")?,
            other: whole("other_key")?,
            minutes: whole("minutes")?,
            value: number("value")?,
            limit: number("limit")?,
            provider: text("provider")?,
            customer: text("customer")?,
            staff: text("staff")?,
        })
    }

    fn saw(&self, row: usize, month: &Month, per: Per) -> Result<Saw, Stopped> {
        let visit = |of: &Option<Int64Chunked>| match of.as_ref().and_then(|of| of.get(row)) {
            None => Ok(None),
            Some(key) => {
                let found = u32::try_from(key).ok().filter(|at| (*at as usize) < month.visits.len());
                found.map(Some).ok_or(Stopped::Unknown)
            }
        };
        let id = |of: &Option<StringChunked>, find: &dyn Fn(&str) -> Option<Id>| {
            of.as_ref().and_then(|of| of.get(row)).and_then(find).ok_or(Stopped::Unknown)
        };
        let ids = &month.ids;
        let about = if per.on_visits() {
            About::Visit(visit(&self.key)?.ok_or(Stopped::Unknown)?)
        } else {
            About::Subject(Subject {
                provider: id(&self.provider, &|text| ids.provider.find(text))?,
                unit: NO_ID,
                customer: if per == Per::Customer {
                    id(&self.customer, &|text| ids.customer.find(text))?
                } else {
                    NO_ID
                },
                staff: if per == Per::Staff { id(&self.staff, &|text| ids.staff.find(text))? } else { NO_ID },
            })
        };
        let number = |of: &Option<Float64Chunked>| {
            of.as_ref().and_then(|of| of.get(row)).filter(|value| value.is_finite()).map(rounded)
        };
        Ok(Saw {
            about,
            value: number(&self.value),
            limit: number(&self.limit),
            minutes: self.minutes.as_ref().and_then(|of| of.get(row)),
            other: visit(&self.other)?,
        })
    }
}

/// To a billionth: the last bits of the engine's sums depend on how many threads it has.
fn rounded(value: f64) -> f64 {
    if value.abs() < 1e6 { (value * 1e9).round() / 1e9 } else { value.round() }
}

/// The first line of what the engine says, cut short.
pub fn first_line(said: &str) -> String {
    said.lines().next().unwrap_or_default().chars().take(300).collect()
}
