//! The words of `kvittens init`: what stands in the file it writes, and what it says when that is done.

use std::path::Path;

use kvittens_model::Method;
use kvittens_rules::suggest::Nature;

use crate::init::Seen;

/// The words.
pub struct Words {
    /// What the file is and how it is read.
    pub head: &'static str,
    /// What the suggestions were taken from.
    pub based_on: fn(&Seen) -> String,
    /// `municipality`.
    pub municipality: &'static str,
    /// `key`.
    pub key: &'static str,
    /// `layouts`, which are files that must be there, so there is no line to make hold.
    pub layouts: &'static str,
    /// `receipts`.
    pub receipts: &'static str,
    /// Before the methods that were seen, with counts.
    pub methods_seen: &'static str,
    /// A method.
    pub method: fn(Method) -> &'static str,
    /// `staff_ids`.
    pub staff_ids: &'static str,
    /// Ids at several providers, and all.
    pub staff_seen: fn(u64, u64) -> String,
    /// `placeholder_staff`.
    pub placeholders: &'static str,
    /// Before the words that were seen, with counts.
    pub placeholders_seen: &'static str,
    /// No such id was seen.
    pub no_placeholders: &'static str,
    /// Words that could be the beginning of names.
    pub unsure: fn(&str) -> String,
    /// Ids with more time than a person has.
    pub overfull: fn(u64) -> String,
    /// `max_rejected`.
    pub max_rejected: &'static str,
    /// `[audience]`.
    pub audience: &'static str,
    /// `[board]`.
    pub board: &'static str,
    /// `[letter]`. Its logo is a file that must be there, so there is no line to make hold.
    pub letter: &'static str,
    /// The lines of `[letter]`, as suggestions.
    pub letter_lines: [&'static str; 4],
    /// The heading of the providers.
    pub providers_heading: &'static str,
    /// `[providers]`.
    pub providers: &'static str,
    /// Before the units that were seen.
    pub units: &'static str,
    /// A provider whose name says night.
    pub night: &'static str,
    /// Units whose names say night.
    pub night_units: &'static str,
    /// The heading of the services.
    pub services_heading: &'static str,
    /// `[services]`.
    pub services: &'static str,
    /// Why something is suggested of a service.
    pub nature: fn(Nature) -> &'static str,
    /// Before words that are probably the same.
    pub alike: &'static str,
    /// So many rarer service words are not listed.
    pub rare: fn(usize) -> String,
    /// A count of visits.
    pub visits: fn(u64) -> String,
    /// A count.
    pub number: fn(u64) -> String,
    /// The heading of the rules.
    pub rules_heading: &'static str,
    /// `[rules]` and limits.
    pub rules: &'static str,
    /// Before the names of the other rules.
    pub other_rules: &'static str,
    /// Before the example of a rule on visits.
    pub rule_example: &'static str,
    /// What was written, and what to do next: the configuration, the key, how to name the configuration, the exports.
    pub next: fn(&Path, &Path, &str, &str) -> String,
}
