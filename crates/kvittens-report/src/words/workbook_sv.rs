//! The words of the workbooks in Swedish.

use kvittens_model::{Scope, State};

use super::workbook::{AnswerWords, Charts, Heads, Sheet, Sheets, WorkbookWords};

/// The words.
pub const WORKBOOK: WorkbookWords = WorkbookWords {
    sheets: Sheets {
        overview: Sheet {
            name: "Översikt",
            about: "Månaden i korthet, vad som inte kunde kontrolleras, och innehållet",
        },
        report: Sheet {
            name: "Rapport", about: "Månaden i korthet, vad som inte kunde kontrolleras, och innehållet"
        },
        answers: Sheet { name: "Svar", about: "De öppna avvikelserna, en rad var, att svara på" },
        charts: Sheet { name: "Diagram", about: "Siffrorna på bladen som diagram" },
        receipts: Sheet { name: "Kvittenser", about: "Hur besöken är kvitterade: de fyra andelarna" },
        manual: Sheet { name: "Utan kvittens", about: "Andelen besök utan kvittens i någon ände" },
        follow_up: Sheet {
            name: "Uppföljning",
            about: "Föreslagen nivå av uppföljning för varje utförare, och skälen",
        },
        matrix: Sheet { name: "Regel per utförare", about: "Antal öppna avvikelser per utförare och regel" },
        rules: Sheet { name: "Regler", about: "Varje regel: vad den ser, utfallet och hur det står sig" },
        measures: Sheet { name: "Mått", about: "Alla mått som siffrorna kommer från" },
        files: Sheet { name: "Underlag", about: "Filerna som lästes och vad som hände med raderna" },
        notes: Sheet { name: "Anmärkningar", about: "Anmärkningar på underlaget" },
        pages: Sheet { name: "Regelsidor", about: "Varje regels fråga, oskyldiga förklaringar, definition och tal" },
        definitions: Sheet { name: "Definitioner", about: "Vad orden och kolumnerna betyder" },
        family: "Avvikelserna, en rad var",
    },
    heads: Heads {
        finding: "Avvikelse",
        case: "Ärende",
        start: "Start",
        stop: "Slut",
        measured_in: "Mätt i",
        minutes: "Minuter",
        elsewhere: "Besök hos annan utförare",
        status: "Läge",
        state: |state| match state {
            State::Open => "öppen",
            State::Explained(_) => "förklarad",
            State::Accepted(_) => "godtagen",
        },
        share_without: "Andel utan kvittens",
        numerator: "Antal",
        denominator: "Av",
        low: "95 % från",
        high: "95 % till",
        funnel_low: "Väntat från",
        funnel_high: "Väntat till",
        source: "Gränsens källa",
        past: "Egen historik",
        of_class: |class, number| format!("{class}: {number}"),
        whole_provider: "hela utföraren",
        measure: "Mått",
        scope: "Gäller",
        scope_of: |scope| match scope {
            Scope::All => "alla",
            Scope::Provider => "utförare",
            Scope::Unit => "enhet",
            Scope::Staff => "personal",
            Scope::Customer => "brukare",
        },
        who: "Vem",
        bucket: "Del",
        value: "Värde",
        reason: "Skäl",
        not_run: "Inte körd",
        rate: "Per 1\u{a0}000 besök",
        word: "Ord",
        meaning: "Betydelse",
        sheet: "Blad",
        holds: "Innehåll",
        encoding: "Teckenkodning",
    },
    answers: AnswerWords {
        answer: "Svar",
        comment: "Kommentar",
        decided_by: "Beslutat av roll",
        until: "Gäller till",
        question: "Fråga",
        replies: ["fel i registrering", "förklarat", "bestrids", "utreds"],
        how: "Så svarar ni: öppna bladet Svar, välj ett svar på varje rad i den ljusa kolumnen Svar och skriv gärna en \
            kommentar. Spara filen och lämna tillbaka den till kommunen. Kommunen fyller i Beslutat av roll (och vid behov \
            Gäller till) där svaret godtas. Skriv inga uppgifter om brukarens hälsa i kommentaren.",
        answer_title: "Välj ett svar",
        answer_help: "fel i registrering: registreringen var fel och rättas. förklarat: det finns en förklaring. bestrids: \
            avvikelsen stämmer inte. utreds: svar kommer senare.",
        answer_wrong: "Välj ett av de fyra svaren i listan, eller lämna cellen tom.",
        comment_help: "Valfri kommentar. Programmet läser inte in den. Skriv inga uppgifter om brukarens hälsa.",
        decided_help: "Fylls i av kommunen: rollen som har godtagit svaret, till exempel enhetschef. Inget personnamn.",
        until_help: "Fylls i av kommunen: sista dagen som beslutet gäller, till exempel 2022-12-31. Tomt: tills vidare.",
        until_wrong: "Skriv ett datum, till exempel 2022-12-31, eller lämna cellen tom.",
    },
    family: |letter| match letter {
        'K' => "K Kvittens",
        'D' => "D Dubbletter",
        'M' => "M Mellanrum",
        'T' => "T Tider",
        'P' => "P Personal",
        'B' => "B Beslut",
        'E' => "E Ersättning",
        'X' => "X Egna regler",
        _ => "Övriga",
    },
    for_whom: "För kommunens kontrollant. Arbetsboken jämför utförare: lämna den inte vidare till en utförare, som i stället får \
        sin egen.",
    contents: "Blad i arbetsboken",
    cut: |left_out, file| format!("Bladet är fullt: {left_out} rader till finns i {file}."),
    no_rows: "Inga rader.",
    page_of: |page, pages| format!("Sida {page} av {pages}"),
    charts: Charts {
        receipts: "Kvittenser per utförare",
        manual: "Andel besök utan kvittens, och gränsen",
        rules: "Öppna avvikelser per regel",
        own: "Utföraren",
        receipts_beside_peers: "Kvittenser hos utföraren och hos övriga tillsammans",
        receipts_own: "Kvittenser hos utföraren",
        share_axis: "Andel av besöken",
        count_axis: "Antal avvikelser",
    },
    definitions: &[
        (
            "Avvikelse",
            "En iakttagelse i registreringarna som utföraren får en fråga om. Den är en fråga, inte en dom. \
            Id:t, F- och tretton tecken, är detsamma i varje körning och leverans.",
        ),
        ("Ärende", "Öppna avvikelser som står på samma besök hör ihop i ett ärende och behöver ett enda svar."),
        (
            "öppen, förklarad, godtagen",
            "Öppen: en fråga. Förklarad: data förklarar den redan. Godtagen: svaret är \
            godtaget av den roll som anges. Bara öppna räknas.",
        ),
        ("Grad", "Hur mycket en avvikelse väger: upplysning, mindre eller större."),
        (
            "Bedömning",
            "avvikelse: bortom gränsen. att bevaka: värdet men inte hela intervallet ligger bortom gränsen, eller \
            det skiljer sig från övriga utförare eller från den egna historiken mer än slumpen brukar ge. för få: för få \
            besök för att bedöma. ej körd: underlaget räckte inte.",
        ),
        ("Antal och Av", "Andelens täljare och nämnare: så många besök, av så många."),
        (
            "95 % från och till",
            "Wilsons intervall: hur mycket andelen kan bero på slumpen. Det är brett när besöken är få.",
        ),
        ("Gräns och gränsens källa", "Kommunens egen gräns och var den står. Utan gräns jämförs andelen med övriga."),
        (
            "Övriga utförare",
            "Samma andel för alla andra utförare tillsammans. En utförare ser den bara när minst tre andra \
            står bakom den och ingen av dem har mer än 80 % av besöken.",
        ),
        ("Väntat från och till", "Där andelen väntas ligga om bara slumpen skiljer utföraren från övriga: 99,8 %."),
        ("Egen historik", "Samma andel i utförarens egna tidigare månader."),
        (
            "Kvittens",
            "Avläsning med telefon eller tagg vid in- och utpassering. Manuell registrering är ingen kvittens.",
        ),
        ("Per 1\u{a0}000 besök", "Öppna avvikelser delat med utförda besök, gånger tusen."),
        (
            "Minuter",
            "Registrerad tid som avvikelsen gäller. Samma minut kan stå i flera avvikelser, så summan över rader är \
            inte registrerad tid.",
        ),
        ("Rader i exporten", "Fil och rad som avvikelsen bygger på; rubrikraden är rad 1."),
        ("Besök hos annan utförare", "Den andra sidan av en avvikelse över utförare, bara som antal."),
    ],
    definitions_overview: &[
        ("på prov", "En regel som prövas. Den räknas inte, och utförarna ser den inte."),
        (
            "Pseudonym",
            "K- för brukare och P- för personal: samma person har samma pseudonym i varje månad. nyckel.csv \
            visar vem den står för.",
        ),
    ],
};
