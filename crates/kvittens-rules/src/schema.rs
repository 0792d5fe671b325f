//! The JSON Schema of `[rules]`, from the registry: what [`crate::config::configure`] accepts, rule by rule. A rule that
//! is added, or a parameter whose range is changed, changes it with no line here.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::config::Common;
use crate::limits::Limit;
use crate::page::Page;
use crate::rule::{Meta, Param};
use crate::rules;

/// `[rules]`: a table per code.
pub fn rules(generator: &mut SchemaGenerator) -> Schema {
    let all: Map<String, Value> =
        rules::METAS.iter().map(|meta| (meta.code.to_string(), rule(generator, meta))).collect();
    let common = Common::json_schema(generator).to_value();
    let mut keys = common["properties"].as_object().cloned().unwrap_or_default();
    keys["limits"]["items"] = limit(generator, (0.0, 1000.0));
    // The parameters of a rule of the municipality's own stand in its file.
    let own = json!({
        "description": "A rule of the municipality's own, whose file [sql] rules names.",
        "type": "object",
        "properties": keys,
    });
    // The two kinds of limit stand in its place.
    generator.definitions_mut().remove("Limit");
    let mut rules = object("The rules, by code.", all);
    rules.insert("patternProperties".to_owned(), json!({ "^X[0-9]{3}$": own }));
    rules
}

/// `[rules.K102]`: what every rule's table holds, and the rule's own parameters.
fn rule(generator: &mut SchemaGenerator, meta: &Meta) -> Value {
    let common = Common::json_schema(generator).to_value();
    let mut keys = common["properties"].as_object().cloned().unwrap_or_default();
    keys.insert("severity".to_owned(), severity(&keys["severity"], meta));
    match meta.limit_range() {
        Some(range) => keys["limits"]["items"] = limit(generator, range),
        // An empty list would do no harm, but there is nothing to put into it.
        None => drop(keys.remove("limits")),
    }
    keys.extend(meta.params().iter().map(|param| (param.name.to_owned(), parameter(param))));
    let sentence = Page::read(meta.page).map(|page| page.en.sentence).unwrap_or_default();
    object(&format!("{}: {sentence}", meta.slug), keys).to_value()
}

/// A table that holds these keys and no other.
fn object(description: &str, keys: Map<String, Value>) -> Schema {
    schemars::json_schema!({
        "description": description,
        "type": "object",
        "properties": keys,
        "additionalProperties": false,
    })
}

/// The weight, with the rule's own as the default.
fn severity(any: &Value, meta: &Meta) -> Value {
    let mut severity = any.clone();
    severity["default"] = json!(meta.severity.name());
    severity
}

/// A limit whose value lies within what the rule measures, as a definition of its own for each range.
fn limit(generator: &mut SchemaGenerator, (low, high): (f64, f64)) -> Value {
    let (name, what) = if high > 1.0 {
        ("LimitPerThousand", "A limit for findings per 1 000 visits.")
    } else {
        ("LimitOnShare", "A limit for a share, 0 to 1.")
    };
    if !generator.definitions().contains_key(name) {
        let mut limit = Limit::json_schema(generator).to_value();
        limit["description"] = json!(what);
        let value = &mut limit["properties"]["value"];
        (value["minimum"], value["maximum"]) = (json!(low), json!(high));
        generator.definitions_mut().insert(name.to_owned(), limit);
    }
    json!({ "$ref": format!("#{}/{name}", generator.settings().definitions_path) })
}

fn parameter(param: &Param) -> Value {
    let unit = if param.unit.is_empty() { String::new() } else { format!(" ({})", param.unit) };
    if param.kind == "time" {
        return json!({
            "description": format!("{}{unit}", param.en),
            "type": "string",
            "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$",
            "default": param.number(param.default),
        });
    }
    json!({
        "description": format!("{}{unit}", param.en),
        "type": param.kind,
        "default": param.number(param.default),
        "minimum": param.number(param.range.0),
        "maximum": param.number(param.range.1),
    })
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;
    use toml::{Table, Value as Toml};

    use super::*;
    use crate::config::{RulesError, configure};

    fn keys(code: &str) -> Map<String, Value> {
        let schema = rules(&mut SchemaSettings::draft07().into_generator()).to_value();
        schema["properties"][code]["properties"].as_object().cloned().unwrap_or_default()
    }

    /// `[code]` with one key.
    fn set(code: &str, key: &str, value: &Value) -> Result<(), RulesError> {
        let table = Table::from_iter([(key.to_owned(), Toml::try_from(value).unwrap())]);
        configure(&Table::from_iter([(code.to_owned(), Toml::Table(table))])).map(drop)
    }

    #[test]
    fn every_parameter_is_accepted_to_its_bounds_and_no_further() {
        for meta in rules::METAS {
            for param in meta.params().iter().filter(|param| param.kind != "time") {
                let schema = &keys(meta.code.as_str())[param.name];
                for bound in ["default", "minimum", "maximum"] {
                    assert!(
                        set(meta.code.as_str(), param.name, &schema[bound]).is_ok(),
                        "{} {}",
                        meta.code,
                        param.name
                    );
                }
                let beyond = json!(schema["maximum"].as_f64().unwrap() + 1.0);
                assert!(set(meta.code.as_str(), param.name, &beyond).is_err(), "{} {}", meta.code, param.name);
            }
        }
    }

    #[test]
    fn a_time_of_day_is_text() {
        assert_eq!(keys("T404")["from"]["default"], "07:00");
        assert_eq!(
            (keys("T404")["from"]["type"].as_str(), keys("T404")["grace"]["default"].as_i64()),
            (Some("string"), Some(15))
        );
        assert!(set("T404", "from", &json!("06:30")).is_ok() && set("T404", "from", &json!("6.30")).is_err());
    }

    #[test]
    fn a_limit_is_offered_where_one_is_accepted() {
        for meta in rules::METAS {
            let limit = json!([{ "value": 0.5, "source": "Avtal" }]);
            let accepted = set(meta.code.as_str(), "limits", &limit).is_ok();
            assert_eq!(keys(meta.code.as_str()).contains_key("limits"), accepted, "{}", meta.code);
        }
    }

    #[test]
    fn the_weight_is_the_rules_own_by_default() {
        assert_eq!(keys("K101")["severity"]["default"], "major");
        assert_eq!(keys("T402")["severity"]["default"], "minor");
        assert!(set("T402", "severity", &json!("major")).is_ok());
    }
}
