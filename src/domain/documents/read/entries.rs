//! The entries of a mapping with merge keys resolved: `<<: *base` brings in the entries of another
//! mapping that are not given here.

use std::collections::HashSet;

use crate::domain::yaml::{Data, Node};

/// Entries in order, each key once, and the keys that were given twice.
pub(crate) struct Entries<'a> {
    pub(crate) list: Vec<(&'a Node, &'a Node)>,
    pub(crate) duplicates: Vec<&'a Node>,
    /// Keys that are no scalars.
    pub(crate) odd: Vec<&'a Node>,
}

pub(crate) fn of(node: &Node) -> Entries<'_> {
    let mut entries = Entries { list: Vec::new(), duplicates: Vec::new(), odd: Vec::new() };
    let mut seen = HashSet::new();
    let mut merges = Vec::new();
    for (key, value) in node.entries() {
        match &key.data {
            Data::Scalar { text, plain: true } if text == "<<" => merges.push(value),
            Data::Scalar { .. } if name(key).is_some_and(|name| seen.insert(name)) => entries.list.push((key, value)),
            Data::Scalar { .. } => entries.duplicates.push(key),
            _ => entries.odd.push(key),
        }
    }
    for merge in merges {
        add_merged(merge, &mut seen, &mut entries);
    }
    entries
}

/// A key as it is told from others, and whether it is nothing, which is one key however it is spelled.
fn name(key: &Node) -> Option<(&str, bool)> {
    key.text().map(|text| if key.is_null() { ("", true) } else { (text, false) })
}

fn add_merged<'a>(merge: &'a Node, seen: &mut HashSet<(&'a str, bool)>, entries: &mut Entries<'a>) {
    match &merge.data {
        Data::Sequence(items) => items.iter().for_each(|item| add_merged(item, seen, entries)),
        Data::Mapping(_) => {
            for (key, value) in of(merge).list {
                if name(key).is_some_and(|name| seen.insert(name)) {
                    entries.list.push((key, value));
                }
            }
        }
        Data::Scalar { .. } => entries.odd.push(merge),
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::domain::yaml::parse;

    #[test]
    fn what_is_given_here_wins_over_what_is_merged() {
        let source = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {<<: [*x, *y], a: 9, a: 8}\nw: {<<: 1}\n";
        let root = parse(source).expect("parses");
        let entries = of(root.get("z").expect("z"));
        let texts: Vec<_> = entries.list.iter().map(|(key, value)| (key.text(), value.text())).collect();
        assert_eq!(texts, [(Some("a"), Some("9")), (Some("b"), Some("2")), (Some("c"), Some("4"))]);
        assert_eq!(entries.duplicates.len(), 1);
        assert_eq!(of(root.get("w").expect("w")).odd.len(), 1);
    }

    #[test]
    fn keys_that_are_nothing_are_one_key_however_they_are_spelled() {
        let root = parse("~: 1\nnull: 2\n\"~\": 3\n\"\": 4\n: 5\n").expect("parses");
        let entries = of(&root);
        assert_eq!((entries.list.len(), entries.duplicates.len()), (3, 2));
    }
}
