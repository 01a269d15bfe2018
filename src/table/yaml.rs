//! A YAML document as a tree that remembers where everything stands.
//!
//! serde gives typed values but stops at the first fault and forgets positions and raw text (an
//! unquoted `3.20` is a version here, not the number 3.2). Specs and user documents are therefore
//! read into this tree first. Hostile input is refused early: by size before parsing, then by the
//! number of nodes, the depth and the aliases. Deliberately absent: merge keys, which only the
//! reader of a user's document gives a meaning.

use std::ops::Range;

use serde_json::{Number, Value};
use serde_saphyr::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Tag};

/// Documents larger than this are not parsed.
pub const MAX_BYTES: usize = 256 * 1024;
/// A document may have this many nodes, counting every use of an alias again.
pub const MAX_NODES: usize = 50_000;
/// Nodes may be nested this deeply, inside what an alias repeats too.
pub const MAX_DEPTH: usize = 64;
/// A document may use aliases this often.
pub const MAX_ALIASES: usize = 1_000;
/// The scalars of a document may have this many bytes, counting every use of an alias again.
pub const MAX_TEXT: usize = 4 * MAX_BYTES;

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
    /// What kind of fault it is.
    pub kind: FaultKind,
}

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// One of the limits of this module.
    Limit,
    /// Nothing or more than one document, or an alias inside its own anchor.
    Document,
    /// A tab where spaces indent.
    Tab,
    /// A quote or a bracket that is opened and not closed, or closed and not opened.
    Unclosed,
    /// A line that stands too far left or right, or a key where none can stand.
    Indentation,
    /// A colon that starts a value where none can stand.
    Colon,
    /// An alias of an anchor that does not stand before it, or one without a name.
    Alias,
    /// A value that starts with a character of YAML's own, or an escape that does not exist.
    Character,
    /// Anything else.
    Other,
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

    /// A scalar as YAML's core schema reads it; nothing for what is none.
    #[must_use]
    pub fn scalar(&self) -> Option<Value> {
        let Data::Scalar { text, plain } = &self.data else { return None };
        Some(match text.as_str() {
            _ if !plain => Value::String(text.clone()),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if self.is_null() => Value::Null,
            text => serde_json::from_str::<Number>(text).map_or_else(|_| Value::String(text.to_owned()), Value::Number),
        })
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
        return Err(SyntaxError { message, span: 0..0, kind: FaultKind::Limit });
    }
    Builder::new(source).document()
}

struct Builder<'a> {
    source: &'a str,
    open: Vec<Open>,
    anchors: std::collections::HashMap<usize, Anchored>,
    root: Option<Node>,
    count: Count,
    aliases: usize,
    /// Nodes kept for aliases; anchors inside anchors keep theirs several times.
    kept: usize,
}

/// A node that an alias may repeat.
#[derive(Clone)]
struct Anchored {
    node: Node,
    size: Count,
    height: usize,
}

/// How much a node holds, itself included.
#[derive(Clone, Copy, Default)]
struct Count {
    nodes: usize,
    text: usize,
}

