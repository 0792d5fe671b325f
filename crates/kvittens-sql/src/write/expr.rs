//! Expressions: comparisons, arithmetic, CASE, functions of a list, windows.

use kvittens_rules::own::{Wrong, nearest};
use sqlparser::ast::{
    BinaryOperator, CastKind, CeilFloorKind, DataType, DateTimeField, DuplicateTreatment, Expr, Function, FunctionArg,
    FunctionArgExpr, FunctionArguments, UnaryOperator, Value, ValueWithSpan, WindowSpec, WindowType,
};

use super::functions::{COUNTS, FUNCTIONS};
use super::scope::{Scope, name};
use super::{Named, Refused, Writer, at, not, place, start};

/// Characters of a text or number in a query, at most.
const LONGEST: usize = 200;

impl Writer<'_> {
    /// Writes an expression. `named`: what a query in it can name.
    pub fn expr(&mut self, expr: &Expr, scope: &Scope, named: &[Named]) -> Result<String, Refused> {
        let mut of = |expr: &Expr| self.expr(expr, scope, named);
        let no = |negated: &bool| if *negated { "NOT " } else { "" };
        Ok(match expr {
            Expr::Identifier(ident) => scope.column(std::slice::from_ref(ident))?,
            Expr::CompoundIdentifier(idents) => scope.column(idents)?,
            Expr::Nested(inner) => of(inner)?,
            Expr::Value(value) => self.value(value)?,
            Expr::TypedString(typed) if !typed.uses_odbc_syntax => {
                let Value::SingleQuotedString(text) = &typed.value.value else { return Err(not(expr, "this literal")) };
                dated(&typed.data_type, text).ok_or_else(|| {
                    not(expr, "this literal (DATE '2022-03-01' or TIMESTAMP '2022-03-01 07:00:00' is)")
                })?
            }
            Expr::IsNull(inner) => format!("({} IS NULL)", of(inner)?),
            Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", of(inner)?),
            Expr::IsTrue(inner) => format!("({} IS TRUE)", of(inner)?),
            Expr::IsNotTrue(inner) => format!("({} IS NOT TRUE)", of(inner)?),
            Expr::IsFalse(inner) => format!("({} IS FALSE)", of(inner)?),
            Expr::IsNotFalse(inner) => format!("({} IS NOT FALSE)", of(inner)?),
            Expr::IsDistinctFrom(a, b) => format!("({} IS DISTINCT FROM {})", of(a)?, of(b)?),
            Expr::IsNotDistinctFrom(a, b) => format!("({} IS NOT DISTINCT FROM {})", of(a)?, of(b)?),
            Expr::Between { expr, negated, low, high } => {
                format!("({} {}BETWEEN {} AND {})", of(expr)?, no(negated), of(low)?, of(high)?)
            }
            Expr::InList { expr, list, negated } => {
                let list = list.iter().map(&mut of).collect::<Result<Vec<_>, _>>()?;
                format!("({} {}IN ({}))", of(expr)?, no(negated), list.join(", "))
            }
            Expr::InSubquery { expr: inner, subquery, negated } => {
                let inner = of(inner)?;
                let part = self.query(subquery, named)?;
                if part.columns.len() != 1 {
                    let (found, expected) = (part.columns.join(", "), "one column".to_owned());
                    return Err((place(expr), Wrong::Output { found, expected }));
                }
                format!("({inner} {}IN ({}))", no(negated), part.sql)
            }
            Expr::Like { negated, any: false, expr, pattern, escape_char: None } => {
                format!("({} {}LIKE {})", of(expr)?, no(negated), of(pattern)?)
            }
            Expr::ILike { negated, any: false, expr, pattern, escape_char: None } => {
                format!("({} {}ILIKE {})", of(expr)?, no(negated), of(pattern)?)
            }
            Expr::BinaryOp { left, op, right } => {
                let op = binary(op).ok_or_else(|| not(expr, "this operator"))?;
                format!("({} {op} {})", of(left)?, of(right)?)
            }
            Expr::UnaryOp { op, expr: inner } => match op {
                UnaryOperator::Minus => format!("(- {})", of(inner)?),
                UnaryOperator::Plus => of(inner)?,
                UnaryOperator::Not => format!("(NOT {})", of(inner)?),
                _ => return Err(not(expr, "this operator")),
            },
            Expr::Cast {
                kind: CastKind::Cast | CastKind::TryCast | CastKind::DoubleColon,
                expr: inner,
                data_type,
                array: false,
                format: None,
            } => {
                let to = cast(data_type).ok_or_else(|| {
                    not(expr, "a cast to this type (BIGINT, DOUBLE, VARCHAR, BOOLEAN, DATE and TIMESTAMP are)")
                })?;
                // What does not fit is empty: a message of the engine would hold the cell.
                format!("TRY_CAST({} AS {to})", of(inner)?)
            }
            Expr::Extract { field, expr: inner, .. } => {
                let field = part_of_time(field).ok_or_else(|| not(expr, "this part of a time"))?;
                format!("CAST(EXTRACT({field} FROM {}) AS BIGINT)", of(inner)?)
            }
            Expr::Ceil { expr: inner, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                format!("CEIL({})", of(inner)?)
            }
            Expr::Floor { expr: inner, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                format!("FLOOR({})", of(inner)?)
            }
            Expr::Substring { expr: inner, substring_from: Some(from), substring_for, .. } => {
                let mut args = vec![of(inner)?, of(from)?];
                args.extend(substring_for.as_deref().map(&mut of).transpose()?);
                format!("SUBSTR({})", args.join(", "))
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                let mut sql = "(CASE".to_owned();
                if let Some(operand) = operand {
                    sql.push_str(&format!(" {}", of(operand)?));
                }
                for when in conditions {
                    sql.push_str(&format!(" WHEN {} THEN {}", of(&when.condition)?, of(&when.result)?));
                }
                if let Some(result) = else_result {
                    sql.push_str(&format!(" ELSE {}", of(result)?));
                }
                sql + " END)"
            }
            Expr::Function(function) => self.function(function, scope, named)?,
            Expr::Subquery(_) | Expr::Exists { .. } => {
                return Err(not(
                    expr,
                    "a query in the place of a value (a JOIN, a LEFT SEMI JOIN or IN (SELECT …) is)",
                ));
            }
            _ => return Err(not(expr, "this expression")),
        })
    }

    fn value(&mut self, value: &ValueWithSpan) -> Result<String, Refused> {
        let place = start(value.span);
        match &value.value {
            Value::Number(text, _)
                if text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') =>
            {
                Ok(text.clone())
            }
            Value::SingleQuotedString(text) if text.len() <= LONGEST => Ok(format!("'{}'", text.replace('\'', "''"))),
            Value::Boolean(flag) => Ok(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
            Value::Null => Ok("NULL".to_owned()),
            Value::Placeholder(text) => {
                let wanted = text.trim_start_matches(':');
                let found = self.parameters.iter().find(|(name, _)| name == wanted);
                found.map(|(_, literal)| literal.clone()).ok_or_else(|| {
                    let nearest = nearest(wanted, self.parameters.iter().map(|(name, _)| name.as_str()));
                    (place, Wrong::NoParameter { name: wanted.chars().take(60).collect(), nearest })
                })
            }
            _ => Err((place, Wrong::Clause("this literal".to_owned()))),
        }
    }

    fn function(&mut self, function: &Function, scope: &Scope, named: &[Named]) -> Result<String, Refused> {
        let whole = || not(&function.name, "this form of a call");
        let [part] = &function.name.0[..] else { return Err(whole()) };
        let Some(ident) = part.as_ident() else { return Err(whole()) };
        let called = ident.value.to_lowercase();
        if !FUNCTIONS.contains(&called.as_str()) {
            let shown = called.chars().take(60).collect();
            return Err((at(ident), Wrong::Function { name: shown, nearest: nearest(&called, FUNCTIONS) }));
        }
        let Function {
            uses_odbc_syntax: false,
            parameters: FunctionArguments::None,
            null_treatment: None,
            within_group,
            ..
        } = function
        else {
            return Err(whole());
        };
        let FunctionArguments::List(list) = &function.args else { return Err(whole()) };
        if !within_group.is_empty() || !list.clauses.is_empty() || name(ident).is_err() {
            return Err(whole());
        }
        let mut args = Vec::new();
        for arg in &list.args {
            args.push(match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.expr(expr, scope, named)?,
                FunctionArg::Unnamed(FunctionArgExpr::Wildcard) if called == "count" => "*".to_owned(),
                _ => return Err(whole()),
            });
        }
        let distinct = if list.duplicate_treatment == Some(DuplicateTreatment::Distinct) { "DISTINCT " } else { "" };
        let mut sql = format!("{}({distinct}{})", called.to_uppercase(), args.join(", "));
        if let Some(filter) = &function.filter {
            sql.push_str(&format!(" FILTER (WHERE {})", self.expr(filter, scope, named)?));
        }
        match &function.over {
            None => {}
            Some(WindowType::WindowSpec(WindowSpec {
                window_name: None,
                partition_by,
                order_by,
                window_frame: None,
            })) => {
                let keys =
                    partition_by.iter().map(|key| self.expr(key, scope, named)).collect::<Result<Vec<_>, _>>()?;
                let mut over = Vec::new();
                if !keys.is_empty() {
                    over.push(format!("PARTITION BY {}", keys.join(", ")));
                }
                if !order_by.is_empty() {
                    // Within a window the answer's own names mean nothing yet.
                    over.push(format!("ORDER BY {}", self.order_keys(order_by, scope, named)?));
                }
                sql.push_str(&format!(" OVER ({})", over.join(" ")));
            }
            Some(_) => return Err(not(&function.name, "a named window, or a frame (ROWS, RANGE)")),
        }
        Ok(if COUNTS.contains(&called.as_str()) { format!("CAST({sql} AS BIGINT)") } else { sql })
    }
}

