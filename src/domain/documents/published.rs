//! A JSON schema that the platform publishes, which is only taken when it costs little to hold a document against it.
//!
//! A schema is a program: references that lead back run for ever, references that multiply take longer than anybody
//! waits, and so do patterns that search back and forth. What is applied is therefore counted with every reference
//! written out, before anything is made of it. The published ones have 1,000 and 4,000 values so and are 19 deep.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Values at most, with every reference written out.
const MOST_VALUES: u64 = 100_000;
/// Values may be nested this deeply, with every reference written out.
const DEEPEST: usize = 64;
/// Patterns at most, with every reference written out.
const MOST_PATTERNS: u64 = 500;
/// Bytes of a pattern at most.
const LONGEST_PATTERN: usize = 500;
/// Steps that holding a document against a schema may take at most, counted as if everything applied everywhere.
const MOST_STEPS: u64 = 5_000_000;

/// What names a schema or another place to begin from, so that a reference could mean something else than it says.
const NAMES: &[&str] =
    &["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$recursiveAnchor", "$vocabulary"];
/// What is compared or shown and never applied.
const DATA: &[&str] = &["const", "default", "enum", "examples"];

/// A schema within the bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Published {
    schema: Value,
    values: u64,
}

/// Why a schema is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is too large.
    TooLarge,
    /// It is nested too deeply.
    TooDeep,
    /// A reference leads back to where it stands.
    Circle,
    /// A reference leads out of it, or nowhere.
    Elsewhere,
    /// It has too many patterns, or one that is too long.
    Patterns,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the schema has more values than are applied",
            Self::TooDeep => "the schema is nested too deeply",
            Self::Circle => "a reference of the schema leads back to itself",
            Self::Elsewhere => "a reference of the schema leads out of it",
            Self::Patterns => "the schema has too many or too long patterns",
        })
    }
}

impl std::error::Error for Refused {}

impl Published {
    /// Takes a schema.
    ///
    /// # Errors
    /// When holding a document against it could take long.
    pub fn of(schema: Value) -> Result<Self, Refused> {
        let mut count = Count { root: &schema, known: HashMap::new() };
        let cost = count.schema(&schema, 0)?;
        Ok(Self { values: cost.values, schema })
    }

    /// The schema.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.schema
    }

    /// Whether a document of so many values can be held against it in a moment.
    #[must_use]
    pub fn has_time_for(&self, values: usize) -> bool {
        u64::try_from(values).is_ok_and(|values| values.saturating_mul(self.values) <= MOST_STEPS)
    }
}

impl TryFrom<Value> for Published {
    type Error = Refused;

    fn try_from(schema: Value) -> Result<Self, Refused> {
        Self::of(schema)
    }
}

impl From<Published> for Value {
    fn from(published: Published) -> Self {
        published.schema
    }
}

/// What applying a value costs.
#[derive(Clone, Copy, Default)]
struct Cost {
    values: u64,
    patterns: u64,
    height: usize,
}

impl Cost {
    fn add(&mut self, other: Self) -> Result<(), Refused> {
        self.values = self.values.saturating_add(other.values);
        self.patterns = self.patterns.saturating_add(other.patterns);
        self.height = self.height.max(other.height + 1);
        match self {
            _ if self.values > MOST_VALUES => Err(Refused::TooLarge),
            _ if self.height > DEEPEST => Err(Refused::TooDeep),
            _ if self.patterns > MOST_PATTERNS => Err(Refused::Patterns),
            _ => Ok(()),
        }
    }
}

struct Count<'a> {
    root: &'a Value,
    /// By the text of a reference; nothing while it is still counted.
    known: HashMap<&'a str, Option<Cost>>,
}

impl<'a> Count<'a> {
    fn schema(&mut self, value: &'a Value, depth: usize) -> Result<Cost, Refused> {
        if depth > DEEPEST {
            return Err(Refused::TooDeep);
        }
        let mut cost = Cost { values: 1, ..Cost::default() };
        match value {
            Value::Array(items) => {
                for item in items {
                    cost.add(self.schema(item, depth + 1)?)?;
                }
            }
            Value::Object(members) => {
                for (key, value) in members {
                    cost.add(self.member(key, value, depth)?)?;
                }
            }
            _ => {}
        }
        Ok(cost)
    }

    fn member(&mut self, key: &str, value: &'a Value, depth: usize) -> Result<Cost, Refused> {
        match (key, value) {
            ("$ref", Value::String(name)) => self.reference(name, depth),
            ("$id" | "id", Value::String(_)) if depth > 0 => Err(Refused::Elsewhere),
            (key, Value::String(_)) if NAMES.contains(&key) => Err(Refused::Elsewhere),
            ("pattern", Value::String(pattern)) => one_pattern(pattern),
            ("patternProperties", Value::Object(patterns)) => {
                let mut cost = self.schema(value, depth + 1)?;
                for pattern in patterns.keys() {
                    cost.add(one_pattern(pattern)?)?;
                }
                Ok(cost)
            }
            (key, _) if DATA.contains(&key) && !value.is_object() => size(value, depth + 1),
            _ => self.schema(value, depth + 1),
        }
    }

