//! Putting one item into a document and taking it out again, so that the second undoes the first
//! byte for byte.

use std::ops::Range;

use serde_json::Value;

use super::parse::{Item, Node, after_trivia};
use super::render::{self, Layout};
use crate::cli::init::text::line_end_of;

/// A document of its own, with nothing but a value.
pub(in crate::cli::init) fn document(value: &Value) -> String {
    let mut text = String::new();
    render::value(&mut text, value, &Layout { line_end: Some("\n"), indent: String::new(), unit: "  " });
    text
}

/// The text with an item more at the end of a container; `key` where that is an object.
pub(in crate::cli::init) fn add(text: &str, root: &Node, container: &Node, key: Option<&str>, value: &Value) -> String {
    let unit = unit(text, root);
    let render = |line_end, indent: &str| {
        let mut item = String::new();
        render::item(&mut item, key, value, &Layout { line_end, indent: indent.to_owned(), unit });
        item
    };
    let line_end = line_end_of(text);
    let Some(last) = container.items().last() else {
        let inner = container.span.start + 1..container.span.end - 1;
        let blank = &text[inner.clone()];
        if blank.trim().is_empty() {
            // The same white space on both sides says that the container was there before.
            let indent = blank.rsplit_once('\n').map(|(_, indent)| indent);
            let item = render(indent.map(|_| line_end), indent.unwrap_or_default());
            return replaced(text, inner, &format!("{blank}{item}{blank}"));
        }
        let at = inner.start + blank.trim_end().len();
        let indent = format!("{}{unit}", indent_of(text, container.span.end - 1));
        let item = render(Some(line_end), &indent);
        return replaced(text, at..at, &format!("{line_end}{indent}{item}"));
    };
    let end = last.value.span.end;
    let after = last.comma.map_or(end, |comma| comma + 1);
    let own_comma = if last.comma.is_some() { "," } else { "" };
    let (at, item) = if stands_alone(text, last) {
        let indent = indent_of(text, last.start);
        (after_comment(text, after), format!("{line_end}{indent}{}{own_comma}", render(Some(line_end), indent)))
    } else {
        (after, format!(" {}{own_comma}", render(None, "")))
    };
    let with_item = replaced(text, at..at, &item);
    if last.comma.is_some() { with_item } else { replaced(&with_item, end..end, ",") }
}

/// The text with another value in place of one.
pub(in crate::cli::init) fn replace(text: &str, root: &Node, node: &Node, value: &Value) -> String {
    let mut new = String::new();
    let multi = text[node.span.clone()].contains('\n');
    let indent = indent_of(text, node.span.start).to_owned();
    let line_end = multi.then(|| line_end_of(text));
    render::value(&mut new, value, &Layout { line_end, indent, unit: unit(text, root) });
    replaced(text, node.span.clone(), &new)
}

/// The text without an item of a container; none when the container came with it, so that it has
/// to go instead.
pub(in crate::cli::init) fn remove(text: &str, container: &Node, index: usize) -> Option<String> {
    let items = container.items();
    let item = items.get(index)?;
    let before = text[..item.start].trim_end_matches([' ', '\t', '\r', '\n']).len();
    let end = item.comma.map_or(item.value.span.end, |comma| comma + 1);
    if items.len() == 1 {
        let leading = &text[container.span.start + 1..item.start];
        let trailing = &text[end..container.span.end - 1];
        if !leading.trim().is_empty() || !trailing.trim().is_empty() {
            return Some(replaced(text, before..end, ""));
        }
        return (leading == trailing).then(|| replaced(text, item.start..container.span.end - 1, ""));
    }
    let without = replaced(text, before..end, "");
    let previous = index.checked_sub(1).and_then(|index| items[index].comma);
    match previous {
        Some(comma) if item.comma.is_none() => Some(replaced(&without, comma..comma + 1, "")),
        _ => Some(without),
    }
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// Whether an item begins a line.
fn stands_alone(text: &str, item: &Item) -> bool {
    let line = text[..item.start].rsplit_once('\n').map(|(_, line)| line);
    line.is_some_and(|line| line.trim().is_empty())
}

/// What the line of a place is indented with.
fn indent_of(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What every level of a document is indented with.
fn unit<'t>(text: &'t str, root: &Node) -> &'t str {
    let first = root.items().first().filter(|item| stands_alone(text, item));
    first.map(|item| indent_of(text, item.start)).filter(|indent| !indent.is_empty()).unwrap_or("  ")
}

