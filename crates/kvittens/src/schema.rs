//! JSON Schemas of the files people write, from the types that read them.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// The schema of a file whose content is read as `T`. Draft 7, since that is what editors of TOML know in full.
pub fn of<T: JsonSchema>(file: &str) -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    RecursiveTransform(without_null).transform(&mut schema);
    schema.insert("title".to_owned(), file.into());
    schema.to_value()
}

/// TOML has no null: a key that need not stand is left out.
fn without_null(schema: &mut Schema) {
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(any)) = schema.get_mut("anyOf") else {
        return;
    };
    any.retain(|one| one.get("type") != Some(&Value::from("null")));
    if let [only] = any.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        schema.insert("allOf".to_owned(), Value::Array(vec![only]));
    }
}
