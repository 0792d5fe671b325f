//! The policy of a page with a script: the browser runs and applies only what has the hashes that stand in its head, and
//! fetches nothing. They are taken of the very bytes of the page, when it is whole.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The script of the pages, part by part in the order in which they build on each other, in one scope of its own.
pub const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../templates/js/page.js"),
    include_str!("../../templates/js/rows.js"),
    include_str!("../../templates/js/csv.js"),
    include_str!("../../templates/js/address.js"),
    include_str!("../../templates/js/list.js"),
    include_str!("../../templates/js/visits.js"),
    include_str!("../../templates/js/timeline.js"),
    include_str!("../../templates/js/detail.js"),
    include_str!("../../templates/js/sort.js"),
    include_str!("../../templates/js/start.js"),
    "})();\n"
);

/// What the frame says of styles; a sealed page says it stricter.
const OPEN: &str = "style-src 'unsafe-inline'";

/// A page whose script and style are the only ones that its policy lets be. Blocks of data are no scripts.
pub fn seal(page: String) -> String {
    let style = between(&page, "<style>", "</style>").map(|style| format!("style-src {}", source(style)));
    let script = between(&page, "<script>", "</script>").map(|script| format!("script-src {}", source(script)));
    let policy: Vec<String> = style.into_iter().chain(script).collect();
    page.replacen(OPEN, &policy.join("; "), 1)
}

fn between<'p>(page: &'p str, from: &str, to: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(from)?;
    Some(rest.split_once(to)?.0)
}

fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_the_page_s_own_script_and_style() {
        let page = format!("<meta content=\"default-src 'none'; {OPEN}\"><style>b</style><script>abc</script>");
        let sealed = seal(page);
        // sha256sum of "abc" (FIPS 180-2).
        assert!(sealed.contains("script-src 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"), "{sealed}");
        assert!(!sealed.contains("unsafe") && sealed.contains("style-src 'sha256-"));
    }

    #[test]
    fn the_script_cannot_end_its_own_block() {
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        assert!(["fetch(", "XMLHttpRequest", "eval(", "innerHTML"].iter().all(|word| !SCRIPT.contains(word)));
    }
}
