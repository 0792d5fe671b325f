//! Minutes and kronor in question against a count second by second; and what must not change them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kvittens_model::companion::{Billed, Companion, Companions, Decision, Granted, Period, Planned};
use kvittens_model::{Code, Finding, Id, Local, Month, NO_ID, State};
use kvittens_rules::ground::Ground;
use kvittens_rules::money::{Comparison, Model, Pay, Payment, Questioned, Rate, Sum};
use kvittens_rules::orders::Ordered;
use kvittens_rules::scene::Scene;
use kvittens_rules::{Engine, Order, ProviderKind, Settings};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::facts::Naive;
use crate::params::{Params, params, settings};
use crate::{files, fixed, rows};

/// Rates of all kinds; a month's service groups are "omvårdnad" and "service", where services are configured.
fn rates() -> Vec<Rate> {
    let rate = |provider: Option<&str>, group: Option<&str>, hour: Option<f64>, occasion: Option<f64>, from| Rate {
        provider: provider.map(str::to_owned),
        group: group.map(str::to_owned),
        kronor_per_hour: hour,
        kronor_per_occasion: occasion,
        from,
        to: None,
        source: "Avtal".to_owned(),
    };
    let (a, b, care) = (Some("Utförare A"), Some("Utförare B"), Some("omvårdnad"));
    let ended = Rate { to: Some((2022, 3, 9)), ..rate(a, care, Some(701.13), None, Some((2022, 3, 3))) };
    vec![
        rate(None, None, Some(512.0), None, None),
        rate(None, None, Some(530.07), None, Some((2022, 3, 5))),
        rate(None, care, Some(611.11), None, Some((2022, 3, 2))),
        rate(a, None, Some(499.99), None, None),
        rate(b, care, Some(650.0), None, None),
        ended,
        rate(None, None, None, Some(45.5), None),
        rate(b, Some("service"), None, Some(60.01), Some((2022, 3, 4))),
    ]
}

fn pay() -> impl Strategy<Value = Pay> {
    let model = || select(vec![None, Some(Model::Performed), Some(Model::Granted), Some(Model::Occasion)]);
    let some = (model(), model(), select(vec![None, Some(Model::Schablon)]));
    (some, subsequence(rates(), 0..=8)).prop_map(|((care, home, other), rates)| {
        let named = [("omvårdnad", care), ("service", home), ("default", other)];
        let models = named.into_iter().filter_map(|(name, model)| Some((name.to_owned(), Payment { model: model? })));
        Pay { models: models.collect(), rates }
    })
}

fn by_staff(month: &Month, settings: &Settings) -> Ordered {
    Ordered::make(month, Order::Staff, settings.municipal_staff)
}

/// Which seconds a finding is about, from the catalogue's text.
fn seconds(naive: &Naive<'_>, finding: &Finding) -> BTreeSet<(u32, i32)> {
    let mut told = BTreeSet::new();
    if finding.state != State::Open || finding.minutes == 0 {
        return told;
    }
    let mut add = |visit: u32, from: i32, to: i32| told.extend((from..to).map(|second| (visit, second)));
    let visit = finding.visit.unwrap();
    match finding.rule.as_str() {
        "D203" | "M301" | "M302" => {
            for other in finding.others.iter().filter(|other| naive.span(**other).is_some()) {
                let (from, to) = naive.span(*other).unwrap();
                add(*other, from, to);
            }
        }
        "P501" | "P509" => {
            // Each of the others goes on when the visit starts, so the longest overlap holds them all.
            let (from, _) = naive.span(visit).unwrap();
            let longest = finding.others.iter().filter_map(|other| naive.shared(visit, *other)).max().unwrap();
            add(visit, from, from + longest);
        }
        "P507" | "D204" => {
            for part in finding.parts.as_ref().unwrap() {
                let (from, to) = naive.span(part.visit).unwrap();
                assert!(from <= part.from && part.to <= to);
                add(part.visit, part.from, part.to);
            }
        }
        _ => {
            let (from, to) = naive.span(visit).unwrap();
            add(visit, from, to);
        }
    }
    let minutes = i32::try_from(told.len() / 60).unwrap();
    assert_eq!(minutes, finding.minutes, "{} has other minutes than its parts", finding.rule);
    told
}

