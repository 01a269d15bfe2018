//! Where everything stands in a JSON document with comments.

use std::ops::Range;

use serde_json::{Map, Value};

/// Deeper than any configuration, and shallow enough for the stack.
const MOST_DEPTH: usize = 100;

/// A value and where it stands.
#[derive(Debug)]
pub(in crate::cli::init) struct Node {
    /// From its first byte to after its last.
    pub(in crate::cli::init) span: Range<usize>,
    /// What it is.
    pub(in crate::cli::init) kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub(in crate::cli::init) enum Kind {
    /// An object.
    Object(Vec<Item>),
    /// An array; its items have no key.
    Array(Vec<Item>),
    /// Anything else.
    Scalar(Value),
}

/// A member of an object or an element of an array.
#[derive(Debug)]
pub(in crate::cli::init) struct Item {
    /// Its key, where it is a member.
    pub(in crate::cli::init) key: Option<String>,
    /// Where it begins: at the key, where it has one.
    pub(in crate::cli::init) start: usize,
    /// Its value.
    pub(in crate::cli::init) value: Node,
    /// Where the comma after it stands.
    pub(in crate::cli::init) comma: Option<usize>,
}

impl Node {
    /// What it holds; a scalar holds nothing.
    pub(in crate::cli::init) fn items(&self) -> &[Item] {
        match &self.kind {
            Kind::Object(items) | Kind::Array(items) => items,
            Kind::Scalar(_) => &[],
        }
    }

    /// The member of a key.
    ///
    /// # Errors
    /// When there are several, so that nobody knows which one counts.
    pub(in crate::cli::init) fn member(&self, key: &str) -> Result<Option<&Node>, String> {
        let Kind::Object(items) = &self.kind else { return Ok(None) };
        let mut found = items.iter().filter(|item| item.key.as_deref() == Some(key));
        let first = found.next().map(|item| &item.value);
        if found.next().is_some() { Err(format!("`{key}` stands there twice")) } else { Ok(first) }
    }

    /// Its value, without comments.
    pub(in crate::cli::init) fn value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::Array(items) => items.iter().map(|item| item.value.value()).collect(),
            Kind::Object(items) => {
                let members = items.iter().map(|item| (item.key.clone().unwrap_or_default(), item.value.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// Reads a document.
///
/// # Errors
/// Where it is none: the line, and never the text, which may be a secret.
pub(in crate::cli::init) fn parse(text: &str) -> Result<Node, String> {
    let mut parser = Parser { text, at: 0 };
    let result = parser.document();
    result.map_err(|what| {
        let line = text.get(..parser.at).unwrap_or(text).matches('\n').count() + 1;
        format!("it is no valid JSON: {what} in line {line}")
    })
}

/// Where the white space and the comments that begin at a place end.
pub(super) fn after_trivia(text: &str, mut at: usize) -> Result<usize, &'static str> {
    loop {
        let rest = &text[at..];
        if let Some(comment) = rest.strip_prefix("//") {
            at += 2 + comment.find('\n').unwrap_or(comment.len());
        } else if let Some(comment) = rest.strip_prefix("/*") {
            at += 4 + comment.find("*/").ok_or("a comment does not end")?;
        } else if rest.starts_with([' ', '\t', '\r', '\n']) {
            at += 1;
        } else {
            return Ok(at);
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Node, &'static str> {
        let root = self.value(0)?;
        self.trivia()?;
        if self.at < self.text.len() { Err("something follows the document") } else { Ok(root) }
    }

    fn trivia(&mut self) -> Result<(), &'static str> {
        self.at = after_trivia(self.text, self.at)?;
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Result<Node, &'static str> {
        if depth > MOST_DEPTH {
            return Err("it is nested too deeply");
        }
        self.trivia()?;
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => Kind::Object(self.items(depth, b'}')?),
            Some(b'[') => Kind::Array(self.items(depth, b']')?),
            Some(b'"') => Kind::Scalar(Value::String(self.string()?)),
            Some(_) => Kind::Scalar(self.word()?),
            None => return Err("it ends too early"),
        };
        Ok(Node { span: start..self.at, kind })
    }

    fn items(&mut self, depth: usize, close: u8) -> Result<Vec<Item>, &'static str> {
        let mut items: Vec<Item> = Vec::new();
        self.at += 1;
        loop {
            self.trivia()?;
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(items);
            }
            if items.last().is_some_and(|item| item.comma.is_none()) {
                return Err("a comma is missing");
            }
            let start = self.at;
            let key = if close == b'}' { Some(self.key()?) } else { None };
            let value = self.value(depth + 1)?;
            self.trivia()?;
            let comma = (self.peek() == Some(b',')).then_some(self.at);
            self.at += usize::from(comma.is_some());
            items.push(Item { key, start, value, comma });
        }
    }

    fn key(&mut self) -> Result<String, &'static str> {
        if self.peek() != Some(b'"') {
            return Err("a key is missing");
        }
        let key = self.string()?;
        self.trivia()?;
        if self.peek() != Some(b':') {
            return Err("a colon is missing");
        }
        self.at += 1;
        Ok(key)
    }

    fn string(&mut self) -> Result<String, &'static str> {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(b'\n') | None => return Err("a text does not end"),
                Some(_) => end += 1,
            }
        }
        let text = serde_json::from_str(&self.text[self.at..=end]).map_err(|_| "a text is not valid")?;
        self.at = end + 1;
        Ok(text)
    }

    fn word(&mut self) -> Result<Value, &'static str> {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let value = serde_json::from_str(&rest[..length]).map_err(|_| "something is no value")?;
        self.at += length;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_read_over() {
        let root =
            parse("// a\n{ /* b */ \"c\": [1, 2, // d\n], \"e\\n\": {\"f\": null,}, }\n// g").expect("it is valid");
        assert_eq!(root.value(), json!({ "c": [1, 2], "e\n": { "f": null } }));
    }

    #[test]
    fn what_is_no_json_is_told_by_its_line() {
        for (text, line) in [
            ("", 1),
            ("{", 1),
            ("{\n\"a\": 1\n\"b\": 2}", 3),
            ("{\n\"a\" 1}", 2),
            ("{\"a\": s3cret}", 1),
            ("{\"a\": \"s3cret\n\"}", 1),
            ("{} {}", 1),
            ("[1,,2]", 1),
            ("/* {}", 1),
            ("{\"a\": \"\\", 1),
            ("{\"a\": \"\\é\"}", 1),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.ends_with(&format!("in line {line}")) && !error.contains("s3cret"), "{text}: {error}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }
}
