//! The card of an own rule. Cards live as long as the program, as those of built-in rules do: the same file read again
//! gives the same card, so no more is kept than there are different files.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kvittens_model::companion::Companion;
use kvittens_model::{Code, Explanation};
use toml::{Spanned, Table, Value};

use super::FAMILY;
use super::error::{OwnError, Wrong, nearest};
use super::file::{self, File, Parameter, Sql};
use super::page::page;
use crate::day_time::DayTime;
use crate::rule::{Meta, Need, Order, Param, Params, Per};

/// What can be said to explain an own rule's findings: what holds of a finding by itself, without the rule's own view.
const EXPLAIN: [Explanation; 8] = [
    Explanation::DoubleStaffing,
    Explanation::Service,
    Explanation::TooLong,
    Explanation::ProviderChange,
    Explanation::Household,
    Explanation::Exemption,
    Explanation::Outage,
    Explanation::CareContact,
];

/// What a finding of an own rule is about.
const PER: [Per; 4] = [Per::Visit, Per::Customer, Per::Staff, Per::Provider];

/// What the exports can be asked to hold.
const NEEDS: [Need; 10] = [
    Need::Manual,
    Need::Staff,
    Need::Services,
    Need::Tags,
    Need::Devices,
    Need::Reasons,
    Need::EntryTimes,
    Need::EntryNames,
    Need::Approvals,
    Need::Plan,
];

/// An own rule as its file has it.
#[derive(Clone, Debug)]
pub struct Own {
    /// The card.
    pub meta: Meta,
    /// The question.
    pub sql: Sql,
    /// The file's name, without its folder.
    pub file: String,
    text: Arc<str>,
}

impl Own {
    /// Reads a file. `name`: without its folder, which may name somebody.
    ///
    /// # Errors
    /// The first thing that does not fit, and where it stands.
    pub fn read(name: &str, text: &str) -> Result<Own, OwnError> {
        static KNOWN: Mutex<BTreeMap<String, Meta>> = Mutex::new(BTreeMap::new());
        let (read, sql) = file::read(name, text)?;
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let meta = match known.get(text) {
            Some(meta) => *meta,
            None => {
                let error = |(at, wrong): (usize, Wrong)| {
                    let (line, column) = file::place(text, at);
                    OwnError { file: name.to_owned(), line, column, wrong: Box::new(wrong) }
                };
                let meta = meta(&read).map_err(error)?;
                known.insert(text.to_owned(), meta);
                meta
            }
        };
        Ok(Own { meta, sql, file: name.to_owned(), text: text.into() })
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The other exports whose tables it may ask.
    pub fn exports(&self) -> impl Iterator<Item = Companion> {
        self.meta.needs.iter().filter_map(|need| if let Need::File(kind) = need { Some(*kind) } else { None })
    }

    /// Something wrong at a key of the file, where that stands on a line of its own.
    pub fn wrong(&self, key: &str, wrong: Wrong) -> OwnError {
        let line = self.text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 1);
        OwnError { file: self.file.clone(), line, column: 1, wrong: Box::new(wrong) }
    }

    /// Something wrong at a line and column of the question.
    pub fn wrong_sql(&self, (line, column): (usize, usize), wrong: Wrong) -> OwnError {
        let (line, column) = self.sql.place(line, column);
        OwnError { file: self.file.clone(), line, column, wrong: Box::new(wrong) }
    }

    /// The parameters' values: the defaults, and what a table says otherwise.
    pub(super) fn values(&self, table: &Table) -> Result<Vec<(&'static str, f64)>, String> {
        let params = self.meta.params();
        if let Some(unknown) = table.keys().find(|key| !params.iter().any(|param| param.name == key.as_str())) {
            let known: Vec<String> = params.iter().map(|param| format!("`{}`", param.name)).collect();
            return Err(format!("unknown field `{unknown}`, expected one of {}", known.join(", ")));
        }
        let value = |param: &Param| match table.get(param.name) {
            None => Ok((param.name, param.default)),
            Some(value) => typed(value)
                .filter(|(kind, _)| *kind == param.kind || (*kind, param.kind) == ("integer", "number"))
                .map(|(_, number)| (param.name, number))
                .ok_or_else(|| {
                    format!("invalid type for `{}`: found {}, expected {}", param.name, value.type_str(), param.kind)
                }),
        };
        params.iter().map(value).collect()
    }
}

