//! A plain table: a caption, columns, and rows of texts.

use askama::Template;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
}

impl Column {
    /// Of texts.
    pub fn text(head: impl Into<String>) -> Column {
        Column { head: head.into(), number: false }
    }

    /// Of numbers.
    pub fn number(head: impl Into<String>) -> Column {
        Column { head: head.into(), number: true }
    }
}

/// A table. It is written without anything per row that a page of 20 000 rows would feel.
#[derive(Template)]
#[template(path = "table.html")]
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as wide as the columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Without the columns in which nothing stands.
    pub fn without_empty_columns(mut self) -> Table {
        let holds: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        let keep = |at: usize| holds.get(at).copied().unwrap_or_default();
        let mut at = 0..;
        self.columns.retain(|_| at.next().is_some_and(keep));
        for row in &mut self.rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_some_and(keep));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_leaves_out_empty_columns_and_escapes_its_cells() {
        let table = Table {
            caption: "Rader".into(),
            columns: vec![Column::text("a"), Column::text("b"), Column::number("c")],
            rows: vec![vec!["<b>".into(), String::new(), "1".into()]],
        };
        let made = table.without_empty_columns().render().unwrap();
        assert_eq!(made.matches("<th scope=\"col\"").count(), 2);
        assert!(made.contains("&#60;b&#62;") && made.contains("<td class=\"n\">1</td>"), "{made}");
    }
}
