//! The sheet of charts. The numbers they are drawn from stand beside them, so that sorting another sheet changes no chart.

use kvittens_model::{Class, Id, Scope};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartRange,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::cells::{self, Cell};
use super::looks::{self, CLASSES, Kind, LIMIT};
use super::sheet::{self, Setting};
use crate::Check;
use crate::html::shares::{Shares, provider};

/// The other providers together.
const OTHERS: Color = Color::RGB(0x84_97A0);

/// Pixels of a chart's width, of a bar, and of all around the bars.
const WIDTH: u32 = 760;
const BAR: u32 = 24;
const AROUND: u32 = 130;

/// Pixels of a row.
const ROW: u32 = 20;

/// A block of numbers on the sheet: where it begins and ends.
struct Block {
    name: &'static str,
    first: u32,
    last: u32,
}

impl Block {
    fn range(&self, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.name, self.first, column, self.last, column)
    }

    fn rows(&self) -> u32 {
        self.last + 1 - self.first
    }
}

/// All providers: bars of receipts, the share without any beside its limit. `None` where no provider has shares.
///
/// # Errors
/// As the writer's.
pub fn overview(setting: &Setting<'_>, check: &Check<'_>, shares: &Shares<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let words = setting.lang.words();
    let (html, w) = (words.html, &words.workbook.charts);
    let row = |(id, name): (Id, &str)| {
        let classes = shares.classes(Scope::Provider, provider(id));
        let manual = shares.manual_measure(Scope::Provider, provider(id));
        if classes.is_none() && manual.is_none() {
            return None;
        }
        let each = classes.map_or([None; 4], |of| std::array::from_fn(|at| of.get(at).and_then(|of| of.value)));
        let numbers = each.into_iter().chain([manual.and_then(|of| of.value), manual.and_then(|of| of.limit)]);
        Some([Cell::from(name)].into_iter().chain(numbers.map(Cell::number)).collect::<Vec<Cell>>())
    };
    let rows: Vec<Vec<Cell>> = (0..).zip(check.run.month.ids.provider.iter()).filter_map(row).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let mut sheet = start(words.workbook.sheets.charts.name)?;
    let classes = Class::ALL.map(|class| (html.class)(class));
    let heads = [[html.index.provider].as_slice(), &classes, &[html.tables.manual_share, html.tables.limit]].concat();
    let block = block(&mut sheet, setting, words.workbook.sheets.charts.name, 0, &heads, &rows)?;
    sheet.set_column_width(0, 30)?.set_column_range_width(1, 6, 11)?;
    let mut stacked = Chart::new(ChartType::BarPercentStacked);
    for (at, colour) in (1..).zip(CLASSES) {
        series(&mut stacked, &block, at, classes[usize::from(at) - 1], colour);
    }
    let height = AROUND + BAR * block.rows();
    horizontal(&mut stacked, w.receipts, height);
    sheet.insert_chart(0, 8, &stacked)?;

    let mut manual = Chart::new(ChartType::Column);
    series(&mut manual, &block, 5, html.tables.manual_share, CLASSES[3]);
    if rows.iter().any(|row| row[6] != Cell::Empty) {
        let mut line = Chart::new(ChartType::Line);
        let dashed = ChartLine::new().set_color(LIMIT).set_width(2).set_dash_type(ChartLineDashType::Dash).clone();
        line.add_series()
            .set_name(html.tables.limit)
            .set_categories(&block.range(0))
            .set_values(&block.range(6))
            .set_format(ChartFormat::new().set_line(&dashed));
        manual.combine(&line);
    }
    manual.title().set_name(w.manual);
    manual.legend().set_position(ChartLegendPosition::Bottom);
    manual.y_axis().set_min(0).set_num_format(looks::per_cent(setting.lang).replace(".0", "")).set_name(w.share_axis);
    manual.set_width(WIDTH.max(20 * block.rows())).set_height(420);
    sheet.insert_chart(height / ROW + 2, 8, &manual)?;
    sheet::print(&mut sheet, setting);
    Ok(Some(sheet))
}

