//! What `kvittens query` and `kvittens rules --test` say.

/// The words.
#[cfg_attr(not(feature = "sql"), allow(dead_code, reason = "an answer is shown where one can be asked for"))]
pub struct Words {
    /// The table of tables and columns: table, column, kind, what it says.
    pub columns: [&'static str; 4],
    /// Behind an answer: its rows and the months.
    pub rows: fn(u64, usize) -> String,
    /// Yes and no.
    pub flags: [&'static str; 2],
    /// The examples of a rule do what they say: how many fire, how many rest.
    pub tested: fn(&str, usize, usize) -> String,
    /// There is no own rule to test.
    pub nothing: &'static str,
}
