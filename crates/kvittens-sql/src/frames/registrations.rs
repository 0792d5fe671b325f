//! `registrations`: every row of the exports that was used.

use kvittens_model::{Double, Local, Month, Performed};
use kvittens_rules::scene::Scene;
use polars::prelude::Column;

use super::{People, flags, texts, times, wholes, words};

/// The visit of each row, where it belongs to one.
pub fn keys(month: &Month) -> Vec<Option<i64>> {
    let mut keys = vec![None; month.rows.len()];
    for visit in 0..u32::try_from(month.visits.len()).unwrap_or(u32::MAX) {
        for row in month.visits.rows_of(visit) {
            keys[*row as usize] = Some(i64::from(visit));
        }
    }
    keys
}

/// A column; `None` where there is none of the name.
#[allow(clippy::cast_possible_truncation, reason = "sets are counted in u32")]
pub fn column(scene: &Scene<'_>, people: &People<'_>, keys: &[Option<i64>], name: &str) -> Option<Column> {
    let (month, ids, rows) = (scene.month, &scene.month.ids, &scene.month.rows);
    let time = |of: &[Local]| times(name, of.iter().copied());
    let staff =
        |of: &[u32]| texts(name, rows.provider.iter().zip(of).map(|(provider, id)| (people.staff)(*provider, *id)));
    Some(match name {
        "month" => texts(name, std::iter::repeat_n(Some(month.month.to_string()), rows.len())),
        "visit_key" => wholes(name, keys.iter().copied()),
        "provider" => words(name, &ids.provider, &rows.provider),
        "unit" => words(name, &ids.unit, &rows.unit),
        "visit" => texts(name, rows.visit.iter().map(|id| Some(ids.visit_text(*id)))),
        "customer" => texts(name, rows.customer.iter().map(|id| (people.customer)(*id))),
        "staff" => staff(&rows.staff),
        "services" => {
            let sets: Vec<String> =
                (0..ids.sets.len() as u32).map(|set| ids.services(set).collect::<Vec<_>>().join("|")).collect();
            texts(name, rows.services.iter().map(|set| Some(sets.get(*set as usize).map_or("", String::as_str))))
        }
        "planned_start" => time(&rows.planned_start),
        "planned_stop" => time(&rows.planned_stop),
        "start" => time(&rows.start),
        "stop" => time(&rows.stop),
        "in_method" => texts(name, rows.in_method.iter().map(|method| Some(method.name()))),
        "out_method" => texts(name, rows.out_method.iter().map(|method| Some(method.name()))),
        "tag" => words(name, &ids.tag, &rows.tag),
        "device" => words(name, &ids.device, &rows.device),
        "reason" => words(name, &ids.reason, &rows.reason),
        "entered_at" => time(&rows.entered_at),
        "entered_by" => staff(&rows.entered_by),
        "approved_at" => time(&rows.approved_at),
        "performed" => flags(name, rows.performed.iter().map(|status| *status == Performed::Yes)),
        "double" => flags(name, rows.double.iter().map(|double| *double == Double::Yes)),
        "double_id" => words(name, &ids.double, &rows.double_id),
        "file" => {
            texts(name, rows.file.iter().map(|file| month.files.get(usize::from(*file)).map(|of| of.name.as_str())))
        }
        "row" => wholes(name, rows.line.iter().map(|line| Some(i64::from(*line)))),
        "manual_export" => {
            let manual = |file: &u16| month.files.get(usize::from(*file)).is_some_and(|of| of.manual);
            flags(name, rows.file.iter().map(manual))
        }
        _ => return None,
    })
}
