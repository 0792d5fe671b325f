//! Rows that a reader must set aside.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::export::{MANUELL_HEADER, TAGG_HEADER, windows_1252};
use crate::recipe::Recipe;
use crate::summary::Summary;
use crate::visit::Visit;

/// How a row is spoiled, by the code under which it is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spoil {
    /// A start that is no time: Q901.
    UnreadableTime,
    /// No customer: Q901.
    MissingCustomer,
    /// The last two fields are gone: Q902.
    WrongFieldCount,
    /// A sum row before the row, which itself is whole: Q903.
    SumRow,
    /// The header before the row, which itself is whole: Q903.
    RepeatedHeader,
    /// The 30th of February: Q904.
    ImpossibleDate,
}

impl Spoil {
    /// All kinds.
    pub const ALL: [Spoil; 6] = [
        Spoil::UnreadableTime,
        Spoil::MissingCustomer,
        Spoil::WrongFieldCount,
        Spoil::SumRow,
        Spoil::RepeatedHeader,
        Spoil::ImpossibleDate,
    ];

    /// Any kind.
    fn draw(rng: &mut Pcg64Mcg) -> Spoil {
        Spoil::ALL[rng.random_range(0..Spoil::ALL.len())]
    }

    /// Whether the spoiled row stands before the true one instead of in its place.
    fn is_extra(self) -> bool {
        matches!(self, Spoil::SumRow | Spoil::RepeatedHeader)
    }

    /// The spoiled form of a row without its line end.
    fn of(self, row: &[u8], table: &Table) -> Vec<u8> {
        let mut fields: Vec<&[u8]> = row.split(|&byte| byte == b';').collect();
        let impossible: Vec<u8>;
        match self {
            Spoil::UnreadableTime => fields[table.start] = b"ok\xE4nd",
            Spoil::MissingCustomer => fields[table.customer] = b"",
            Spoil::WrongFieldCount => fields.truncate(fields.len() - 2),
            Spoil::SumRow => {
                fields.fill(b"");
                fields[0] = b"Summa";
            }
            Spoil::RepeatedHeader => return table.header.clone(),
            Spoil::ImpossibleDate => {
                let date = fields[table.date];
                impossible = [&date[..5], b"02-30", &date[10..]].concat();
                fields[table.date] = &impossible;
            }
        }
        fields.join(&b';')
    }
}

/// One file's layout, for spoiling: positions of columns.
pub(crate) struct Table {
    pub(crate) header: Vec<u8>,
    customer: usize,
    start: usize,
    date: usize,
}

/// Spoils rows on their way out.
pub(crate) struct Dirt {
    share: f64,
    rng: Pcg64Mcg,
    pub(crate) tagg: Table,
    pub(crate) manuell: Table,
}

impl Dirt {
    pub(crate) fn new(recipe: &Recipe) -> Dirt {
        Dirt {
            share: recipe.dirt.clamp(0.0, 1.0),
            rng: recipe.rng([u64::MAX, u64::from(recipe.month.first().seconds().cast_unsigned())]),
            tagg: Table { header: windows_1252(TAGG_HEADER), customer: 3, start: 8, date: 8 },
            manuell: Table { header: windows_1252(MANUELL_HEADER), customer: 3, start: 9, date: 8 },
        }
    }

    /// The rows with their share spoiled, and how many lines they are. Planted ones stay clean.
    pub(crate) fn over(&mut self, rows: Vec<u8>, visit: &Visit, manual: bool, summary: &mut Summary) -> (Vec<u8>, u64) {
        if visit.planted || self.share <= 0.0 {
            let times = u64::from(visit.copies + 1) * if visit.second.is_some() { 2 } else { 1 };
            return (rows, times * u64::from(visit.services.len()));
        }
        let mut out = Vec::with_capacity(rows.len() + 256);
        let mut count = 0;
        let table = if manual { &self.manuell } else { &self.tagg };
        for row in rows.split_inclusive(|&byte| byte == b'\n') {
            let spoil = self.rng.random_bool(self.share).then(|| Spoil::draw(&mut self.rng));
            if let Some(spoil) = spoil {
                *summary.spoiled.entry(spoil).or_default() += 1;
                out.extend(spoil.of(&row[..row.len() - 2], table));
                out.extend_from_slice(b"\r\n");
                count += 1;
            }
            if spoil.is_none_or(Spoil::is_extra) {
                out.extend_from_slice(row);
                count += 1;
            }
        }
        (out, count)
    }
}
