//! Swedish.

use kvittens_model::companion::Companion;
use kvittens_model::measure::Reason;
use kvittens_model::notes::Rejection;
use kvittens_model::{Explanation, NoteCode, Severity, Status};

use super::{Words, html};

/// The words.
pub const WORDS: Words = Words {
    rejection: |rejection| match rejection {
        Rejection::Missing => "värde saknas".to_owned(),
        Rejection::Unreadable => "värdet går inte att läsa".to_owned(),
        Rejection::NoTime => "varken start, slut eller planerad start".to_owned(),
        Rejection::Fields { found, expected } => format!("{found} fält, rubrikraden har {expected}"),
        Rejection::Empty => "tom rad".to_owned(),
        Rejection::RepeatedHeader => "rubrikraden en gång till".to_owned(),
        Rejection::Sum => "summarad".to_owned(),
        Rejection::ImpossibleDate => "datum som inte finns".to_owned(),
    },
    note: |note| match note {
        NoteCode::ClockChange => {
            "tid i den timme då klockan ställs om; besöket räknas men flaggas aldrig för sin längd"
        }
        NoteCode::StatedMinutes => "angivna minuter skiljer sig från slut minus start",
        NoteCode::OtherMonth => "rader från en annan månad; används inte",
        NoteCode::MangledTag => "id som ett kalkylprogram har gjort om till ett tal; de används inte",
        NoteCode::UnknownWord => "ord som varken layout eller konfiguration känner till",
        NoteCode::Personnummer => "personnummer används som id; de visas aldrig i klartext",
        NoteCode::NoManualExport => {
            "ingen manuell export och ingen manuell tid i månaden: andelar och regler om manuella tider körs inte"
        }
        NoteCode::DaysWithoutRows => "dagar helt utan rader",
        NoteCode::ProviderGone => "utförare utan en enda rad",
        NoteCode::VolumeDown => "utförare med över 30 procent färre besök än förra månaden",
        NoteCode::EatenZeros => {
            "id utan de inledande nollor som de har i en annan fil (kalkylprogram tar bort dem); de räknas som samma id"
        }
        NoteCode::DiscardedTime => "besök där en tid som inte används skiljer sig fem minuter eller mer",
        NoteCode::Blanks => "rader med blanktecken före eller efter ett värde, som togs bort",
        NoteCode::Aliased => "ord som konfigurationen räknar som ett annat (aliases)",
        NoteCode::Repaired => "celler med udda bindestreck eller blanksteg, som lagades",
    },
    warning: |note, who, count| match note {
        NoteCode::DaysWithoutRows => {
            let days = if count == 1 { "1 dag".to_owned() } else { format!("{count} dagar") };
            format!("{who}: {days} i månaden helt utan rader. Kontrollera att exporten är fullständig.")
        }
        NoteCode::ProviderGone => {
            format!("{who}: ingen rad i månaden. Kontrollera att utförarens export är med.")
        }
        NoteCode::VolumeDown => {
            format!("{who}: {count} procent färre besök än förra månaden. Kontrollera att exporten är fullständig.")
        }
        other => html::sentence((WORDS.note)(other)),
    },
    reason: |reason| match reason {
        Reason::NoManualExport => "manuell export saknas",
        Reason::NoStaff => "exporten har ingen personal",
        Reason::NoServices => "exporten har inga insatser",
        Reason::NoTags => "exporten har inga taggar",
        Reason::NoDevices => "exporten har inga telefoner eller enheter",
        Reason::NoReasons => "exporten har inga orsaker",
        Reason::NoEntryTimes => "exporten säger inte när något registrerades",
        Reason::NoEntryNames => "exporten säger inte vem som registrerade",
        Reason::NoApprovals => "exporten säger inte när besök godkändes",
        Reason::NoPlan => "exporten har inga planerade tider",
        Reason::NoDoubles => "exporten markerar ingen dubbelbemanning",
        Reason::NoStatuses => "exporten har bara utförda besök",
        Reason::NoHistory => "ingen tidigare månad finns att jämföra med",
        Reason::NoFile(kind) => match kind {
            Companion::Decisions => {
                "filen beslut saknas eller säger inget om månaden: med beviljade insatser jämförs utfört med beviljat"
            }
            Companion::Plan => {
                "filen planering saknas eller säger inget om månaden: med planerade besök syns planerat utan registrering"
            }
            Companion::Absence => "filen franvaro saknas: med frånvaro syns besök när brukaren var borta",
            Companion::Exemptions => {
                "filen dispens saknas: med dispenser syns vem som aldrig kvitteras utan att vara undantagen"
            }
            Companion::Billing => {
                "filen fakturaunderlag saknas eller säger inget om månaden: med den jämförs fakturerat med utfört"
            }
            Companion::Supplements => "filen tillagg saknas: med tilläggsrapporter jämförs rapporterat med registrerat",
            Companion::Outages => "filen avbrott saknas: med driftavbrott förklaras manuella registreringar",
            Companion::Households => {
                "filen hushall saknas eller säger inget om månaden: med hushåll skiljs grannar från dem som bor ihop"
            }
            Companion::Staff => {
                "filen personal saknas eller säger inget om månaden: med den syns vem som arbetar för vem"
            }
            Companion::Tags => {
                "filen taggar saknas eller säger inget om månaden: med registret syns vems tagg som lästes"
            }
            Companion::Contacts => "filen kontakt saknas: med den syns vem som är fast omsorgskontakt",
        },
        Reason::NoPlaces => "filen hushall saknar koordinater: med dem syns restider som inte är möjliga",
        Reason::TooFew => "för få besök för att bedöma",
        Reason::Failed => "regeln stannade av ett fel i programmet",
        Reason::Disabled => "avstängd eller bortvald",
        Reason::Draft => "utkast, som bara körs i backtest",
        Reason::Resting => "vilar",
    },
    status: |status| match status {
        Status::Ok => "inget att fråga om",
        Status::Watch => "att bevaka",
        Status::Deviation => "avvikelse",
        Status::TooFew => "för få",
        Status::NotRun => "ej körd",
    },
    severity: |severity| match severity {
        Severity::Info => "upplysning",
        Severity::Minor => "mindre",
        Severity::Major => "större",
    },
    accepted: |by| format!("godtaget av {by}"),
    explanation: |explanation| match explanation {
        Explanation::Planned => "planerat så",
        Explanation::DoubleStaffing => "dubbelbemanning",
        Explanation::Service => "insatser som hålls isär",
        Explanation::TooLong => "besöket är för långt (T403)",
        Explanation::ProviderChange => "kunden bytte utförare",
        Explanation::Household => "samma hushåll",
        Explanation::Exemption => "kunden har dispens",
        Explanation::Outage => "driftavbrott",
        Explanation::CareContact => "fast omsorgskontakt",
        Explanation::Grace => "akut beslut, betänketid",
    },
    html: &super::html_sv::HTML,
    workbook: &super::workbook_sv::WORKBOOK,
};
