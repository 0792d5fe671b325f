//! A piece of a file, whole records only → typed rows whose ids are the piece's own.

use std::ops::Range;

use kvittens_model::ids::VisitId;
use kvittens_model::notes::Rejection;
use kvittens_model::rows::Row;
use kvittens_model::{Double, Id, Local, Method, NO_ID, Performed, Rows};

use crate::blocks::LONGEST_RECORD;
use crate::cells::{self, Dates, DoubleWord};
use crate::encoding::{Encoding, tidy};
use crate::fields::Field;
use crate::header::Header;
use crate::intern::{Cache, Evidence, Seen};
use crate::pool::Dictionaries;
use crate::records::{self, Span};

/// What a piece holds.
#[derive(Debug)]
pub struct Chunk {
    /// The rows; `line` counts from the piece's start, `file` is 0.
    pub rows: Rows,
    /// The number of the dictionaries that the rows' ids are of.
    pub words: usize,
    /// Rows set aside: line, column, why.
    pub rejected: Vec<(u32, Option<usize>, Rejection)>,
    /// Records in the piece.
    pub lines: u32,
    /// The line of a record that is longer than a record may be: the file is then refused.
    pub too_long: Option<u32>,
    /// What the bytes said.
    pub evidence: Evidence,
    /// Cells in which a look-alike letter was exchanged, per column.
    pub repairs: Vec<(Field, Seen)>,
    /// Rows with blanks at the ends of a cell that is read.
    pub blanks: Seen,
    /// Time cells with look-alike letters.
    pub repaired_times: Seen,
    /// Words nobody knows, per column.
    pub unknown: Vec<(Field, Seen)>,
    /// Tags a spreadsheet mangled.
    pub mangled_tags: Seen,
    /// Ids of visits and of staff that a spreadsheet mangled, per column; they are not used.
    pub mangled_ids: Vec<(Field, Seen)>,
    /// Stated minutes that differ from stop − start by a minute or more.
    pub stated: Seen,
}

/// Bytes of a record, to ask for memory once; more is only touched where there are more rows.
const LEAST_RECORD: usize = 160;

/// Reads a piece. `provider`: for rows whose provider cell is empty or missing. `words`: the dictionaries its ids are of,
/// and their number.
pub fn parse(bytes: &[u8], header: &Header, provider: Option<&str>, words: (usize, &mut Dictionaries)) -> Chunk {
    let (number, words) = words;
    let mut reader = Reader {
        bytes,
        header,
        provider,
        spans: Vec::with_capacity(header.names.len()),
        scratch: Vec::new(),
        plain: false,
        has_plus: false,
        dates: Dates::default(),
        methods: Cache::default(),
        statuses: Cache::default(),
        doubles: Cache::default(),
        words,
        chunk: Chunk {
            rows: Rows::with_capacity(bytes.len() / LEAST_RECORD),
            words: number,
            repairs: Vec::new(),
            rejected: Vec::new(),
            lines: 0,
            too_long: None,
            evidence: Evidence::new(header.encoding),
            blanks: Seen::default(),
            repaired_times: Seen::default(),
            unknown: Vec::new(),
            mangled_tags: Seen::default(),
            mangled_ids: Vec::new(),
            stated: Seen::default(),
        },
    };
    let mut at = 0;
    let mut former: Option<Former> = None;
    while at < bytes.len() {
        let line = reader.chunk.lines;
        if let Some(next) = former.as_ref().and_then(|former| reader.again(former, at, line)) {
            reader.chunk.lines += 1;
            at = next;
            continue;
        }
        // The piece was cut behind whole records, so a record always ends.
        let Some(next) = records::next(bytes, at, header.delimiter, &mut reader.spans) else { break };
        if next - at > LONGEST_RECORD {
            reader.chunk.too_long = Some(line);
            break;
        }
        reader.look(at, next);
        let noted = reader.noted();
        former = None;
        match reader.row(line) {
            Ok(row) => {
                reader.note_blanks(line);
                if noted == reader.noted() {
                    former = reader.former(at, next, row);
                }
                reader.chunk.rows.push(row);
            }
            Err(blame) => {
                let (column, why) = reader.why(blame);
                reader.chunk.rejected.push((line, column, why));
            }
        }
        reader.chunk.lines += 1;
        at = next;
    }
    reader.chunk.repairs = reader.words.take_repairs();
    reader.chunk
}