    fn reference(&mut self, name: &'a str, depth: usize) -> Result<Cost, Refused> {
        match self.known.get(name) {
            Some(Some(cost)) if depth + cost.height > DEEPEST => return Err(Refused::TooDeep),
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(Refused::Circle),
            None => {}
        }
        // One with escapes would have to be read as every reader reads it.
        let is_plain = |pointer: &&str| (pointer.is_empty() || pointer.starts_with('/')) && !pointer.contains('%');
        let pointer = name.strip_prefix('#').filter(is_plain);
        let target = pointer.and_then(|pointer| self.root.pointer(pointer)).ok_or(Refused::Elsewhere)?;
        self.known.insert(name, None);
        let cost = self.schema(target, depth + 1)?;
        self.known.insert(name, Some(cost));
        Ok(cost)
    }
}

fn one_pattern(pattern: &str) -> Result<Cost, Refused> {
    if pattern.len() > LONGEST_PATTERN {
        Err(Refused::Patterns)
    } else {
        Ok(Cost { values: 1, patterns: 1, height: 0 })
    }
}

/// The size of what is only compared.
fn size(value: &Value, depth: usize) -> Result<Cost, Refused> {
    if depth > DEEPEST {
        return Err(Refused::TooDeep);
    }
    let mut cost = Cost { values: 1, ..Cost::default() };
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| cost.add(size(item, depth + 1)?))?,
        Value::Object(members) => members.values().try_for_each(|value| cost.add(size(value, depth + 1)?))?,
        _ => {}
    }
    Ok(cost)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(schema: Value) -> Option<Refused> {
        Published::of(schema).err()
    }

    #[test]
    fn references_that_multiply_or_lead_back_are_refused() {
        let mut doubling = json!({ "$ref": "#/d0", "d18": { "type": "string" } });
        for level in 0..18 {
            let next = format!("#/d{}", level + 1);
            doubling[format!("d{level}")] = json!({ "allOf": [{ "$ref": next }, { "$ref": next }] });
        }
        assert_eq!(refused(doubling), Some(Refused::TooLarge));
        let mut chain = json!({ "$ref": "#/d0", "d90000": {} });
        for level in 0..90_000 {
            chain[format!("d{level}")] = json!({ "$ref": format!("#/d{}", level + 1) });
        }
        assert_eq!(refused(chain), Some(Refused::TooDeep));
        for circle in [
            json!({ "$ref": "#" }),
            json!({ "items": { "anyOf": [{ "$ref": "#" }, { "$ref": "#" }] } }),
            json!({ "a": { "b": { "$ref": "#/a" } } }),
            json!({ "a": { "$ref": "#/b" }, "b": { "not": { "$ref": "#/a" } } }),
        ] {
            assert_eq!(refused(circle.clone()), Some(Refused::Circle), "{circle}");
        }
        let shared = json!({ "a": { "$ref": "#/$defs/x" }, "b": { "$ref": "#/$defs/x" }, "$defs": { "x": {} } });
        assert_eq!(refused(shared), None);
    }

    #[test]
    fn nothing_is_referred_to_that_was_not_counted() {
        for elsewhere in [
            json!({ "$ref": "https://evil.example/schema" }),
            json!({ "$ref": "file:///etc/passwd" }),
            json!({ "$ref": "#name", "a": { "$anchor": "name" } }),
            json!({ "$ref": "#/%24defs/x", "$defs": { "x": {} }, "%24defs": { "x": {} } }),
            json!({ "$ref": "#/nowhere" }),
            json!({ "items": { "$dynamicRef": "#x" } }),
            json!({ "items": { "$id": "https://a.example/", "$ref": "#/b", "b": {} }, "b": {} }),
        ] {
            assert_eq!(refused(elsewhere.clone()), Some(Refused::Elsewhere), "{elsewhere}");
        }
        assert_eq!(refused(json!({ "$id": "https://a.example/", "properties": { "id": {}, "$ref": {} } })), None);
    }

    #[test]
    fn size_depth_and_patterns_are_bounded() {
        let deep = (0..100).fold(json!({}), |inner, _| json!({ "items": inner }));
        assert_eq!(refused(deep), Some(Refused::TooDeep));
        assert_eq!(refused(json!({ "enum": vec!["x"; 100_001] })), Some(Refused::TooLarge));
        assert_eq!(refused(json!({ "pattern": "a".repeat(501) })), Some(Refused::Patterns));
        let many: serde_json::Map<String, Value> = (0..501).map(|n| (format!("{n}"), json!({}))).collect();
        assert_eq!(refused(json!({ "patternProperties": many })), Some(Refused::Patterns));
        assert!(serde_json::from_value::<Published>(json!({ "$ref": "#" })).is_err());
        let large = Published::of(json!({ "enum": vec!["x"; 5_000] })).expect("within the bounds");
        assert!(large.has_time_for(900) && !large.has_time_for(1_100));
    }
}