fn binary(op: &BinaryOperator) -> Option<&'static str> {
    Some(match op {
        BinaryOperator::Plus => "+",
        BinaryOperator::Minus => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
        BinaryOperator::Gt => ">",
        BinaryOperator::Lt => "<",
        BinaryOperator::GtEq => ">=",
        BinaryOperator::LtEq => "<=",
        BinaryOperator::Eq => "=",
        BinaryOperator::NotEq => "<>",
        BinaryOperator::And => "AND",
        BinaryOperator::Or => "OR",
        _ => return None,
    })
}

fn cast(to: &DataType) -> Option<&'static str> {
    Some(match to {
        DataType::Int(None) | DataType::Integer(None) | DataType::BigInt(None) => "BIGINT",
        DataType::Double(_) | DataType::DoublePrecision | DataType::Real | DataType::Float(_) => "DOUBLE",
        DataType::Varchar(None) | DataType::Text | DataType::String(None) => "VARCHAR",
        DataType::Boolean | DataType::Bool => "BOOLEAN",
        DataType::Date => "DATE",
        DataType::Timestamp(None, _) | DataType::Datetime(None) => "TIMESTAMP",
        _ => return None,
    })
}

fn part_of_time(field: &DateTimeField) -> Option<&'static str> {
    Some(match field {
        DateTimeField::Year => "YEAR",
        DateTimeField::Month => "MONTH",
        DateTimeField::Day => "DAY",
        DateTimeField::Hour => "HOUR",
        DateTimeField::Minute => "MINUTE",
        DateTimeField::Second => "SECOND",
        _ => return None,
    })
}

/// A day or a time of the form that is asked for: digits where digits stand.
fn dated(kind: &DataType, text: &str) -> Option<String> {
    let is = |form: &str| {
        let fits = |(form, byte): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { form == byte };
        form.len() == text.len() && form.bytes().zip(text.bytes()).all(fits)
    };
    match kind {
        DataType::Date if is("0000-00-00") => Some(format!("DATE('{text}')")),
        DataType::Timestamp(None, _) | DataType::Datetime(None) if is("0000-00-00 00:00:00") => {
            Some(format!("TIMESTAMP '{text}'"))
        }
        DataType::Timestamp(None, _) | DataType::Datetime(None) if is("0000-00-00 00:00") => {
            Some(format!("TIMESTAMP '{text}:00'"))
        }
        _ => None,
    }
}
