//! The rows of a table, row group by row group on all cores.

use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;

use super::piece::{self, Piece, Whole};
use super::schema::COLUMNS;
use super::{ROW_GROUP, RegistrationsError, Table};
use crate::fields::Field;

impl Table {
    /// Reads every row, in the order of the table: a piece a row group, or several where a row group is larger than ours.
    /// `name`: the file's name, which rows without an origin are cited by. `provider`: for rows whose provider cell is
    /// empty or missing. `without`: fields that are taken for empty, and not decoded. `progress` is told of bytes and rows as they are read, from several threads.
    ///
    /// # Errors
    /// A damaged file; more rows or files than can be numbered.
    pub fn read(
        &self,
        name: &str,
        provider: Option<&str>,
        without: &[Field],
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Vec<Piece>, RegistrationsError> {
        let columns = self.columns();
        let whole = Whole { name, provider, columns: &columns };
        let mut first = 0_u64;
        let mut groups = Vec::new();
        for (number, group) in self.metadata.metadata().row_groups().iter().enumerate() {
            let rows = u64::try_from(group.num_rows()).map_err(|_| lost())?;
            let bytes = u64::try_from(group.compressed_size()).unwrap_or_default();
            groups.push((number, first, rows, bytes));
            first = first.checked_add(rows).ok_or_else(lost)?;
        }
        contained(|| {
            let pieces = groups.into_par_iter().map(|(number, first, rows, bytes)| {
                let pieces = self.row_group(number, whole, without, first, rows)?;
                progress(bytes, rows);
                Ok(pieces)
            });
            let pieces: Vec<Vec<Piece>> = pieces.collect::<Result<_, RegistrationsError>>()?;
            Ok(pieces.into_iter().flatten().collect())
        })
    }

    fn row_group(
        &self,
        number: usize,
        whole: Whole<'_>,
        without: &[Field],
        first: u64,
        rows: u64,
    ) -> Result<Vec<Piece>, RegistrationsError> {
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(self.bytes.clone(), self.metadata.clone())
            .with_row_groups(vec![number])
            .with_projection(self.wanted_of(number, without))
            .with_batch_size(ROW_GROUP)
            .build()
            .map_err(RegistrationsError::damaged)?;
        let (mut pieces, mut at) = (Vec::new(), 0);
        for batch in reader {
            let batch = batch.map_err(|error| RegistrationsError::damaged(error.into()))?;
            pieces.push(piece::read(&batch, whole, first + at)?);
            at += batch.num_rows() as u64;
        }
        // A damaged page can end early without a word.
        if at == rows { Ok(pieces) } else { Err(lost()) }
    }
}

impl Table {
    /// The columns that are read of a row group: those we know, but for the ones that its statistics say are empty. A
    /// column that is not read is empty too, and the Parquet reader takes longer for an empty column of texts than for all
    /// others together.
    fn wanted_of(&self, number: usize, without: &[Field]) -> ProjectionMask {
        let group = self.metadata.metadata().row_group(number);
        let schema = self.metadata.parquet_schema();
        let rows = u64::try_from(group.num_rows()).ok();
        let wanted = group.columns().iter().enumerate().filter_map(|(leaf, chunk)| {
            let root = schema.get_column_root_idx(leaf);
            let column =
                COLUMNS.iter().find(|column| self.names().get(root).is_some_and(|name| name == column.name))?;
            let nothing = chunk.statistics().and_then(|statistics| statistics.null_count_opt());
            let spared = column.field.is_some_and(|field| without.contains(&field));
            (column.needed || !spared && (nothing.is_none() || nothing != rows)).then_some(root)
        });
        ProjectionMask::roots(schema, wanted)
    }
}

fn lost() -> RegistrationsError {
    RegistrationsError::Damaged("it holds other rows than it says".to_owned())
}

/// Runs what decodes a file. The Parquet reader still has a few places that panic on damaged bytes instead of refusing
/// them; no file may stop the program, so such a file is damaged like any other. Nothing is left half done: what was
/// decoded is dropped.
pub(crate) fn contained<T>(decode: impl FnOnce() -> Result<T, RegistrationsError>) -> Result<T, RegistrationsError> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(RegistrationsError::Damaged("its decoder stopped".to_owned())))
}
