//! rapport.xlsx: one provider, its own rows only. Nothing here reads a finding, row or name of another.

use std::collections::BTreeMap;

use kvittens_model::{Code, Id, Scope};
use kvittens_rules::engine::RuleRun;
use kvittens_rules::rules::k101_receipt_table::ReceiptTable;
use kvittens_tables::names::Names;
use kvittens_tables::record::{Record, is_open};
use rust_xlsxwriter::XlsxError;

use super::findings::{self, FAMILIES, Seen};
use super::front::{Front, Tone};
use super::looks::Looks;
use super::overview::Made;
use super::receipts::{self, Peers};
use super::rules::{self, Of};
use super::sheet::Setting;
use super::{answers, charts, ground};
use crate::Check;
use crate::html::format::Format;
use crate::html::shares::{self, Shares};
use crate::html::{Pages, follow_up, frame, provider};

/// The workbook.
///
/// # Errors
/// As the writer's.
pub fn book(
    pages: &Pages,
    check: &Check<'_>,
    id: Id,
    records: &[(usize, Record<'_>)],
    names: &Names<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let (lang, looks) = (check.options.lang, Looks::new(check.options.lang));
    let (words, format) = (lang.words(), Format::new(lang));
    let w = &words.workbook.sheets;
    let name = check.run.month.ids.provider.text(id);
    let title = format!("{name}, {}", format.month(check.run.month.month));
    let running = format!("{} · {title}", words.html.provider.title);
    let setting = Setting { lang, looks: &looks, running };
    let shares = Shares::without_trials(check);
    let found: Vec<Seen<'_>> = records.iter().map(|(at, record)| (&check.run.outcome.findings[*at], record)).collect();
    let mut counts: BTreeMap<Code, (u64, u64)> = BTreeMap::new();
    for (finding, _) in &found {
        let count = counts.entry(finding.rule).or_default();
        if is_open(finding) { count.0 += 1 } else { count.1 += 1 }
    }

    let mut made = Made::default();
    let (sheet, rows) = answers::sheet(&setting, pages, &found)?;
    made.worksheet(w.answers.name, w.answers.about, rows, sheet);
    let open: Vec<(String, u64)> = counts
        .iter()
        .filter(|(_, (open, _))| *open > 0)
        .map(|(rule, (open, _))| (format!("{rule} {}", pages.name(*rule)), *open))
        .collect();
    if let Some(sheet) = charts::of_provider(&setting, &shares, id, &open)? {
        made.worksheet(w.charts.name, w.charts.about, 0, sheet);
    }
    let own = receipts::own(check, &shares, id);
    made.sheet(w.receipts, receipts::receipts(&setting, &shares, &own, None, true)?)?;
    made.sheet(w.manual, receipts::manual(&setting, &shares, &own, None, true)?)?;
    let count = |run: &RuleRun| counts.get(&run.code).copied().unwrap_or_default();
    let of = Of {
        scope: Scope::Provider,
        subject: shares::provider(id),
        peers: Peers::WhereTheyStand,
        trials: false,
        count: &count,
    };
    made.sheet(w.rules, rules::outcome(&setting, pages, check, &shares, of)?)?;
    for letter in FAMILIES {
        if let Some(sheet) = findings::family(&setting, pages, check, letter, &found, false)? {
            let rows = sheet.len();
            made.worksheet((words.workbook.family)(letter), w.family, rows, sheet.finish()?);
        }
    }
    made.sheet(w.files, ground::own_files(&setting, pages, check, id, names)?)?;
    made.sheet(w.pages, rules::pages(&setting, pages, check, false)?)?;
    made.sheet(w.definitions, ground::definitions(&setting, false)?)?;

    let under = [check.options.municipality.clone(), Some(words.html.provider.title.to_owned())];
    let front = Front {
        name: w.report.name,
        title: title.clone(),
        under: under.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        lines: lines(pages, check, &shares, id, records, names),
        not_run: frame::not_run(pages, check, false),
        contents: made.contents,
    };
    super::bound(check, &title, [front.sheet(&setting)?].into_iter().chain(made.sheets).collect())
}

fn lines(
    pages: &Pages,
    check: &Check<'_>,
    shares: &Shares<'_>,
    id: Id,
    records: &[(usize, Record<'_>)],
    names: &Names<'_>,
) -> Vec<(Tone, String)> {
    let words = check.options.lang.words();
    let (html, w) = (words.html, &words.html.provider);
    let plain = |text: String| (Tone::Plain, text);
    let mut lines = vec![plain(w.secrecy.to_owned())];
    lines.extend(frame::warnings(check, Some(id)).into_iter().map(|said| (Tone::Warning, said)));
    lines.extend(provider::summary(check, shares, id, records).into_iter().map(plain));
    lines.push(plain(words.workbook.answers.how.to_owned()));
    if let Some((level, reasons)) = follow_up::of_provider(pages, check, id) {
        lines.push((Tone::Part, html.follow_up.caption.to_owned()));
        lines.push(plain(level));
        lines.extend(reasons.into_iter().map(|reason| plain(format!("• {reason}"))));
    }
    lines.push((Tone::Part, html.tables.question.to_owned()));
    lines.extend([html.tables.question_text, html.tables.interval_text].map(|text| plain(text.to_owned())));
    match shares.classes(Scope::Provider, shares::provider(id)) {
        Some(classes) if classes.iter().any(|measure| !shares.peers_stand(measure)) => {
            lines.push(plain(w.peers_hidden.to_owned()));
        }
        Some(_) => {}
        None if check.run.on_trial(ReceiptTable::META.code) => lines.push(plain(w.receipts_kept.to_owned())),
        None => lines.push(plain(frame::absent(check, ReceiptTable::META.code, w.no_expecting))),
    }
    let staff: Vec<String> =
        frame::placeholders(pages, check, names, Some(id)).into_iter().map(|(_, staff)| staff).collect();
    if !staff.is_empty() {
        lines.push((Tone::Part, html.tables.placeholders.to_owned()));
        lines.push(plain(html.tables.placeholders_text.to_owned()));
        lines.push(plain(staff.join(", ")));
    }
    lines
}
