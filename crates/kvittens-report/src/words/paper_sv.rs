//! The words of the PDF in Swedish.

use super::paper::PaperWords;

/// The words.
pub const PAPER: PaperWords = PaperWords {
    overview: "Avvikelserna i korthet",
    overview_text: "Varje rad är en regel. Öppna avvikelser är frågor; förklarade är sådana som data eller ett godtaget svar \
        redan förklarar.",
    overview_caption: "Avvikelser per regel",
    open: "Öppna",
    explained: "Förklarade",
    time: "Registrerad tid",
    per_thousand: "Per 1\u{a0}000 besök",
    observations: "Iakttagelser och frågor",
    examples: |shown, all| format!("{shown} av {all} öppna avvikelser, de första i tidsordning"),
    all_in: |files| format!("Alla står i {files}."),
    observations_text: |files| format!("Varje avvikelse står med sitt id i {files}."),
    and: "och",
    more_units: |count, files| format!("Ytterligare {count} enheter står i {files}."),
    more_reasons: |count| format!("och {count} till"),
    more_fixed: |count| format!("och {count} till, som inte visas här"),
    week_text: |fewest| {
        format!(
            "Andelen besök utan kvittens efter den veckodag och timme då besöket började. Talet är procent, och ju \
             starkare färg desto större andel. En ljusgrå ruta utan tal har färre än {fewest} besök, för få för en andel; \
             en tom ruta har inga."
        )
    },
    answer: "Så svarar ni",
    appendix: "Bilaga",
    definitions: "Reglerna",
    definitions_at: "Vad en regel ser står vid dess iakttagelser; här är de tal som den kördes med. Den exakta definitionen, varför regeln finns och vilka oskyldiga förklaringar som \
        finns står i rapport.html under Reglerna.",
    definitions_asked: "Vad en regel ser står vid dess iakttagelser; här är de tal som den kördes med. Kommunen lämnar den exakta definitionen på begäran.",
    limits: "Gränser och källor",
    limits_text: "Gränserna är kommunens egna. En andel bedöms med hela sitt 95 % intervall, om inget annat är bestämt.",
    measure: "Mått",
    source: "Källa",
    findings_hash: "avvikelser.csv (BLAKE3)",
};