/// Öre times 3 600 of seconds, dealt to the services one by one; and how many have no price, or need none.
fn paid(naive: &Naive<'_>, told: &BTreeSet<(u32, i32)>) -> (i128, i64, i64) {
    let mut by_visit: BTreeMap<u32, usize> = BTreeMap::new();
    told.iter().for_each(|(visit, _)| *by_visit.entry(*visit).or_default() += 1);
    let (mut pay, mut unpriced, mut fixed) = (0, 0, 0);
    for (visit, count) in by_visit {
        let mut names: Vec<&str> = naive.service_names(visit);
        if names.is_empty() {
            names.push("");
        }
        let mut occasions = BTreeSet::new();
        for (at, name) in names.iter().enumerate() {
            let dealt = (0..count).filter(|second| second % names.len() == at).count() as i64;
            let group = naive.settings.services.get(*name).and_then(|rule| rule.group.as_deref());
            let models = &naive.settings.pay.models;
            let model = group.and_then(|group| models.get(group)).or(models.get("default"));
            let model = model.map_or(Model::Performed, |payment| payment.model);
            if matches!(model, Model::Granted | Model::Schablon) {
                fixed += dealt;
                continue;
            }
            let occasion = model == Model::Occasion;
            match price(naive, visit, group, occasion) {
                Some(ore) if occasion => pay += if occasions.insert(group) { i128::from(ore) * 3600 } else { 0 },
                Some(ore) => pay += i128::from(ore) * i128::from(dealt),
                None if night(naive, visit) => fixed += dealt,
                None => unpriced += dealt,
            }
        }
    }
    (pay, unpriced, fixed)
}

fn night(naive: &Naive<'_>, visit: u32) -> bool {
    let ids = &naive.month.ids;
    let provider = naive.settings.providers.get(ids.provider.text(naive.provider(visit)));
    let unit = ids.unit.get(naive.unit(visit)).unwrap_or_default();
    provider == Some(&ProviderKind::Night) || naive.settings.night_units.iter().any(|night| night == unit)
}

#[allow(clippy::cast_possible_truncation)]
fn price(naive: &Naive<'_>, visit: u32, group: Option<&str>, occasion: bool) -> Option<i64> {
    let name = naive.month.ids.provider.text(naive.provider(visit));
    let day = naive.visits().start[visit as usize].civil();
    let mut found: Vec<&Rate> = naive.settings.pay.rates.iter().collect();
    found.retain(|rate| rate.kronor_per_occasion.is_some() == occasion);
    found.retain(|rate| rate.provider.as_deref().map_or(!night(naive, visit), |of| of == name));
    found.retain(|rate| rate.group.is_none() || rate.group.as_deref() == group);
    found.retain(|rate| rate.from.is_none_or(|from| from <= day) && rate.to.is_none_or(|to| day <= to));
    // Stable sorts, the weakest first.
    found.sort_by_key(|rate| rate.from);
    found.sort_by_key(|rate| rate.group.is_some());
    found.sort_by_key(|rate| rate.provider.is_some());
    found.last().map(|rate| (rate.kronor_per_hour.or(rate.kronor_per_occasion).unwrap() * 100.0).round() as i64)
}

fn same(naive: &Naive<'_>, told: &BTreeSet<(u32, i32)>, sum: Sum) -> Result<(), TestCaseError> {
    let (pay, unpriced, fixed) = paid(naive, told);
    prop_assert_eq!(sum.seconds, told.len() as i64);
    prop_assert_eq!((sum.unpriced, sum.fixed), (unpriced, fixed));
    let ore = (unpriced == 0 || pay > 0).then(|| (pay as f64 / 3600.0).round());
    // Half an öre is a rational that a float may miss.
    prop_assert!(sum.ore().zip(ore).is_none_or(|(ours, theirs)| (ours as f64 - theirs).abs() <= 1.0), "{:?}", ore);
    prop_assert_eq!(sum.ore().is_some(), ore.is_some());
    Ok(())
}

