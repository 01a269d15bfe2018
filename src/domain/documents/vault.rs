//! The vault of a project or a service: variables that say one by one whether they are sensitive.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::codes;
use super::path::Path;
use super::read::entries;
use super::read::reader::Reader;
use super::read::shape::{Shape, scalar_schema};
use super::report::Finding;
use super::values::{Content, Variables};
use crate::domain::yaml::{Data, Node};

/// Variables by name, each a value or `{value, sensitive}`. Their values are shown to nobody.
#[derive(Clone, Debug, Default)]
pub struct Vault(pub Variables);

impl Deref for Vault {
    type Target = Variables;

    fn deref(&self) -> &Variables {
        &self.0
    }
}

impl Shape for Vault {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        Variables::read_with(reader, node, path, &content).map(Self)
    }
}

/// A value, or a mapping of it and its flag. Keys of the mapping may be values that lost their
/// keys, so no other than the two is repeated.
fn content<'n>(reader: &Reader<'_>, node: &'n Node, path: &Path) -> Option<Content<'n>> {
    let found = match &node.data {
        Data::Scalar { .. } => return Some((node, None)),
        Data::Sequence(_) => {
            reader.wrong_type_with(node, path, "a value", Some("write `{value: …, sensitive: true}`".to_owned()));
            return None;
        }
        Data::Mapping(_) => entries::of(node),
    };
    let (mut value, mut sensitive) = (None, None);
    for (key, given) in found.list {
        match key.text() {
            Some("value") => value = Some(given),
            Some("sensitive") => sensitive = bool::read(reader, given, &path.key("sensitive")),
            _ => {
                reader.sink.mask_span(&key.span);
                let message = "an entry of a vault has `value` and `sensitive`, this key is neither";
                let finding = Finding::error(codes::UNKNOWN_FIELD, path, &key.span, message);
                reader.sink.push(finding.fix("write `{value: …, sensitive: true}`"));
            }
        }
    }
    let Some(value) = value else {
        let finding = Finding::error(codes::MISSING_FIELD, path, &node.span, "`value` is missing");
        reader.sink.push(finding.fix("write `{value: …, sensitive: true}`"));
        return None;
    };
    if value.text().is_none() {
        reader.wrong_type(value, path, "a string");
        return None;
    }
    Some((value, sensitive))
}

impl JsonSchema for Vault {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Vault".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let entry = json_schema!({
            "type": "object",
            "properties": { "value": scalar_schema(), "sensitive": { "type": "boolean" } },
            "required": ["value"],
            "additionalProperties": false,
        });
        json_schema!({ "type": "object", "additionalProperties": { "anyOf": [scalar_schema(), entry] } })
    }
}
