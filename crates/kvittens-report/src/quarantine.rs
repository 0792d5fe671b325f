//! karantan.csv: every row that was set aside, with file, row, column, code and reason; never its content.

use std::io::{self, Write};

use crate::Check;
use kvittens_tables::csv::{Cell, Dialect, Writer};

/// Writes the table.
///
/// # Errors
/// As the writer's.
pub fn csv<W: Write>(check: &Check<'_>, out: W, dialect: Dialect) -> io::Result<W> {
    let mut writer = Writer::new(out, dialect, &["file", "row", "column", "code", "reason"])?;
    let words = check.options.lang.words();
    for rejected in &check.run.month.rejected {
        writer.row(&[
            check.run.month.files[usize::from(rejected.file)].name.as_str().into(),
            Cell::Integer(rejected.line.into()),
            rejected.column.clone().into(),
            rejected.why.code().as_str().into(),
            (words.rejection)(rejected.why).as_str().into(),
        ])?;
    }
    writer.finish()
}
