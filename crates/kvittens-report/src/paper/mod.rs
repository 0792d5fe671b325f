//! The letter to a provider and the page for the nämnd as documents without a form: titles, paragraphs, tables of texts,
//! drawings as SVG. What sets them in type knows no month, and this module no type. Everything is a value; nothing is
//! markup, so no name can be taken for any.

mod board;
mod drawing;
mod observations;
mod overview;
mod prose;
mod provider;
mod receipts;
mod rules;

use serde::Serialize;

pub use board::board;
pub use drawing::{Drawing, Logo};
pub use prose::{Run, runs};
pub use provider::{Letter, letter};

use crate::Check;
use crate::html::frame::Frame;

/// The fewest examples and the shortest definitions.
pub const LEAST: u8 = 0;
/// The most that a letter says.
pub const FULL: u8 = 4;

/// Sets a document in type: the bytes of a PDF.
pub type Typesetter = fn(&Document) -> Result<Vec<u8>, TypesetError>;

/// A document that could not be set: an error of the program.
#[derive(Debug, thiserror::Error)]
#[error("\"{title}\": {why}")]
pub struct TypesetError {
    /// The document's title.
    pub title: String,
    /// What the typesetter says.
    pub why: String,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// The tag of its language.
    pub lang: &'static str,
    /// What it is, in its metadata and at the foot of its pages.
    pub title: String,
    /// Whose it is; empty where nobody is configured.
    pub author: String,
    /// The program, in its metadata.
    pub program: &'static str,
    /// Year, month and day: the last of the month that it is about, never the clock's.
    pub date: (i32, u32, u32),
    /// The logo of the letterhead.
    pub logo: Option<Logo>,
    /// Municipality and unit.
    pub from: Vec<String>,
    /// Whom to ask, line by line.
    pub contact: Vec<String>,
    /// Above the heading.
    pub kicker: String,
    /// The heading of the first page.
    pub heading: String,
    /// Below it.
    pub under: String,
    /// To whom, until when: a word and what stands beside it.
    pub address: Vec<(&'static str, String)>,
    /// "Page" and "of".
    pub sheet: [&'static str; 2],
    /// What stands above every page but the first.
    pub running: [String; 2],
    /// The matter.
    pub body: Vec<Piece>,
    /// How much of the body is shown: a piece that is for a fuller or a shorter document is left out.
    pub fullness: u8,
    /// The most pages. What is longer is set again, less full.
    pub most_pages: Option<usize>,
}

impl Document {
    /// With the heading, foot and date that its page has in HTML. `running`: what the pages after the first begin with.
    fn framed(check: &Check<'_>, frame: Frame, running: [String; 2]) -> Document {
        Document {
            lang: frame.lang,
            author: check.options.municipality.clone().unwrap_or_default(),
            program: concat!("Kvittens ", env!("CARGO_PKG_VERSION")),
            date: last_day(check),
            logo: frame.letterhead.logo.as_deref().and_then(|logo| Logo::read(logo, &frame.letterhead.alt)),
            from: frame.letterhead.from,
            contact: frame.letterhead.contact,
            kicker: frame.program.to_owned(),
            title: frame.title,
            heading: frame.heading,
            under: frame.under,
            address: frame.address,
            sheet: check.options.lang.words().html.letter.sheet,
            running,
            body: Vec::new(),
            fullness: FULL,
            most_pages: None,
        }
    }
}

fn last_day(check: &Check<'_>) -> (i32, u32, u32) {
    let month = check.run.month.month;
    (month.year, month.month, month.days())
}

/// A block and how full a document shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Piece {
    /// The shortest document that has it.
    pub from: u8,
    /// The fullest document that has it.
    pub to: u8,
    /// What it is.
    pub block: Block,
}

impl From<Block> for Piece {
    fn from(block: Block) -> Piece {
        Piece { from: LEAST, to: FULL, block }
    }
}

impl Block {
    /// Only in documents so full.
    pub fn within(self, from: u8, to: u8) -> Piece {
        Piece { from, to, block: self }
    }
}

/// A part of a document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each field is named after what it says")]
pub enum Block {
    /// A heading of level 1 to 3, with a rule's code before it.
    Heading { level: u8, code: String, text: String },
    /// What is said first, larger.
    Lead { text: String },
    /// A paragraph.
    Text { runs: Vec<Run> },
    /// A paragraph that explains what stands beside it.
    Aside { text: String },
    /// Points.
    List { items: Vec<Vec<Run>> },
    /// What must be known before a number is read.
    Warning { lines: Vec<String> },
    /// What is asked, or how something is to be taken.
    Question { heading: String, runs: Vec<Run> },
    /// A table.
    Table(Table),
    /// Pieces, and what is drawn of them beside them.
    Beside { pieces: Vec<Piece>, drawings: Vec<Drawing> },
    /// Bars with a name each, and what the colours mean.
    Bars { bars: Vec<Drawing>, legend: Vec<Colour> },
    /// What the colours mean.
    Legend { colours: Vec<Colour> },
    /// The week as a map: hours, and a row a day.
    Week { caption: String, hours: Vec<String>, days: Vec<Day>, legend: Vec<Colour> },
    /// Short points that run on: a code and a name each.
    Names { names: Vec<(String, String)> },
    /// A word and what stands beside it.
    Facts { facts: Vec<(String, String)> },
    /// Lines to sign on.
    Signature { lines: Vec<(&'static str, String)> },
    /// Pieces that no page parts.
    Together { pieces: Vec<Piece> },
    /// Pieces in small type.
    Small { pieces: Vec<Piece> },
    /// The same, two beside each other.
    Pairs { cells: Vec<Vec<Piece>> },
    /// What follows begins a page.
    Page,
}

impl Block {
    fn heading(level: u8, text: impl Into<String>) -> Piece {
        Block::Heading { level, code: String::new(), text: text.into() }.into()
    }

    fn coded(level: u8, code: impl Into<String>, text: impl Into<String>) -> Piece {
        Block::Heading { level, code: code.into(), text: text.into() }.into()
    }

    fn text(text: impl Into<String>) -> Piece {
        Block::Text { runs: vec![Run::plain(text)] }.into()
    }

    fn aside(text: impl Into<String>) -> Piece {
        Block::Aside { text: text.into() }.into()
    }

    fn list(items: impl IntoIterator<Item = String>) -> Piece {
        Block::List { items: items.into_iter().map(|item| vec![Run::plain(item)]).collect() }.into()
    }
}

/// A colour of a drawing and its meaning.
#[derive(Clone, Debug, Serialize)]
pub struct Colour {
    /// The class that colours it.
    pub class: String,
    /// What it means.
    pub name: String,
}

/// A day of the week.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// Its name.
    pub name: &'static str,
    /// Its hours: the class that colours each, and the number within.
    pub cells: Vec<(&'static str, String)>,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as wide as the columns.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
    /// How much of the width that is left it takes; 0 for as much as it needs.
    pub share: u8,
    /// Whether its cells are names of their rows.
    pub name: bool,
}

impl Column {
    fn text(head: impl Into<String>, share: u8) -> Column {
        Column { head: head.into(), number: false, share, name: false }
    }

    fn number(head: impl Into<String>) -> Column {
        Column { head: head.into(), number: true, share: 0, name: false }
    }

    /// The column that names the rows.
    fn name(head: impl Into<String>, share: u8) -> Column {
        Column { name: true, ..Column::text(head, share) }
    }
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Whether it is the sum of the others.
    pub total: bool,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Smaller lines below it.
    pub small: Vec<String>,
    /// Whether it is what the row is about.
    pub strong: bool,
    /// The class that colours it, of how a measure stands.
    pub mark: &'static str,
    /// What is drawn in it.
    pub drawing: Option<Drawing>,
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text, ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        text.to_owned().into()
    }
}

impl Cell {
    fn strong(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), strong: true, ..Cell::default() }
    }

