//! `registrations`: every row of the exports that was used.

use kvittens_model::{Double, Id, Local, Month, Performed};
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
    let of = &rows.entries;
    let word = |dictionary, column: &[Id]| words(name, dictionary, &rows.each(column).collect::<Vec<Id>>());
    let time = |column: &[Local]| times(name, rows.each(column));
    let staff = |column: &[Id]| {
        let named = rows.each(&of.provider).zip(rows.each(column));
        texts(name, named.map(|(provider, id)| (people.staff)(provider, id)))
    };
    Some(match name {
        "month" => texts(name, std::iter::repeat_n(Some(month.month.to_string()), rows.len())),
        "visit_key" => wholes(name, keys.iter().copied()),
        "provider" => word(&ids.provider, &of.provider),
        "unit" => word(&ids.unit, &of.unit),
        "visit" => texts(name, rows.each(&of.visit).map(|id| Some(ids.visit_text(id)))),
        "customer" => texts(name, rows.each(&of.customer).map(|id| (people.customer)(id))),
        "staff" => staff(&of.staff),
        "services" => {
            let sets: Vec<String> =
                (0..ids.sets.len() as u32).map(|set| ids.services(set).collect::<Vec<_>>().join("|")).collect();
            texts(name, rows.services.iter().map(|set| Some(sets.get(*set as usize).map_or("", String::as_str))))
        }
        "planned_start" => time(&of.planned_start),
        "planned_stop" => time(&of.planned_stop),
        "start" => time(&of.start),
        "stop" => time(&of.stop),
        "in_method" => texts(name, rows.each(&of.in_method).map(|method| Some(method.name()))),
        "out_method" => texts(name, rows.each(&of.out_method).map(|method| Some(method.name()))),
        "tag" => word(&ids.tag, &of.tag),
        "device" => word(&ids.device, &of.device),
        "reason" => word(&ids.reason, &of.reason),
        "entered_at" => time(&of.entered_at),
        "entered_by" => staff(&of.entered_by),
        "approved_at" => time(&of.approved_at),
        "performed" => flags(name, rows.each(&of.performed).map(|status| status == Performed::Yes)),
        "double" => flags(name, rows.double.iter().map(|double| *double == Double::Yes)),
        "double_id" => word(&ids.double, &of.double_id),
        "file" => {
            texts(name, rows.each(&of.file).map(|file| month.files.get(usize::from(file)).map(|of| of.name.as_str())))
        }
        "row" => wholes(name, rows.line.iter().map(|line| Some(i64::from(*line)))),
        "manual_export" => {
            let manual = |file: u16| month.files.get(usize::from(file)).is_some_and(|of| of.manual);
            flags(name, rows.each(&of.file).map(manual))
        }
        _ => return None,
    })
}
