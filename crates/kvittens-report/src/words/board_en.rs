//! The board's page in English.

use super::board::BoardWords;

/// The words.
pub const BOARD: BoardWords = BoardWords {
    title: "Monthly check of home care",
    file: "for the municipal board, without names and small numbers",
    summary: |month, providers, visits| match visits {
        Some(visits) => format!("In {month} the registrations of {visits} by {providers} were checked."),
        None => format!("In {month} the registrations by {providers} were checked."),
    },
    summary_receipts: |expecting, both, none| match both {
        Some(both) => format!(
            "Of the {expecting} visits that expect a receipt, {both} have one both in and out, and {none} have none."
        ),
        None => format!("Of the {expecting} visits that expect a receipt, {none} have none."),
    },
    summary_findings: |open, explained| match explained {
        Some(explained) => {
            format!("The check gave {open}; {explained} more are explained by data and not counted.")
        }
        None => format!("The check gave {open}."),
    },
    observation: "An observation, not an accusation",
    observation_text: "The numbers are sums of observations in the registrations. A finding is a question to the provider, \
        not a verdict: it says what stands in the registration, not why it came to be so and not that anybody has done \
        wrong. A broken reader, a tag that is not in its place or a visit that was moved can look the same. Only the \
        provider's answer decides.",
    checked: "What was checked, and what could not be checked",
    checked_text: "A rule that could not run says nothing: that it has no findings does not mean that all is well.",
    receipts_text: "Share of the visits that expect a receipt, with their number below.",
    receipts_caption: "Visits by receipt, per provider",
    some_receipt: "some receipt",
    smaller: "Smaller providers",
    findings: "Open findings and proposed follow-up",
    findings_text: "Each finding is counted once, in its rule's family. The number grows with the number of visits and is no \
        measure of quality.",
    findings_caption: "Open findings per provider and family of rules",
    family: |family| match family {
        'K' => "Receipts",
        'D' => "Duplicates",
        'M' => "Gaps",
        'T' => "Times",
        'P' => "Staff",
        'B' => "Decisions",
        'E' => "Payment",
        'X' => "Own rules",
        _ => "Others",
    },
    all: "All",
    level: "Proposal",
    area: "Area",
    areas_text: "The areas where a municipality's monthly follow-up saw findings (Huddinge 2022). The same findings are \
        counted in the table above.",
    areas_caption: "Open findings per area, all providers",
    open: "Open findings",
    rules: "Rules",
    trend: "Over time",
    since: |what, now, former| format!("The municipality, {what}: {now}, against {former} last month."),
    reading: "How to read the page",
    hidden: |least| {
        format!(
            "Two points (..) mean that a number is not shown: it is below {least}, or such a number could be computed \
             from it. So nobody can be recognised. Zero is shown."
        )
    },
    together: |customers| {
        format!("Providers with fewer than {customers} customers are shown together, as smaller providers.")
    },
    left_out: |customers| {
        format!(
            "Providers with fewer than {customers} customers that cannot be shown together with others are not on the \
             page, nor in its sums."
        )
    },
    levels_text: "The proposed follow-up follows from the municipality's steps and the month's measures, never from a single \
        visit. It is a proposal: the controller decides.",
    limits_of_data: "The check sees the registrations alone. A receipt shows that a tag was read, not how the visit was; a \
        visit without a receipt may have been performed in full.",
    some_provider: "What came from one or more providers that are not named here may be incomplete.",
    secrecy: "The page holds nothing about individual customers or staff.",
};
