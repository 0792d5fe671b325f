//! The lists and the opened finding, in English.

use kvittens_model::Method;

use super::list::{Classes, Lanes, ListWords, Said, Shapes, States, VisitHeads, YesNo};

/// The words.
pub const LIST: ListWords = ListWords {
    findings: "All findings",
    findings_text: "Search, filter and sort. What is shown can be saved as CSV, and the address leads back to the same \
        selection. The number opens the finding, with its day drawn.",
    findings_text_index: "Search, filter and sort over all providers. What is shown can be saved as CSV, and the address \
        leads back to the same selection. The number opens the finding.",
    visits: "Visits",
    visits_text: "The provider's visits in the month, as they stand once rows about the same visit are put together. The \
        shares of receipts count the visits with Counted = yes.",
    no_script: "The list that can be searched needs JavaScript, which is switched off here. The findings also stand in \
        tables rule by rule, and in the file avvikelser.csv.",
    too_many: |findings| {
        format!(
            "{findings} findings are more than a page can carry. They stand in the file avvikelser.csv, and the first of \
             each rule below."
        )
    },
    too_many_index: |findings| {
        format!(
            "{findings} findings are more than a page can carry. They stand in each provider's report, and all of them in \
             the file findings.csv."
        )
    },
    visits_left_out: "The page does not hold every visit: only the days around findings are drawn, and the list of visits \
        is left out.",
    cut: |shown, all| {
        format!("{shown} of {all} are shown. All stand in the list All findings and in the file avvikelser.csv.")
    },
    all_in_list: |all| format!("Show all {all} in the list"),
    by_rule: "Findings rule by rule",
    rules: "The rules",
    rules_text: "What each rule sees, exactly, and why. Defaults that the municipality can change stand under Parameters.",
    rule_page: "About the rule",
    why: "Why",
    needs: "Needs",
    open: "open",
    explained: |why| format!("explained: {why}"),
    provider: "Provider",
    case: "Case",
    method: |method| match method {
        Method::Tag => "tag",
        Method::Lock => "lock",
        Method::Pen => "pen",
        Method::Phone => "phone",
        Method::Gps => "GPS",
        Method::Edited => "edited",
        Method::Unknown => "unknown way",
        Method::Manual => "manual",
        Method::None => "missing",
    },
    said: Said {
        group: ",",
        text: "Text",
        all: "All",
        total: super::html_en::TOTAL,
        clear: "Clear",
        export: "Save as CSV",
        shown: "{shown} of {all} {noun} shown.",
        none: "None of {all} {noun} fits the selection.",
        page: "Page {page} of {pages}",
        former: "Previous page",
        next: "Next page",
        sort_by: "Sort by {column}",
        rows_with: "Show rows with",
        rows_shown: "{shown} of {all} rows shown.",
        findings: "findings",
        findings_caption: "All findings",
        findings_file: "findings-selection.csv",
        visits: "visits",
        visits_caption: "Visits",
        visits_file: "visits-selection.csv",
        id: "Finding",
        status: States { open: "Open", explained: "Explained", accepted: "Accepted" },
        class: Classes { both: "both in and out", in_only: "in only", out: "out only", no: "no receipt" },
        counted: YesNo { yes: "yes", no: "no" },
        performed: YesNo { yes: "yes", no: "no" },
        visit_heads: VisitHeads {
            asked: "No.",
            day: "Date",
            time: "Registered time",
            planned: "Planned time",
            start: "Start",
            stop: "Stop",
            customer: "Customer",
            staff: "Staff",
            unit: "Unit",
            service: "Service",
            class: "Receipt",
            counted: "Counted",
            performed: "Performed",
            visit: "Visit",
            rows: "Rows of the export",
        },
        missing: "missing",
        not_performed: "not performed",
        of: "{at} of {all} in the selection",
        former_finding: "Previous",
        next_finding: "Next",
        close: "Close",
        question: "Question to the provider",
        explained: "Explanations looked for",
        explained_none: "Beyond what the rule's own definition leaves out, no explanation is looked for in data.",
        explained_by: "Looked for in data: {list}.",
        explained_open: "None of them was there for this finding.",
        explained_is: "Status: {status}.",
        innocent: "Innocent explanations",
        in_report: "Open in the provider's report, with the day drawn",
        rule_page: "The rule {rule}: definition, sources and parameters",
        their_visits: "Visits of the month: {who}",
        day: "The day",
        day_title: "The day's visits, drawn",
        day_said: "Planned and registered time in the day of the customer and of the member of staff. The table below \
            says the same in words.",
        day_table: "The day's visits. Those with a number stand in the finding.",
        day_own: "Only the provider's own visits are drawn. Where other providers have part in the finding, their visits \
            are a count.",
        its_visits: "The visits in the finding",
        lane: Lanes { customer: "Customer {id}", staff: "Staff {id}" },
        shape: Shapes {
            dot: "receipt",
            square: "manual",
            diamond: "another way",
            lacks: "time missing",
            plan: "planned time",
            asked: "▼ 1 stands in the finding",
        },
    },
};
