//! Where everything stands in a TOML document.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

/// Reads a document.
///
/// # Errors
/// Where it is none: the line, and never the text, which may be a secret.
pub(super) fn parse(text: &str) -> Result<Document<&str>, String> {
    Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let lines = text[..text.floor_char_boundary(at)].matches('\n').count();
        format!("it is no valid TOML: line {}", lines + 1)
    })
}

/// Where the values are that hold no others.
pub(super) fn values(document: &Document<&str>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    in_table(document.as_table(), &mut all);
    all.sort_by_key(|range| range.start);
    all
}

fn in_table(table: &dyn TableLike, all: &mut Vec<Range<usize>>) {
    for (_, item) in table.iter() {
        match item {
            Item::Value(value) => in_value(value, all),
            Item::Table(table) => in_table(table, all),
            Item::ArrayOfTables(tables) => tables.iter().for_each(|table| in_table(table, all)),
            Item::None => {}
        }
    }
}

fn in_value(value: &Value, all: &mut Vec<Range<usize>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| in_value(value, all)),
        Value::InlineTable(table) => in_table(table, all),
        value => all.extend(value.span()),
    }
}
