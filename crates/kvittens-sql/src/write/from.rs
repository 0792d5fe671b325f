//! FROM and its joins. Two tables stand together by equalities alone, so that the rows of a join can be counted before
//! it runs.

use std::fmt::Write as _;

use kvittens_rules::own::{Wrong, nearest};
use sqlparser::ast::{
    BinaryOperator, Expr, Ident, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableWithJoins,
};

use super::scope::{Relation, Scope, internal, name, quoted};
use super::{MOST_TABLES, Named, Refused, Writer, at, not, place};
use crate::tables::{TABLES, table};

/// A FROM, written.
pub struct From {
    /// What stands behind FROM.
    pub sql: String,
    /// What can be named.
    pub scope: Scope,
    /// How many tables it reads.
    pub tables: usize,
}

/// How tables are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Inner,
    Left,
    Semi,
    Anti,
}

impl How {
    fn words(self) -> &'static str {
        match self {
            How::Inner => "JOIN",
            How::Left => "LEFT JOIN",
            How::Semi => "LEFT SEMI JOIN",
            How::Anti => "LEFT ANTI JOIN",
        }
    }
}

impl Writer<'_> {
    /// Writes a FROM.
    pub fn from(&mut self, from: &[TableWithJoins], named: &[Named]) -> Result<From, Refused> {
        let first = match from {
            [first] => first,
            [] => return Err(((0, 0), Wrong::Clause("a query without FROM".to_owned()))),
            [_, second, ..] => return Err((place(&second.relation), Wrong::Unjoined)),
        };
        let (relation, mut sql, mut tables) = self.relation(&first.relation, named)?;
        let mut scope = Scope { relations: vec![relation], ..Scope::default() };
        for join in &first.joins {
            if join.global {
                return Err(not(&join.relation, "GLOBAL"));
            }
            let (how, constraint) = match &join.join_operator {
                JoinOperator::Join(on) | JoinOperator::Inner(on) => (How::Inner, on),
                JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => (How::Left, on),
                JoinOperator::Semi(on) | JoinOperator::LeftSemi(on) => (How::Semi, on),
                JoinOperator::Anti(on) | JoinOperator::LeftAnti(on) => (How::Anti, on),
                JoinOperator::CrossJoin(_) => return Err((place(&join.relation), Wrong::Unjoined)),
                _ => {
                    return Err(not(
                        &join.relation,
                        "this kind of join (JOIN, LEFT JOIN, LEFT SEMI JOIN, LEFT ANTI JOIN are)",
                    ));
                }
            };
            let (relation, right, more) = self.relation(&join.relation, named)?;
            if scope.relations.iter().any(|known| known.alias == relation.alias) {
                return Err((place(&join.relation), Wrong::Ambiguous(relation.alias)));
            }
            tables += more;
            let alias = relation.alias.clone();
            scope.relations.push(relation);
            let keys = self.keys(&mut scope, &join.relation, constraint)?;
            if matches!(how, How::Inner | How::Left) {
                let size = self.size(&sql, &right, &keys);
                self.sizes.push(size);
            }
            let on: Vec<String> = keys.iter().map(|(left, right)| format!("{left} = {right}")).collect();
            let _ = write!(sql, " {} {right} ON {}", how.words(), on.join(" AND "));
            if matches!(how, How::Semi | How::Anti) {
                let hidden = scope.relations.iter_mut().filter(|relation| relation.alias == alias);
                hidden.for_each(|relation| relation.shown = false);
            }
        }
        if tables > MOST_TABLES {
            return Err((place(&first.relation), Wrong::Large { what: "tables", most: MOST_TABLES }));
        }
        Ok(From { sql, scope, tables })
    }

    /// Remembers what was read of the month's tables.
    pub fn settle(&mut self, scope: &Scope) {
        for relation in &scope.relations {
            let Some(base) = relation.base else { continue };
            let read = self.reads.entry(base.name).or_default();
            // Something of a table whose rows are only counted.
            read.extend(base.columns.first().map(|column| column.name));
            let used = scope.used.borrow();
            let named = |column: &str| used.contains(&(relation.alias.clone(), column.to_owned()));
            read.extend(base.columns.iter().map(|column| column.name).filter(|column| named(column)));
        }
    }

    /// A table, a query of a WITH, or a query in parentheses, under names of its own.
    fn relation(&mut self, factor: &TableFactor, named: &[Named]) -> Result<(Relation, String, usize), Refused> {
        match factor {
            TableFactor::Table {
                name: of,
                alias,
                args,
                with_hints,
                version,
                with_ordinality: false,
                partitions,
                json_path: None,
                sample: None,
                index_hints,
            } => {
                if args.is_some() {
                    return Err((place(factor), Wrong::TableFunction(shown(of))));
                }
                if !with_hints.is_empty() || version.is_some() || !partitions.is_empty() || !index_hints.is_empty() {
                    return Err(not(factor, "a hint behind a table"));
                }
                self.table(of, alias.as_ref(), named)
            }
            TableFactor::Derived { lateral: false, subquery, alias: Some(alias), sample: None } => {
                let part = self.query(subquery, named)?;
                let alias = self.alias(alias)?;
                let tag = self.tag(&alias);
                let sql = selected(&tag, &part.columns, &format!("({}) AS {}", part.sql, quoted(&self.fresh())));
                Ok((Relation { alias, tag, columns: part.columns, shown: true, base: None }, sql, part.tables))
            }
            TableFactor::Derived { alias: None, .. } => {
                Err(not(factor, "a query in FROM without a name ((SELECT …) AS a)"))
            }
            TableFactor::TableFunction { .. } | TableFactor::Function { .. } | TableFactor::UNNEST { .. } => {
                Err((place(factor), Wrong::TableFunction("TABLE".to_owned())))
            }
            _ => Err(not(factor, "this in the place of a table")),
        }
    }

    fn table(
        &mut self,
        of: &ObjectName,
        alias: Option<&TableAlias>,
        named: &[Named],
    ) -> Result<(Relation, String, usize), Refused> {
        let [part] = &of.0[..] else {
            return Err(not(of, "a table's name of several parts"));
        };
        let Some(ident) = part.as_ident() else {
            return Err((place(of), Wrong::TableFunction(shown(of))));
        };
        let alias = match alias {
            Some(alias) => Some(self.alias(alias)?),
            None => None,
        };
        // A name that is no plain one, a path in quotes say, is no table's either.
        let wanted = name(ident).unwrap_or_else(|_| ident.value.clone());
        if let Some((_, part)) = named.iter().rev().find(|(name, _)| *name == wanted) {
            let alias = alias.unwrap_or(wanted);
            let (columns, tables) = (part.columns.clone(), part.tables);
            let tag = self.tag(&alias);
            let sql = selected(&tag, &columns, &format!("({}) AS {}", part.sql, quoted(&self.fresh())));
            return Ok((Relation { alias, tag, columns, shown: true, base: None }, sql, tables));
        }
        let base = table(&wanted).ok_or_else(|| {
            let known = TABLES.iter().map(|table| table.name).chain(named.iter().map(|(name, _)| name.as_str()));
            let nearest = nearest(&wanted, known);
            (at(ident), Wrong::Table { name: wanted.chars().take(60).collect(), nearest })
        })?;
        if base.export.is_some_and(|export| !self.exports.contains(&export)) {
            return Err((at(ident), Wrong::Undeclared(base.name.to_owned())));
        }
        let read = self.only.and_then(|only| only.get(base.name));
        let columns = base.columns.iter().map(|column| column.name);
        let columns: Vec<String> =
            columns.filter(|column| read.is_none_or(|read| read.contains(column))).map(str::to_owned).collect();
        let alias = alias.unwrap_or(wanted);
        let tag = self.tag(&alias);
        let sql = selected(&tag, &columns, &quoted(base.name));
        Ok((Relation { alias, tag, columns, shown: true, base: Some(base) }, sql, 1))
    }

    /// A name for a relation that no other one of the query has.
    fn tag(&mut self, alias: &str) -> String {
        format!("{alias}{}", self.fresh())
    }

    fn alias(&self, alias: &TableAlias) -> Result<String, Refused> {
        if alias.columns.is_empty() && alias.at.is_none() {
            name(&alias.name)
        } else {
            Err((at(&alias.name), Wrong::Clause("a list of columns behind a table's name".to_owned())))
        }
    }

    /// The equalities between the last table of the scope and those before it: what stands on the left, and on the right.
    fn keys(
        &mut self,
        scope: &mut Scope,
        joined: &TableFactor,
        constraint: &JoinConstraint,
    ) -> Result<Vec<(String, String)>, Refused> {
        match constraint {
            JoinConstraint::On(on) => {
                let mut keys = Vec::new();
                self.equalities(scope, on, &mut keys)?;
                Ok(keys)
            }
            JoinConstraint::Using(columns) => columns.iter().map(|column| self.using(scope, column)).collect(),
            JoinConstraint::Natural | JoinConstraint::None => Err((place(joined), Wrong::Unjoined)),
        }
    }

    fn using(&mut self, scope: &mut Scope, column: &ObjectName) -> Result<(String, String), Refused> {
        let ident = column.0.first().and_then(|part| part.as_ident()).filter(|_| column.0.len() == 1);
        let ident = ident.ok_or_else(|| not(column, "this behind USING"))?;
        let wanted = name(ident)?;
        let Some((right, left)) = scope.relations.split_last() else {
            return Err((at(ident), Wrong::Unjoined));
        };
        let first = left.iter().find(|relation| relation.shown && relation.columns.contains(&wanted));
        match first.filter(|_| right.columns.contains(&wanted)) {
            Some(first) => {
                let keys = (scope.named(first, &wanted), scope.named(right, &wanted));
                scope.merged.push(wanted);
                Ok(keys)
            }
            None => {
                let nearest = nearest(&wanted, right.columns.iter().map(String::as_str));
                Err((at(ident), Wrong::Column { name: wanted, nearest }))
            }
        }
    }

    fn equalities(&mut self, scope: &Scope, on: &Expr, keys: &mut Vec<(String, String)>) -> Result<(), Refused> {
        match on {
            Expr::Nested(inner) => self.equalities(scope, inner, keys),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                self.equalities(scope, left, keys)?;
                self.equalities(scope, right, keys)
            }
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                let (one, two) = (self.expr(left, scope, &[])?, self.expr(right, scope, &[])?);
                let Some((last, before)) = scope.relations.split_last() else {
                    return Err((place(on), Wrong::Unequal));
                };
                let of = |sql: &str, relation: &Relation| sql.contains(&format!("\"{}.", relation.tag));
                let of_right = |sql: &str| of(sql, last) && !before.iter().any(|relation| of(sql, relation));
                let of_left = |sql: &str| !of(sql, last) && before.iter().any(|relation| of(sql, relation));
                if of_left(&one) && of_right(&two) {
                    keys.push((one, two));
                } else if of_left(&two) && of_right(&one) {
                    keys.push((two, one));
                } else {
                    return Err((place(on), Wrong::Unequal));
                }
                Ok(())
            }
            _ => Err((place(on), Wrong::Unequal)),
        }
    }

    /// A query for the rows that a join makes: over the values that both sides have, how often on the left times how often
    /// on the right. It makes no more rows than its sides have.
    fn size(&mut self, left: &str, right: &str, keys: &[(String, String)]) -> String {
        let names = |of: char| -> Vec<String> { (0..keys.len()).map(|at| format!("\"{of}{at}\"")).collect() };
        let (lefts, rights) = (names('l'), names('r'));
        let mut counted = |names: &[String], sides: Vec<&String>, from: &str, count: &str| {
            let selected: Vec<String> =
                sides.iter().zip(names).map(|(side, name)| format!("{side} AS {name}")).collect();
            let (inner, outer, keys) = (self.fresh(), self.fresh(), names.join(", "));
            format!(
                "(SELECT {keys}, CAST(COUNT(*) AS BIGINT) AS \"{count}\" FROM (SELECT {} FROM {from}) AS \"{inner}\" \
                 GROUP BY {keys}) AS \"{outer}\"",
                selected.join(", ")
            )
        };
        let left = counted(&lefts, keys.iter().map(|(left, _)| left).collect(), left, "ln");
        let right = counted(&rights, keys.iter().map(|(_, right)| right).collect(), right, "rn");
        let on: Vec<String> = lefts.iter().zip(&rights).map(|(left, right)| format!("{left} = {right}")).collect();
        format!("SELECT SUM(\"ln\" * \"rn\") AS \"joined\" FROM {left} JOIN {right} ON {}", on.join(" AND "))
    }
}

/// A table's columns under names that occur once in the query.
fn selected(tag: &str, columns: &[String], from: &str) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{} AS {}", quoted(column), internal(tag, column))).collect();
    format!("(SELECT {} FROM {from}) AS {}", columns.join(", "), quoted(tag))
}

/// A function's name, cut short.
fn shown(name: &ObjectName) -> String {
    let first = name.0.first().and_then(|part| part.as_ident()).map_or("", |ident: &Ident| &ident.value);
    first.chars().filter(|letter| letter.is_alphanumeric() || *letter == '_').take(40).collect()
}
