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
            Data::Scalar { text, .. } if seen.insert(text.as_str()) => entries.list.push((key, value)),
            Data::Scalar { .. } => entries.duplicates.push(key),
            _ => entries.odd.push(key),
        }
    }
    for merge in merges {
        add_merged(merge, &mut seen, &mut entries);
    }
    entries
}

fn add_merged<'a>(merge: &'a Node, seen: &mut HashSet<&'a str>, entries: &mut Entries<'a>) {
    match &merge.data {
        Data::Sequence(items) => items.iter().for_each(|item| add_merged(item, seen, entries)),
        Data::Mapping(_) => {
            for (key, value) in of(merge).list {
                if key.text().is_some_and(|text| seen.insert(text)) {
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
}