/// One provider: its receipts beside those of the others, where these may be shown, and its open findings by rule.
/// `None` where there is nothing to draw.
///
/// # Errors
/// As the writer's.
pub fn of_provider(
    setting: &Setting<'_>,
    shares: &Shares<'_>,
    id: Id,
    open: &[(String, u64)],
) -> Result<Option<Worksheet>, XlsxError> {
    let words = setting.lang.words();
    let (html, w) = (words.html, &words.workbook.charts);
    let name = words.workbook.sheets.charts.name;
    let classes = shares.classes(Scope::Provider, provider(id));
    if classes.is_none() && open.is_empty() {
        return Ok(None);
    }
    let mut sheet = start(name)?;
    sheet.set_column_width(0, 44)?.set_column_range_width(1, 2, 11)?;
    let (mut row, mut at) = (0, 0);
    if let Some(measures) = classes {
        let peers = measures.iter().all(|measure| measure.peer.is_some() && shares.peers_stand(measure));
        let rows: Vec<Vec<Cell>> = Class::ALL
            .into_iter()
            .zip(measures)
            .map(|(class, of)| {
                vec![(html.class)(class).into(), Cell::number(of.value), Cell::number(of.peer.filter(|_| peers))]
            })
            .collect();
        let heads = [html.tables.registration, w.own, html.tables.peers];
        let block = block(&mut sheet, setting, name, 0, &heads[..2 + usize::from(peers)], &rows)?;
        let mut chart = Chart::new(ChartType::Column);
        series(&mut chart, &block, 1, w.own, CLASSES[0]);
        if peers {
            series(&mut chart, &block, 2, html.tables.peers, OTHERS);
        }
        chart.title().set_name(if peers { w.receipts_beside_peers } else { w.receipts_own });
        chart.legend().set_position(ChartLegendPosition::Bottom);
        let per_cent = looks::per_cent(setting.lang).replace(".0", "");
        chart.y_axis().set_min(0).set_max(1).set_num_format(per_cent).set_name(w.share_axis);
        chart.set_width(WIDTH).set_height(360);
        sheet.insert_chart(0, 4, &chart)?;
        (row, at) = (block.rows() + 2, 360 / ROW + 2);
    }
    if !open.is_empty() {
        let rows: Vec<Vec<Cell>> =
            open.iter().map(|(rule, open)| vec![rule.as_str().into(), Cell::count(open.cast_signed())]).collect();
        let heads = [html.tables.rule, html.index.open];
        let block = counts(&mut sheet, setting, name, row, &heads, &rows)?;
        let mut chart = Chart::new(ChartType::Bar);
        series(&mut chart, &block, 1, html.index.open, CLASSES[0]);
        horizontal(&mut chart, w.rules, AROUND + BAR * block.rows());
        chart.legend().set_hidden();
        chart.x_axis().set_min(0).set_name(w.count_axis);
        sheet.insert_chart(at, 4, &chart)?;
    }
    sheet::print(&mut sheet, setting);
    Ok(Some(sheet))
}

fn start(name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?.set_screen_gridlines(false);
    Ok(sheet)
}

/// Writes heads and rows of shares.
fn block(
    sheet: &mut Worksheet,
    setting: &Setting<'_>,
    name: &'static str,
    row: u32,
    heads: &[&str],
    rows: &[Vec<Cell>],
) -> Result<Block, XlsxError> {
    write(sheet, setting, Kind::Share, name, row, heads, rows)
}

/// Writes heads and rows of counts.
fn counts(
    sheet: &mut Worksheet,
    setting: &Setting<'_>,
    name: &'static str,
    row: u32,
    heads: &[&str],
    rows: &[Vec<Cell>],
) -> Result<Block, XlsxError> {
    write(sheet, setting, Kind::Count, name, row, heads, rows)
}

fn write(
    sheet: &mut Worksheet,
    setting: &Setting<'_>,
    kind: Kind,
    name: &'static str,
    row: u32,
    heads: &[&str],
    rows: &[Vec<Cell>],
) -> Result<Block, XlsxError> {
    for (at, head) in (0..).zip(heads) {
        sheet.write_string_with_format(row, at, *head, &setting.looks.head)?;
    }
    let mut end = row;
    sheet.set_row_height(row, sheet::height(2))?;
    for cells in rows {
        end += 1;
        for (at, cell) in (0..).zip(cells) {
            let kind = if at == 0 { Kind::Text } else { kind };
            cells::write(sheet, setting.looks, (end, at), kind, cell, Some(setting.looks.of(kind)))?;
        }
    }
    Ok(Block { name, first: row + 1, last: end })
}

fn series(chart: &mut Chart, block: &Block, column: u16, name: &str, colour: Color) {
    chart
        .add_series()
        .set_name(name)
        .set_categories(&block.range(0))
        .set_values(&block.range(column))
        .set_gap(40)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
}

/// Lying bars, the first on top.
fn horizontal(chart: &mut Chart, title: &str, height: u32) {
    chart.title().set_name(title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_reverse();
    chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    chart.set_width(WIDTH).set_height(height);
}
