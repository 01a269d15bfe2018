//! Two descriptions of the same thing say the same: the decoder and the published input schema,
//! the generated record and the published output schema.

use serde_json::{Map, Value, json};
use zcp::domain::decode::decode_fields;
use zcp::domain::params::{Kind, Params};
use zcp::generated::registry;

use crate::examples::{EXAMPLES, TOOLS};
use crate::harness::example::validator;

const OBJECTS_PER_TOOL: usize = 1000;

fn decodes(params: &Params, arguments: &Map<String, Value>) -> bool {
    let mut faults = Vec::new();
    decode_fields(params, arguments.clone(), &mut faults);
    faults.is_empty()
}

/// A published schema with what it leaves to the decoder: the form and length of texts, the length of lists.
fn with_rules_of_texts(mut schema: Value, params: &Params) -> Value {
    for field in params.fields {
        let published = &mut schema["properties"][field.name];
        if published.is_null() {
            // Another name for what is published, such as the id of a target.
            *published = json!({ "type": "string" });
        }
        add_rules(published, &field.kind);
    }
    schema
}

fn add_rules(schema: &mut Value, kind: &Kind) {
    match kind {
        Kind::Text(text) => {
            assert!(schema.get("pattern").is_none() && schema.get("maxLength").is_none(), "{schema}");
            if let Some(pattern) = text.pattern {
                schema["pattern"] = json!(pattern);
            }
            schema["minLength"] = json!(text.min_length);
            schema["maxLength"] = json!(text.max_length);
        }
        Kind::List { item, max, .. } => {
            schema["maxItems"] = json!(max);
            add_rules(&mut schema["items"], item);
        }
        Kind::Record(fields) => {
            for field in *fields {
                add_rules(&mut schema["properties"][field.name], &field.kind);
            }
        }
        _ => {}
    }
}

/// Arguments with every list written as one: agents send a list of one as its element too; no schema says so.
fn as_listed(params: &Params, arguments: &Map<String, Value>) -> Value {
    let mut arguments = arguments.clone();
    for (name, value) in &mut arguments {
        let Some(Kind::List { item, .. }) = params.field(name).map(|field| &field.kind) else { continue };
        let is_element = match item {
            Kind::Record(_) => value.is_object(),
            _ => value.is_string(),
        };
        if is_element {
            *value = json!([value.take()]);
        }
    }
    Value::Object(arguments)
}

#[test]
fn the_decoder_takes_what_the_schema_takes() {
    for row in registry::TOOLS {
        let schema: Value = serde_json::from_str(row.spec.input_schema).expect("a schema");
        let schema = validator(&with_rules_of_texts(schema, &row.spec.params));
        let (mut accepted, mut refused) = (0, 0);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for _ in 0..OBJECTS_PER_TOOL {
            let arguments = object(&row.spec.params, &mut dice);
            let valid = schema.is_valid(&as_listed(&row.spec.params, &arguments));
            assert_eq!(valid, decodes(&row.spec.params, &arguments), "{} {}", row.spec.name, json!(arguments));
            if valid { accepted += 1 } else { refused += 1 }
        }
        assert!(accepted > 20 && refused > 20, "{}: {accepted} accepted, {refused} refused", row.spec.name);
    }
}

#[test]
fn examples_are_taken_by_both_or_by_neither() {
    for example in EXAMPLES {
        let spec = registry::TOOLS.iter().find(|row| row.spec.name == example.tool).expect("a tool").spec;
        let schema: Value = serde_json::from_str(spec.input_schema).expect("a schema");
        let arguments: Map<String, Value> =
            serde_json::from_str(&example.args.replace("${process}", "AAAAAAAAAAAAAAAAAAAAAA")).expect("arguments");
        // Agents send numbers and flags as strings too; no schema says so.
        let stringified = arguments.iter().any(|(name, value)| {
            value.is_string()
                && spec.params.field(name).is_some_and(|field| {
                    matches!(field.kind, Kind::Boolean | Kind::Integer { .. } | Kind::Number { .. })
                })
        });
        if !stringified {
            let schema = with_rules_of_texts(schema, &spec.params);
            let valid = validator(&schema).is_valid(&as_listed(&spec.params, &arguments));
            assert_eq!(valid, decodes(&spec.params, &arguments), "{}", example.args);
        }
    }
}

