//! docs/schema is what `kvittens schema` prints, and it says of a configuration what the program says.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `kvittens schema` is asked for, and where that lies.
const FILES: [(&str, &str); 2] =
    [("config", "docs/schema/kvittens.schema.json"), ("layout", "docs/schema/layout.schema.json")];

fn printed(of: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(["schema", of]).output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap()
}

/// `UPDATE=1 cargo test -p kvittens --test schema` writes them anew.
#[test]
fn the_schema_is_what_the_program_prints() {
    for (of, file) in FILES {
        let (text, path) = (printed(of), support::repository(file));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == text, "{file} is stale: UPDATE=1 writes it anew");
    }
}

/// Every kvittens.toml below a folder.
fn configurations(folder: &Path, found: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            configurations(&path, found);
        } else if path.ends_with("kvittens.toml") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

const WRONG: [&str; 25] = [
    "municipality = 1",
    "staff_ids = \"kommunen\"",
    "max_rejected = 1.5",
    "receipts = [\"tagg\"]",
    "[audience]\nprovider = \"none\"",
    "[board]\nmin_cell = 2",
    "[board]\nmin_customers = 9",
    "[letter]\nanswer_day = 29",
    "[letter]\nanswer_day = 20\nanswer_by = 2022-04-20",
    "[letter]\nlogga = \"logga.png\"",
    "[letter]\ncontact = { email = \"a@b.se\" }",
    "[letter]\ncontact = { name = \" \" }",
    "[letter]\nsignature = { place = \"Exempelby\" }",
    "[services.Stad]\nreceipt = \"in\"",
    "[services.Stad]\ngrupp = \"service\"",
    "[providers.Solsidan]\nkind = \"natt\"",
    "[rules.K199]",
    "[rules.K102]\nseverity = \"high\"",
    "[rules.K102]\nlimits = [{ value = 0.2, source = \" \" }]",
    "[rules.P502]\nlimits = [{ value = 0.2, source = \"Avtal\" }]",
    "[services.Stad]\ngroup = \"stad\"\n[payment.stad]\nmodel = \"timme\"",
    "[services.Stad]\ngroup = \"stad\"\n[payment.stad]",
    "[[rates]]\nkronor_per_hour = -1.0\nsource = \"Avtal\"",
    "[[rates]]\nkronor_per_hour = 512",
    "[[rates]]\nkronor_per_hour = 512\nsource = \" \"",
];

const RIGHT: [&str; 6] = [
    "",
    "[rules.T402]\nenabled = false\nlimits = [{ value = 5, source = \"Avtal\", judge = \"value\", provider = \"A\" }]",
    "[rules.K102]\nlimits = [{ value = 1, source = \"Avtal\", from = 2022-01-01, to = 2022-12-31 }]",
    "[board]\nmin_cell = 3\nmin_customers = 50\n[letter]\nunit = \"Omsorg\"\nanswer_day = 28\n\
     contact = { name = \"Controller\", phone = \"1\" }\nsignature = { role = \"Chef\" }",
    "[services.Stad]\n[providers.Solsidan]\nkind = \"night\"\nnight_units = [\"Natt\"]",
    "[services.Stad]\ngroup = \"stad\"\n[payment.stad]\nmodel = \"schablon\"\n[payment.default]\nmodel = \"performed\"\n\
     [[rates]]\nprovider = \"A\"\nkronor_per_hour = 512.50\nfrom = 2022-01-01\nsource = \"Avtal\"",
];

#[test]
fn the_schema_and_the_program_take_the_same_configurations() {
    let schema: Value = serde_json::from_str(&printed("config")).unwrap();
    let mut texts: Vec<String> = WRONG.into_iter().chain(RIGHT).map(str::to_owned).collect();
    configurations(&support::repository("examples"), &mut texts);
    configurations(&support::testdata("cases"), &mut texts);
    assert!(texts.len() >= 20, "the configurations of the repository were not found");
    let mut counts = [0, 0];
    for text in &texts {
        let told = check(&schema, &schema, &json(text.parse::<toml::Table>().unwrap().into()));
        assert_eq!(told.is_ok(), support::taken(text), "{told:?}: {text}");
        counts[usize::from(told.is_ok())] += 1;
    }
    assert!(counts[0] >= WRONG.len() && counts[1] > RIGHT.len());
}

/// A document as an editor hands it to a schema: dates are text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Datetime(date) => date.to_string().into(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// The part of JSON Schema that this schema uses; a keyword it does not know is an error of the test.
fn check(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let no = |what: &str| Err(format!("{value}: {what}"));
    let Value::Object(keywords) = schema else {
        return if schema == &Value::Bool(true) { Ok(()) } else { no("is not known") };
    };
    let all = |of: &Value| of.as_array().unwrap().iter().try_for_each(|one| check(root, one, value));
    for (keyword, of) in keywords {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "format" => {}
            "$ref" => check(root, root.pointer(&of.as_str().unwrap()[1..]).unwrap(), value)?,
            "allOf" => all(of)?,
            "not" if check(root, of, value).is_err() => {}
            "oneOf" if of.as_array().unwrap().iter().filter(|one| check(root, one, value).is_ok()).count() == 1 => {}
            "const" if of == value => {}
            "type" if is(of.as_str().unwrap(), value) => {}
            "pattern" if of == r"\S" && value.as_str().is_none_or(|text| !text.trim().is_empty()) => {}
            "minimum" if value.as_f64().is_none_or(|number| number >= of.as_f64().unwrap()) => {}
            "maximum" if value.as_f64().is_none_or(|number| number <= of.as_f64().unwrap()) => {}
            "required" if of.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()) => {}
            "items" => value.as_array().into_iter().flatten().try_for_each(|one| check(root, of, one))?,
            "properties" => {
                let own =
                    |(key, one): (&String, &Value)| value.get(key).map_or(Ok(()), |value| check(root, one, value));
                of.as_object().unwrap().iter().try_for_each(own)?;
            }
            "patternProperties" => {
                let own = of.get(OWN).unwrap();
                let of_own = value.as_object().into_iter().flatten().filter(|(key, _)| is_own(key));
                of_own.map(|(_, value)| value).try_for_each(|value| check(root, own, value))?;
            }
            "additionalProperties" => {
                let patterned = |key: &String| keywords.contains_key("patternProperties") && is_own(key);
                let named = |key: &String| {
                    patterned(key) || keywords.get("properties").is_some_and(|own| own.get(key).is_some())
                };
                let other = value.as_object().into_iter().flatten().filter(|(key, _)| !named(key));
                other.map(|(_, value)| value).try_for_each(|value| check(root, of, value))?;
            }
            "not" | "oneOf" | "const" | "type" | "pattern" | "minimum" | "maximum" | "required" => return no(keyword),
            unknown => panic!("the keyword {unknown} is not checked here"),
        }
    }
    Ok(())
}

/// The pattern of the codes of a municipality's own rules, the only one that keys have.
const OWN: &str = "^X[0-9]{3}$";

fn is_own(key: &str) -> bool {
    key.len() == 4 && key.starts_with('X') && key[1..].bytes().all(|digit| digit.is_ascii_digit())
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("the type {other} is not checked here"),
    }
}
