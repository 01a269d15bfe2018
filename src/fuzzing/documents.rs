//! Documents: findings are the same each time and lie in the text, and one without errors has none when it is printed anew.

use crate::domain::documents::{Context, DocumentKind, Report, preprocessor, validate};
use crate::domain::yaml::{self, Data, Node};

/// The lowest bit of the first byte is the kind, the rest the document.
///
/// # Panics
/// Where a promise is broken.
pub fn documents(bytes: &[u8]) {
    let Some((kind, text)) = bytes.split_first() else { return };
    let kind = if kind & 1 == 0 { DocumentKind::ZeropsYaml } else { DocumentKind::ImportYaml };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let report = report(kind, text);
    let lines = text.split('\n').count().max(1);
    for finding in &report.findings {
        let span = finding.span.clone();
        assert!(text.get(span.clone()).is_some(), "{span:?} is no part of the text: {finding:?}");
        assert!((1..=lines).contains(&finding.line) && finding.column > 0, "{finding:?}");
    }
    let _ = report.render("document", text);
    if !report.is_valid() || preprocessor::is_switched_on(text) {
        return;
    }
    let Ok(root) = yaml::parse(text) else { return };
    let mut printed = String::new();
    print(&root, &mut printed);
    let again = yaml::parse(&printed).unwrap_or_else(|error| panic!("{error:?} in {printed}"));
    assert!(same(&root, &again), "another document: {printed}");
    let report = self::report(kind, &printed);
    assert!(report.is_valid(), "{:?} in {printed}", report.findings);
}

fn report(kind: DocumentKind, text: &str) -> Report {
    let context = Context::default();
    let report = validate(kind, text, &context);
    let again = validate(kind, text, &context);
    assert_eq!(format!("{:?}", report.findings), format!("{:?}", again.findings), "the same text, the same findings");
    report
}

/// In one line, with what need not be quoted as it is.
fn print(node: &Node, out: &mut String) {
    match &node.data {
        Data::Scalar { text, plain } if *plain && is_plain(text) => out.push_str(text),
        Data::Scalar { .. } if node.is_null() => out.push('~'),
        Data::Scalar { text, .. } => quote(text, out),
        Data::Sequence(items) => {
            out.push('[');
            for item in items {
                print(item, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        Data::Mapping(entries) => {
            out.push('{');
            for (key, value) in entries {
                out.push_str("? ");
                print(key, out);
                out.push_str(" : ");
                print(value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
    }
}

fn is_plain(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    ends(text.chars().next()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "._/@+".contains(c))
        || text
            .strip_prefix(['-', '+'])
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !rest.is_empty())
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
}

fn same(one: &Node, other: &Node) -> bool {
    match (&one.data, &other.data) {
        (Data::Scalar { text: one_text, .. }, Data::Scalar { text: other_text, .. }) => {
            one_text == other_text || one.is_null() && other.is_null()
        }
        (Data::Sequence(one), Data::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Data::Mapping(one), Data::Mapping(other)) => {
            let same = |(one, other): (&(Node, Node), &(Node, Node))| same(&one.0, &other.0) && same(&one.1, &other.1);
            one.len() == other.len() && one.iter().zip(other).all(same)
        }
        _ => false,
    }
}
