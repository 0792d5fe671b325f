//! The HTML reports in English.

use kvittens_model::Class;

use super::html::{Html, Index, Noun, Provider, Tables};

/// The words.
pub const HTML: Html = Html {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    unit: |unit| match unit {
        "besök" => "visits",
        "dagar" => "days",
        other => other,
    },
    visit: Noun {
        one: "visit",
        many: "visits",
    },
    row: Noun {
        one: "row",
        many: "rows",
    },
    finding: Noun {
        one: "open finding",
        many: "open findings",
    },
    case: Noun {
        one: "case",
        many: "cases",
    },
    class: |class| match class {
        Class::BothTags => "both in and out",
        Class::InOnly => "in only",
        Class::OutOnly => "out only",
        Class::NoTag => "no receipt",
    },
    tables: Tables {
        program: "Kvittens · checks of time registration in home care",
        contents: "Contents",
        registration: "Receipt",
        visits: "Visits",
        share: "Share",
        interval: "95% interval",
        peers: "Other providers",
        limit: "Limit",
        funnel: "Expected interval",
        status: "Judgement",
        total: "All",
        unit: "Unit",
        manual_share: "Share without a receipt",
        no_limit: "none set",
        least: |limit| format!("at least {limit}"),
        most: |limit| format!("at most {limit}"),
        share_of: |count, of| format!("{count} of {of}"),
        per_thousand: |rate| format!("{rate} per 1,000 visits"),
        interval_is: |interval| format!("95% interval {interval}"),
        peers_are: |rate| format!("others {rate}"),
        limit_is: |limit, source| format!("limit {limit} ({source})"),
        bar: |who| format!("Visits by receipt, {who}"),
        dot: |who| format!("Share without a receipt, {who}"),
        scale: |top| format!("Scale 0 to {top}"),
        rule: "Rule",
        name: "Name",
        weight: "Weight",
        why: "Why",
        not_run: "Rules that did not run",
        absent: |rule, reason| format!("The rule {rule} did not run: {reason}."),
        not_run_caption: "Rules that did not run, and why",
        all_ran: "All rules ran.",
        file: "File",
        layout: "Layout",
        note: "Remark",
        code: "Code",
        column: "Column",
        count: "Count",
        question: "A question, not a verdict",
        question_text: "A finding is an observation in the registrations. It says what stands there and which innocent \
            explanations there may be; not why it came to be so, and not that anybody has done wrong. Only the \
            provider's answer settles it. Findings that data already explain are shown apart and not counted.",
        interval_text: "The interval shows how much of a share can be due to chance: it is wide where visits are few. A \
            share is judged by the municipality's own limit, with the source stated. Without a limit it is compared \
            with all other providers together.",
        days_without_rows: |who, days| {
            let days = if days == 1 {
                "1 day".to_owned()
            } else {
                format!("{days} days")
            };
            format!("{who}: {days} of the month with no rows at all. Check that the export is complete.")
        },
        placeholders: "Staff ids that stand for several people",
        placeholders_text: "These ids are marked as ids of substitutes or pools, or have more registered time than one \
            person can have. They are left out of the rules on staff.",
        version: "Program",
        configuration: "Configuration",
        key: "Key",
        too_many_rejected: "More rows than the municipality accepts could not be used. The numbers may mislead; mend the \
            export and run the check again before using it.",
        nothing: "No visits count in the shares of receipts.",
    },
    index: Index {
        title: "Monthly check",
        for_whom: "For the municipality's controller. This page compares providers and holds pseudonyms: do not pass it \
            on to a provider, who gets a report of its own.",
        summary: |providers, visits| format!("{providers} with {visits} have been checked."),
        providers: Noun {
            one: "provider",
            many: "providers",
        },
        open_findings: Noun {
            one: "open finding to ask about",
            many: "open findings to ask about",
        },
        explained: |count| format!("{count} more are explained by data and not counted"),
        receipts: "Receipts",
        receipts_text: "Every performed visit that expects a receipt belongs to one of four classes.",
        receipts_caption: "Visits by receipt, per provider. In each cell: share, count, 95% interval and the share of all \
            other providers together.",
        manual: "Visits without a receipt",
        manual_text: "The share of visits with no receipt at either end, registered wholly by hand. The dot is the share, \
            the line its 95% interval, the grey band what chance can give around the other providers' share (99.8%), \
            and the dashed line the limit.",
        manual_caption: "Share of visits without a receipt, per provider",
        provider: "Provider",
        matrix: "Open findings",
        matrix_text: "The count leads to the provider's report. Below it, for rules on visits: findings per 1,000 \
            performed visits.",
        matrix_caption: "Open findings per provider and rule",
        rules_caption: "The rules of the table",
        sentence: "What the rule sees",
        open: "Open",
        explained_head: "Explained",
        people: "Staff and customers that stand out",
        people_text: "The share of visits without a receipt differs from what it is compared with by more than chance \
            would reasonably give, tested over all together. It does not say why.",
        people_caption: "Staff (K103) and customers (K104) whose share of visits without a receipt stands out",
        no_people: "Nobody stands out by more than chance can give.",
        person: "Id",
        against: "Compared with",
        own_others: |share| format!("the provider's others {share}"),
        ground: "The ground",
        ground_text: "Rows read = used + set aside + of another month.",
        files_caption: "Files read, and what became of their rows",
        read: "Read",
        used: "Used",
        set_aside: "Set aside",
        other_month: "Other month",
        known_columns: |known, all| format!("{known} of {all} columns known"),
        notes: "Remarks on the data",
        notes_caption: "Remarks on the data; the rows are used unless it says otherwise",
        first_row: "First row",
        no_notes: "No remarks.",
        skipped: "Files that are no exports and were left alone",
        everywhere: "all",
        files: "Files",
        findings_csv: "all findings",
        measures_csv: "all measures",
        quarantine_csv: "rows set aside",
        key_csv: "whom the pseudonyms stand for",
        manifest: "what was read, run and written",
    },
    provider: Provider {
        title: "Report of findings",
        secrecy: "The report is about individual customers and staff and may be subject to secrecy (26 kap. 1 § \
            offentlighets- och sekretesslagen). It holds the provider's own registrations only.",
        summary_visits: |month, visits, expecting, both, none| {
            format!(
                "In {month} there were {visits}; of the {expecting} that expect a receipt, {both} have one both in and \
                 out and {none} have none."
            )
        },
        summary_visits_only: |month, visits| format!("In {month} there were {visits}."),
        summary_no_visits: |month| format!("In {month} no visits could be counted."),
        summary_findings: |findings, cases| format!("The check has {findings} in {cases}"),
        summary_no_findings: "The check has no open findings",
        summary_explained: |count| format!("; {count} more are explained by data and not counted"),
        summary_next: "Go through the findings below, answer the question at each rule, and correct what is wrong in the \
            registration.",
        summary_nothing_next: "No answer is needed.",
        table_file: "the findings as a table, with ids",
        receipts: "Receipts",
        receipts_caption: "Visits that expect a receipt, by receipt",
        units_caption: "Share of the unit's visits, by receipt",
        manual: "Visits without a receipt",
        manual_caption: "Visits with no receipt at either end, of those that expect one",
        no_expecting: "The provider has no visits that count in the shares of receipts.",
        peers_hidden: "The other providers' share is not shown: they are fewer than three, or one of them has more than \
            80% of their visits, and the share could then tell about a single provider.",
        findings: "Findings",
        no_findings: "No findings.",
        open: "open",
        explained: "explained",
        minutes_total: "registered time in the findings",
        per_thousand: "per 1,000 visits",
        open_caption: |code| format!("Open findings, {code}"),
        explained_title: |count| format!("Explained, not counted ({count})"),
        explained_caption: |code| format!("Explained findings, {code}; they are not counted"),
        ask: "Question to the provider",
        innocent: "Innocent explanations",
        definition: "Exact definition",
        parameters: "The rule's numbers in this run",
        date: "Date",
        time: "Time",
        whole: "the whole provider",
        customer: "Customer",
        staff: "Staff",
        service: "Service",
        visit: "Visit",
        value: "Measured",
        value_against: |limit| format!("Measured (against {limit})"),
        against: "Compared with",
        minutes: "Length",
        others: "Other visits",
        rows: "Rows of the export",
        explanation: "Explanation",
        missing: "missing",
        more: |count| format!("and {count} more"),
        elsewhere: |count| format!("{count} with another provider"),
        silent: "Rules without findings",
        silent_text: "These rules ran and found nothing to ask about.",
        ground: "The ground",
        ground_caption: "Files with the provider's rows",
        rows_used: "The provider's rows",
    },
};