/// A row that was read without a remark: the rows of a visit differ in the service alone, so the next is mostly it again.
struct Former {
    row: Row,
    /// The record up to the service's cell.
    before: Range<usize>,
    /// The record from behind the service's cell, its line end included.
    behind: Range<usize>,
}

impl Chunk {
    /// How many remarks there are so far, but for repairs.
    fn noted(&self) -> u64 {
        let of_columns = self.unknown.iter().chain(&self.mangled_ids);
        let unknown: u64 = of_columns.map(|(_, seen)| seen.count).sum();
        unknown + self.blanks.count + self.repaired_times.count + self.mangled_tags.count + self.stated.count
    }
}

/// Counts a remark on a column.
fn see(list: &mut Vec<(Field, Seen)>, field: Field, line: u32) {
    match list.iter_mut().find(|(known, _)| *known == field) {
        Some((_, seen)) => seen.at(line),
        None => {
            let mut seen = Seen::default();
            seen.at(line);
            list.push((field, seen));
        }
    }
}

/// The column to blame and why.
pub(crate) type Blame = (Option<usize>, Rejection);

pub(crate) struct Reader<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) header: &'a Header,
    pub(crate) provider: Option<&'a str>,
    pub(crate) spans: Vec<Span>,
    pub(crate) scratch: Vec<u8>,
    /// No cell of the record stands in quotes or has blanks at its ends: each is as its bytes are.
    pub(crate) plain: bool,
    /// A plus stands somewhere in the record, as in every number that a spreadsheet made of an id.
    has_plus: bool,
    pub(crate) dates: Dates,
    pub(crate) methods: Cache<Option<Method>>,
    pub(crate) statuses: Cache<Option<Performed>>,
    doubles: Cache<DoubleWord>,
    words: &'a mut Dictionaries,
    pub(crate) chunk: Chunk,
}

/// The cell of a field, trimmed; empty where the column is missing. A macro, since it borrows two fields of the reader.
macro_rules! cell {
    ($self:ident, $field:expr) => {
        match $self.header.columns[$field as usize] {
            Some(column) if $self.plain => records::raw($self.bytes, $self.spans[column]),
            Some(column) => records::cell($self.bytes, $self.spans[column], &mut $self.scratch),
            None => b"",
        }
    };
}

pub(crate) use cell;

/// The id of a field's cell in its dictionary.
macro_rules! id {
    ($self:ident, $field:expr, $words:ident, $line:expr) => {{
        $self.chunk.evidence.field = $field;
        $self.words.$words.id(cell!($self, $field), $line, &mut $self.chunk.evidence)
    }};
}

