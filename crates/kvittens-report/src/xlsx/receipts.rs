//! The four shares of receipts (K101) and the share without any (K102), with all they are held against.

use kvittens_model::{Class, Id, Measure, Scope, Subject};
use rust_xlsxwriter::XlsxError;

use super::cells::Cell;
use super::looks::Kind;
use super::sheet::{Column, Setting, Sheet, column};
use crate::Check;
use crate::html::shares::{Shares, provider};
use crate::words::Lang;

/// Whom a row is about: the cells before the numbers, and where its measures are found.
pub struct Who {
    cells: [String; 2],
    scope: Scope,
    subject: Subject,
    /// Whether the others' rate may stand beside it.
    peers: Peers,
}

/// Who may see the rate of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peers {
    /// The controller.
    Always,
    /// A provider, where enough others stand behind it.
    WhereTheyStand,
    /// Nobody: a unit has none.
    Never,
}

impl Peers {
    /// Whether they are shown beside a measure.
    pub fn shown(self, shares: &Shares<'_>, measure: &Measure) -> bool {
        match self {
            Peers::Always => true,
            Peers::WhereTheyStand => shares.peers_stand(measure),
            Peers::Never => false,
        }
    }
}

/// Every provider, for the controller.
pub fn everybody(check: &Check<'_>) -> Vec<Who> {
    let of = |(id, name): (Id, &str)| Who {
        cells: [name.to_owned(), String::new()],
        scope: Scope::Provider,
        subject: provider(id),
        peers: Peers::Always,
    };
    (0..).zip(check.run.month.ids.provider.iter()).map(of).collect()
}

/// All providers together.
pub fn all(check: &Check<'_>) -> Who {
    let total = check.options.lang.words().html.tables.total.to_owned();
    Who { cells: [total, String::new()], scope: Scope::All, subject: Subject::NONE, peers: Peers::Never }
}

/// A provider and its units.
pub fn own(check: &Check<'_>, shares: &Shares<'_>, id: Id) -> Vec<Who> {
    let month = check.run.month;
    let name = || month.ids.provider.text(id).to_owned();
    let whole = check.options.lang.words().workbook.heads.whole_provider.to_owned();
    let whole =
        Who { cells: [name(), whole], scope: Scope::Provider, subject: provider(id), peers: Peers::WhereTheyStand };
    let unit = |subject: Subject| Who {
        cells: [name(), month.ids.unit.text(subject.unit).to_owned()],
        scope: Scope::Unit,
        subject,
        peers: Peers::Never,
    };
    [whole].into_iter().chain(shares.units(id).into_iter().map(unit)).collect()
}

/// Columns of a share and what it is held against.
pub fn share_columns(lang: Lang) -> Vec<Column> {
    let (tables, heads) = (&lang.words().html.tables, &lang.words().workbook.heads);
    vec![
        column(heads.numerator, Kind::Count),
        column(heads.denominator, Kind::Count),
        column(tables.share, Kind::Share),
        column(heads.low, Kind::Share),
        column(heads.high, Kind::Share),
        column(tables.limit, Kind::Share),
        column(heads.source, Kind::List),
        column(tables.peers, Kind::Share),
        column(heads.funnel_low, Kind::Share),
        column(heads.funnel_high, Kind::Share),
        column(heads.past, Kind::Share),
        column(tables.status, Kind::Status),
    ]
}

/// Its cells. `judged`: whether it is said how it stands.
pub fn share_cells(lang: Lang, measure: &Measure, peers: bool, judged: bool) -> Vec<Cell> {
    let funnel = measure.funnel.filter(|_| peers);
    vec![
        measure.numerator.into(),
        measure.denominator.into(),
        Cell::number(measure.value),
        Cell::number(measure.interval.map(|(low, _)| low)),
        Cell::number(measure.interval.map(|(_, high)| high)),
        Cell::number(measure.limit),
        measure.limit_source.clone().into(),
        Cell::number(measure.peer.filter(|_| peers)),
        Cell::number(funnel.map(|(low, _)| low)),
        Cell::number(funnel.map(|(_, high)| high)),
        Cell::number(measure.baseline),
        if judged { (lang.words().status)(measure.status).into() } else { Cell::Empty },
    ]
}

/// The columns that say whom a row is about: a unit has a column of its own in a provider's workbook.
fn who_columns(lang: Lang, units: bool) -> Vec<Column> {
    let html = lang.words().html;
    let unit = units.then(|| column(html.tables.unit, Kind::Text));
    [column(html.index.provider, Kind::Text)].into_iter().chain(unit).collect()
}

fn who_cells(who: &Who, units: bool) -> Vec<Cell> {
    who.cells.iter().take(1 + usize::from(units)).map(|text| text.as_str().into()).collect()
}

/// The sheet of receipts: four rows for each.
///
/// # Errors
/// As the writer's.
pub fn receipts<'a>(
    setting: &'a Setting<'a>,
    shares: &Shares<'_>,
    each: &[Who],
    total: Option<&Who>,
    units: bool,
) -> Result<Sheet<'a>, XlsxError> {
    let (lang, words) = (setting.lang, setting.lang.words());
    let columns =
        [who_columns(lang, units), vec![column(words.html.tables.registration, Kind::Text)], share_columns(lang)];
    let mut sheet = Sheet::new(setting, words.workbook.sheets.receipts.name, columns.concat())?;
    for who in each.iter().chain(total) {
        let Some(measures) = shares.classes(who.scope, who.subject) else {
            continue;
        };
        for (class, measure) in Class::ALL.into_iter().zip(measures) {
            let peers = who.peers.shown(shares, measure);
            // Only receipts at both ends are judged, and nobody is all; the other three shares are shown.
            let share = share_cells(lang, measure, peers, class == Class::BothTags && who.scope != Scope::All);
            sheet.row(&[who_cells(who, units), vec![(words.html.class)(class).into()], share].concat())?;
        }
    }
    Ok(sheet)
}

/// The sheet of shares without a receipt: a row for each.
///
/// # Errors
/// As the writer's.
pub fn manual<'a>(
    setting: &'a Setting<'a>,
    shares: &Shares<'_>,
    each: &[Who],
    total: Option<&Who>,
    units: bool,
) -> Result<Sheet<'a>, XlsxError> {
    let lang = setting.lang;
    let columns = [who_columns(lang, units), share_columns(lang)].concat();
    let mut sheet = Sheet::new(setting, lang.words().workbook.sheets.manual.name, columns)?;
    let cells = |who: &Who| {
        let measure = shares.manual_measure(who.scope, who.subject)?;
        let share = share_cells(lang, measure, who.peers.shown(shares, measure), who.scope != Scope::All);
        Some([who_cells(who, units), share].concat())
    };
    for row in each.iter().filter_map(cells) {
        sheet.row(&row)?;
    }
    if let Some(row) = total.and_then(cells) {
        sheet.total(&row)?;
    }
    Ok(sheet)
}
