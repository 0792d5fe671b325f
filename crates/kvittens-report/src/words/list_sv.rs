//! The lists and the opened finding, in Swedish.

use kvittens_model::Method;

use super::list::{Classes, Lanes, ListWords, Said, Shapes, States, VisitHeads, YesNo};

/// The words.
pub const LIST: ListWords = ListWords {
    findings: "Alla avvikelser",
    findings_text: "Sök, filtrera och sortera. Det som visas går att spara som CSV, och adressen leder tillbaka till \
        just det urvalet. Numret öppnar avvikelsen, med dagen ritad.",
    findings_text_index: "Sök, filtrera och sortera över alla utförare. Det som visas går att spara som CSV, och adressen \
        leder tillbaka till just det urvalet. Numret öppnar avvikelsen.",
    visits: "Besök",
    visits_text: "Utförarens besök i månaden, så som de står efter att rader om samma besök har lagts ihop. Andelarna av \
        kvittenser räknas på besöken med Räknas = ja.",
    no_script: "Listan som går att söka i behöver JavaScript, som är avstängt här. Avvikelserna står också i tabeller \
        regel för regel och i filen avvikelser.csv.",
    too_many: |findings| {
        format!(
            "{findings} avvikelser är fler än en sida kan bära. De står i filen avvikelser.csv, och de första av varje \
             regel nedan."
        )
    },
    too_many_index: |findings| {
        format!(
            "{findings} avvikelser är fler än en sida kan bära. De står i varje utförares rapport, och alla i filen \
             findings.csv."
        )
    },
    visits_left_out: "Alla besök ryms inte på sidan: bara dagarna kring avvikelser ritas, och listan över besök är \
        utelämnad.",
    cut: |shown, all| format!("{shown} av {all} visas. Alla står i listan Alla avvikelser och i filen avvikelser.csv."),
    all_in_list: |all| format!("Visa alla {all} i listan"),
    by_rule: "Avvikelser regel för regel",
    rules: "Reglerna",
    rules_text: "Vad varje regel ser, exakt, och varför. Grundvärden som kommunen kan ändra står under Parametrar.",
    rule_page: "Om regeln",
    why: "Varför",
    needs: "Behöver",
    open: "öppen",
    explained: |why| format!("förklarad: {why}"),
    provider: "Utförare",
    case: "Ärende",
    method: |method| match method {
        Method::Tag => "tagg",
        Method::Lock => "lås",
        Method::Pen => "penna",
        Method::Phone => "telefon",
        Method::Gps => "gps",
        Method::Edited => "ändrad",
        Method::Unknown => "okänt sätt",
        Method::Manual => "manuell",
        Method::None => "saknas",
    },
    said: Said {
        group: "\u{a0}",
        text: "Text",
        all: "Alla",
        total: super::html_sv::TOTAL,
        clear: "Rensa",
        export: "Spara som CSV",
        shown: "{shown} av {all} {noun} visas.",
        none: "Inga av {all} {noun} passar urvalet.",
        page: "Sida {page} av {pages}",
        former: "Föregående sida",
        next: "Nästa sida",
        sort_by: "Sortera efter {column}",
        rows_with: "Visa rader med",
        rows_shown: "{shown} av {all} rader visas.",
        findings: "avvikelser",
        findings_caption: "Alla avvikelser",
        findings_file: "avvikelser-urval.csv",
        visits: "besök",
        visits_caption: "Besök",
        visits_file: "besok-urval.csv",
        id: "Avvikelse",
        status: States { open: "Öppna", explained: "Förklarade", accepted: "Godtagna" },
        class: Classes { both: "både in och ut", in_only: "bara in", out: "bara ut", no: "ingen kvittens" },
        counted: YesNo { yes: "ja", no: "nej" },
        performed: YesNo { yes: "ja", no: "nej" },
        visit_heads: VisitHeads {
            asked: "Nr",
            day: "Datum",
            time: "Registrerad tid",
            planned: "Planerad tid",
            start: "Start",
            stop: "Slut",
            customer: "Brukare",
            staff: "Personal",
            unit: "Enhet",
            service: "Insats",
            class: "Kvittens",
            counted: "Räknas",
            performed: "Utfört",
            visit: "Besök",
            rows: "Rader i exporten",
        },
        missing: "saknas",
        not_performed: "ej utfört",
        of: "{at} av {all} i urvalet",
        former_finding: "Föregående",
        next_finding: "Nästa",
        close: "Stäng",
        question: "Fråga till utföraren",
        explained: "Förklaringar som har sökts",
        explained_none: "Utöver det som regelns definition själv undantar söks ingen förklaring i data.",
        explained_by: "I data har sökts: {list}.",
        explained_open: "Ingen av dem fanns för den här avvikelsen.",
        explained_is: "Bedömning: {status}.",
        innocent: "Oskyldiga förklaringar",
        in_report: "Öppna i utförarens rapport, med dagen ritad",
        rule_page: "Regeln {rule}: definition, källor och parametrar",
        their_visits: "Månadens besök: {who}",
        day: "Dagen",
        day_title: "Dagens besök, ritade",
        day_said: "Planerad och registrerad tid i brukarens och medarbetarens dag. Tabellen under säger detsamma i ord.",
        day_table: "Dagens besök. De med nummer står i avvikelsen.",
        day_own: "Bara utförarens egna besök ritas. Har andra utförare del i avvikelsen står deras besök som antal.",
        its_visits: "Besöken i avvikelsen",
        lane: Lanes { customer: "Brukare {id}", staff: "Medarbetare {id}" },
        shape: Shapes {
            dot: "kvittens",
            square: "manuell",
            diamond: "annat sätt",
            lacks: "tid saknas",
            plan: "planerad tid",
            asked: "▼ 1 står i avvikelsen",
        },
    },
};
