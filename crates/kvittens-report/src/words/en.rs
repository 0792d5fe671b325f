//! English.

use kvittens_model::companion::Companion;
use kvittens_model::measure::Reason;
use kvittens_model::notes::Rejection;
use kvittens_model::{Explanation, NoteCode, Severity, Status};

use super::{Words, html};

/// The words.
pub const WORDS: Words = Words {
    rejection: |rejection| match rejection {
        Rejection::Missing => "a value is missing".to_owned(),
        Rejection::Unreadable => "the value cannot be read".to_owned(),
        Rejection::NoTime => "neither start nor stop nor planned start".to_owned(),
        Rejection::Fields { found, expected } => format!("{found} fields, the header has {expected}"),
        Rejection::Empty => "empty row".to_owned(),
        Rejection::RepeatedHeader => "the header once more".to_owned(),
        Rejection::Sum => "sum row".to_owned(),
        Rejection::ImpossibleDate => "a date that does not exist".to_owned(),
    },
    note: |note| match note {
        NoteCode::ClockChange => {
            "a time in the hour when clocks change; the visit counts but is never flagged for its length"
        }
        NoteCode::StatedMinutes => "stated minutes differ from stop minus start",
        NoteCode::OtherMonth => "rows of another month; not used",
        NoteCode::MangledTag => "ids that a spreadsheet turned into numbers; they are not used",
        NoteCode::UnknownWord => "words that neither layout nor configuration knows",
        NoteCode::Personnummer => "personal identity numbers used as ids; they are never shown in full",
        NoteCode::NoManualExport => {
            "no manual export and no manual time in the month: shares and rules on manual times are not run"
        }
        NoteCode::DaysWithoutRows => "days with no rows at all",
        NoteCode::ProviderGone => "a provider without a single row",
        NoteCode::VolumeDown => "a provider with over 30 per cent fewer visits than last month",
        NoteCode::EatenZeros => {
            "ids without the leading zeros that they have in another file (spreadsheets take them away); counted as the same id"
        }
        NoteCode::DiscardedTime => "visits where a time that is not used differs by five minutes or more",
        NoteCode::Blanks => "rows with blanks before or behind a value, which were taken away",
        NoteCode::Aliased => "words that the configuration counts as another (aliases)",
        NoteCode::Repaired => "cells with odd hyphens or spaces, which were repaired",
    },
    warning: |note, who, count| match note {
        NoteCode::DaysWithoutRows => {
            let days = if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
            format!("{who}: {days} of the month with no rows at all. Check that the export is complete.")
        }
        NoteCode::ProviderGone => format!("{who}: no row in the month. Check that the provider's export is there."),
        NoteCode::VolumeDown => {
            format!("{who}: {count} per cent fewer visits than last month. Check that the export is complete.")
        }
        other => html::sentence((WORDS.note)(other)),
    },
    reason: |reason| match reason {
        Reason::NoManualExport => "the manual export is missing",
        Reason::NoStaff => "the export has no staff",
        Reason::NoServices => "the export has no services",
        Reason::NoTags => "the export has no tags",
        Reason::NoDevices => "the export has no phones or devices",
        Reason::NoReasons => "the export has no reasons",
        Reason::NoEntryTimes => "the export does not say when a row was entered",
        Reason::NoEntryNames => "the export does not say who entered a row",
        Reason::NoApprovals => "the export does not say when visits were approved",
        Reason::NoPlan => "the export has no planned times",
        Reason::NoDoubles => "the export marks no double staffing",
        Reason::NoStatuses => "the export holds performed visits only",
        Reason::NoHistory => "no earlier month is at hand",
        Reason::NoFile(kind) => match kind {
            Companion::Decisions => {
                "the file beslut is missing or says nothing of the month: with granted services, performed is compared with granted"
            }
            Companion::Plan => {
                "the file planering is missing or says nothing of the month: with planned visits, what was planned and not registered is seen"
            }
            Companion::Absence => {
                "the file franvaro is missing: with absences, visits while the customer was away are seen"
            }
            Companion::Exemptions => {
                "the file dispens is missing: with exemptions, who never has a receipt and is not exempt is seen"
            }
            Companion::Billing => {
                "the file fakturaunderlag is missing or says nothing of the month: with it, billed is compared with performed"
            }
            Companion::Supplements => {
                "the file tillagg is missing: with supplement reports, reported is compared with registered"
            }
            Companion::Outages => "the file avbrott is missing: with outages, entries by hand are explained",
            Companion::Households => {
                "the file hushall is missing or says nothing of the month: with households, neighbours are told from those who live together"
            }
            Companion::Staff => {
                "the file personal is missing or says nothing of the month: with it, who works for whom is seen"
            }
            Companion::Tags => {
                "the file taggar is missing or says nothing of the month: with the register, whose tag was read is seen"
            }
            Companion::Contacts => "the file kontakt is missing: with it, who is a named care contact is seen",
        },
        Reason::NoPlaces => "the file hushall has no coordinates: with them, impossible travel is seen",
        Reason::TooFew => "too few visits to judge",
        Reason::Failed => "the rule stopped with an error of the program",
        Reason::Disabled => "turned off or not selected",
        Reason::Draft => "a draft, which runs in a backtest alone",
        Reason::Resting => "resting",
    },
    status: |status| match status {
        Status::Ok => "nothing to ask",
        Status::Watch => "to watch",
        Status::Deviation => "deviation",
        Status::TooFew => "too few",
        Status::NotRun => "not run",
    },
    severity: |severity| match severity {
        Severity::Info => "for information",
        Severity::Minor => "minor",
        Severity::Major => "major",
    },
    accepted: |by| format!("accepted by {by}"),
    explanation: |explanation| match explanation {
        Explanation::Planned => "planned so",
        Explanation::DoubleStaffing => "double staffing",
        Explanation::Service => "services kept apart",
        Explanation::TooLong => "the visit is too long (T403)",
        Explanation::ProviderChange => "the customer changed provider",
        Explanation::Household => "the same household",
        Explanation::Exemption => "the customer is exempt",
        Explanation::Outage => "the system was down",
        Explanation::CareContact => "named care contact",
        Explanation::Grace => "acute decision, days of grace",
    },
    html: &super::html_en::HTML,
    workbook: &super::workbook_en::WORKBOOK,
};