fn agree(month: &Month, settings: &Settings, params: &Params) -> Result<(), TestCaseError> {
    let (rules, naive) = (params.rules(), Naive { month, settings, params });
    let outcome = Engine::new(&rules, settings).run(month);
    let told: Vec<(&Finding, BTreeSet<(u32, i32)>)> = outcome
        .findings
        .iter()
        .filter(|finding| finding.visit.is_some())
        .map(|finding| (finding, seconds(&naive, finding)))
        .collect();
    let all = |wanted: &dyn Fn(&Finding) -> bool| -> BTreeSet<(u32, i32)> {
        told.iter().filter(|(finding, _)| wanted(finding)).flat_map(|(_, seconds)| seconds).copied().collect()
    };
    let questioned = &outcome.questioned;
    same(&naive, &all(&|_| true), questioned.total.all())?;
    for provider in 0..month.ids.provider.len() {
        let own = |visit: &u32| naive.provider(*visit) == provider;
        let told: BTreeSet<(u32, i32)> = all(&|_| true).into_iter().filter(|(visit, _)| own(visit)).collect();
        same(&naive, &told, questioned.total.of(provider))?;
        prop_assert!(questioned.total.of(provider).seconds <= *questioned.registered.get(&provider).unwrap_or(&0));
    }
    let codes: BTreeSet<Code> = outcome.runs.iter().map(|run| run.code).collect();
    for code in codes {
        let sums = questioned.rules.get(&code).cloned().unwrap_or_default();
        same(&naive, &all(&|finding| finding.rule == code), sums.all())?;
    }
    let primaries: BTreeSet<u32> = told.iter().filter_map(|(finding, _)| finding.case).collect();
    for case in primaries {
        let sum = questioned.cases.get(&case).copied().unwrap_or_default();
        same(&naive, &all(&|finding| finding.case == Some(case)), sum)?;
    }
    let registered = naive.performed().into_iter().filter_map(|visit| naive.span(visit));
    prop_assert_eq!(questioned.registered(), registered.map(|(from, to)| i64::from(to - from)).sum::<i64>());
    let over_rules: i64 = questioned.rules.values().map(|sums| sums.all().seconds).sum();
    prop_assert!(questioned.total.all().seconds <= over_rules.min(questioned.registered()));
    // Cases share no visit, so their sum is the whole.
    prop_assert_eq!(questioned.cases.values().map(|sum| sum.seconds).sum::<i64>(), questioned.total.all().seconds);
    let turned: Vec<Finding> = outcome.findings.iter().rev().cloned().collect();
    let staff = by_staff(month, settings);
    let scene = Scene::new(month, settings, Ground::of(&rules), &staff);
    let again = Questioned::of(&scene, &turned, &BTreeSet::new());
    prop_assert_eq!(&again, questioned);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(64))]

    #[test]
    fn minutes_and_kronor_agree_with_a_count_of_seconds(
        (kind, rows) in rows::dense(), params in params(), settings in settings(), pay in pay()
    ) {
        agree(&files::read(&kind, &rows), &Settings { pay, ..settings }, &params)?;
    }
}

/// Random decisions, planned visits and invoices of a month's people.
type Beside = (Vec<(u32, u32, u32, i64, u32)>, Vec<(u32, u32, u32, i32)>, Vec<(u32, u32, u32, i64)>);

fn beside() -> impl Strategy<Value = Beside> {
    let who = || (0..3u32, 0..4u32, 0..5u32);
    let decisions = (who(), 0..40i64, 0..3u32).prop_map(|((a, b, c), hours, kind)| (a, b, c, hours, kind));
    let plan = (who(), 0..3i32).prop_map(|((a, b, c), half_hours)| (a, b, c, half_hours));
    let billing = (who(), 0..9000i64).prop_map(|((a, b, c), seconds)| (a, b, c, seconds));
    let some = |of| proptest::collection::vec(of, 0..12);
    (some(decisions), proptest::collection::vec(plan, 0..12), proptest::collection::vec(billing, 0..12))
}

/// An id below a dictionary's length; the last draw is none.
fn within(draw: u32, most: u32, length: u32) -> Id {
    if draw + 1 == most || draw >= length { NO_ID } else { draw }
}

fn with(mut month: Month, (decisions, plan, billing): Beside) -> Month {
    let [providers, customers, services] =
        [month.ids.provider.len(), month.ids.customer.len(), month.ids.service.len()];
    let provider = |draw| within(draw, 3, providers);
    let customer = |draw: u32| draw.min(customers - 1);
    let service = |draw| within(draw, 5, services);
    let open = Period { from: Local::NONE, to: None };
    let all = &mut month.companions;
    all.delivered.extend([Companion::Decisions, Companion::Plan, Companion::Billing]);
    for (a, b, c, hours, kind) in decisions {
        let granted = match kind {
            0 => Granted::Month(hours * 3600),
            1 => Granted::Occasion(hours * 60, Some(850)),
            _ => Granted::Untold,
        };
        let (provider, customer, service) = (provider(a), customer(b), service(c));
        all.decisions.push(Decision { customer, service, provider, granted, double: hours % 2 == 1, period: open });
    }
    for (a, b, c, length) in plan {
        let start = Local::from_seconds(month.month.first().seconds() + 7 * 3600);
        let stop = Local::from_seconds(start.seconds() + length * 1800);
        let (provider, customer, service) = (a.min(providers - 1), customer(b), service(c));
        all.plan.push(Planned { provider, customer, start, stop, staff: NO_ID, service });
    }
    for (a, b, c, seconds) in billing {
        let (provider, customer, service) = (a.min(providers - 1), customer(b), service(c));
        all.billing.push(Billed { provider, customer, service, seconds, ore: Some(seconds) });
    }
    all.decisions.sort_unstable();
    all.decisions.dedup();
    all.plan.sort_unstable();
    all.billing.sort_unstable();
    month
}

