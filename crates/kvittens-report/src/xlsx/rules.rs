//! The rules: what each found and how that stands, and their pages.

use kvittens_model::{Scope, Subject};
use kvittens_rules::engine::{FINDINGS, RuleRun};
use kvittens_rules::{Configured, Param};
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::plain::plain;
use super::receipts::Peers;
use super::sheet::{Setting, Sheet, column};
use crate::Check;
use crate::html::format::Format;
use crate::html::shares::Shares;
use crate::html::{Pages, frame};
use crate::words::Lang;

/// Whose findings are counted.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// Of what its measures are.
    pub scope: Scope,
    /// Of whom.
    pub subject: Subject,
    /// Whether the others' rate is shown.
    pub peers: Peers,
    /// Whether rules on trial are named.
    pub trials: bool,
    /// Open findings and others, of a rule.
    pub count: &'a (dyn Fn(&RuleRun) -> (u64, u64) + Sync),
}

/// The rules that somebody hears of, with what became of each.
pub fn heard_of<'a>(check: &Check<'a>, trials: bool) -> impl Iterator<Item = (&'a Configured, &'a RuleRun)> {
    let runs = check.run.rules.iter().zip(&check.run.outcome.runs);
    runs.filter(move |(rule, _)| trials || !rule.on_trial())
}

/// The column of a limit's source.
const SOURCE: usize = 11;

/// A row for each rule: counts, and the rate of findings where the rule is on visits.
///
/// # Errors
/// As the writer's.
pub fn outcome<'a>(
    setting: &'a Setting<'a>,
    pages: &Pages,
    check: &Check<'_>,
    shares: &Shares<'_>,
    of: Of<'_>,
) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let (html, heads) = (words.html, &words.workbook.heads);
    let columns = vec![
        column(html.tables.rule, Kind::Text),
        column(html.tables.name, Kind::Text),
        column(html.tables.weight, Kind::Text),
        column(words.workbook.heads.not_run, Kind::Wrapped).narrow(36.0),
        column(html.index.open, Kind::Count),
        column(html.index.explained_head, Kind::Count),
        column(heads.denominator, Kind::Count),
        column(heads.rate, Kind::Decimal),
        column(heads.low, Kind::Decimal),
        column(heads.high, Kind::Decimal),
        column(html.tables.limit, Kind::Decimal),
        column(heads.source, Kind::List),
        column(html.tables.peers, Kind::Decimal),
        column(heads.funnel_low, Kind::Decimal),
        column(heads.funnel_high, Kind::Decimal),
        column(heads.past, Kind::Decimal),
        column(html.tables.status, Kind::Status),
    ];
    let mut sheet = Sheet::new(setting, words.workbook.sheets.rules.name, columns)?;
    for (rule, run) in heard_of(check, of.trials) {
        let code = rule.code();
        let (open, explained) = (of.count)(run);
        let count = |number: u64| if run.not_run.is_some() { Cell::Empty } else { Cell::count(number.cast_signed()) };
        let mut row: Vec<Cell> = vec![
            frame::marked(check, code).into(),
            pages.name(code).into(),
            (words.severity)(rule.severity.unwrap_or(rule.rule.meta().severity)).into(),
            run.not_run.map(|reason| (words.reason)(reason).to_owned()).into(),
            count(open),
            count(explained),
        ];
        if let Some(measure) = shares.find(code, FINDINGS, of.scope, of.subject) {
            let peers = of.peers.shown(shares, measure);
            let funnel = measure.funnel.filter(|_| peers);
            row.push(measure.denominator.into());
            let numbers = [
                measure.value,
                measure.interval.map(|(low, _)| low),
                measure.interval.map(|(_, high)| high),
                measure.limit,
                None,
                measure.peer.filter(|_| peers),
                funnel.map(|(low, _)| low),
                funnel.map(|(_, high)| high),
                measure.baseline,
            ];
            row.extend(numbers.map(Cell::number));
            row[SOURCE] = measure.limit_source.clone().into();
            row.push((words.status)(measure.status).into());
        }
        sheet.row(&row)?;
    }
    Ok(sheet)
}

/// The pages of the rules that ran.
///
/// # Errors
/// As the writer's.
pub fn pages<'a>(
    setting: &'a Setting<'a>,
    pages: &Pages,
    check: &Check<'_>,
    trials: bool,
) -> Result<Sheet<'a>, XlsxError> {
    let words = setting.lang.words();
    let w = &words.html.provider;
    let mut columns = vec![column(words.html.tables.rule, Kind::Text), column(words.html.tables.name, Kind::Text)];
    let heads = [words.html.index.sentence, w.ask, w.innocent, w.definition, w.parameters];
    columns.extend(heads.map(|head| column(head, Kind::Wrapped)));
    let mut sheet = Sheet::new(setting, words.workbook.sheets.pages.name, columns)?;
    for (rule, _) in heard_of(check, trials).filter(|(_, run)| run.not_run.is_none()) {
        let Some(page) = pages.words(rule.code()) else {
            continue;
        };
        sheet.row(&[
            rule.code().as_str().into(),
            page.name.as_str().into(),
            page.sentence.as_str().into(),
            plain(&page.question).into(),
            plain(&page.innocent).into(),
            plain(&page.definition).into(),
            parameters(setting.lang, rule).into(),
        ])?;
    }
    Ok(sheet)
}

/// The numbers a rule ran with, a line each.
fn parameters(lang: Lang, rule: &Configured) -> String {
    let unit = lang.words().html.unit;
    let said = |(param, (_, value)): (Param, (_, f64))| {
        let text = if param.kind == "time" { param.shown(value) } else { Format::new(lang).chosen(value) };
        let about = if lang == Lang::Sv { param.sv } else { param.en };
        format!("{} = {text} {}: {about}", param.name, unit(param.unit)).replace(" :", ":")
    };
    let lines: Vec<String> = rule.rule.meta().params().into_iter().zip(rule.rule.values()).map(said).collect();
    lines.join("\n")
}
