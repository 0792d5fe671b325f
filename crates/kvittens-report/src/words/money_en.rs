//! Minutes and kronor, in English.

use super::money::MoneyWords;

/// The words.
pub const MONEY: MoneyWords = MoneyWords {
    heading: "Minutes and kronor",
    text: "The registered time that open findings are about. Each registered minute counts once, also when several \
        findings are about it. It is time to ask about, not time that is wrong. The kronor are the time multiplied by the \
        agreed price of that day, only for what is paid by performed time or by occasion.",
    caption: "Time and pay in question per provider",
    minutes: "Minutes in question",
    registered: "Registered minutes",
    share: "Share",
    kronor: "Kronor in question",
    unpriced: "Minutes without a price",
    otherwise: "Minutes that do not decide the pay",
    no_rates: "No prices are set in kvittens.toml ([[rates]]), so no kronor are shown.",
    amount: |kronor| format!("SEK\u{a0}{kronor}"),
    in_question: |minutes, of, share| {
        format!("Open findings are about {minutes} of {of} registered minutes ({share}), each counted once.")
    },
    worth: |kronor| format!("That amounts to {kronor}."),
    lacks: |minutes| format!("For {minutes} minutes no price holds; they are not in the kronor."),
    apart: |minutes| {
        format!("{minutes} minutes are not paid by registered time (granted time, schablon, night patrol): SEK\u{a0}0.")
    },
    bridge: "From granted to billed",
    bridge_text: "Granted, planned, performed and billed time in the month, each only where its file is. Decisions for a \
        part of the month count with their share of its days. A visit by two staff is two registrations.",
    bridge_caption: "Minutes per provider",
    granted: "Granted",
    planned: "Planned",
    performed: "Performed",
    billed: "Billed",
    billed_kronor: "Billed kronor",
    performed_less_granted: "Performed − granted",
    billed_less_performed: "Billed − performed",
    nobody: "no provider",
    untold: |count| format!("Decisions that do not say how much and are not in the granted time: {count}."),
    cases_csv: "cases with minutes and kronor",
    comparison_csv: "granted, planned, performed and billed per customer and service",
};