/// Seconds that hold of a month's decisions, which are in force all month, and how many of these tell no time.
fn granted(all: &Companions, month: &Month) -> (i64, i64) {
    let seconds = |one: &Decision| match one.granted {
        Granted::Month(seconds) => seconds,
        Granted::Occasion(seconds, times) => seconds * times.unwrap() / 100,
        Granted::Untold => 0,
    };
    // Among those of one service the last of the list holds: the largest, then the one that sorts last.
    let rank = |one: &Decision| (seconds(one), one.double, one.provider, one.granted);
    let (mut granted, mut untold) = (0, 0);
    for one in &all.decisions {
        let rivals =
            all.decisions.iter().filter(|other| (other.customer, other.service) == (one.customer, one.service));
        let mut behind = rivals.filter(|other| rank(other) > rank(one));
        // Another provider's stands beside it; one that names no provider, or the same one, takes its place.
        let beaten = behind.any(|other| [one.provider, NO_ID].contains(&other.provider) || one.provider == NO_ID);
        if !beaten {
            granted += seconds(one);
            untold += i64::from(seconds(one) == 0);
        }
    }
    assert!(granted <= all.decisions.iter().map(seconds).sum::<i64>() && untold <= month.visits.len() as i64 + 100);
    (granted, untold)
}

/// What is compared is all that stands in the files, each once.
fn keeps_all(month: &Month, settings: &Settings, params: &Params) -> Result<(), TestCaseError> {
    let (rules, naive) = (params.rules(), Naive { month, settings, params });
    let staff = by_staff(month, settings);
    let scene = Scene::new(month, settings, Ground::of(&rules), &staff);
    let comparison = Comparison::of(&scene).unwrap();
    let (all, of) = (&month.companions, comparison.all());
    let (granted, untold) = granted(all, month);
    prop_assert_eq!((of.granted, of.untold), (granted, untold));
    prop_assert_eq!(of.billed, all.billing.iter().map(|one| one.seconds).sum::<i64>());
    prop_assert_eq!(of.ore.unwrap_or(0), of.billed);
    let registered = naive.performed().into_iter().filter_map(|visit| naive.span(visit));
    prop_assert_eq!(of.performed, registered.map(|(from, to)| i64::from(to - from)).sum::<i64>());
    // A planned visit has as many rows as services, or as visits: the most rows of one service tell how many.
    let mut planned: HashMap<(Id, Id, Local), HashMap<Id, i64>> = HashMap::new();
    for one in &all.plan {
        *planned.entry((one.provider, one.customer, one.stop)).or_default().entry(one.service).or_default() += 1;
    }
    let start = month.month.first().seconds() + 7 * 3600;
    let times = planned.iter().map(|((_, _, stop), of)| i64::from(stop.seconds() - start) * of.values().max().unwrap());
    prop_assert_eq!(of.planned, times.sum::<i64>());
    // Either every row of a provider's customer has its service, or there is one row.
    for rows in comparison.rows.chunk_by(|a, b| (a.provider, a.customer) == (b.provider, b.customer)) {
        prop_assert!(rows.len() == 1 || rows.iter().all(|row| row.service != NO_ID));
    }
    let known = comparison.rows.iter().map(|row| row.provider).collect::<BTreeSet<_>>();
    prop_assert_eq!(comparison.bridge().into_iter().map(|(provider, _)| provider).collect::<BTreeSet<_>>(), known);
    Ok(())
}

proptest! {
    #![proptest_config(fixed(48))]

    #[test]
    fn the_comparison_keeps_all_that_is_told(
        (kind, rows) in rows::dense(), params in params(), settings in settings(), beside in beside()
    ) {
        keeps_all(&with(files::read(&kind, &rows), beside), &settings, &params)?;
    }
}

#[test]
fn random_months_reach_every_kind_of_minute() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::new(fixed(24));
    let (mut rules, mut kinds) = (BTreeSet::new(), [0; 4]);
    for _ in 0..24 {
        let drawn = (rows::dense(), params(), settings(), pay()).new_tree(&mut runner).unwrap().current();
        let ((kind, rows), params, settings, pay) = drawn;
        let settings = Settings { pay, ..settings };
        let outcome = Engine::new(&params.rules(), &settings).run(&files::read(&kind, &rows));
        rules.extend(outcome.questioned.rules.keys().map(Code::to_string));
        let all = outcome.questioned.total.all();
        let over_rules: i64 = outcome.questioned.rules.values().map(|sums| sums.all().seconds).sum();
        let found = [all.unpriced > 0, all.fixed > 0, all.ore().is_some_and(|ore| ore > 0), over_rules > all.seconds];
        kinds.iter_mut().zip(found).for_each(|(count, found)| *count += i32::from(found));
    }
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    for rule in ["D202", "D203", "M301", "P501", "T402", "T403"] {
        assert!(rules.contains(rule), "{rule} in {rules:?}");
    }
}
