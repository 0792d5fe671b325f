//! The proposed follow-up, in Swedish.

use kvittens_model::Severity;
use kvittens_rules::follow_up::Level;

use super::follow_up::FollowUpWords;

/// The words.
pub const FOLLOW_UP: FollowUpWords = FollowUpWords {
    heading: "Förslag till uppföljning",
    text: "Nivån följer av kommunens trappa och månadens mått, aldrig av ett enskilt besök. Det är ett förslag: \
        handläggaren bestämmer.",
    caption: "Föreslagen nivå per utförare",
    step: "Nivå",
    reasons: "Skäl",
    level: |level| match level {
        Level::None => "ingen åtgärd",
        Level::Dialog => "dialog",
        Level::ActionPlan => "åtgärdsplan",
        Level::InDepth => "fördjupad uppföljning",
    },
    proposed: |level| format!("Föreslagen uppföljning: {level}."),
    beyond: |told| {
        let weight = match told.severity {
            Severity::Major => "större avvikelse",
            Severity::Minor => "mindre avvikelse",
            Severity::Info => "upplysning",
        };
        format!("{}: {}, bortom gränsen {} ({}); {weight}", told.what, told.value, told.limit, told.source)
    },
    watched: |what, value| format!("{what}: {value}, att bevaka"),
    months: |months| format!("så i {months} av de senaste tre månaderna"),
    none: "inget mått talar för en åtgärd",
    more: |count| format!("och {count} till"),
};
