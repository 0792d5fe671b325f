//! SELECT, WITH, UNION and what stands behind them.

use std::fmt::Write as _;

use kvittens_rules::own::Wrong;
use sqlparser::ast::{
    Distinct, Expr, GroupByExpr, LimitClause, ObjectName, OrderBy, OrderByKind, Query, Select, SelectItem,
    SelectItemQualifiedWildcardKind, SetExpr, SetOperator, SetQuantifier, Value, WildcardAdditionalOptions,
};

use super::scope::{Scope, name, quoted};
use super::{MOST_TABLES, Named, Part, Refused, Writer, at, not, place};
use crate::tables::table;

impl Writer<'_> {
    /// Writes a query. `named`: the queries of WITH that can be named here.
    pub fn query(&mut self, query: &Query, named: &[Named]) -> Result<Part, Refused> {
        let Query {
            with,
            body,
            order_by,
            limit_clause,
            fetch: None,
            locks,
            for_clause: None,
            settings: None,
            format_clause: None,
            pipe_operators,
        } = query
        else {
            return Err(not(query, "FETCH, FOR, SETTINGS or FORMAT"));
        };
        if !locks.is_empty() || !pipe_operators.is_empty() {
            return Err(not(query, "FOR UPDATE or a pipe"));
        }
        let mut named = named.to_vec();
        if let Some(with) = with {
            if with.recursive {
                return Err((
                    with.cte_tables.first().map_or((0, 0), |cte| at(&cte.alias.name)),
                    Wrong::Clause("WITH RECURSIVE".to_owned()),
                ));
            }
            for cte in &with.cte_tables {
                let alias = name(&cte.alias.name)?;
                if table(&alias).is_some() || !cte.alias.columns.is_empty() || cte.from.is_some() {
                    let what = "WITH under a table's name, or with a list of columns";
                    return Err((at(&cte.alias.name), Wrong::Clause(what.to_owned())));
                }
                let part = self.query(&cte.query, &named)?;
                named.push((alias, part));
            }
        }
        let mut part = match &**body {
            SetExpr::Select(select) => self.select(select, order_by.as_ref(), &named)?,
            other => {
                let mut part = self.set(other, &named)?;
                if let Some(order_by) = order_by {
                    let scope = Scope { outputs: part.columns.clone(), ..Scope::default() };
                    let order = self.order(order_by, &scope, &named)?;
                    let _ = write!(part.sql, " ORDER BY {order}");
                }
                part
            }
        };
        if let Some(limit) = limit_clause {
            let LimitClause::LimitOffset { limit: Some(limit), offset, limit_by } = limit else {
                return Err(not(query, "this kind of LIMIT"));
            };
            if !self.cut {
                return Err(not(limit, "LIMIT in a rule: which rows are left would be chance"));
            }
            if !limit_by.is_empty() {
                return Err(not(limit, "LIMIT BY"));
            }
            let _ = write!(part.sql, " LIMIT {}", self.whole(limit)?);
            if let Some(offset) = offset {
                let _ = write!(part.sql, " OFFSET {}", self.whole(&offset.value)?);
            }
        }
        Ok(part)
    }

    fn set(&mut self, body: &SetExpr, named: &[Named]) -> Result<Part, Refused> {
        match body {
            SetExpr::Select(select) => self.select(select, None, named),
            SetExpr::Query(query) => {
                let part = self.query(query, named)?;
                Ok(Part { sql: format!("({})", part.sql), ..part })
            }
            SetExpr::SetOperation { op, set_quantifier, left, right } => {
                let words = match (op, set_quantifier) {
                    (SetOperator::Union, SetQuantifier::All) => "UNION ALL",
                    (SetOperator::Union, SetQuantifier::None | SetQuantifier::Distinct) => "UNION",
                    (SetOperator::Intersect, SetQuantifier::None | SetQuantifier::Distinct) => "INTERSECT",
                    (SetOperator::Except, SetQuantifier::None | SetQuantifier::Distinct) => "EXCEPT",
                    _ => return Err(not(body, "this set operation")),
                };
                let (one, two) = (self.set(left, named)?, self.set(right, named)?);
                if one.columns.len() != two.columns.len() {
                    let (found, expected) = (two.columns.len().to_string(), one.columns.len().to_string());
                    return Err((place(&**right), Wrong::Output { found, expected }));
                }
                let tables = one.tables + two.tables;
                if tables > MOST_TABLES {
                    return Err((place(body), Wrong::Large { what: "tables", most: MOST_TABLES }));
                }
                // Parentheses: three of them stand together as they were written.
                Ok(Part { sql: format!("({}) {words} ({})", one.sql, two.sql), columns: one.columns, tables })
            }
            _ => Err(not(body, "VALUES, TABLE or a statement in the place of a SELECT")),
        }
    }

    fn select(&mut self, select: &Select, order_by: Option<&OrderBy>, named: &[Named]) -> Result<Part, Refused> {
        if let Some(wrong) = unwanted(select) {
            return Err(not(select, wrong));
        }
        let from = self.from(&select.from, named)?;
        let (mut scope, tables) = (from.scope, from.tables);
        let mut items: Vec<(String, String)> = Vec::new();
        for item in &select.projection {
            self.item(item, &scope, named, &mut items)?;
        }
        let columns = items.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
        if let Some(twice) = (1..columns.len()).find(|place| columns[..*place].contains(&columns[*place])) {
            return Err((place(&select.projection[0]), Wrong::Ambiguous(columns[twice].clone())));
        }
        let distinct = match select.distinct {
            None | Some(Distinct::All) => "",
            Some(Distinct::Distinct) => "DISTINCT ",
            Some(Distinct::On(_)) => return Err(not(select, "DISTINCT ON")),
        };
        let listed: Vec<String> = items.iter().map(|(sql, name)| format!("{sql} AS {}", quoted(name))).collect();
        let mut sql = format!("SELECT {distinct}{} FROM {}", listed.join(", "), from.sql);
        if let Some(selection) = &select.selection {
            let _ = write!(sql, " WHERE {}", self.expr(selection, &scope, named)?);
        }
        scope.outputs.clone_from(&columns);
        match &select.group_by {
            GroupByExpr::Expressions(keys, modifiers) if modifiers.is_empty() => {
                let keys = keys.iter().map(|key| self.key(key, &scope, named)).collect::<Result<Vec<_>, _>>()?;
                if !keys.is_empty() {
                    let _ = write!(sql, " GROUP BY {}", keys.join(", "));
                }
            }
            _ => return Err(not(select, "GROUP BY ALL, ROLLUP or CUBE")),
        }
        if let Some(having) = &select.having {
            let _ = write!(sql, " HAVING {}", self.expr(having, &scope, named)?);
        }
        if let Some(order_by) = order_by {
            let _ = write!(sql, " ORDER BY {}", self.order(order_by, &scope, named)?);
        }
        self.settle(&scope);
        Ok(Part { sql, columns, tables })
    }

    /// A column of the answer and what it is called; `*` is every column of the tables.
    fn item(
        &mut self,
        item: &SelectItem,
        scope: &Scope,
        named: &[Named],
        items: &mut Vec<(String, String)>,
    ) -> Result<(), Refused> {
        match item {
            SelectItem::UnnamedExpr(expr) => {
                let called = match expr {
                    Expr::Identifier(ident) => name(ident)?,
                    Expr::CompoundIdentifier(idents) => idents.last().map_or_else(|| Ok(String::new()), name)?,
                    Expr::Function(function) => function
                        .name
                        .0
                        .first()
                        .and_then(|part| part.as_ident())
                        .map_or_else(|| Ok(String::new()), name)?,
                    _ => format!("column_{}", items.len() + 1),
                };
                let taken = items.iter().any(|(_, name)| *name == called);
                let called = if taken { format!("{called}_{}", items.len() + 1) } else { called };
                items.push((self.expr(expr, scope, named)?, called));
            }
            SelectItem::ExprWithAlias { expr, alias } => items.push((self.expr(expr, scope, named)?, name(alias)?)),
            SelectItem::Wildcard(options) => {
                plain(item, options)?;
                if scope.relations.iter().filter(|relation| relation.shown).count() > 1 {
                    return Err(not(item, "* of several tables (a.* is)"));
                }
                all(scope, |_| true, items);
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(ObjectName(parts)), options) => {
                plain(item, options)?;
                let ident = parts.first().and_then(|part| part.as_ident()).filter(|_| parts.len() == 1);
                let alias = name(ident.ok_or_else(|| not(item, "this"))?)?;
                if !all(scope, |of| of == alias, items) {
                    return Err((place(item), Wrong::Table { name: alias, nearest: None }));
                }
            }
            _ => return Err(not(item, "this in the list of columns")),
        }
        Ok(())
    }

    /// A part of GROUP BY: a column, an expression, or the number of a column of the answer.
    fn key(&mut self, key: &Expr, scope: &Scope, named: &[Named]) -> Result<String, Refused> {
        match key {
            Expr::Value(value) if matches!(&value.value, Value::Number(..)) => self.whole(key),
            _ => self.expr(key, scope, named),
        }
    }

    fn order(&mut self, order_by: &OrderBy, scope: &Scope, named: &[Named]) -> Result<String, Refused> {
        let OrderByKind::Expressions(keys) = &order_by.kind else {
            return Err(not(order_by, "ORDER BY ALL"));
        };
        if order_by.interpolate.is_some() {
            return Err(not(order_by, "INTERPOLATE"));
        }
        self.order_keys(keys, scope, named)
    }

    /// The parts of ORDER BY, in a query or over a window.
    pub fn order_keys(
        &mut self,
        keys: &[sqlparser::ast::OrderByExpr],
        scope: &Scope,
        named: &[Named],
    ) -> Result<String, Refused> {
        let mut written = Vec::new();
        for key in keys {
            if key.with_fill.is_some() {
                return Err(not(&key.expr, "WITH FILL"));
            }
            let output = match &key.expr {
                Expr::Identifier(ident) => Some(name(ident)?).filter(|name| scope.outputs.contains(name)),
                _ => None,
            };
            let mut sql = match output {
                Some(output) => quoted(&output),
                None => self.key(&key.expr, scope, named)?,
            };
            if key.options.asc == Some(false) {
                sql.push_str(" DESC");
            }
            match key.options.nulls_first {
                Some(true) => sql.push_str(" NULLS FIRST"),
                Some(false) => sql.push_str(" NULLS LAST"),
                None => {}
            }
            written.push(sql);
        }
        Ok(written.join(", "))
    }

    /// A whole number, or a parameter that is one.
    fn whole(&mut self, expr: &Expr) -> Result<String, Refused> {
        let sql = self.expr(expr, &Scope::default(), &[])?;
        if sql.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(sql)
        } else {
            Err(not(expr, "anything but a whole number here"))
        }
    }
}

