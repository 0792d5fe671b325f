//! What `kvittens report` and `kvittens open` say.

use std::path::Path;

use kvittens_report::Again;

/// Every word of them.
pub struct Words {
    /// Reports were made again.
    pub done: fn(&Again) -> String,
    /// A page was opened in the browser.
    pub opened: fn(&Path) -> String,
}
