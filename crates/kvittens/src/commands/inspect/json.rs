//! An inspection for programs.

use kvittens_parse::{Inspection, Shared};
use serde_json::{Value, json};

use super::layout;

/// The inspection as JSON.
pub fn of(inspection: &Inspection) -> Value {
    let layouts = inspection.layouts.iter().map(|fit| {
        json!({
            "layout": fit.name,
            "fits": fit.fits,
            "known": fit.known,
            "lacking": fit.lacking.iter().map(|(field, column, meant)| json!({
                "field": layout::key(*field), "column": column, "meant": meant,
            })).collect::<Vec<_>>(),
            "excluded": fit.excluded,
        })
    });
    let columns = inspection.columns.iter().map(|column| {
        json!({
            "header": column.header,
            "field": column.field.map(layout::key),
            "filled": column.filled,
            "distinct": column.distinct,
            "forms": column.forms.iter().take(20).map(|(form, count)| json!([form, count])).collect::<Vec<_>>(),
        })
    });
    let reading = match &inspection.reading {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(month) => {
            let file = &month.files[0];
            let (customers, staff) = (Shared::customers(month), Shared::staff(month));
            json!({
                "month": month.month.to_string(),
                "read": file.read,
                "used": file.used,
                "set_aside": file.rejected,
                "other_month": file.other_month,
                "rejected": month.rejected.iter().take(1000).map(|row| json!({
                    "row": row.line, "column": row.column, "code": row.why.code(),
                })).collect::<Vec<_>>(),
                "notes": month.notes.iter().map(|note| json!({
                    "code": note.code.code(), "column": note.column, "count": note.count, "first_row": note.first_line,
                })).collect::<Vec<_>>(),
                "customers": { "ids": customers.ids, "at_several_providers": customers.shared },
                "staff": { "ids": staff.ids, "at_several_providers": staff.shared },
            })
        }
    };
    json!({
        "file": inspection.file,
        "encoding": inspection.encoding,
        "delimiter": inspection.delimiter,
        "lines_above_header": inspection.lines_above,
        "layouts": layouts.collect::<Vec<_>>(),
        "nearest": inspection.nearest.map(|at| inspection.layouts[at].name.clone()),
        "columns": columns.collect::<Vec<_>>(),
        "rows_looked_at": inspection.looked_at,
        "first_rows": inspection.rows,
        "reading": reading,
    })
}
