//! How many customers have performed visits, of each provider and in all: what a page for many readers asks before it
//! names a provider. It is no rule's opinion. A measure is a rule's, so it stands with K101, whether that one ran or not.

use std::collections::BTreeSet;

use kvittens_model::{Code, Id, Measure, Month, NO_ID, Performed, Scope, Status, Subject};

use crate::rule::provider;
use crate::rules::k101_receipt_table::ReceiptTable;

/// The measure's slug.
pub const CUSTOMERS: &str = "customers";

/// The rule the measure stands with.
pub const CUSTOMERS_OF: Code = ReceiptTable::META.code;

/// One measure a provider, and one of all, which counts a customer of two providers once.
pub fn measures(month: &Month) -> Vec<Measure> {
    let visits = &month.visits;
    let performed = (0..visits.len()).filter(|at| visits.performed[*at] == Performed::Yes);
    let pairs = performed.map(|at| (visits.provider[at], visits.customer[at])).filter(|(_, of)| *of != NO_ID);
    let mut each = vec![0_i64; month.ids.provider.len() as usize];
    // Nearly every customer has one provider: the first one is remembered by position, only others are looked up.
    let mut first = vec![NO_ID; month.ids.customer.len() as usize];
    let mut more: BTreeSet<(Id, Id)> = BTreeSet::new();
    for (provider, customer) in pairs {
        let known = &mut first[customer as usize];
        let new = *known == NO_ID || (*known != provider && more.insert((provider, customer)));
        if *known == NO_ID {
            *known = provider;
        }
        each[provider as usize] += i64::from(new);
    }
    let all = first.iter().filter(|of| **of != NO_ID).count();
    let all = measure(Scope::All, Subject::NONE, i64::try_from(all).unwrap_or(i64::MAX));
    let each = (0..).zip(each).map(|(id, count)| measure(Scope::Provider, provider(id), count));
    each.chain([all]).collect()
}

#[allow(clippy::cast_precision_loss, reason = "customers of a month are far below 2^52")]
fn measure(scope: Scope, subject: Subject, count: i64) -> Measure {
    Measure {
        rule: CUSTOMERS_OF,
        name: CUSTOMERS,
        scope,
        subject,
        bucket: None,
        numerator: Some(count),
        denominator: None,
        value: Some(count as f64),
        interval: None,
        limit: None,
        limit_source: None,
        peer: None,
        funnel: None,
        baseline: None,
        status: Status::Ok,
        reason: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_counts_once_a_provider_and_once_in_all() {
        let head = "Utförare;Besöks-ID;Brukare-ID;Personal-ID;Insats;Inpassering;Inpassering typ;Utpassering;\
                    Utpassering typ;Status\n";
        let row = |provider: &str, visit: u32, customer: &str, status: &str| {
            let day = format!("2022-03-{visit:02}");
            format!("{provider};{visit};{customer};P1;Omsorg;{day} 08:00;Tagg;{day} 08:30;Tagg;{status}\n")
        };
        let rows = [
            row("Alfa", 1, "10", "Utförd"),
            row("Beta", 2, "10", "Utförd"),
            row("Alfa", 3, "11", "Utförd"),
            row("Beta", 4, "10", "Utförd"),
            row("Alfa", 5, "10", "Utförd"),
            row("Beta", 6, "12", "Bomkörning"),
        ];
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tagg.csv"), head.to_owned() + &rows.concat()).unwrap();
        let read = kvittens_parse::read(&[folder.path().to_owned()], &kvittens_parse::Options::default(), &|_, _| {});
        let month = read.unwrap().month;
        let counts: Vec<(Scope, Option<i64>)> =
            measures(&month).into_iter().map(|measure| (measure.scope, measure.numerator)).collect();
        assert_eq!(counts, [(Scope::Provider, Some(2)), (Scope::Provider, Some(1)), (Scope::All, Some(2))]);
    }
}