/// A value as a kind of parameter has it.
#[allow(clippy::cast_precision_loss, reason = "larger whole numbers are refused by the range")]
fn typed(value: &Value) -> Option<(&'static str, f64)> {
    match value {
        Value::Integer(whole) => Some(("integer", *whole as f64)),
        Value::Float(number) if number.is_finite() => Some(("number", *number)),
        Value::String(_) | Value::Datetime(_) => {
            value.clone().try_into::<DayTime>().ok().map(|time| ("time", f64::from(time)))
        }
        _ => None,
    }
}

fn meta(file: &File) -> Result<Meta, (usize, Wrong)> {
    let start = |text: &Spanned<String>| text.span().start;
    let not = |key, text: &Spanned<String>, known: &[&str]| {
        let nearest = nearest(text.get_ref(), known.iter().copied());
        let (found, expected) = (text.get_ref().clone(), known.join(", "));
        (start(text), Wrong::Value { key, found, expected, nearest })
    };
    let code: Option<Code> = file.code.get_ref().parse().ok();
    let code = code.filter(|code| code.family() == FAMILY && code.as_str() == file.code.get_ref());
    let code = code.filter(|code| code.as_str() != "X000").ok_or_else(|| not("code", &file.code, &["X001–X999"]))?;
    let slug = file.slug.get_ref();
    if slug.len() < 3 || slug.len() > 40 || !slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
        return Err(not("slug", &file.slug, &["a-z and -, 3 to 40"]));
    }
    let named = |per: &&Per| per.name() == file.per.get_ref();
    let per = PER.iter().find(named).ok_or_else(|| not("per", &file.per, &PER.map(Per::name)))?;
    let explained = |text: &Spanned<String>| {
        let found = EXPLAIN.into_iter().find(|one| one.name() == text.get_ref());
        found.ok_or_else(|| not("explained", text, &EXPLAIN.map(Explanation::name)))
    };
    let explained = file.explained.iter().map(explained).collect::<Result<Vec<_>, _>>()?;
    let need = |text: &Spanned<String>| {
        let all = || NEEDS.into_iter().chain(Companion::ALL.map(Need::File));
        let names: Vec<&str> = all().map(Need::name).collect();
        all().find(|need| need.name() == text.get_ref()).ok_or_else(|| not("needs", text, &names))
    };
    let needs = file.needs.iter().map(need).collect::<Result<Vec<_>, _>>()?;
    let param = |(name, of): (&Spanned<String>, &Parameter)| {
        param(name.get_ref(), of).ok_or_else(|| (start(name), Wrong::Parameter(name.get_ref().clone())))
    };
    let params = file.parameters.iter().map(param).collect::<Result<Vec<_>, _>>()?;
    if file.sql.get_ref().trim().is_empty() {
        return Err((start(&file.sql), Wrong::Empty("sql")));
    }
    Ok(Meta {
        code,
        slug: lasting(slug),
        per: *per,
        severity: file.severity,
        // Put in place whatever runs.
        order: Order::Staff,
        needs: needs.leak(),
        page: lasting(&page(file).map_err(|wrong| (0, wrong))?),
        compares: file.unit.as_deref().map(lasting),
        limited: false,
        judged: None,
        explained: explained.leak(),
        params: Params::Own(params.leak()),
    })
}

fn param(name: &str, of: &Parameter) -> Option<Param> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(plain) || name.len() > 40 {
        return None;
    }
    let (kind, default) = typed(&of.default)?;
    // A time of day has the range of a day; a number its own.
    let range = if kind == "time" { of.range.or(Some((0.0, 1440.0))) } else { of.range };
    let (low, high) =
        range.filter(|(low, high)| low.is_finite() && high.is_finite() && low.abs().max(high.abs()) < 1e12)?;
    let (sv, en) = (of.sv.trim(), of.en.as_deref().unwrap_or(&of.sv).trim());
    if sv.is_empty() || en.is_empty() || !(low..=high).contains(&default) {
        return None;
    }
    let (sv, en, unit) = (lasting(sv), lasting(en), lasting(&of.unit));
    Some(Param { name: lasting(name), kind, default, unit, range: (low, high), sv, en })
}

/// A text that lives as long as the program.
fn lasting(text: &str) -> &'static str {
    Box::leak(text.into())
}
