//! Rows of a month → the columns of the table.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, DictionaryArray, Int32Array, Int64Array, ListArray, StringArray, TimestampMillisecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Int32Type};
use arrow::error::ArrowError;
use kvittens_model::{Dictionary, Id, Local, Month, NO_ID, VisitId};
use rustc_hash::FxHashMap;

use super::schema::Kind;
use super::words;

/// The columns of the rows at these positions, in the order of the table. `manual`: which files are manual exports.
///
/// # Errors
/// None on data: an error of the program.
pub fn of(month: &Month, manual: &[bool], at: &[u32]) -> Result<Vec<ArrayRef>, ArrowError> {
    let (ids, rows) = (&month.ids, &month.rows);
    let text = |column: &[Id], dictionary: &Dictionary| {
        let present = |id: Id| (id != NO_ID).then_some(id);
        coded(at.iter().map(|at| present(column[*at as usize])), |id| dictionary.text(id).into())
    };
    let word =
        |of: &dyn Fn(usize) -> &'static str| coded(at.iter().map(|at| Some(of(*at as usize))), |word| word.into());
    let time = |column: &[Local]| -> ArrayRef {
        let times = at.iter().map(|at| column[*at as usize].get().map(|time| time.unix() * 1000));
        Arc::new(times.collect::<TimestampMillisecondArray>())
    };
    let visit = |at: &u32| Some(rows.visit[*at as usize]).filter(|visit: &VisitId| visit.is_some());
    let file = |at: &u32| Some(rows.file[*at as usize]);
    Ok(vec![
        text(&rows.provider, &ids.provider)?,
        text(&rows.unit, &ids.unit)?,
        coded(at.iter().map(visit), |visit| ids.visit_text(visit))?,
        text(&rows.customer, &ids.customer)?,
        text(&rows.staff, &ids.staff)?,
        services(month, at)?,
        time(&rows.planned_start),
        time(&rows.planned_stop),
        time(&rows.start),
        time(&rows.stop),
        word(&|at| rows.in_method[at].name())?,
        word(&|at| rows.out_method[at].name())?,
        word(&|at| words::of_performed(rows.performed[at]))?,
        word(&|at| words::of_double(rows.double[at]))?,
        text(&rows.tag, &ids.tag)?,
        text(&rows.device, &ids.device)?,
        text(&rows.reason, &ids.reason)?,
        time(&rows.entered_at),
        text(&rows.entered_by, &ids.staff)?,
        time(&rows.approved_at),
        text(&rows.double_id, &ids.double)?,
        coded(at.iter().map(file), |file| month.files[usize::from(file)].name.as_str().into())?,
        Arc::new(at.iter().map(|at| Some(i64::from(rows.line[*at as usize]))).collect::<Int64Array>()),
        word(&|at| words::of_export(manual[usize::from(rows.file[at])]))?,
    ])
}

/// A text column: each word once, in the order they come, and its number in each row.
fn coded<'a, W: Copy + Eq + std::hash::Hash>(
    of_rows: impl Iterator<Item = Option<W>>,
    text: impl Fn(W) -> Cow<'a, str>,
) -> Result<ArrayRef, ArrowError> {
    let mut numbers: FxHashMap<W, i32> = FxHashMap::default();
    let mut texts: Vec<Cow<'a, str>> = Vec::new();
    let mut number = |word: W| {
        *numbers.entry(word).or_insert_with(|| {
            texts.push(text(word));
            i32::try_from(texts.len() - 1).unwrap_or(i32::MAX)
        })
    };
    let keys: Int32Array = of_rows.map(|word| word.map(&mut number)).collect();
    let values = StringArray::from_iter_values(&texts);
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(values))?))
}

/// The services of each row; a row without any has an empty list.
fn services(month: &Month, at: &[u32]) -> Result<ArrayRef, ArrowError> {
    let DataType::List(element) = Kind::Texts.in_memory() else {
        return Err(ArrowError::SchemaError("services are a list".to_owned()));
    };
    let of_row = |at: &u32| month.ids.sets.get(month.rows.services[*at as usize]);
    let offsets = OffsetBuffer::from_lengths(at.iter().map(|at| of_row(at).len()));
    let members = at.iter().flat_map(|at| of_row(at).iter().map(|service| Some(*service)));
    let texts = coded(members, |service| month.ids.service.text(service).into())?;
    Ok(Arc::new(ListArray::try_new(element, offsets, texts, None)?))
}
