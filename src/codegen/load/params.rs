//! The parameters of a tool and the conditions between them.

use super::super::diagnostics::{At, Place};
use super::super::fields::Fields;
use super::super::model::{Param, Rule, TypeRef};
use super::super::reader::Reader;
use super::types;
use crate::domain::ranges::{NAMED, Range};
use crate::domain::yaml::Node;

const DEFAULT_MAX_ITEMS: usize = 100;
/// Beyond this not every whole number is a number of JSON.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;
/// Codegen writes these itself.
const SPECIAL: [(&str, &str); 2] = [
    ("action", "it is made from `actions`: take it out"),
    ("wait", "every tool with `kind: async` has it: take it out"),
];

pub(super) fn load(reader: Reader<'_>, node: &Node) -> Vec<Param> {
    let mut params = Vec::new();
    for (name, node) in reader.entries(node, "`params`").unwrap_or_default() {
        if let Some((_, label)) = SPECIAL.iter().find(|(special, _)| *special == name.value) {
            reader.report().fault(&name.place, format!("parameter `{}` is written by codegen", name.value), *label);
            continue;
        }
        let Some(fields) = reader.named("parameter", &name, node) else { continue };
        params.push(load_one(reader, &fields, name));
        fields.finish();
    }
    params
}

fn load_one(reader: Reader<'_>, fields: &Fields<'_>, name: At<String>) -> Param {
    let kind = fields.required("type").and_then(|node| types::type_ref(reader, node));
    let doc = fields.text("doc").value;
    let required = fields.flag("required");
    let unlisted = fields.flag("unlisted");
    let line = fields.flag("line");
    let unit = fields.optional_text("unit");
    let (min, max) = bounds(reader, fields);
    let default = fields.optional("default").map(|node| At { value: reader.json(node), place: reader.place(node) });
    let max_items = fields.count("maxItems");
    if let Some(kind) = &kind {
        facets(reader, kind, [("min", min.as_ref()), ("max", max.as_ref())], unit.as_ref(), max_items.as_ref());
    }
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        reader.report().fault(&min.place, format!("`min` of `{}` exceeds its `max`", name.value), "no value fits");
    }
    if let (true, Some(default)) = (required, &default) {
        let message = format!("parameter `{}` is required and has a default", name.value);
        reader.report().fault(&default.place, message, "nobody would ever get it: take out one of the two");
    }
    Param {
        name,
        kind: kind.unwrap_or(TypeRef::Text),
        required,
        unlisted,
        doc,
        unit: unit.map(|unit| unit.value),
        min: min.map(|min| min.value),
        max: max.map(|max| max.value),
        default,
        max_items: max_items.map_or(DEFAULT_MAX_ITEMS, |max| max.value),
        line,
    }
}

/// The bounds of a number: written here, or those of a range that others share.
fn bounds(reader: Reader<'_>, fields: &Fields<'_>) -> (Option<At<f64>>, Option<At<f64>>) {
    let (min, max) = (fields.number("min"), fields.number("max"));
    let Some(name) = fields.optional_text("range") else { return (min, max) };
    let Some((_, Range { least, most, .. })) = NAMED.iter().find(|(range, _)| *range == name.value) else {
        let known: Vec<&str> = NAMED.iter().map(|(range, _)| *range).collect();
        reader.report().unknown(&name, "range", &known);
        return (min, max);
    };
    if let Some(bound) = min.as_ref().or(max.as_ref()) {
        reader.report().fault(&bound.place, "a `range` has both of its ends", "take this out, or `range`");
    }
    let end = |value| Some(At { value, place: name.place.clone() });
    (end(*least), end(*most))
}

/// What only some types can have.
fn facets(
    reader: Reader<'_>,
    kind: &TypeRef,
    bounds: [(&str, Option<&At<f64>>); 2],
    unit: Option<&At<String>>,
    max_items: Option<&At<usize>>,
) {
    let misplaced = |place: &Place, key: &str, of: &str| {
        reader.report().fault(place, format!("`{key}` is for {of}"), "the type of this parameter is another");
    };
    let is_number = matches!(kind, TypeRef::Integer | TypeRef::Number);
    for (key, bound) in bounds {
        let Some(bound) = bound else { continue };
        if !is_number {
            misplaced(&bound.place, key, "integers and numbers");
        } else if matches!(kind, TypeRef::Integer) && (bound.value.fract() != 0.0 || bound.value.abs() > MAX_INTEGER) {
            let label = "write a whole number of at most 2^53, or `type: number`";
            reader.report().fault(&bound.place, format!("`{key}` of an integer is an integer"), label);
        }
    }
    if let (Some(unit), false) = (unit, is_number) {
        misplaced(&unit.place, "unit", "integers and numbers");
    }
    if let (Some(max_items), false) = (max_items, matches!(kind, TypeRef::List(_))) {
        misplaced(&max_items.place, "maxItems", "lists");
    }
}

/// What stands for every parameter that may be left out.
const OPTIONAL: &str = "optional";

pub(super) fn load_rules(reader: Reader<'_>, node: &Node, params: &[Param]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for node in reader.items(node, "`rules`") {
        let Some(fields) = reader.fields(node, "a rule") else { continue };
        let before = reader.report().count();
        let all = fields.optional("at_least_one").filter(|node| node.text() == Some(OPTIONAL));
        let some = match all {
            Some(node) => {
                let optional = params.iter().filter(|param| !param.required && !param.unlisted);
                optional.map(|param| At { value: param.name.value.clone(), place: reader.place(node) }).collect()
            }
            None => fields.texts("at_least_one"),
        };
        let ordered = fields.texts("ordered");
        let error = fields.text("error");
        fields.finish();
        match (some.len(), ordered.len()) {
            (1.., 0) => rules.push(Rule::AtLeastOne { fields: some, error }),
            (0, 2) => rules.push(Rule::Ordered { fields: ordered, error }),
            _ if reader.report().count() > before => {}
            _ => reader.fault(node, "a rule is one condition", "give `at_least_one: [a, …]` or `ordered: [low, high]`"),
        }
    }
    rules
}

/// A parameter that no spec writes.
pub(super) fn special(tool: &At<String>, name: &str, kind: TypeRef, doc: &str) -> Param {
    Param {
        name: At { value: name.to_owned(), place: tool.place.clone() },
        kind,
        required: false,
        unlisted: false,
        doc: doc.to_owned(),
        unit: None,
        min: None,
        max: None,
        default: None,
        max_items: DEFAULT_MAX_ITEMS,
        line: false,
    }
}
