//! The visits of a month, where visits.parquet was kept: what stands in it, in its order. What does not (the tag, the
//! phone, who entered it) is not there.

use std::collections::BTreeMap;

use arrow::array::{Array, BooleanArray};
use kvittens_model::rows::Row;
use kvittens_model::{Dictionary, Double, Id, Ids, InputFile, Method, NO_ID, Performed, Rows, VisitId, Visits};

use super::columns::{Columns, listed, text};
use super::findings::places;
use super::people::People;
use super::{AgainError, word};

/// The table's name.
pub const FILE: &str = "visits.parquet";

/// The visits. Their ids and sets of services are added to the ids.
pub fn visits(table: &Columns, ids: &mut Ids, people: &People) -> Result<Visits, AgainError> {
    let [visit, provider, unit, customer, staff, in_method, out_method, reason] =
        ["visit", "provider", "unit", "customer", "staff", "in_method", "out_method", "reason"]
            .map(|name| table.texts(name));
    let (visit, provider, unit, customer, staff) = (visit?, provider?, unit?, customer?, staff?);
    let (in_method, out_method, reason) = (in_method?, out_method?, reason?);
    let [start, stop, planned_start, planned_stop, entered_at, approved_at] =
        ["start", "stop", "planned_start", "planned_stop", "entered_at", "approved_at"].map(|name| table.times(name));
    let (start, stop, planned_start, planned_stop) = (start?, stop?, planned_start?, planned_stop?);
    let (entered_at, approved_at) = (entered_at?, approved_at?);
    let (performed, double, services) = (table.flags("performed")?, table.flags("double")?, table.lists("services")?);
    ids.visit = words((0..table.len()).filter_map(|at| text(visit, at)));
    let mut sets: BTreeMap<Vec<Id>, Id> = BTreeMap::new();
    let mut made = Visits::default();
    for at in 0..table.len() {
        let known =
            |dictionary: &Dictionary, cell: Option<&str>| cell.and_then(|cell| dictionary.find(cell)).unwrap_or(NO_ID);
        let method = |cell: Option<&str>| word::of(Method::ALL, Method::name, cell.unwrap_or_default());
        let of_visit: Vec<Id> =
            listed(services, at).iter().flatten().filter_map(|name| ids.service.find(name)).collect();
        let set = *sets.entry(of_visit).or_insert_with_key(|set| ids.sets.push(set));
        made.visit.push(visit_id(ids, text(visit, at)));
        made.provider.push(known(&ids.provider, text(provider, at)));
        made.unit.push(known(&ids.unit, text(unit, at)));
        made.customer.push(people.customer(ids, text(customer, at)));
        made.staff.push(people.staff(ids, text(staff, at)));
        made.services.push(set);
        made.start.push(start.get(at));
        made.stop.push(stop.get(at));
        made.planned_start.push(planned_start.get(at));
        made.planned_stop.push(planned_stop.get(at));
        made.in_method.push(method(text(in_method, at)).ok_or_else(|| table.wrong("in_method"))?);
        made.out_method.push(method(text(out_method, at)).ok_or_else(|| table.wrong("out_method"))?);
        made.performed.push(if flag(performed, at) { Performed::Yes } else { Performed::No });
        made.double.push(if flag(double, at) { Double::Yes } else { Double::No });
        made.reason.push(known(&ids.reason, text(reason, at)));
        made.entered_at.push(entered_at.get(at));
        made.approved_at.push(approved_at.get(at));
    }
    for nobody in [&mut made.double_id, &mut made.entered_by, &mut made.tag, &mut made.device] {
        *nobody = vec![NO_ID; table.len()];
    }
    Ok(made)
}

/// Whether each visit is counted in the rates of receipts.
pub fn expected(table: &Columns) -> Result<Vec<bool>, AgainError> {
    let expects = table.flags("expects_receipt")?;
    Ok((0..table.len()).map(|at| flag(expects, at)).collect())
}

/// Where the rows of the visits stand in the files, and nothing else of them. Each visit gets its own.
pub fn rows(table: &Columns, files: &[InputFile], visits: &mut Visits) -> Result<Rows, AgainError> {
    let numbers: BTreeMap<&str, u16> = files.iter().map(|file| file.name.as_str()).zip(0..).collect();
    let mut rows = Rows::default();
    for at in 0..table.len() {
        for (file, line) in places(table, "rows", at)?.unwrap_or_default() {
            let file = numbers.get(file.as_ref()).copied().ok_or_else(|| table.wrong("rows"))?;
            let line = u32::try_from(line).map_err(|_| table.wrong("rows"))?;
            visits.rows.push(u32::try_from(rows.len()).map_err(|_| table.wrong("rows"))?);
            rows.push(Row { provider: visits.provider[at], file, line, ..Row::NONE });
        }
        visits.row_ends.push(u32::try_from(rows.len()).map_err(|_| table.wrong("rows"))?);
    }
    Ok(rows)
}

fn flag(column: &BooleanArray, at: usize) -> bool {
    column.is_valid(at) && column.value(at)
}

/// The ids that are not all digits.
fn words<'t>(texts: impl Iterator<Item = &'t str>) -> Dictionary {
    let mut texts: Vec<&str> =
        texts.filter(|text| !text.is_empty() && VisitId::from_digits(text.as_bytes()).is_none()).collect();
    texts.sort_unstable();
    texts.dedup();
    Dictionary::from_sorted(texts)
}

fn visit_id(ids: &Ids, text: Option<&str>) -> VisitId {
    let text = text.unwrap_or_default();
    let word = || ids.visit.find(text).map(VisitId::from_word);
    VisitId::from_digits(text.as_bytes()).or_else(word).unwrap_or(VisitId::NONE)
}
