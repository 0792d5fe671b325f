//! A query written anew from what was understood of it. Every table is written as a selection of its own columns under
//! names that occur once, every parameter as the number it is, every part in parentheses; what is on no list is refused
//! where it stands.

mod expr;
mod from;
mod functions;
mod query;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use kvittens_model::companion::Companion;
use kvittens_rules::own::Wrong;
use sqlparser::ast::{Ident, Spanned};
use sqlparser::tokenizer::Span;

pub use crate::parse::Refused;

/// Tables that a query reads, those of a WITH counted each time it is named: twenty of a month are many times the month.
const MOST_TABLES: usize = 20;

/// A query that can be run.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The query.
    pub sql: String,
    /// What the answer's columns are called.
    pub columns: Vec<String>,
    /// Queries that count the rows of each join, in an order in which each is safe once those before it were small.
    pub sizes: Vec<String>,
    /// The tables and columns it reads.
    pub reads: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

/// Parameters as they are written: name and literal.
pub type Parameters = [(String, String)];

/// Writes a query. `exports`: the other exports whose tables it may read. `cut`: whether LIMIT may cut its answer; in a
/// rule it may not, since which rows are left would be chance.
pub fn write(
    query: &sqlparser::ast::Query,
    parameters: &Parameters,
    exports: &[Companion],
    cut: bool,
) -> Result<Written, Refused> {
    // Once to see which columns are read, once with those alone.
    let mut writer = Writer::new(parameters, exports, cut, None);
    writer.query(query, &[])?;
    let reads = writer.reads;
    let mut writer = Writer::new(parameters, exports, cut, Some(&reads));
    let part = writer.query(query, &[])?;
    Ok(Written { sql: part.sql, columns: part.columns, sizes: writer.sizes, reads: writer.reads })
}

/// A part of a query, written.
#[derive(Clone)]
struct Part {
    sql: String,
    columns: Vec<String>,
    /// How many tables it reads.
    tables: usize,
}

/// A query of a WITH and its name.
type Named = (String, Part);

struct Writer<'a> {
    parameters: &'a Parameters,
    exports: &'a [Companion],
    /// Whether LIMIT may stand.
    cut: bool,
    /// The columns that are read, where that is known already.
    only: Option<&'a BTreeMap<&'static str, BTreeSet<&'static str>>>,
    reads: BTreeMap<&'static str, BTreeSet<&'static str>>,
    sizes: Vec<String>,
    named: usize,
}

impl<'a> Writer<'a> {
    fn new(
        parameters: &'a Parameters,
        exports: &'a [Companion],
        cut: bool,
        only: Option<&'a BTreeMap<&'static str, BTreeSet<&'static str>>>,
    ) -> Writer<'a> {
        Writer { parameters, exports, cut, only, reads: BTreeMap::new(), sizes: Vec::new(), named: 0 }
    }

    /// A name that no other part has.
    fn fresh(&mut self) -> String {
        self.named += 1;
        format!("_{}", self.named)
    }
}

/// Where a name stands.
fn at(ident: &Ident) -> (usize, usize) {
    start(ident.span)
}

/// Where a part of the query stands.
fn place(part: &impl Spanned) -> (usize, usize) {
    start(part.span())
}

/// Line and column, from 1.
#[allow(clippy::cast_possible_truncation, reason = "a query is some kilobytes")]
fn start(span: Span) -> (usize, usize) {
    (span.start.line as usize, span.start.column as usize)
}

/// A part that is on no list. The part itself is not told: it could be long.
fn not(part: &impl Spanned, what: &str) -> Refused {
    (place(part), Wrong::Clause(what.to_owned()))
}
