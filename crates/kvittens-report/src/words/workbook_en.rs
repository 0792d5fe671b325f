//! The words of the workbooks in English.

use kvittens_model::{Scope, State};

use super::workbook::{AnswerWords, Charts, Heads, Sheet, Sheets, WorkbookWords};

/// The words.
pub const WORKBOOK: WorkbookWords = WorkbookWords {
    sheets: Sheets {
        overview: Sheet { name: "Overview", about: "The month in short, what could not be checked, and the contents" },
        report: Sheet { name: "Report", about: "The month in short, what could not be checked, and the contents" },
        answers: Sheet { name: "Svar", about: "The open findings, a row each, to be answered" },
        charts: Sheet { name: "Charts", about: "The numbers of the sheets as charts" },
        receipts: Sheet { name: "Receipts", about: "How visits have receipts: the four shares" },
        manual: Sheet { name: "Without receipt", about: "The share of visits without a receipt at either end" },
        follow_up: Sheet {
            name: "Follow-up",
            about: "The proposed level of follow-up of each provider, and the reasons",
        },
        matrix: Sheet { name: "Rule by provider", about: "Open findings by provider and rule" },
        rules: Sheet { name: "Rules", about: "Each rule: what it sees, the result, and how it stands" },
        measures: Sheet { name: "Measures", about: "All measures that the numbers come from" },
        files: Sheet { name: "Files", about: "The files that were read, and what became of their rows" },
        notes: Sheet { name: "Notes", about: "Remarks on the files" },
        pages: Sheet {
            name: "Rule pages",
            about: "The question, innocent explanations, definition and numbers of each rule",
        },
        definitions: Sheet { name: "Definitions", about: "What the words and columns mean" },
        family: "The findings, a row each",
    },
    heads: Heads {
        finding: "Finding",
        case: "Case",
        start: "Start",
        stop: "Stop",
        measured_in: "Measured in",
        minutes: "Minutes",
        elsewhere: "Visits of another provider",
        status: "State",
        state: |state| match state {
            State::Open => "open",
            State::Explained(_) => "explained",
            State::Accepted(_) => "accepted",
        },
        share_without: "Share without a receipt",
        numerator: "Count",
        denominator: "Of",
        low: "95 % from",
        high: "95 % to",
        funnel_low: "Expected from",
        funnel_high: "Expected to",
        source: "Source of the limit",
        past: "Own past",
        of_class: |class, number| format!("{class}: {number}"),
        whole_provider: "whole provider",
        measure: "Measure",
        scope: "Scope",
        scope_of: |scope| match scope {
            Scope::All => "all",
            Scope::Provider => "provider",
            Scope::Unit => "unit",
            Scope::Staff => "staff",
            Scope::Customer => "customer",
        },
        who: "Who",
        bucket: "Part",
        value: "Value",
        reason: "Reason",
        not_run: "Not run",
        rate: "Per 1,000 visits",
        word: "Word",
        meaning: "Meaning",
        sheet: "Sheet",
        holds: "Holds",
        encoding: "Encoding",
    },
    answers: AnswerWords {
        answer: "Answer",
        comment: "Comment",
        decided_by: "Decided by role",
        until: "Until",
        question: "Question",
        replies: ["wrong registration", "explained", "disputed", "looked into"],
        how: "How to answer: open the sheet Svar, choose an answer on each row in the light column Answer and add a comment \
            if you like. Save the file and return it to the municipality. The municipality fills in Decided by role (and \
            Until, where needed) where the answer is accepted. Write nothing about the customer's health in the comment.",
        answer_title: "Choose an answer",
        answer_help: "wrong registration: it was wrong and is corrected. explained: there is an explanation. disputed: the \
            finding is not right. looked into: an answer comes later.",
        answer_wrong: "Choose one of the four answers of the list, or leave the cell empty.",
        comment_help: "A comment, if you like. The program does not read it. Write nothing about the customer's health.",
        decided_help: "Filled in by the municipality: the role that accepted the answer, such as unit manager. No name of a \
            person.",
        until_help: "Filled in by the municipality: the last day the decision holds, such as 2022-12-31. Empty: until \
            further notice.",
        until_wrong: "Write a date, such as 2022-12-31, or leave the cell empty.",
    },
    family: |letter| match letter {
        'K' => "K Receipts",
        'D' => "D Duplicates",
        'M' => "M Gaps",
        'T' => "T Times",
        'P' => "P Staff",
        'B' => "B Decisions",
        'E' => "E Pay",
        'X' => "X Own rules",
        _ => "Others",
    },
    for_whom: "For the municipality's controller. The workbook compares providers: do not pass it on to a provider, who gets \
        one of its own.",
    contents: "Sheets of the workbook",
    cut: |left_out, file| format!("The sheet is full: {left_out} more rows stand in {file}."),
    no_rows: "No rows.",
    page_of: |page, pages| format!("Page {page} of {pages}"),
    charts: Charts {
        receipts: "Receipts by provider",
        manual: "Share of visits without a receipt, and the limit",
        rules: "Open findings by rule",
        own: "The provider",
        receipts_beside_peers: "Receipts of the provider and of the others together",
        receipts_own: "Receipts of the provider",
        share_axis: "Share of visits",
        count_axis: "Findings",
    },
    definitions: &[
        (
            "Finding",
            "Something seen in the registrations that the provider is asked about. It is a question, not a verdict. \
            Its id, F- and thirteen characters, is the same in every run and delivery.",
        ),
        ("Case", "Open findings on the same visit belong to one case and need one answer."),
        (
            "open, explained, accepted",
            "Open: a question. Explained: data explain it already. Accepted: the answer is accepted \
            by the role that is named. Only open ones count.",
        ),
        ("Weight", "How much a finding weighs: info, minor or major."),
        (
            "Judgement",
            "deviation: beyond the limit. watch: the value but not the whole interval lies beyond the limit, or it \
            differs from the other providers or from its own past by more than chance usually gives. too few: too few visits \
            to judge. not run: the files did not hold enough.",
        ),
        ("Count and Of", "The numerator and denominator of a share: so many visits, of so many."),
        (
            "95 % from and to",
            "Wilson's interval: how much of the share may be chance. It is wide where visits are few.",
        ),
        (
            "Limit and its source",
            "The municipality's own limit and where it stands. Without one the share is held against the \
            others.",
        ),
        (
            "Other providers",
            "The same share of all other providers together. A provider sees it only where at least three \
            others stand behind it and none of them has over 80 % of the visits.",
        ),
        (
            "Expected from and to",
            "Where the share is expected to lie if only chance tells the provider from the others: 99.8 \
            %.",
        ),
        ("Own past", "The same share in the provider's own earlier months."),
        ("Receipt", "A reading by phone or tag at check-in and check-out. A registration by hand is no receipt."),
        ("Per 1,000 visits", "Open findings divided by performed visits, times a thousand."),
        (
            "Minutes",
            "Registered time that the finding is about. One minute may stand in several findings, so the sum over rows \
            is not registered time.",
        ),
        ("Rows of the export", "File and row the finding stands on; the header is row 1."),
        ("Visits of another provider", "The other side of a finding across providers, as a count only."),
    ],
    definitions_overview: &[
        ("on trial", "A rule that is being tried. It does not count, and providers do not see it."),
        (
            "Pseudonym",
            "K- for customers and P- for staff: one person has one pseudonym in every month. nyckel.csv tells whom \
            it stands for.",
        ),
    ],
};
