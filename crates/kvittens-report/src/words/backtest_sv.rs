//! backtest.html in Swedish.

use super::backtest::Backtest;
use super::html::Noun;

/// The words.
pub const WORDS: Backtest = Backtest {
    title: "Prövning på tidigare månader",
    sides: |baseline, candidate| match candidate {
        Some(candidate) => format!("Kandidat: {candidate}. Jämförs med: {baseline}."),
        None => format!("Prövade regler: {baseline}."),
    },
    summary: |months, first, last, providers| format!("{months}, {first} till {last}, {providers}."),
    findings: |candidate, baseline, new, gone, changed| {
        format!(
            "Kandidaten ger {candidate}, mot {baseline} i dag: {new} är nya, {gone} är borta och {changed} är ändrade."
        )
    },
    alone: |findings| format!("Reglerna ger {findings}."),
    hours: |hours, minutes| {
        format!("Det är i medeltal {hours} arbete i månaden för en controller, räknat med {minutes} per avvikelse.")
    },
    met: |value, aim, findings| format!("{value} uppfyller kravet ({aim}) med {findings}."),
    unmet: |aim| format!("Inget prövat värde uppfyller kravet ({aim})."),
    max_findings: |most| format!("högst {most} avvikelser i någon månad"),
    min_precision: |least| format!("träffsäkerhet minst {least}"),
    and: " och ",
    open_only: "Bara öppna avvikelser räknas. Det som data förklarar är inget arbete och står för sig.",
    rules: "Regel för regel",
    rules_caption: "Öppna avvikelser över alla månader",
    rule: "Regel",
    baseline: "I dag",
    candidate: "Kandidat",
    same: "Samma",
    changed: "Ändrade",
    new: "Nya",
    gone: "Borta",
    explained: "Förklarade",
    in_question: "Tid i fråga, h",
    hours_a_month: "Arbete, h/månad",
    persistence: "Kvar nästa månad",
    variation: "Variation",
    rules_text: "Samma: samma avvikelse-id, eller samma besök där id saknas. Ändrad: delar ett besök med en avvikelse i \
        dag. Tid i fråga: registrerad tid i avvikelsernas besök, varje minut en gång. Kvar nästa månad: andel av \
        utförare, enheter, medarbetare och brukare som regeln pekar på även månaden efter. Variation: standardavvikelse \
        genom medelvärde för avvikelser per 1\u{a0}000 besök, månad för månad; under 0,2 är jämnt.",
    sum_of_minutes: "* minuter utan besök är summerade och kan räknas flera gånger",
    all: "Alla",
    judged: "Hur ofta reglerna har rätt",
    judged_text: "Träffsäkerhet: rätta avvikelser av dem som facit känner; där facit är fullständigt är en avvikelse som \
        facit inte känner fel. Täckning: rätta fall i facit som regeln fann, bara där facit är fullständigt. \
        Inom parentes 95 % intervall (Wilson); F1 har intervallens ytterpunkter.",
    judged_caption: "Kandidaten mot facit, alla månader",
    right: "Rätt",
    wrong: "Fel",
    unlabelled: "Utan facit",
    precision: "Träffsäkerhet",
    recall: "Täckning",
    f1: "F1",
    baseline_precision: "Träffsäkerhet i dag",
    found_of: |found, expected| format!("{found} av {expected}"),
    no_labels: "Inget facit angavs (--labels), så det går inte att säga hur ofta reglerna har rätt.",
    months: "Månad för månad",
    months_title: |rule| format!("Öppna avvikelser per månad: {rule}"),
    months_description: |least, most| format!("Kandidaten har {least} till {most} i månaden."),
    map: "Var det ändras",
    map_text: "Nya (+) och borta (−) avvikelser. Ju mörkare ruta, desto större del av utförarens avvikelser är andra än i \
        dag.",
    map_caption: "Ändringar, utförare och månader",
    provider: "Utförare",
    month: "Månad",
    month_noun: Noun { one: "månad", many: "månader" },
    no_change: "Kandidaten ger samma avvikelser som i dag.",
    sweep: "Värden prövade",
    sweep_text: |parameters| format!("{parameters}, allt annat lika. Antalen gäller de regler vars tal prövas."),
    sweep_caption: "Ett prövat värde per rad",
    value: "Värde",
    mean_month: "Per månad",
    most_month: "Flest i en månad",
    findings_title: |name| format!("Avvikelser per månad efter {name}"),
    shares_title: |name| format!("Träffsäkerhet och täckning efter {name}"),
    chosen: "uppfyller kravet",
    overlap: "Samma besök i flera regler",
    overlap_text: "Del av två reglers besök som båda har avvikelser på (Jaccard). Nära 100 %: reglerna säger samma sak.",
    overlap_caption: "Överlapp mellan regler, alla månader",
    no_overlap: "Inga två regler har avvikelser på samma besök.",
    aggregates: "Sidan har bara antal och andelar; inga brukare och ingen personal. De enskilda avvikelserna skrivs av \
        kvittens check.",
};