/// Every shown column of the relations that are wanted; whether there was one.
fn all(scope: &Scope, wanted: impl Fn(&str) -> bool, items: &mut Vec<(String, String)>) -> bool {
    let relations = scope.relations.iter().filter(|relation| relation.shown && wanted(&relation.alias));
    let mut found = false;
    for relation in relations {
        found = true;
        for column in &relation.columns {
            items.push((scope.named(relation, column), column.clone()));
        }
    }
    found
}

fn plain(item: &SelectItem, options: &WildcardAdditionalOptions) -> Result<(), Refused> {
    let WildcardAdditionalOptions {
        wildcard_token: _,
        opt_ilike: None,
        opt_exclude: None,
        opt_except: None,
        opt_replace: None,
        opt_rename: None,
        opt_alias: None,
    } = options
    else {
        return Err(not(item, "* with EXCLUDE, REPLACE or the like"));
    };
    Ok(())
}

/// What a SELECT holds that no query here may.
fn unwanted(select: &Select) -> Option<&'static str> {
    let held = [
        (select.into.is_some(), "SELECT INTO"),
        (select.top.is_some(), "TOP"),
        (select.exclude.is_some(), "EXCLUDE"),
        (select.prewhere.is_some(), "PREWHERE"),
        (select.value_table_mode.is_some(), "SELECT AS"),
        (select.select_modifiers.is_some(), "a modifier of SELECT"),
        (!select.optimizer_hints.is_empty(), "a hint"),
        (!select.lateral_views.is_empty(), "LATERAL VIEW"),
        (!select.connect_by.is_empty(), "CONNECT BY"),
        (!select.cluster_by.is_empty(), "CLUSTER BY"),
        (!select.distribute_by.is_empty(), "DISTRIBUTE BY"),
        (!select.sort_by.is_empty(), "SORT BY"),
        (!select.named_window.is_empty(), "WINDOW"),
        // The engine asks it of the answer's columns alone.
        (select.qualify.is_some(), "QUALIFY (a window in WITH and WHERE behind it is)"),
        (select.projection.is_empty(), "a SELECT of nothing"),
    ];
    held.into_iter().find(|(is, _)| *is).map(|(_, words)| words)
}
