//! `spec/situations.yaml`: what is said in every situation.

use super::super::diagnostics::At;
use super::super::model::{SituationDef, SituationText};
use super::super::reader::Reader;
use crate::domain::situation::{Axis, Situation};
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Vec<SituationDef> {
    let words: Vec<&str> = Situation::ALL.iter().map(|situation| situation.word()).collect();
    let entries = reader.entries(root, "situations.yaml").unwrap_or_default();
    let situations = entries.into_iter().filter_map(|(name, node)| {
        let Some(situation) = Situation::of(&name.value) else {
            reader.report().unknown(&name, "situation", &words);
            return None;
        };
        let fields = reader.fields(node, format!("situation `{}`", name.value))?;
        let doc = fields.text("doc").value;
        let texts = fields.required("texts").map(|node| reader.items(node, "`texts`")).unwrap_or_default();
        let texts = texts.iter().filter_map(|node| text(reader, node)).collect();
        fields.finish();
        Some(SituationDef { situation: At { value: situation, place: name.place }, doc, texts })
    });
    situations.collect()
}

fn text(reader: Reader<'_>, node: &Node) -> Option<SituationText> {
    let fields = reader.fields(node, "a text")?;
    let when = fields.optional("when").map(|node| conditions(reader, node)).unwrap_or_default();
    let title = fields.text("title");
    let place = title.place.clone();
    let text = fields.block("text");
    if text.is_none() {
        reader.report().fault(&place, "this situation has a title and no `text`", "say why and how");
    }
    fields.finish();
    Some(SituationText { place, when, title, text: text? })
}

/// `{ axis: value, axis: [value, value] }`
fn conditions(reader: Reader<'_>, node: &Node) -> Vec<(Axis, Vec<&'static str>)> {
    let axes: Vec<&str> = Axis::ALL.iter().map(|axis| axis.word()).collect();
    let mut conditions = Vec::new();
    for (name, node) in reader.entries(node, "`when`").unwrap_or_default() {
        let Some(axis) = Axis::of(&name.value) else {
            reader.report().unknown(&name, "axis", &axes);
            continue;
        };
        let one = matches!(node.data, crate::domain::yaml::Data::Scalar { .. });
        let words =
            if one { reader.text(node, "a value").into_iter().collect() } else { reader.texts(node, "a value") };
        let mut values = Vec::new();
        for word in words {
            match axis.values().iter().find(|value| **value == word.value) {
                Some(value) => values.push(*value),
                None => reader.report().unknown(&word, &format!("value of `{axis}`"), axis.values()),
            }
        }
        conditions.push((axis, values));
    }
    conditions
}