/// Where the comment that follows in the same line ends: it belongs to what is before it.
fn after_comment(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let line = line.strip_suffix('\r').unwrap_or(line);
    let is_comment = line.trim_start().starts_with("//") || line.trim_start().starts_with("/*");
    let end = at + line.len();
    // A comment of several lines is left where it is, below what is added.
    let whole = is_comment && after_trivia(&text[..end], at).is_ok_and(|read| read == end);
    if whole { end } else { at }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::json;

    use super::super::parse::parse;
    use super::*;

    fn added(text: &str) -> String {
        let root = parse(text).expect("it is valid");
        let after = add(text, &root, &root, Some("k"), &json!({ "a": [1, 2, 3], "b": {} }));
        let value = parse(&after).expect(&after).value();
        assert_eq!(value["k"], json!({ "a": [1, 2, 3], "b": {} }), "{after}");
        after
    }

    #[test]
    fn what_was_added_is_taken_out_to_the_byte() {
        for text in [
            "{}",
            "{ }",
            "{\n}",
            "{\r\n}\r\n",
            "{\n  \n}\n",
            "{\"a\":1}",
            "{ \"a\": 1, }",
            "{\n\t\"a\": 1\n}\n",
            "{\n    \"a\": 1,\n}",
            "{\r\n  \"a\": 1 // one\r\n}",
            "{\n  \"a\": 1, /* one */ // uno\n  // end\n}",
            "{\n  \"a\": 1 /* one\n two */\n}",
            "{ // nothing\n}",
            "{ /* nothing */ }",
            "// head\n{\n  \"a\": {\n    \"b\": []\n  }\n}\n// foot",
        ] {
            let after = added(text);
            let root = parse(&after).expect("it is valid");
            let removed = remove(&after, &root, root.items().len() - 1);
            assert_eq!(removed.as_deref(), Some(text), "{after}");
        }
    }

    #[test]
    fn what_is_added_looks_like_its_neighbours() {
        let tabs = added("{\n\t\"a\": 1 // one\n}\n");
        assert!(tabs.starts_with("{\n\t\"a\": 1, // one\n\t\"k\": {\n\t\t\"a\": [\n\t\t\t1,"), "{tabs}");
        assert_eq!(added("{\"a\":1}"), r#"{"a":1, "k": { "a": [ 1, 2, 3], "b": {}}}"#);
    }

    #[test]
    fn a_container_that_came_with_its_item_goes_with_it() {
        for text in ["{\n  \"k\": 1\n}\n", "{ \"k\": 1}"] {
            assert_eq!(remove(text, &parse(text).expect("it is valid"), 0), None);
        }
    }

    #[test]
    fn neighbours_that_came_later_stay() {
        let text = "{\n  \"k\": 1, // mine\n  \"z\": 2\n}";
        let after = remove(text, &parse(text).expect("it is valid"), 0).expect("it stays");
        assert_eq!(parse(&after).expect("it is valid").value(), json!({ "z": 2 }));
    }

    const TRIVIA: &[&str] = &["", " ", "\n", "\n  ", "\r\n\t", " // c\n", "/* c */", " /* m\n */ ", "\n// c\n  "];
    const VALUES: &[&str] = &["1", "\"//\\\"é\"", "null", "{}", "[\n]", "[1, // c\n 2,]", "{\"x\": {\n}}"];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_document_is_had_back(
            head in select(TRIVIA),
            items in prop::collection::vec((select(TRIVIA), select(VALUES), select(TRIVIA)), 0..4),
            foot in select(TRIVIA),
            comma in any::<bool>(),
        ) {
            let items: Vec<String> = items.iter().enumerate()
                .map(|(index, (before, value, after))| format!("{before}\"{index}\":{before}{value}{after}"))
                .collect();
            let comma = if comma && !items.is_empty() { "," } else { "" };
            let text = format!("{head}{{{}{comma}{foot}}}{head}", items.join(","));
            let after = added(&text);
            let root = parse(&after).expect("it is valid");
            prop_assert_eq!(remove(&after, &root, items.len()), Some(text), "{}", after);
        }
    }
}