/// A collection whose end has not been read.
struct Open {
    start: usize,
    anchor: usize,
    before: Count,
    height: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<(Node, Node)>, key: Option<Node> },
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let anchors = std::collections::HashMap::new();
        Self { source, open: Vec::new(), anchors, root: None, count: Count::default(), aliases: 0, kept: 0 }
    }

    fn document(mut self) -> Result<Node, SyntaxError> {
        let mut documents = 0;
        for next in Parser::new_from_str(self.source) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or(0).min(self.source.len());
                SyntaxError { message: error.info(), span: at..at, kind: kind_of(error.kind()) }
            })?;
            let range = span.byte_range().unwrap_or(0..0);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(fault("only one document is read; a second one starts here", range));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let plain = style == ScalarStyle::Plain && !tag.is_some_and(|tag| is_string(&tag));
                    let size = Count { nodes: 1, text: text.len() };
                    let node = Node { data: Data::Scalar { text: text.into_owned(), plain }, span: range.clone() };
                    self.add(size, &range)?;
                    self.remember(anchor, &node, size, 0)?;
                    self.place(node, 0);
                }
                Event::SequenceStart(_, anchor, _) => self.start(range, anchor, OpenKind::Sequence(Vec::new()))?,
                Event::MappingStart(_, anchor, _) => {
                    self.start(range, anchor, OpenKind::Mapping { entries: Vec::new(), key: None })?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(&range)?,
                Event::Alias(anchor) => self.alias(anchor, range)?,
                _ => {}
            }
        }
        self.root.ok_or_else(|| fault("the document is empty", 0..0))
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), SyntaxError> {
        self.aliases += 1;
        if self.aliases > MAX_ALIASES {
            return Err(limit(format!("more than {MAX_ALIASES} aliases"), range));
        }
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(fault("this alias stands inside its own anchor", range));
        };
        let (size, height) = (anchored.size, anchored.height);
        if self.open.len() + height > MAX_DEPTH {
            return Err(limit(format!("nested more than {MAX_DEPTH} deep by this alias"), range));
        }
        // Before the copy is made: it is what costs.
        self.count.nodes += size.nodes;
        self.count.text += size.text;
        check(self.count, &range)?;
        let node = Node { span: range, ..anchored.node.clone() };
        self.place(node, height);
        Ok(())
    }

    fn start(&mut self, range: Range<usize>, anchor: usize, kind: OpenKind) -> Result<(), SyntaxError> {
        let before = self.count;
        self.add(Count { nodes: 1, text: 0 }, &range)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(limit(format!("nested more than {MAX_DEPTH} deep"), range));
        }
        self.open.push(Open { start: range.start, anchor, before, height: 0, kind });
        Ok(())
    }

    fn end(&mut self, range: &Range<usize>) -> Result<(), SyntaxError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let data = match open.kind {
            OpenKind::Sequence(items) => Data::Sequence(items),
            OpenKind::Mapping { entries, .. } => Data::Mapping(entries),
        };
        let node = Node { data, span: open.start..range.end.max(open.start) };
        let size = Count { nodes: self.count.nodes - open.before.nodes, text: self.count.text - open.before.text };
        let height = open.height + 1;
        self.remember(open.anchor, &node, size, height)?;
        self.place(node, height);
        Ok(())
    }

    fn add(&mut self, size: Count, range: &Range<usize>) -> Result<(), SyntaxError> {
        self.count.nodes += size.nodes;
        self.count.text += size.text;
        check(self.count, range)
    }

    fn remember(&mut self, anchor: usize, node: &Node, size: Count, height: usize) -> Result<(), SyntaxError> {
        if anchor > 0 {
            self.kept += size.nodes;
            if self.kept > MAX_NODES {
                return Err(limit(format!("more than {MAX_NODES} nodes under anchors"), node.span.clone()));
            }
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, height });
        }
        Ok(())
    }

    fn place(&mut self, node: Node, height: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.height = open.height.max(height);
        match &mut open.kind {
            OpenKind::Sequence(items) => items.push(node),
            OpenKind::Mapping { entries, key } => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
    }
}

fn check(count: Count, range: &Range<usize>) -> Result<(), SyntaxError> {
    if count.nodes > MAX_NODES {
        return Err(limit(format!("more than {MAX_NODES} nodes, counting what aliases repeat"), range.clone()));
    }
    if count.text > MAX_TEXT {
        return Err(limit(format!("more than {MAX_TEXT} bytes of text, counting what aliases repeat"), range.clone()));
    }
    Ok(())
}

/// Whether a tag makes a string of what looks like something else.
fn is_string(tag: &Tag) -> bool {
    let tag = tag.to_string();
    tag == "!" || tag.ends_with("!str") || tag.ends_with(":str")
}

fn fault(message: impl Into<String>, span: Range<usize>) -> SyntaxError {
    SyntaxError { message: message.into(), span, kind: FaultKind::Document }
}

fn limit(message: impl Into<String>, span: Range<usize>) -> SyntaxError {
    SyntaxError { message: message.into(), span, kind: FaultKind::Limit }
}

fn kind_of(kind: &ErrorKind) -> FaultKind {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => FaultKind::Tab,
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => FaultKind::Unclosed,
        ErrorKind::RecursionLimitExceeded => FaultKind::Limit,
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => FaultKind::Alias,
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidMappingValueWhitespace => FaultKind::Colon,
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::BlockSequenceEntryNotAllowed => FaultKind::Indentation,
        ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => FaultKind::Character,
        _ => FaultKind::Other,
    }
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
        let many = format!("a: &x y\nb: [{}]", "*x,".repeat(MAX_ALIASES + 1));
        assert!(parse(&many).expect_err("many").message.contains("aliases"));
        let long = format!("a: &x {}\nb: [{}]", "y".repeat(100_000), "*x,".repeat(900));
        assert!(parse(&long).expect_err("long").message.contains("bytes of text"));
        let nested = "&a [".repeat(60) + &"x,".repeat(20_000) + &"]".repeat(60);
        assert!(parse(&nested).expect_err("nested").message.contains("anchors"));
        let mut chain = String::from("a0: &a0 x\n");
        for level in 1..20 {
            chain.push_str(&format!("a{level}: &a{level} [[[[*a{}]]]]\n", level - 1));
        }
        assert!(parse(&chain).expect_err("chain").message.contains("deep"));
        assert!(parse("a: 1\n---\nb: 2").is_err());
    }
}
