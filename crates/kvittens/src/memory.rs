//! How much memory a command will take at its highest, told before it reads anything, and the limit of `--memory`.
//!
//! Every number is measured: the peak of the whole process (`/usr/bin/time -f %M`) on two cores over synthetic months
//! (`kvittens synth --dirt 0.001`), the figures stand in the test below. Memory grows with the rows, and what a command does
//! decides how much a row takes; the stages come one after the other and their memory is one another's, so the terms are
//! fitted to the peaks and are no sum of what the stages hold. They lie some way above what was measured: another
//! municipality's rows have longer names, more columns and more findings. Bytes everywhere.

use kvittens_parse::Volume;

use crate::error::Failure;

/// The program, before a row is read, and the blocks of a file that are read and parsed at a time.
const PROGRAM: u64 = 40 << 20;

/// A thread: its stack and its dictionaries.
const THREAD: u64 = 2 << 20;

/// A row and its visit, from an export.
const ROW: u64 = 190;

/// More of a row out of the store: the columns of all row groups are there before they are put together.
const STORED: u64 = 40;

/// More of a row where every rule is heard: orders, facts, findings, measures. A selection takes its share of it.
const RULES: u64 = 70;

/// More of a row for pages: the lists of findings and visits as text.
const HTML: u64 = 100;

/// More of a row for workbooks, and again for each thread: a workbook is held whole, and each thread writes a provider's. A
/// municipality has few that are large, so more threads than this hold no more.
const XLSX: u64 = 280;
const XLSX_THREAD: u64 = 80;
const XLSX_THREADS: u64 = 8;

/// More of a row for the table of visits.
const VISITS: u64 = 210;

/// More of a row that is kept in a store: both tables are sorted and written.
const KEEPING: u64 = 310;

/// A row of an earlier delivery, read and heard while the new one is held.
const EARLIER: u64 = 600;

/// How many bytes a byte of another export becomes: its cells are texts of their own.
const BESIDE: u64 = 8;

/// What a command does with the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// They come out of the store.
    pub stored: bool,
    /// Rules that are heard, of how many.
    pub rules: (usize, usize),
    /// Pages are written.
    pub html: bool,
    /// Workbooks are written.
    pub xlsx: bool,
    /// The table of visits is written.
    pub visits: bool,
    /// The month is kept in a store.
    pub keeping: bool,
    /// Rows of the largest month that is read again beside this one.
    pub earlier: u64,
}

impl Work {
    /// The peak, about, and never below what was measured.
    pub fn peak(&self, volume: Volume, threads: usize) -> u64 {
        let threads = threads as u64;
        let fixed = [
            PROGRAM,
            THREAD.saturating_mul(threads),
            volume.held,
            volume.beside.saturating_mul(BESIDE),
            self.earlier.saturating_mul(EARLIER),
        ];
        fixed.into_iter().fold(volume.rows.saturating_mul(self.of_row(threads)), u64::saturating_add)
    }

    fn of_row(&self, threads: u64) -> u64 {
        let (heard, all) = self.rules;
        let rules = RULES * heard as u64 / (all as u64).max(1);
        let more = [
            (self.stored, STORED),
            (self.html, HTML),
            (self.xlsx, XLSX + XLSX_THREAD * threads.min(XLSX_THREADS)),
            (self.visits, VISITS),
            (self.keeping, KEEPING),
        ];
        more.into_iter().filter(|(does, _)| *does).fold(ROW + rules, |sum, (_, bytes)| sum + bytes)
    }
}

/// A month that will not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// The limit.
    pub limit: u64,
    /// What it would take.
    pub peak: u64,
    /// Rows, about.
    pub rows: u64,
    /// Rows that would fit, about.
    pub fitting: u64,
    /// What it would take without reports for people, where they were wanted.
    pub without_reports: Option<u64>,
    /// What it would take with one rule, where more were to be heard.
    pub one_rule: Option<u64>,
}

/// Refuses what would take more than the limit. Without a limit everything is let through, and nothing is looked at.
///
/// # Errors
/// Too much; as finding out how much there is.
pub fn allow(limit: Option<u64>, asked: impl FnOnce() -> Result<(Volume, Work), Failure>) -> Result<(), Failure> {
    let Some(limit) = limit else { return Ok(()) };
    let ((volume, work), threads) = (asked()?, rayon::current_num_threads());
    let peak = work.peak(volume, threads);
    if peak <= limit {
        return Ok(());
    }
    let instead = |other: Work| (other != work).then(|| other.peak(volume, threads));
    let without_rows = work.peak(Volume { rows: 0, ..volume }, threads);
    Err(Failure::Memory(TooMuch {
        limit,
        peak,
        rows: volume.rows,
        fitting: limit.saturating_sub(without_rows) / work.of_row(threads as u64),
        without_reports: instead(Work { html: false, xlsx: false, ..work }),
        one_rule: instead(Work { rules: (work.rules.0.min(1), work.rules.1), ..work }),
    }))
}

/// Bytes as typed: `4GB`, `512MB`, `1,5 GiB`; `2G` and `500M` are binary.
///
/// # Errors
/// What is no size, in the words of a message.
pub fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 8] = [
        ("GIB", 1 << 30),
        ("MIB", 1 << 20),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
        ("G", 1 << 30),
        ("M", 1 << 20),
        ("", 1),
    ];
    let text = text.trim().to_uppercase().replace(',', ".");
    let unit = UNITS.iter().find_map(|(name, bytes)| Some((text.strip_suffix(name)?, *bytes)));
    let bytes = unit.and_then(|(number, unit)| times(number.trim_end(), unit));
    bytes.filter(|bytes| *bytes > 0).ok_or_else(|| "4GB, 512MB, 1,5GiB".to_owned())
}

/// A number with at most three decimals, times a unit.
fn times(number: &str, unit: u64) -> Option<u64> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse::<u64>().ok()?.checked_mul(unit)? / 1000;
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(thousandths)
}

#[cfg(test)]
mod tests;
