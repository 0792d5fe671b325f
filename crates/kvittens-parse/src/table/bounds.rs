//! How far a table may grow, found out before a row is read.

use std::sync::Arc;

use parquet::column::page::PageReader;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;
use parquet::file::serialized_reader::SerializedPageReader;

use super::{TableError, damaged};

/// How many bytes a byte of the file may become, how many are always allowed, and how many never, in the pages that are
/// decompressed and in the text: as for workbooks.
const MOST_GROWTH: u64 = 200;
const ALWAYS_ALLOWED: u64 = 64 << 20;
const NEVER_ALLOWED: u64 = 2 << 30;

/// What a few bytes of runs can stand for, beside the pages themselves.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of the text: a column of one value takes hardly a byte in the file, and as many as the value has rows here.
    pub text: u64,
    /// Values of a page, and of a column of lists: some encodings are unpacked a page at a time, and a row of such a column
    /// may hold all. Sixteen bytes each.
    pub values: u64,
}

/// Those of every table.
pub const BOUNDS: Bounds = Bounds { text: NEVER_ALLOWED, values: 64 << 20 };

/// Bytes of a value that points into its page.
const A_VALUE: u64 = 16;

impl Bounds {
    /// Adds up what the pages grow to: first what the file declares, then, since that can lie, what each page is when it is
    /// decompressed. One page is held at a time.
    pub fn check<R: ChunkReader + 'static>(self, file: &Arc<R>, metadata: &ParquetMetaData) -> Result<(), TableError> {
        let limit = file.len().saturating_mul(MOST_GROWTH).clamp(ALWAYS_ALLOWED, NEVER_ALLOWED);
        let too_large = || TableError::TooLarge { limit };
        let (mut cells, mut declared, mut actual) = (0u64, 0u64, 0u64);
        for group in metadata.row_groups() {
            let rows = group.num_rows().max(0).cast_unsigned();
            cells = cells.saturating_add(rows.saturating_mul(group.columns().len() as u64));
            for chunk in group.columns() {
                declared = declared.saturating_add(chunk.uncompressed_size().max(0).cast_unsigned());
            }
        }
        // Every cell is a byte of the text at least.
        if cells > self.text {
            return Err(TableError::TooLarge { limit: self.text });
        }
        if declared > limit {
            return Err(too_large());
        }
        for group in metadata.row_groups() {
            let rows = usize::try_from(group.num_rows()).map_err(|_| TableError::Damaged("a count below zero"))?;
            for chunk in group.columns() {
                let mut pages = SerializedPageReader::new(Arc::clone(file), chunk, rows, None).map_err(damaged)?;
                let (mut of_column, of_lists) = (0, chunk.column_descr().max_rep_level() > 0);
                while let Some(page) = pages.get_next_page().map_err(damaged)? {
                    let of_page = u64::from(page.num_values());
                    of_column += if of_lists && page.is_data_page() { of_page } else { 0 };
                    if of_page.max(of_column) > self.values {
                        return Err(TableError::TooLarge { limit: self.values * A_VALUE });
                    }
                    actual = actual.saturating_add(page.buffer().len() as u64);
                    if actual > limit {
                        return Err(too_large());
                    }
                }
            }
        }
        Ok(())
    }
}
