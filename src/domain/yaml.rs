//! A YAML document as a tree that remembers where everything stands.
//!
//! serde gives typed values but stops at the first fault and forgets positions and raw text (an
//! unquoted `3.20` is a version here, not the number 3.2). Specs and user documents are therefore
//! read into this tree first. Hostile input is refused early: by size before parsing, then by the
//! number of nodes, the depth and the aliases.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle};

/// Documents larger than this are not parsed.
pub const MAX_BYTES: usize = 256 * 1024;
/// A document may have this many nodes, counting every use of an alias again.
pub const MAX_NODES: usize = 50_000;
/// Nodes may be nested this deeply.
pub const MAX_DEPTH: usize = 64;

/// A node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where it stands, as byte offsets into the source.
    pub span: Range<usize>,
}

/// The content of a node.
#[derive(Clone, Debug)]
pub enum Data {
    /// A scalar: its text, and whether it was written without quotes.
    Scalar {
        /// The text after unescaping.
        text: String,
        /// Whether it may mean something else than a string.
        plain: bool,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order of the source; duplicate keys are kept.
    Mapping(Vec<(Node, Node)>),
}

/// A fault of syntax or of size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong. It never quotes the source.
    pub message: String,
    /// Where, as byte offsets.
    pub span: Range<usize>,
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether this is a null: an empty plain scalar, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.data, Data::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// The entries of a mapping.
    #[must_use]
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.data {
            Data::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a sequence.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.data {
            Data::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// What the node is, in words.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.data {
            Data::Scalar { .. } if self.is_null() => "nothing",
            Data::Scalar { text, plain: true } if matches!(text.as_str(), "true" | "false") => "a boolean",
            Data::Scalar { text, plain: true } if text.parse::<f64>().is_ok() => "a number",
            Data::Scalar { .. } => "a string",
            Data::Sequence(_) => "a list",
            Data::Mapping(_) => "a mapping",
        }
    }
}

/// Reads one document.
///
/// # Errors
/// The first fault of syntax, or the limit that the document exceeds.
pub fn parse(source: &str) -> Result<Node, SyntaxError> {
    if source.len() > MAX_BYTES {
        let message = format!("the document has {} bytes; at most {MAX_BYTES} are read", source.len());
        return Err(SyntaxError { message, span: 0..0 });
    }
    Builder::new(source).document()
}

struct Builder<'a> {
    source: &'a str,
    open: Vec<Open>,
    anchors: std::collections::HashMap<usize, (Node, usize)>,
    root: Option<Node>,
    nodes: usize,
}

/// A collection whose end has not been read.
struct Open {
    start: usize,
    anchor: usize,
    nodes_before: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<(Node, Node)>, key: Option<Node> },
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, open: Vec::new(), anchors: std::collections::HashMap::new(), root: None, nodes: 0 }
    }

    fn document(mut self) -> Result<Node, SyntaxError> {
        let mut documents = 0;
        for next in Parser::new_from_str(self.source) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or(0).min(self.source.len());
                SyntaxError { message: error.info(), span: at..at }
            })?;
            let range = span.byte_range().unwrap_or(0..0);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(fault("only one document is read; a second one starts here", range));
                    }
                }
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    let node = Node { data: Data::Scalar { text: text.into_owned(), plain }, span: range.clone() };
                    self.count(1, &range)?;
                    self.remember(anchor, &node, 1);
                    self.place(node);
                }
                Event::SequenceStart(_, anchor, _) => self.start(range, anchor, OpenKind::Sequence(Vec::new()))?,
                Event::MappingStart(_, anchor, _) => {
                    self.start(range, anchor, OpenKind::Mapping { entries: Vec::new(), key: None })?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(&range),
                Event::Alias(anchor) => {
                    let Some((mut node, size)) = self.anchors.get(&anchor).cloned() else {
                        return Err(fault("this alias stands inside its own anchor", range));
                    };
                    self.count(size, &range)?;
                    node.span = range;
                    self.place(node);
                }
                _ => {}
            }
        }
        self.root.ok_or_else(|| fault("the document is empty", 0..0))
    }

    fn start(&mut self, range: Range<usize>, anchor: usize, kind: OpenKind) -> Result<(), SyntaxError> {
        self.count(1, &range)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(fault(format!("nested more than {MAX_DEPTH} deep"), range));
        }
        self.open.push(Open { start: range.start, anchor, nodes_before: self.nodes, kind });
        Ok(())
    }

    fn end(&mut self, range: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let data = match open.kind {
            OpenKind::Sequence(items) => Data::Sequence(items),
            OpenKind::Mapping { entries, .. } => Data::Mapping(entries),
        };
        let node = Node { data, span: open.start..range.end.max(open.start) };
        self.remember(open.anchor, &node, self.nodes - open.nodes_before + 1);
        self.place(node);
    }

    fn count(&mut self, nodes: usize, range: &Range<usize>) -> Result<(), SyntaxError> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err(fault(format!("more than {MAX_NODES} nodes, counting what aliases repeat"), range.clone()));
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node, size: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(OpenKind::Sequence(items)) => items.push(node),
            Some(OpenKind::Mapping { entries, key }) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
    }
}

fn fault(message: impl Into<String>, span: Range<usize>) -> SyntaxError {
    SyntaxError { message: message.into(), span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_raw_text_are_kept() {
        let source = "a: 3.20\nb:\n  - \"x\"\n  - é: ~\n";
        let root = parse(source).expect("parses");
        let a = root.get("a").expect("a");
        assert_eq!((a.text(), &source[a.span.clone()]), (Some("3.20"), "3.20"));
        let b = root.get("b").expect("b").items();
        assert_eq!(&source[b[0].span.clone()], "\"x\"");
        assert!(b[1].get("é").expect("é").is_null());
    }

    #[test]
    fn hostile_documents_are_refused() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let previous = vec![format!("*a{}", level - 1); 9].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
        }
        assert!(parse(&bomb).expect_err("bomb").message.contains("aliases"));
        let deep = "[".repeat(100) + &"]".repeat(100);
        assert!(parse(&deep).expect_err("deep").message.contains("deep"));
        assert!(parse(&"#".repeat(MAX_BYTES + 1)).expect_err("large").message.contains("bytes"));
        assert!(parse("a: &x [*x]").is_err());
        assert!(parse("a: 1\n---\nb: 2").is_err());
    }
}
