//! Which tables and columns a name can mean where it stands.

use std::cell::RefCell;
use std::collections::BTreeSet;

use kvittens_rules::own::{Wrong, nearest};
use sqlparser::ast::Ident;

use super::{Refused, at};
use crate::tables::Table;

/// A table of a FROM, under the name it has there.
pub struct Relation {
    /// The alias, or the table's own name.
    pub alias: String,
    /// What the engine knows it by: unlike every other part of the query, within each other or not.
    pub tag: String,
    /// Its columns, as they are called in it.
    pub columns: Vec<String>,
    /// Whether its columns can be named: those of the right side of a semi join cannot.
    pub shown: bool,
    /// The table of the month, where it is one.
    pub base: Option<&'static Table>,
}

/// The tables of a FROM, and the names that the answer gives.
#[derive(Default)]
pub struct Scope {
    /// In order.
    pub relations: Vec<Relation>,
    /// Columns that USING made one.
    pub merged: Vec<String>,
    /// What the answer calls its columns; only where these can be named.
    pub outputs: Vec<String>,
    /// Alias and column of what was named.
    pub used: RefCell<BTreeSet<(String, String)>>,
}

impl Scope {
    /// A column as it is written for the engine: `"a.visit"`, or the answer's own name.
    pub fn column(&self, idents: &[Ident]) -> Result<String, Refused> {
        let last = idents.last().ok_or(((0, 0), Wrong::Syntax("a column is missing".to_owned())))?;
        let wanted = name(last)?;
        let visible = || self.relations.iter().filter(|relation| relation.shown);
        let unknown = || {
            let known = visible().flat_map(|relation| relation.columns.iter().map(String::as_str));
            let known: Vec<&str> = known.chain(self.outputs.iter().map(String::as_str)).collect();
            (at(last), Wrong::Column { name: wanted.clone(), nearest: nearest(&wanted, known) })
        };
        match idents {
            [_] => {
                let holding: Vec<&Relation> = visible().filter(|relation| relation.columns.contains(&wanted)).collect();
                match holding[..] {
                    [] if self.outputs.contains(&wanted) => Ok(quoted(&wanted)),
                    [] => Err(unknown()),
                    [one] => Ok(self.named(one, &wanted)),
                    [first, ..] if self.merged.contains(&wanted) => Ok(self.named(first, &wanted)),
                    _ => Err((at(last), Wrong::Ambiguous(wanted))),
                }
            }
            [of, _] => {
                let alias = name(of)?;
                let relation = visible().find(|relation| relation.alias == alias).ok_or_else(|| {
                    let nearest = nearest(&alias, visible().map(|relation| relation.alias.as_str()));
                    (at(of), Wrong::Table { name: alias.clone(), nearest })
                })?;
                if relation.columns.contains(&wanted) { Ok(self.named(relation, &wanted)) } else { Err(unknown()) }
            }
            _ => Err((at(last), Wrong::Clause("a name of more than two parts".to_owned()))),
        }
    }

    /// A column of a relation, remembered as read.
    pub fn named(&self, relation: &Relation, column: &str) -> String {
        self.used.borrow_mut().insert((relation.alias.clone(), column.to_owned()));
        internal(&relation.tag, column)
    }
}

/// A name as it is meant: without quotes, case plays no part. Letters, digits and `_` alone, so that nothing in a name
/// means anything to the engine.
pub fn name(ident: &Ident) -> Result<String, Refused> {
    let name = if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_lowercase() };
    let plain = |letter: char| letter.is_alphanumeric() || letter == '_';
    if name.is_empty() || name.chars().count() > 60 || !name.chars().all(plain) {
        return Err((at(ident), Wrong::Clause("a name of anything but letters, digits and _".to_owned())));
    }
    Ok(name)
}

/// A column of a table as the engine sees it: unlike any other column of the query.
pub fn internal(tag: &str, column: &str) -> String {
    format!("\"{tag}.{column}\"")
}

/// A name for the engine.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
