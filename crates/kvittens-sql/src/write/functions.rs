//! The functions a query can call: those that compare, count and cut. None reads anything but its arguments, and none
//! makes a text longer, since a text that doubles forty times fills any memory.

/// In order of name.
pub const FUNCTIONS: [&str; 48] = [
    "abs",
    "avg",
    "ceil",
    "ceiling",
    "coalesce",
    "count",
    "date",
    "date_part",
    "div",
    "ends_with",
    "exp",
    "first_value",
    "floor",
    "greatest",
    "if",
    "ifnull",
    "lag",
    "last_value",
    "lead",
    "least",
    "left",
    "length",
    "ln",
    "log10",
    "lower",
    "ltrim",
    "max",
    "median",
    "min",
    "mod",
    "nullif",
    "pow",
    "power",
    "quantile_cont",
    "quantile_disc",
    "regexp_like",
    "right",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sqrt",
    "starts_with",
    "stddev",
    "strpos",
    "substr",
    "sum",
    "variance",
];

/// Functions that the engine counts in numbers without a sign: made whole numbers, so that 3 − 5 is −2.
pub const COUNTS: [&str; 4] = ["count", "length", "row_number", "strpos"];

#[cfg(test)]
mod tests {
    #[test]
    fn they_stand_in_order() {
        assert!(super::FUNCTIONS.is_sorted());
    }
}
