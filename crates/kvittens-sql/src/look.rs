//! A look at the months of a store: a query over all of them, with the answer as rows.

use kvittens_model::Month;
use kvittens_model::companion::Companion;
use kvittens_rules::orders::Ordered;
use kvittens_rules::own::{OwnError, Sql, Wrong};
use kvittens_rules::scene::Scene;
use kvittens_rules::{Configured, Order, Settings, ground::Ground};
use polars::prelude::{AnyValue, DataType, TimeUnit};

use crate::frames::{self, Frames, People};
use crate::rule::first_line;
use crate::sizes::{self, Stopped};
use crate::write::{Written, write};
use crate::{engine, parse};

/// Rows of an answer, at most.
const MOST_ROWS: usize = 1_000_000;

/// A cell of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, a day or a time.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows, in the order that the query asks for.
    pub rows: Vec<Vec<Cell>>,
}

/// A query, checked, and the months it has been given so far.
pub struct Look {
    written: Written,
    frames: Frames,
}

/// Checks a query.
///
/// # Errors
/// The first thing that does not fit, and where it stands.
pub fn look(sql: &str) -> Result<Look, OwnError> {
    let typed = Sql::typed(sql);
    let wrong = |(at, wrong): ((usize, usize), Wrong)| {
        let (line, column) = typed.place(at.0, at.1);
        OwnError { file: "SQL".to_owned(), line, column, wrong: Box::new(wrong) }
    };
    let query = parse::query(sql).map_err(wrong)?;
    let written = write(&query, &[], &Companion::ALL, true).map_err(wrong)?;
    let empty = frames::empty(&written.reads);
    for sql in written.sizes.iter().chain([&written.sql]) {
        engine::run(&empty, sql).map_err(|said| wrong(((0, 0), Wrong::Types(first_line(&said)))))?;
    }
    Ok(Look { written, frames: empty })
}

impl Look {
    /// Adds a month: the columns that the query reads are copied, the month is not kept.
    ///
    /// # Errors
    /// A table that cannot be made.
    pub fn add(
        &mut self,
        month: &Month,
        settings: &Settings,
        rules: &[Configured],
        people: &People<'_>,
    ) -> Result<(), Stopped> {
        let staff = Ordered::make(month, Order::Staff, settings.municipal_staff);
        let scene = Scene::new(month, settings, Ground::of(rules), &staff);
        let more = frames::frames(&scene, people, &self.written.reads).map_err(|_| Stopped::Engine)?;
        for (name, frame) in more {
            let Some(all) = self.frames.get_mut(name) else { continue };
            // The columns stand in the order they were asked in; the table of nothing has the table's own.
            let names: Vec<&str> = all.columns().iter().map(|column| column.name().as_str()).collect();
            let frame = frame.select(names).map_err(|_| Stopped::Engine)?;
            all.vstack_mut(&frame).map_err(|_| Stopped::Engine)?;
        }
        Ok(())
    }

    /// Asks.
    ///
    /// # Errors
    /// A join or an answer that is too large.
    pub fn ask(self) -> Result<Looked, Stopped> {
        sizes::check(&self.frames, &self.written)?;
        let answer = engine::run(&self.frames, &self.written.sql).map_err(|_| Stopped::Engine)?;
        if answer.height() > MOST_ROWS {
            return Err(Stopped::Rows { rows: answer.height(), most: MOST_ROWS });
        }
        let columns: Vec<_> = answer.columns().iter().map(|column| column.as_materialized_series()).collect();
        let row =
            |at: usize| columns.iter().map(|column| column.get(at).map_or(Cell::Empty, |value| cell(&value))).collect();
        Ok(Looked { columns: self.written.columns, rows: (0..answer.height()).map(row).collect() })
    }
}

fn cell(value: &AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::Boolean(flag) => Cell::Flag(*flag),
        AnyValue::String(text) => Cell::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::Text(text.to_string()),
        AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) | AnyValue::Date(_) => Cell::Text(time(value)),
        AnyValue::Float32(_) | AnyValue::Float64(_) => value.extract::<f64>().map_or(Cell::Empty, Cell::Number),
        other => other.extract::<i64>().map_or_else(|| Cell::Text(other.to_string()), Cell::Whole),
    }
}

/// A day or a time as the exports' own tables have it.
fn time(value: &AnyValue<'_>) -> String {
    let milliseconds =
        value.cast(&DataType::Datetime(TimeUnit::Milliseconds, None)).cast(&DataType::Int64).extract::<i64>();
    let local = milliseconds.and_then(|of| kvittens_model::Local::from_unix(of.div_euclid(1000)));
    let Some(local) = local else { return value.to_string() };
    let (year, month, day) = local.civil();
    let second = local.second_of_day();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    if matches!(value, AnyValue::Date(_)) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}
