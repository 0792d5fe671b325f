//! How cells look: the formats of a workbook, made once for all its sheets.

use kvittens_model::{Severity, Status};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::words::Lang;

/// The colours of the HTML reports in the light (templates/style.css), and those of cells.
pub const INK: Color = Color::RGB(0x1B_2227);
const SOFT: Color = Color::RGB(0x56_616A);
const LINE: Color = Color::RGB(0x12_566E);
const WASH: Color = Color::RGB(0xE9_F0F3);
/// Receipts at both ends, in only, out only, none.
pub const CLASSES: [Color; 4] =
    [Color::RGB(0x12_566E), Color::RGB(0x4A_8EA6), Color::RGB(0x84_97A0), Color::RGB(0xB9_762B)];
/// A limit.
pub const LIMIT: Color = Color::RGB(0x9B_1C1C);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ids, names, words.
    Text,
    /// Sentences, which break within the cell.
    Wrapped,
    /// Lists that may be long, on one line.
    List,
    /// Whole numbers.
    Count,
    /// Numbers with a decimal.
    Decimal,
    /// Numbers of different units, as many decimals as they have.
    Raw,
    /// Shares, shown as per cent.
    Share,
    /// Days.
    Date,
    /// Times of day; the number holds the day too.
    Clock,
    /// How a measure stands: a word that is coloured.
    Status,
    /// How much a finding weighs: a word that is coloured.
    Weight,
    /// A cell that the provider fills in.
    Answer,
    /// A cell that the municipality fills in.
    Decision,
    /// A day that the municipality fills in.
    Until,
}

impl Kind {
    const ALL: [Kind; 14] = [
        Kind::Text,
        Kind::Wrapped,
        Kind::List,
        Kind::Count,
        Kind::Decimal,
        Kind::Raw,
        Kind::Share,
        Kind::Date,
        Kind::Clock,
        Kind::Status,
        Kind::Weight,
        Kind::Answer,
        Kind::Decision,
        Kind::Until,
    ];
}

impl Kind {
    /// Whether numbers stand in it, to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Count | Kind::Decimal | Kind::Raw | Kind::Share)
    }

    /// Whether somebody fills it in.
    pub fn is_filled_in(self) -> bool {
        matches!(self, Kind::Answer | Kind::Decision | Kind::Until)
    }
}

/// The formats.
pub struct Looks {
    kinds: Vec<Format>,
    /// A heading.
    pub head: Format,
    /// A heading over numbers.
    pub head_of_numbers: Format,
    /// A heading that stands on end.
    pub upright: Format,
    /// The title of the first sheet.
    pub title: Format,
    /// What stands under it.
    pub under: Format,
    /// A line of text over all columns.
    pub line: Format,
    /// A warning.
    pub warning: Format,
    /// The heading of a part.
    pub part: Format,
    /// A date and a time.
    pub stamp: Format,
}

impl Looks {
    /// Of a language.
    pub fn new(lang: Lang) -> Looks {
        let heading = Format::new()
            .set_bold()
            .set_font_color(INK)
            .set_background_color(WASH)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        let head = heading.clone().set_align(FormatAlign::Top).set_text_wrap();
        let line = top().set_text_wrap();
        Looks {
            kinds: Kind::ALL.into_iter().map(|kind| look(kind, lang)).collect(),
            head_of_numbers: head.clone().set_align(FormatAlign::Right),
            head,
            upright: heading.set_rotation(90).set_align(FormatAlign::Bottom),
            title: Format::new().set_bold().set_font_size(18).set_font_color(INK),
            under: Format::new().set_font_size(12).set_font_color(SOFT),
            warning: line.clone().set_bold().set_font_color(LIMIT),
            line,
            part: Format::new().set_bold().set_font_size(12).set_font_color(LINE),
            stamp: left().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }

    /// The format of a kind of column.
    pub fn of(&self, kind: Kind) -> &Format {
        // One is made of each kind, in their order.
        &self.kinds[kind as usize]
    }

    /// The last row, which holds the sum of all.
    pub fn total(&self, kind: Kind) -> Format {
        self.of(kind).clone().set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(LINE)
    }
}

fn top() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

fn left() -> Format {
    top().set_align(FormatAlign::Left)
}

fn look(kind: Kind, lang: Lang) -> Format {
    match kind {
        // Typed over, an id stays a text and keeps its zeros.
        Kind::Text => top().set_num_format("@"),
        Kind::Raw | Kind::Weight => top(),
        // Often to the right of a number.
        Kind::List | Kind::Status => left().set_indent(1),
        Kind::Wrapped => top().set_text_wrap(),
        Kind::Count => top().set_num_format("#,##0"),
        Kind::Decimal => top().set_num_format("#,##0.0"),
        Kind::Share => top().set_num_format(per_cent(lang)),
        Kind::Date => left().set_num_format("yyyy-mm-dd"),
        Kind::Clock => left().set_num_format("hh:mm"),
        Kind::Answer => open(Color::RGB(0xFF_F8DC)).set_text_wrap(),
        Kind::Decision => open(Color::RGB(0xE3_EEF9)),
        Kind::Until => open(Color::RGB(0xE3_EEF9)).set_num_format("yyyy-mm-dd"),
    }
}

/// Per cent with a decimal, with a space before the sign where the language has one.
pub fn per_cent(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv => "0.0\\ %",
        Lang::En => "0.0%",
    }
}

/// A cell to be filled in on a sheet that is otherwise locked.
fn open(fill: Color) -> Format {
    let edge = Color::RGB(0xD5_DADE);
    top().set_unlocked().set_background_color(fill).set_border(FormatBorder::Thin).set_border_color(edge)
}

/// The colours of a word for how a measure stands; none where there is nothing to see.
pub fn of_status(status: Status) -> Option<Format> {
    match status {
        Status::Deviation => Some(marked(0xF8_D9D5, 0x86_1B12)),
        Status::Watch => Some(marked(0xFB_E9CC, 0x6B_4708)),
        Status::TooFew | Status::NotRun => Some(Format::new().set_font_color(SOFT).set_italic()),
        Status::Ok => None,
    }
}

/// The colours of a word for how much a finding weighs.
pub fn of_weight(severity: Severity) -> Option<Format> {
    match severity {
        Severity::Major => Some(marked(0xF8_D9D5, 0x86_1B12)),
        Severity::Minor => Some(marked(0xFB_E9CC, 0x6B_4708)),
        Severity::Info => None,
    }
}

fn marked(fill: u32, ink: u32) -> Format {
    Format::new().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
}