#[test]
fn records_are_what_the_output_schemas_say() {
    for tool in TOOLS {
        let spec = registry::TOOLS.iter().find(|row| row.spec.name == tool.name).expect("a tool").spec;
        let published: Value = serde_json::from_str(spec.output_schema).expect("a schema");
        let derived = (tool.output)().to_value();
        let definitions = derived["$defs"].clone();
        assert_eq!(normal(&published, &Value::Null), normal(&derived, &definitions), "{}", tool.name);
    }
}

/// A schema without what the two sides write differently: references, null, formats, texts; and a
/// suggested call, whose form is fixed elsewhere.
fn normal(schema: &Value, definitions: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        if name == "NextCall" {
            return json!({ "type": "object" });
        }
        return normal(&definitions[name], definitions);
    }
    if let Some(either) = schema["anyOf"].as_array() {
        let some = either.iter().find(|one| one["type"] != "null").expect("something besides null");
        return normal(some, definitions);
    }
    let mut plain = Map::new();
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    plain.insert("type".into(), kind);
    if let Some(properties) = schema["properties"].as_object() {
        let properties: Map<String, Value> =
            properties.iter().map(|(name, one)| (name.clone(), normal(one, definitions))).collect();
        plain.insert("properties".into(), Value::Object(properties));
        let mut required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        required.sort_unstable();
        plain.insert("required".into(), json!(required));
    }
    if let Some(items) = schema.get("items") {
        plain.insert("items".into(), normal(items, definitions));
    }
    Value::Object(plain)
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("few sides")
    }
}

/// Arguments that are right more often than not.
fn object(params: &Params, dice: &mut Dice) -> Map<String, Value> {
    let mut map = Map::new();
    for field in params.fields {
        if dice.roll(20) > 0 && (field.required || dice.roll(2) == 0) {
            let value = if dice.roll(12) == 0 { wrong(dice) } else { value(&field.kind, dice) };
            map.insert(field.name.to_owned(), value);
        }
    }
    if dice.roll(15) == 0 {
        map.insert("unheardOf".to_owned(), json!(1));
    }
    map
}

fn value(kind: &Kind, dice: &mut Dice) -> Value {
    match kind {
        Kind::Boolean => json!(dice.roll(2) == 0),
        Kind::Integer { min, max } => {
            let edges = [min.unwrap_or(0), max.unwrap_or(100)];
            let edge = edges[dice.roll(2)];
            match dice.roll(12) {
                0 => json!(edge - 1),
                1 => json!(edge + 1),
                2 => json!(1.0),
                3 => json!(1.5),
                _ => json!(edge),
            }
        }
        Kind::Number { min, max } => {
            let edge = [min.unwrap_or(0.0), max.unwrap_or(100.0)][dice.roll(2)];
            match dice.roll(12) {
                0 => json!(edge - 0.001),
                1 => json!(edge + 0.001),
                _ => json!(edge),
            }
        }
        Kind::Text(_) => {
            let words = [
                "api",
                "a",
                "api2",
                "Api",
                "2api",
                "a b",
                "",
                "é",
                "api; reboot",
                "a\nb",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAA-_",
                "AAAAAAAAAAAAAAAAAAAAA",
            ];
            match dice.roll(8) {
                0 => json!("a".repeat(40)),
                1 => json!("a".repeat(41)),
                2 => json!("ü".repeat(64)),
                3 => json!("ü".repeat(65)),
                _ => json!(words[dice.roll(words.len())]),
            }
        }
        Kind::Enum(values) if dice.roll(10) > 0 => json!(values[dice.roll(values.len())]),
        Kind::Enum(_) => json!("unheard-of"),
        Kind::Record(fields) => {
            let record = Params { fields, rules: &[], actions: &[], default_action: None };
            Value::Object(object(&record, dice))
        }
        Kind::List { item, max, .. } => {
            let length = [0, 1, 2, *max, max + 1][dice.roll(5)];
            Value::Array((0..length).map(|_| value(item, dice)).collect())
        }
    }
}

/// A value of another type than any parameter of this position is likely to have. Strings that
/// read as numbers or flags are left out: the decoder takes them on purpose.
fn wrong(dice: &mut Dice) -> Value {
    [json!({}), json!([[]]), json!("neither"), json!(true), json!(-7), json!({ "a": 1 })][dice.roll(6)].clone()
}
