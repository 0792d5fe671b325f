//! The board's page in Swedish.

use super::board::BoardWords;

/// The words.
pub const BOARD: BoardWords = BoardWords {
    title: "Månadskontroll av hemtjänsten",
    file: "underlag till nämnden, utan namn och små tal",
    summary: |month, providers, visits| match visits {
        Some(visits) => format!("I {month} har registreringarna av {visits} hos {providers} kontrollerats."),
        None => format!("I {month} har registreringarna hos {providers} kontrollerats."),
    },
    summary_receipts: |expecting, both, none| match both {
        Some(both) => format!(
            "Av de {expecting} besök som väntar en kvittens har {both} kvittens både in och ut, och {none} saknar \
             kvittens."
        ),
        None => format!("Av de {expecting} besök som väntar en kvittens saknar {none} kvittens."),
    },
    summary_findings: |open, explained| match explained {
        Some(explained) => format!("Kontrollen gav {open}; {explained} till förklaras av data och räknas inte."),
        None => format!("Kontrollen gav {open}."),
    },
    observation: "En iakttagelse, inte en anklagelse",
    observation_text: "Talen är summor av iakttagelser i registreringarna. En avvikelse är en fråga till utföraren, inte en \
        dom: den säger vad som står i registreringen, inte varför det blev så och inte att någon har gjort fel. En \
        trasig läsare, en tagg som inte sitter uppe eller ett besök som flyttats kan ge samma bild. Först utförarens \
        svar avgör.",
    checked: "Vad som kontrollerades, och vad som inte kunde kontrolleras",
    checked_text: "En regel som inte kunde köras säger ingenting: att den saknar avvikelser betyder inte att allt stämmer.",
    receipts_text: "Andel av besöken som väntar en kvittens, med antalet under.",
    receipts_caption: "Besök efter kvittens, per utförare",
    some_receipt: "någon kvittens",
    smaller: "Mindre utförare",
    findings: "Öppna avvikelser och föreslagen uppföljning",
    findings_text: "Varje avvikelse räknas en gång, i sin regels familj. Antalet växer med antalet besök och är inget mått \
        på kvalitet.",
    findings_caption: "Öppna avvikelser per utförare och familj av regler",
    family: |family| match family {
        'K' => "Kvittens",
        'D' => "Dubbletter",
        'M' => "Mellanrum",
        'T' => "Tider",
        'P' => "Personal",
        'B' => "Beslut",
        'E' => "Ersättning",
        'X' => "Egna regler",
        _ => "Övriga",
    },
    all: "Alla",
    level: "Förslag",
    area: "Område",
    areas_text: "De områden där en kommuns månadsuppföljning såg avvikelser (Huddinge 2022). Samma avvikelser är räknade i \
        tabellen ovan.",
    areas_caption: "Öppna avvikelser per område, alla utförare",
    open: "Öppna avvikelser",
    rules: "Regler",
    trend: "Utveckling över tid",
    since: |what, now, former| format!("Kommunen, {what}: {now}, mot {former} förra månaden."),
    reading: "Så läses sidan",
    hidden: |least| {
        format!(
            "Två punkter (..) betyder att talet inte visas: det är mindre än {least}, eller så skulle ett sådant tal gå \
             att räkna ut ur det. Så kan ingen enskild kännas igen. Noll visas."
        )
    },
    together: |customers| {
        format!("Utförare med färre än {customers} brukare redovisas tillsammans, som mindre utförare.")
    },
    left_out: |customers| {
        format!(
            "Utförare med färre än {customers} brukare som inte kan redovisas tillsammans med andra ingår inte på sidan, \
             inte heller i summorna."
        )
    },
    levels_text: "Föreslagen uppföljning följer av kommunens trappa och månadens mått, aldrig av ett enskilt besök. Det är \
        ett förslag: handläggaren bestämmer.",
    limits_of_data: "Kontrollen ser bara registreringarna. En kvittens visar att en tagg har lästs, inte hur besöket var; \
        ett besök utan kvittens kan vara utfört i sin helhet.",
    some_provider: "Underlaget från en eller flera utförare som inte namnges här kan vara ofullständigt.",
    secrecy: "Sidan innehåller inga uppgifter om enskilda brukare eller medarbetare.",
};
