//! A rule that panics loses only itself.

use kvittens_model::measure::Reason;
use kvittens_model::{Code, Severity, Status};
use kvittens_rules::limits::Limits;
use kvittens_rules::orders::Stretch;
use kvittens_rules::rule::{Report, Sink, Tally};
use kvittens_rules::scene::Scene;
use kvittens_rules::{Configured, Engine, Meta, Order, Per, Rule, Settings, Stage};

use crate::files;
use crate::params::Params;

const MONTH: &str = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
    Utpassering typ\n\
    A;1;B1;P1;Dusch;2022-03-01 07:00;Tagg;2022-03-01 07:30;Tagg\n\
    A;2;B2;P1;Dusch;2022-03-01 07:10;Tagg;2022-03-01 07:11;Manuell\n\
    A;3;B1;P2;Dusch;2022-03-01 07:31;Tagg;;\n";

struct Broken {
    when_judging: bool,
}

impl Rule for Broken {
    fn meta(&self) -> Meta {
        Meta {
            code: Code::new("X999"),
            slug: "broken",
            per: Per::Visit,
            severity: Severity::Major,
            order: Order::Staff,
            compares: None,
            limited: false,
            judged: None,
            explained: &[],
            needs: &[],
            page: "",
            params: kvittens_rules::rule::Params::Built(Vec::new),
        }
    }

    fn values(&self) -> Vec<(&'static str, f64)> {
        Vec::new()
    }

    fn scan(&self, scene: &Scene<'_>, stretch: &Stretch<'_>, out: &mut Sink) {
        for visit in stretch.visits() {
            out.findings.push(scene.on_visit(self.meta().code, Severity::Major, *visit));
        }
        assert!(self.when_judging, "no scan today");
    }

    fn judge(&self, _: &Scene<'_>, _: &Limits<'_>, _: &[Tally]) -> Report {
        panic!("no judging today")
    }
}

fn loses_only_itself(when_judging: bool, said: &str) {
    let (month, settings) = (files::read_text(MONTH), Settings::default());
    let mut rules = Params::default().rules();
    let whole = Engine::new(&rules, &settings).run(&month);
    assert!(whole.findings.len() >= 3, "{:?}", whole.findings);
    rules.push(Configured {
        rule: Box::new(Broken { when_judging }),
        enabled: true,
        stage: Stage::Active,
        backtest: None,
        severity: None,
        limits: Vec::new(),
    });
    let engine = Engine { stretch: 1, ..Engine::new(&rules, &settings) };
    let outcome = engine.run(&month);
    assert_eq!(outcome.findings, whole.findings);
    let (broken, others) = outcome.runs.split_last().unwrap();
    assert_eq!(others, whole.runs);
    assert_eq!(broken.not_run, Some(Reason::Failed));
    assert_eq!(broken.failure.as_deref(), Some(said));
    assert_eq!((broken.findings, broken.open), (0, 0));
    let (own, others): (Vec<_>, Vec<_>) = outcome.measures.into_iter().partition(|one| one.rule == broken.code);
    assert_eq!(others, whole.measures);
    let reasons: Vec<_> = own.iter().map(|measure| (measure.status, measure.reason)).collect();
    assert_eq!(reasons, [(Status::NotRun, Some(Reason::Failed))]);
}

#[test]
fn a_rule_that_panics_while_scanning_loses_only_itself() {
    loses_only_itself(false, "no scan today");
}

#[test]
fn a_rule_that_panics_while_judging_loses_only_itself() {
    loses_only_itself(true, "no judging today");
}