impl Reader<'_> {
    /// Looks over a record once for what is rare.
    fn look(&mut self, at: usize, next: usize) {
        let is_plain = |span: &Span| {
            let cell = records::raw(self.bytes, *span);
            !span.quoted && cell.first().is_none_or(|byte| *byte > b' ') && cell.last().is_none_or(|byte| *byte > b' ')
        };
        self.plain = self.spans.iter().all(is_plain);
        self.has_plus = memchr::memchr(b'+', &self.bytes[at..next]).is_some();
    }

    fn noted(&self) -> u64 {
        self.chunk.noted() + self.words.repaired()
    }

    /// What to hold the next record against.
    fn former(&self, at: usize, next: usize, row: Row) -> Option<Former> {
        let span = self.spans[self.header.column(Field::Service)?];
        let ended = self.bytes.get(next - 1) == Some(&b'\n');
        (ended && !span.quoted).then_some(Former {
            row,
            before: at..span.start as usize,
            behind: span.end as usize..next,
        })
    }

    /// Reads the record at `at` where it is the former one but for the service, and gives where the next one starts.
    fn again(&mut self, former: &Former, at: usize, line: u32) -> Option<usize> {
        let rest = self.bytes[at..].strip_prefix(&self.bytes[former.before.clone()])?;
        let cell = &rest[..memchr::memchr2(self.header.delimiter, b'\n', rest)?];
        let behind = &self.bytes[former.behind.clone()];
        if cell.first() == Some(&b'"') || !rest[cell.len()..].starts_with(behind) {
            return None;
        }
        self.chunk.evidence.field = Field::Service;
        let services = self.words.services.id(cell.trim_ascii(), line, &mut self.chunk.evidence);
        self.chunk.rows.push_again(services, former.row.double, line);
        Some(at + former.before.len() + cell.len() + behind.len())
    }

    /// Notes a row that has a cell with blanks at its ends, of the columns that are read.
    fn note_blanks(&mut self, line: u32) {
        if self.plain {
            return;
        }
        let blank = |span: &Span| {
            let cell = &self.bytes[span.start as usize..span.end as usize];
            matches!((cell.first(), cell.last()), (Some(b' ' | b'\t'), _) | (_, Some(b' ' | b'\t')))
        };
        if self.header.columns.iter().flatten().any(|column| blank(&self.spans[*column])) {
            self.chunk.blanks.at(line);
        }
    }

    fn row(&mut self, line: u32) -> Result<Row, Blame> {
        let (found, expected) = (self.spans.len(), self.header.names.len());
        if found != expected {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            return Err((None, Rejection::Fields { found: count(found), expected: count(expected) }));
        }
        // All that can fail comes before the first word is kept: a row that is set aside leaves no name behind.
        if self.provider.is_none() && cell!(self, Field::Provider).is_empty() {
            return Err((self.header.column(Field::Provider), Rejection::Missing));
        }
        if cell!(self, Field::Customer).is_empty() {
            return Err((self.header.column(Field::Customer), Rejection::Missing));
        }
        if let Some(column) = if self.plain { None } else { self.torn() } {
            return Err((Some(column), Rejection::Unreadable));
        }
        // Several customers may have become this one number, so it is nobody's.
        if self.is_mangled(Field::Customer) {
            return Err((self.header.column(Field::Customer), Rejection::Unreadable));
        }
        let times = self.times(line)?;
        let entered_at = self.entry(Field::EnteredAt)?;
        let approved_at = self.entry(Field::ApprovedAt)?;
        let provider = self.provider_id(line)?;
        let customer = id!(self, Field::Customer, customer, line);
        if customer == NO_ID {
            return Err((self.header.column(Field::Customer), Rejection::Missing));
        }
        let performed = self.performed(line);
        let (in_method, out_method) =
            (self.method(Field::InMethod, times.start, line), self.method(Field::OutMethod, times.stop, line));
        let (double, double_id) = self.double(line);
        let tag = id!(self, Field::Tag, tag, line);
        if self.has_plus && tag != NO_ID && kvittens_model::ids::is_mangled(&self.words.tag.texts()[tag as usize]) {
            self.chunk.mangled_tags.at(line);
        }
        Ok(Row {
            provider,
            unit: id!(self, Field::Unit, unit, line),
            visit: self.visit(line),
            customer,
            staff: if self.mangled(Field::Staff, line) { NO_ID } else { id!(self, Field::Staff, staff, line) },
            services: id!(self, Field::Service, services, line),
            planned_start: times.planned_start,
            planned_stop: times.planned_stop,
            start: times.start,
            stop: times.stop,
            in_method,
            out_method,
            tag,
            device: id!(self, Field::Device, device, line),
            reason: id!(self, Field::Reason, reason, line),
            entered_at,
            entered_by: id!(self, Field::EnteredBy, entered_by, line),
            approved_at,
            performed,
            double,
            double_id,
            file: 0,
            line,
        })
    }

    fn provider_id(&mut self, line: u32) -> Result<Id, Blame> {
        let id = id!(self, Field::Provider, provider, line);
        match self.provider {
            Some(name) if id == NO_ID => {
                // The name came as text, so it is kept apart from the file's bytes.
                let mut text = Evidence::new(Encoding::Utf8);
                Ok(self.words.provider.id(name.as_bytes(), line, &mut text))
            }
            None if id == NO_ID => Err((self.header.column(Field::Provider), Rejection::Missing)),
            _ => Ok(id),
        }
    }

    fn visit(&mut self, line: u32) -> VisitId {
        if self.mangled(Field::Visit, line) {
            return VisitId::NONE;
        }
        self.chunk.evidence.field = Field::Visit;
        let cell = cell!(self, Field::Visit);
        VisitId::from_digits(cell).unwrap_or_else(|| match self.words.visit.id(cell, line, &mut self.chunk.evidence) {
            NO_ID => VisitId::NONE,
            word => VisitId::from_word(word),
        })
    }

    fn method(&mut self, field: Field, time: Local, line: u32) -> Method {
        if time.is_none() {
            return Method::None;
        }
        let field = if self.header.column(field).is_some() { field } else { Field::Method };
        let cell = cell!(self, field);
        if cell.is_empty() {
            return self.header.layout.method.unwrap_or(Method::Unknown);
        }
        let evidence = &mut self.chunk.evidence;
        evidence.field = field;
        match self.methods.get(cell, || self.header.layout.method_of(&tidy(&evidence.decode(cell, line)).0)) {
            Some(method) => method,
            None => {
                self.unknown(field, line);
                Method::Unknown
            }
        }
    }

    fn performed(&mut self, line: u32) -> Performed {
        let cell = cell!(self, Field::Status);
        if cell.is_empty() {
            return Performed::Yes;
        }
        let evidence = &mut self.chunk.evidence;
        evidence.field = Field::Status;
        match self.statuses.get(cell, || self.header.layout.performed_of(&tidy(&evidence.decode(cell, line)).0)) {
            Some(performed) => performed,
            None => {
                self.unknown(Field::Status, line);
                Performed::Unknown
            }
        }
    }

    fn unknown(&mut self, field: Field, line: u32) {
        see(&mut self.chunk.unknown, field, line);
    }

    /// Whether a spreadsheet turned the id of a field into a number.
    fn is_mangled(&mut self, field: Field) -> bool {
        if !self.has_plus {
            return false;
        }
        let cell = cell!(self, field);
        std::str::from_utf8(cell).is_ok_and(kvittens_model::ids::is_mangled)
    }

    /// As [`Reader::is_mangled`], and noted: the id is then not used, since what it stood for cannot be told.
    fn mangled(&mut self, field: Field, line: u32) -> bool {
        let mangled = self.is_mangled(field);
        if mangled {
            see(&mut self.chunk.mangled_ids, field, line);
        }
        mangled
    }

    fn double(&mut self, line: u32) -> (Double, Id) {
        let (mut marked, mut id) = (Double::No, NO_ID);
        for field in [Field::Double, Field::DoubleId] {
            self.chunk.evidence.field = field;
            let cell = cell!(self, field);
            if cell.is_empty() {
                continue;
            }
            match self.doubles.get(cell, || std::str::from_utf8(cell).map_or(DoubleWord::Id, cells::double)) {
                DoubleWord::Yes => marked = Double::Yes,
                DoubleWord::No => {}
                DoubleWord::Id => id = self.words.double_id.id(cell, line, &mut self.chunk.evidence),
            }
        }
        (marked, id)
    }
}
