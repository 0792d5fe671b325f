//! `visits`: every visit, performed or not, with what the rules know of it.

use kvittens_model::{Double, Local, Performed, YearMonth, clock};
use kvittens_rules::scene::Scene;
use polars::prelude::Column;

use super::{People, days, flags, texts, times, wholes, words};

/// A column; `None` where there is none of the name.
#[allow(clippy::cast_possible_truncation, reason = "visits are counted in u32")]
pub fn column(scene: &Scene<'_>, people: &People<'_>, name: &str) -> Option<Column> {
    let (month, ids, v) = (scene.month, &scene.month.ids, &scene.month.visits);
    let facts = &scene.facts;
    let count = v.len() as u32;
    let each = || 0..count;
    let time = |of: &[Local]| times(name, of.iter().copied());
    let flag = |of: &dyn Fn(u32) -> bool| flags(name, each().map(of));
    let number = |of: &dyn Fn(u32) -> Option<i64>| wholes(name, each().map(of));
    let staff =
        |of: &[u32]| texts(name, v.provider.iter().zip(of).map(|(provider, id)| (people.staff)(*provider, *id)));
    Some(match name {
        "month" => texts(name, std::iter::repeat_n(Some(month.month.to_string()), v.len())),
        "visit_key" => number(&|at| Some(at.into())),
        "visit" => texts(name, v.visit.iter().map(|id| Some(ids.visit_text(*id)))),
        "provider" => words(name, &ids.provider, &v.provider),
        "unit" => words(name, &ids.unit, &v.unit),
        "customer" => {
            let called: Vec<Option<String>> = (0..ids.customer.len()).map(people.customer).collect();
            texts(name, v.customer.iter().map(|id| called.get(*id as usize).cloned().flatten()))
        }
        "staff" => staff(&v.staff),
        "services" => {
            let sets: Vec<String> =
                (0..ids.sets.len() as u32).map(|set| ids.services(set).collect::<Vec<_>>().join("|")).collect();
            texts(name, v.services.iter().map(|set| Some(sets.get(*set as usize).map_or("", String::as_str))))
        }
        "start" => time(&v.start),
        "stop" => time(&v.stop),
        "planned_start" => time(&v.planned_start),
        "planned_stop" => time(&v.planned_stop),
        "in_method" => texts(name, v.in_method.iter().map(|method| Some(method.name()))),
        "out_method" => texts(name, v.out_method.iter().map(|method| Some(method.name()))),
        "class" => texts(name, each().map(|at| Some(v.class(at, scene.settings.receipts).slug()))),
        "expects_receipt" => flag(&|at| facts.expects_receipt(at)),
        "performed" => flag(&|at| v.performed[at as usize] == Performed::Yes),
        "double" => flag(&|at| v.double[at as usize] == Double::Yes),
        "double_id" => words(name, &ids.double, &v.double_id),
        "reason" => words(name, &ids.reason, &v.reason),
        "entered_at" => time(&v.entered_at),
        "entered_by" => staff(&v.entered_by),
        "approved_at" => time(&v.approved_at),
        "tag" => words(name, &ids.tag, &v.tag),
        "device" => words(name, &ids.device, &v.device),
        "day" => days(name, each().map(|at| v.when(at))),
        "weekday" => number(&|at| v.when(at).get().map(|time| i64::from(YearMonth::weekday(time.day())) + 1)),
        "start_minute" => number(&|at| v.start[at as usize].get().map(|time| i64::from(time.second_of_day() / 60))),
        "start_second" => number(&|at| clock::moment(v.start[at as usize]).map(i64::from)),
        "stop_second" => number(&|at| clock::moment(v.stop[at as usize]).map(i64::from)),
        "seconds" => number(&|at| v.length(at).map(i64::from)),
        "minutes" => number(&|at| v.length(at).map(|seconds| i64::from(seconds.div_euclid(60)))),
        "planned_seconds" => number(&|at| v.planned_length(at).map(i64::from)),
        "merged" => number(&|at| i64::try_from(v.rows_of(at).len()).ok()),
        "timed" => flag(&|at| facts.timed(at)),
        "brief" => flag(&|at| facts.brief(at)),
        "shared" => flag(&|at| facts.shared(at)),
        "away" => flag(&|at| facts.away(at)),
        "night" => flag(&|at| facts.night(at)),
        "too_long" => flag(&|at| facts.too_long(at)),
        "placeholder" => flag(&|at| facts.placeholder(at)),
        _ => return None,
    })
}
