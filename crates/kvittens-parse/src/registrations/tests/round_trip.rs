//! What is written is read again, row by row and field by field.

use kvittens_model::{NoteCode, Rows};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::*;
use crate::fields::Field;
use crate::registrations::schema::COLUMNS;

#[test]
fn a_month_comes_back_field_by_field() {
    let (before, after) = (of_month(&MONTH), of_pieces(&pieces(&TABLE)));
    assert!(before.len() > 1000);
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
}

#[test]
fn every_column_holds_something_in_this_month() {
    let rows = of_pieces(&pieces(&TABLE));
    for field in 0..rows[0].len() {
        assert!(rows.iter().any(|row| row[field] != rows[0][field]), "{field}");
    }
}

#[test]
fn a_month_of_several_services_a_row_comes_back() {
    let mut month = MONTH.clone();
    let set = month.ids.sets.push(&[0, 1, 2]);
    month.rows.services[5] = set;
    month.rows.services[9] = set;
    let after = of_pieces(&pieces(&written(&month)));
    assert_eq!(of_month(&month), after);
    assert_eq!(after.iter().filter(|row| row[5].matches('\u{1f}').count() == 2).count(), 2);
}

#[test]
fn a_month_of_more_rows_than_a_row_group_comes_back_in_pieces() {
    let mut month = MONTH.clone();
    let count = month.rows.len();
    for round in 1..140_000 / u32::try_from(count).unwrap() + 1 {
        for at in 0..count {
            let mut row = month.rows.get(at);
            row.line += round * 100_000;
            month.rows.push(row);
        }
    }
    let pieces = pieces(&written(&month));
    assert_eq!(pieces.len(), 2);
    assert_eq!(of_pieces(&pieces), of_month(&month));
}

#[test]
fn a_month_without_a_row_is_an_empty_table() {
    let month = Month { rows: Rows::default(), ..MONTH.clone() };
    assert!(of_pieces(&pieces(&written(&month))).is_empty());
}

#[test]
fn the_same_rows_give_the_same_bytes_in_whatever_order_they_stand() {
    assert_eq!(written(&MONTH), *TABLE);
    let mut month = MONTH.clone();
    month.rows = Rows::default();
    (0..MONTH.rows.len()).rev().for_each(|at| month.rows.push(MONTH.rows.get(at)));
    assert_eq!(written(&month), *TABLE);
}

#[test]
fn another_row_gives_other_bytes() {
    let mut month = MONTH.clone();
    month.rows.line[0] += 1;
    assert_ne!(written(&month), *TABLE);
}

#[test]
fn rows_are_told_of_their_own_exports() {
    let pieces = pieces(&TABLE);
    let [piece] = &pieces[..] else { panic!("one row group") };
    let told = |name: &str| piece.files.iter().find(|file| file.name == name).unwrap();
    let (extra, manual) = (told("extra.csv"), told("manuell.csv"));
    assert_eq!((extra.rows, extra.manual, manual.manual), (7, false, true));
    let seen: Vec<_> = extra.seen.iter().map(|(code, field, seen)| (*code, *field, seen.count, seen.first)).collect();
    assert!(seen.contains(&(NoteCode::MangledTag, Field::Tag, 1, 5)), "{seen:?}");
    assert!(seen.contains(&(NoteCode::UnknownWord, Field::Status, 1, 8)), "{seen:?}");
    assert_eq!(piece.files.iter().map(|file| file.rows).sum::<u64>(), piece.rows.len() as u64);
    assert!(piece.files.iter().all(|file| file.rejected.is_empty()));
}

#[test]
fn the_table_says_what_it_is() {
    let table = Table::open(TABLE.clone(), false).unwrap();
    assert_eq!((table.is_ours(), table.month()), (true, Some(MONTH.month)));
    assert_eq!(table.names(), COLUMNS.map(|column| column.name));
    assert_eq!(table.columns()[Field::Customer as usize], Some(3));
    assert_eq!(table.columns()[Field::Minutes as usize], None);
    assert!(table.ignored().is_empty());
}

#[test]
fn row_groups_are_sorted_and_have_statistics_and_page_indexes() {
    let reader = SerializedFileReader::new(TABLE.clone()).unwrap();
    let group = reader.metadata().row_group(0);
    let sorted: Vec<String> = group
        .sorting_columns()
        .unwrap()
        .iter()
        .map(|by| group.column(usize::try_from(by.column_idx).unwrap()).column_path().string())
        .collect();
    assert_eq!(sorted, ["customer", "start"]);
    for column in group.columns() {
        assert!(column.statistics().is_some(), "{}", column.column_path());
        assert!(column.offset_index_offset().is_some() && column.column_index_offset().is_some());
    }
    let customers: Vec<String> = of_pieces(&pieces(&TABLE)).into_iter().map(|row| row[3].clone()).collect();
    assert!(customers.is_sorted());
}
