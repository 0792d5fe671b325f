//! The known name that is nearest to one nobody knows.

/// Of the names in an "unknown field" message of the configuration's reader, which quotes the unknown one first and
/// then those it expected, the nearest.
pub fn in_message(message: &str) -> Option<String> {
    if !message.contains("unknown field") && !message.contains("unknown variant") {
        return None;
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    of(unknown, quoted)
}

/// The nearest of some names, where one is near enough to be meant.
pub fn of<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(name, unknown);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.4).then(|| best.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_taken_from_the_readers_own_list() {
        let message = "unknown field `receits`, expected one of `key`, `receipts`, `rules`";
        assert_eq!(in_message(message).as_deref(), Some("receipts"));
        assert_eq!(in_message("expected a table"), None);
        assert_eq!(of("zzz", ["key"].into_iter()), None);
    }
}
