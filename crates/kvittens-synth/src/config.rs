//! What the municipality would have configured for the innocent cases of a month.

/// `kvittens.toml` beside the exports of a month with planted deviations. It sets no limit and no parameter of a rule:
/// only what a municipality knows of its own services, units and ids.
pub const CONFIG: &str = r#"# What the municipality knows of the synthetic month beside this file.
# kvittens check MONTH --config MONTH/kvittens.toml
municipality = "Syntetby kommun"

# What is not entered, reported and approved on the fifth of the next month is late.
lock_day = 5

# VIK00, VIK01 … stand for whoever stood in.
placeholder_staff = ["VIK"]

# Night patrol works in a unit of its own.
[providers."Egen regi Södra"]
night_units = ["Natt"]

# A minute or two is enough.
[services."Toalettbesök"]
brief = true

# Outside the home, or by telephone: no tag can be read at both ends.
[services."Inköp"]
receipt = "none"

[services."Ledsagning"]
receipt = "none"

[services."Trygghetsringning"]
receipt = "none"

# One member of staff with several customers at once.
[services."Social samvaro"]
receipt = "none"
shared = true
"#;
