//! The HTML reports in Swedish.

use kvittens_model::Class;

use super::html::{Html, Index, Noun, Provider, Tables};

/// The words.
pub const HTML: Html = Html {
    months: [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    unit: |unit| unit,
    visit: Noun {
        one: "besök",
        many: "besök",
    },
    row: Noun {
        one: "rad",
        many: "rader",
    },
    finding: Noun {
        one: "öppen avvikelse",
        many: "öppna avvikelser",
    },
    case: Noun {
        one: "ärende",
        many: "ärenden",
    },
    class: |class| match class {
        Class::BothTags => "både in och ut",
        Class::InOnly => "bara in",
        Class::OutOnly => "bara ut",
        Class::NoTag => "ingen kvittens",
    },
    tables: Tables {
        program: "Kvittens · kontroll av tidsregistrering i hemtjänsten",
        contents: "Innehåll",
        registration: "Kvittens",
        visits: "Besök",
        share: "Andel",
        interval: "95 % intervall",
        peers: "Övriga utförare",
        limit: "Gräns",
        funnel: "Väntat intervall",
        status: "Bedömning",
        total: "Alla",
        unit: "Enhet",
        manual_share: "Andel utan kvittens",
        no_limit: "ingen satt",
        least: |limit| format!("minst {limit}"),
        most: |limit| format!("högst {limit}"),
        share_of: |count, of| format!("{count} av {of}"),
        per_thousand: |rate| format!("{rate} per 1\u{a0}000 besök"),
        interval_is: |interval| format!("95 % intervall {interval}"),
        peers_are: |rate| format!("övriga {rate}"),
        limit_is: |limit, source| format!("gräns {limit} ({source})"),
        bar: |who| format!("Fördelning av kvittenser, {who}"),
        dot: |who| format!("Andel utan kvittens, {who}"),
        scale: |top| format!("Skala 0 till {top}"),
        rule: "Regel",
        name: "Namn",
        weight: "Grad",
        why: "Varför",
        not_run: "Regler som inte kördes",
        absent: |rule, reason| format!("Regeln {rule} kördes inte: {reason}."),
        not_run_caption: "Regler som inte kördes, och varför",
        all_ran: "Alla regler kördes.",
        file: "Fil",
        layout: "Layout",
        note: "Anmärkning",
        code: "Kod",
        column: "Kolumn",
        count: "Antal",
        question: "En fråga, inte en dom",
        question_text: "En avvikelse är en iakttagelse i registreringarna. Den säger vad som står där och vilka \
            oskyldiga förklaringar som kan finnas, inte varför det blev så och inte att någon har gjort fel. Först \
            utförarens svar avgör. Avvikelser som data redan förklarar visas för sig och räknas inte.",
        interval_text: "Intervallet visar hur mycket en andel kan bero på slumpen: det är brett när besöken är få. En \
            andel bedöms mot kommunens egen gräns, med den källa som anges. Utan gräns jämförs den med övriga \
            utförare tillsammans.",
        days_without_rows: |who, days| {
            let days = if days == 1 {
                "1 dag".to_owned()
            } else {
                format!("{days} dagar")
            };
            format!("{who}: {days} i månaden helt utan rader. Kontrollera att exporten är fullständig.")
        },
        placeholders: "Personal-id som står för flera personer",
        placeholders_text: "Dessa id är märkta som vikarie- eller pool-id, eller har mer registrerad tid än en person kan \
            ha. De ingår inte i reglerna om personal.",
        version: "Program",
        configuration: "Konfiguration",
        key: "Nyckel",
        too_many_rejected: "Fler rader än kommunen godtar gick inte att använda. Siffrorna kan därför vara missvisande; \
            rätta exporten och kör kontrollen igen innan den används.",
        nothing: "Inga besök räknas i andelarna av kvittens.",
    },
    index: Index {
        title: "Månadskontroll",
        for_whom: "För kommunens kontrollant. Sidan jämför utförare och innehåller pseudonymer: lämna den inte vidare \
            till en utförare, som i stället får sin egen rapport.",
        summary: |providers, visits| format!("{providers} med {visits} har kontrollerats."),
        providers: Noun {
            one: "utförare",
            many: "utförare",
        },
        open_findings: Noun {
            one: "öppen avvikelse att fråga om",
            many: "öppna avvikelser att fråga om",
        },
        explained: |count| format!("{count} till förklaras av data och räknas inte"),
        receipts: "Kvittenser",
        receipts_text: "Varje utfört besök som väntas ha kvittens hör till en av fyra klasser.",
        receipts_caption: "Besök efter kvittens, per utförare. I varje ruta: andel, antal, 95 % intervall och övriga \
            utförares andel tillsammans.",
        manual: "Besök utan kvittens",
        manual_text: "Andelen besök utan kvittens i någon ände, alltså helt manuellt registrerade. Punkten är andelen, \
            strecket dess 95 % intervall, det grå bandet vad slumpen kan ge runt övriga utförares andel (99,8 %) och den \
            streckade linjen gränsen.",
        manual_caption: "Andel besök utan kvittens, per utförare",
        provider: "Utförare",
        matrix: "Öppna avvikelser",
        matrix_text: "Antalet leder till utförarens rapport. Under antalet, för regler som gäller besök: avvikelser per \
            1\u{a0}000 utförda besök.",
        matrix_caption: "Öppna avvikelser per utförare och regel",
        rules_caption: "Reglerna i tabellen",
        sentence: "Vad regeln ser",
        open: "Öppna",
        explained_head: "Förklarade",
        people: "Medarbetare och brukare som skiljer sig",
        people_text: "Andelen besök utan kvittens skiljer sig från jämförelsen mer än slumpen rimligen ger, prövat över \
            alla tillsammans. Det säger inget om varför.",
        people_caption: "Medarbetare (K103) och brukare (K104) med avvikande andel besök utan kvittens",
        no_people: "Ingen skiljer sig mer än slumpen kan ge.",
        person: "Id",
        against: "Jämfört med",
        own_others: |share| format!("utförarens övriga {share}"),
        ground: "Underlag",
        ground_text: "Lästa rader = använda + undantagna + från annan månad.",
        files_caption: "Inlästa filer och vad som hände med raderna",
        read: "Lästa",
        used: "Använda",
        set_aside: "Undantagna",
        other_month: "Annan månad",
        known_columns: |known, all| format!("{known} av {all} kolumner kända"),
        notes: "Anmärkningar på underlaget",
        notes_caption: "Anmärkningar på underlaget; raderna används om inget annat sägs",
        first_row: "Första rad",
        no_notes: "Inga anmärkningar.",
        skipped: "Filer som inte är exporter och lämnades orörda",
        everywhere: "alla",
        files: "Filer",
        findings_csv: "alla avvikelser",
        measures_csv: "alla mått",
        quarantine_csv: "undantagna rader",
        key_csv: "vem pseudonymerna står för",
        manifest: "vad som lästes, kördes och skrevs",
    },
    provider: Provider {
        title: "Avvikelserapport",
        secrecy: "Rapporten gäller enskilda brukare och medarbetare och kan omfattas av sekretess (26 kap. 1 § \
            offentlighets- och sekretesslagen). Den innehåller bara utförarens egna registreringar.",
        summary_visits: |month, visits, expecting, both, none| {
            format!(
                "I {month} gjordes {visits}; av de {expecting} som väntas ha kvittens har {both} kvittens både in och ut \
                 och {none} ingen alls."
            )
        },
        summary_visits_only: |month, visits| format!("I {month} gjordes {visits}."),
        summary_no_visits: |month| format!("I {month} kunde inga besök räknas."),
        summary_findings: |findings, cases| format!("Kontrollen har {findings} i {cases}"),
        summary_no_findings: "Kontrollen har inga öppna avvikelser",
        summary_explained: |count| format!("; {count} till förklaras av data och räknas inte"),
        summary_next: "Gå igenom avvikelserna nedan, svara på frågan vid varje regel och rätta det som är fel i \
            registreringen.",
        summary_nothing_next: "Inget svar behövs.",
        table_file: "avvikelserna som tabell, med id",
        receipts: "Kvittenser",
        receipts_caption: "Besök som väntas ha kvittens, efter kvittens",
        units_caption: "Andel av enhetens besök, efter kvittens",
        manual: "Besök utan kvittens",
        manual_caption: "Besök utan kvittens i någon ände, av dem som väntas ha kvittens",
        no_expecting: "Utföraren har inga besök som räknas i andelarna av kvittens.",
        peers_hidden: "Övriga utförares andel visas inte: de är färre än tre, eller en av dem har mer än 80 % av deras \
            besök, och andelen skulle då kunna avslöja en enskild utförare.",
        findings: "Avvikelser",
        no_findings: "Inga avvikelser.",
        open: "öppna",
        explained: "förklarade",
        minutes_total: "registrerad tid i avvikelserna",
        per_thousand: "per 1\u{a0}000 besök",
        open_caption: |code| format!("Öppna avvikelser, {code}"),
        explained_title: |count| format!("Förklarade, räknas inte ({count})"),
        explained_caption: |code| format!("Förklarade avvikelser, {code}; de räknas inte"),
        ask: "Fråga till utföraren",
        innocent: "Oskyldiga förklaringar",
        definition: "Exakt definition",
        parameters: "Regelns tal i denna körning",
        date: "Datum",
        time: "Tid",
        whole: "hela utföraren",
        customer: "Brukare",
        staff: "Personal",
        service: "Insats",
        visit: "Besök",
        value: "Uppmätt",
        value_against: |limit| format!("Uppmätt (mot {limit})"),
        against: "Jämfört med",
        minutes: "Längd",
        others: "Andra besök",
        rows: "Rader i exporten",
        explanation: "Förklaring",
        missing: "saknas",
        more: |count| format!("och {count} till"),
        elsewhere: |count| format!("{count} hos annan utförare"),
        silent: "Regler utan avvikelser",
        silent_text: "Dessa regler kördes och fann inget att fråga om.",
        ground: "Underlag",
        ground_caption: "Filer med utförarens rader",
        rows_used: "Utförarens rader",
    },
};
