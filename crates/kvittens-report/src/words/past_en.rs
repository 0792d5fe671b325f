//! What the past says, in English.

use kvittens_model::past::{Memory, Side};

use super::html::Noun;
use super::past::{PastWords, Told, Trend};

/// The words.
pub const PAST: PastWords = PastWords {
    former: |former| format!("last month {former}"),
    former_short: |former| format!("last {former}"),
    change: |change| format!("change {change}"),
    baseline_short: |rate| format!("own {rate}"),
    short_key: "Last: the share of last month. Own: the own average of the months before, twelve at most.",
    points: "percentage points",
    baseline: |rate, months| format!("own average {rate} ({months})"),
    month: Noun { one: "month", many: "months" },
    memory: |memory| match memory {
        Memory::New => "new",
        Memory::Persisting => "persisting",
        Memory::Returned => "returned",
    },
    memory_head: "Since before",
    in_a_row: |months| format!("{months} months in a row"),
    recurs: |who, rule, months| {
        format!("{who}: {rule} has been beyond its limit in {months} of the last three months.")
    },
    memories: |memory, count| match memory {
        Memory::New => format!("{count} new"),
        Memory::Persisting => format!("{count} persisting"),
        Memory::Returned => format!("{count} returned"),
    },
    fixed: "There last month, not now",
    fixed_text: "These findings were open last month and are not seen in this month's registrations. Something may have \
        been corrected, or there may be less to go by.",
    fixed_caption: "Open findings of last month that are not there now",
    former_value: "Measured last month",
    changed: "Changed over time",
    changed_text: "Shares that have moved from their own centre line by more than chance will reasonably give: a month \
        beyond the limits (three standard deviations), or eight months in a row on one side. It says when, not why.",
    changed_is: told,
    manual_share: "visits without a receipt",
    class_share: |class| format!("visits with {class}"),
    rate_of: |rule| format!("{rule}, per 1,000 visits"),
    deliveries: "Changed since the former delivery",
    deliveries_text: "The month has been delivered before. The table compares the two deliveries row by row (the same \
        provider, visit, customer, staff and service) and finding by finding.",
    deliveries_caption: "Difference between the month's two deliveries",
    rows: "Rows",
    findings: "Findings",
    same: "Alike",
    added: "Added",
    removed: "Removed",
    changed_head: "Changed",
    after_lock: |count| format!("{count} added or changed rows were entered or approved after the lock date."),
    changes_file: "every change between the deliveries",
    trend: Trend {
        title: "Trend",
        summary: |months, first, last, charts| format!("{charts} over {months}, {first} to {last}."),
        how: "How to read the charts",
        how_text: "Each point is a month. The centre line is the share in the reference months (the first half, three at \
            least and twelve at most). The grey band is three standard deviations around it, wider where visits are fewer: \
            of 370 months without a change about one lies outside by chance. Eight months in a row on one side are a sign \
            too. A sign is a question: it says when something changed, not why.",
        centre_key: "centre line",
        limits_key: "expected by chance",
        beyond_key: "beyond the limits",
        run_key: "eight or more in a row on one side",
        reference_key: "reference months",
        everybody: "All providers",
        quiet: "no sign of a change",
        since: |month| format!("changed, from {month}"),
        charts: |count| if count == 1 { "One chart".to_owned() } else { format!("{count} charts") },
        no_charts: "There are fewer than four months to compare.",
        changes: "Changed, and still so",
        no_changes: "No share has changed by more than chance will reasonably give.",
        chart: |who, what| format!("{who}: {what}"),
        describes: |centre, first, last, latest, signals| {
            format!("Centre line {centre} ({first} to {last}). Latest month {latest}. {signals}")
        },
        beyond: |side| match side {
            Side::Above => "above the limit",
            Side::Below => "below the limit",
        },
        run: |side| match side {
            Side::Above => "eight in a row above the centre line",
            Side::Below => "eight in a row below the centre line",
        },
        numbers: "The numbers month by month",
        month: "Month",
        limits: "Limits",
        signal: "Sign",
        for_whom: "For the municipality's controller. The page compares providers: do not pass it on to one of them.",
        for_provider: "The page is about the provider alone.",
    },
};

fn told(told: &Told<'_>) -> String {
    let Told { what, since, months, beyond, centre, value, .. } = told;
    let (side, over, limit) = match told.side {
        Side::Above => ("higher", "above", "the upper limit"),
        Side::Below => ("lower", "below", "the lower limit"),
    };
    if *months == 1 {
        return format!("{what}: {side} in {since}, {value} against {centre} before. The month lies {over} {limit}.");
    }
    let passed = match beyond {
        0 => String::new(),
        1 => format!(", one of them {over} {limit}"),
        _ if beyond == months => format!(", all of them {over} {limit}"),
        _ => format!(", {beyond} of them {over} {limit}"),
    };
    format!(
        "{what}: {side} since {since}, {value} against {centre} before. {months} months in a row {over} the centre \
         line{passed}."
    )
}