    fn with(self, small: impl IntoIterator<Item = String>) -> Cell {
        Cell { small: small.into_iter().filter(|line| !line.is_empty()).collect(), ..self }
    }

    fn drawn(drawing: Option<Drawing>) -> Cell {
        Cell { drawing, ..Cell::default() }
    }

    fn mark(mark: Option<crate::html::shares::Mark>) -> Cell {
        mark.map_or_else(Cell::default, |mark| Cell { text: mark.text.to_owned(), mark: mark.class, ..Cell::default() })
    }

    /// Nothing stands in it.
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.small.is_empty() && self.drawing.is_none()
    }
}

impl Table {
    /// Of a table of the pages, its first columns taking the width that is left as `shares` says.
    fn plain(table: crate::html::table::Table, shares: &[u8]) -> Table {
        let columns = table.columns.into_iter().enumerate().map(|(at, column)| Column {
            head: column.head,
            number: column.number,
            share: shares.get(at).copied().unwrap_or_default(),
            name: at == 0,
        });
        let row = |cells: Vec<String>| Row { total: false, cells: cells.into_iter().map(Cell::from).collect() };
        Table { caption: table.caption, columns: columns.collect(), rows: table.rows.into_iter().map(row).collect() }
    }

    /// Without the columns in which nothing stands.
    fn without_empty_columns(mut self) -> Table {
        let holds: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| !row.cells[at].is_empty())).collect();
        let keep = |at: usize| holds.get(at).copied().unwrap_or_default();
        let mut at = 0..;
        self.columns.retain(|_| at.next().is_some_and(keep));
        for row in &mut self.rows {
            let mut at = 0..;
            row.cells.retain(|_| at.next().is_some_and(keep));
        }
        self
    }
}
