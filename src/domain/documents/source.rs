//! The text of a document as a tree.
//!
//! The preprocessor runs before YAML is interpreted, and what it replaces need not be YAML. Where it is
//! switched on, the parser reads what the preprocessor leaves; afterwards the expressions are put back. Where it is
//! off, the platform reads the text as it stands, and so is it here.

use crate::domain::yaml::{self, FaultKind, Node, SyntaxError};

use super::codes;
use super::document_kind::DocumentKind;
use super::path::Path;
use super::preprocessor::{self, Resolved, Scan};
use super::report::Finding;
use super::slip_values;
use super::slips;

/// A document that parsed.
pub(crate) struct Parsed {
    pub(crate) root: Node,
    pub(crate) scan: Scan,
}

/// Parses a document of a kind; only an import has expressions.
pub(crate) fn parse(kind: DocumentKind, text: &str) -> Result<Parsed, Box<Finding>> {
    let too_large = text.len() > yaml::MAX_BYTES;
    let is_on = kind == DocumentKind::ImportYaml && preprocessor::is_switched_on(text);
    let scan = match kind {
        DocumentKind::ImportYaml if too_large => Scan::default(),
        DocumentKind::ImportYaml if is_on => preprocessor::scan_all(text),
        DocumentKind::ImportYaml => preprocessor::scan(text),
        DocumentKind::ZeropsYaml => Scan::default(),
    };
    let left = is_on.then(|| Resolved::new(text, &scan));
    match yaml::parse(left.as_ref().map_or(text, |left| &left.text)) {
        Ok(mut root) => {
            if let Some(left) = &left {
                left.restore(&mut root, text);
            }
            Ok(Parsed { root, scan })
        }
        Err(_) if !is_on && !scan.spans.is_empty() && yaml::parse(&Resolved::new(text, &scan).text).is_ok() => {
            let message = "the preprocessor is off, and without it this is no YAML";
            let finding = Finding::error(codes::PREPROCESSOR_OFF, &Path::root(), &scan.spans[0], message);
            Err(Box::new(finding.fix("make `#yamlPreprocessor=on` the first line")))
        }
        Err(mut error) => {
            if let Some(left) = &left {
                error.span = left.source(&error.span);
            }
            let dropped = dropped(text, &scan, error.span.start).filter(|_| is_on);
            Err(Box::new(dropped.unwrap_or_else(|| finding(text, &error))))
        }
    }
}

/// The backslash that a document lacks to be YAML when the preprocessor has taken those away that nobody doubled.
fn dropped(text: &str, scan: &Scan, fault: usize) -> Option<Finding> {
    let last = scan.escapes.partition_point(|at| *at <= fault).saturating_sub(1);
    let at = *scan.escapes.get(last)?;
    yaml::parse(&Resolved::unresolved(text, scan).text).ok()?;
    let (message, fix) = if text.get(at + 1..)?.starts_with('\\') {
        ("the preprocessor leaves one `\\` of these two, and with one this is no YAML", "write `\\\\\\\\`")
    } else {
        ("the preprocessor drops this `\\`, and without it this is no YAML", "write `\\\\`")
    };
    Some(Finding::error(codes::PREPROCESSOR_SYNTAX, &Path::root(), &(at..at + 1), message).fix(fix))
}

/// What to do with several documents in one text, so that nothing of them is lost.
fn joined(text: &str) -> &'static str {
    let mut parts = vec![None];
    for line in text.lines() {
        if line == "---" || line.starts_with("--- ") {
            parts.push(None);
        } else if let Some(part) = parts.last_mut() {
            *part = part.or_else(|| line.split_once(':').and_then(|(key, _)| DocumentKind::of_key(key)));
        }
    }
    let count = |kind| parts.iter().filter(|part| **part == Some(kind)).count();
    match (count(DocumentKind::ZeropsYaml), count(DocumentKind::ImportYaml)) {
        (2.., 0) => "move the setups of the others under the first `zerops`, then remove the `---`",
        (0, 2..) => "move the services of the others under the first `services`, then remove the `---`",
        (1.., 1..) => "make a file of each: zerops.yaml with `zerops`, import.yaml with `services` and `project`",
        _ => "keep the one that is meant, and remove the `---`",
    }
}

/// A fault of syntax in our own words: those of a parser may quote the source.
fn finding(text: &str, error: &SyntaxError) -> Finding {
    let (message, fix) = match error.kind {
        FaultKind::Limit if text.len() > yaml::MAX_BYTES => {
            let fix = "move what does not belong here to files of its own".to_owned();
            return Finding::error(codes::TOO_LARGE, &Path::root(), &(0..0), error.message.clone()).fix(fix);
        }
        FaultKind::Limit => {
            let message = if error.message.starts_with("more than") || error.message.starts_with("nested") {
                error.message.clone()
            } else {
                "nested too deep".to_owned()
            };
            return Finding::error(codes::TOO_COMPLEX, &Path::root(), &error.span, message);
        }
        FaultKind::Document if error.message.starts_with("only one") => (error.message.as_str(), Some(joined(text))),
        FaultKind::Document => (error.message.as_str(), None),
        FaultKind::Tab => ("a tab stands where only spaces can", Some("indent with spaces")),
        FaultKind::Unclosed => {
            ("a quote or bracket is not closed, or closed where none is open", Some("close what was opened"))
        }
        FaultKind::Indentation => (
            "this does not fit what stands above it",
            Some("align it with its neighbours, or write `key: value` with a space after the colon"),
        ),
        FaultKind::Colon => ("a colon starts a value where none can stand", Some("quote the text that has `: ` in it")),
        FaultKind::Alias => ("this alias has no anchor above it", Some("quote a value that starts with `*` or `&`")),
        FaultKind::Character => (
            "a value cannot start with this character, or this escape does not exist",
            Some("quote the value; a backslash needs single quotes"),
        ),
        FaultKind::Other => ("this is no YAML", None),
    };
    let span = match error.kind {
        // The parser stops before the tab.
        FaultKind::Tab => text[error.span.start..]
            .find('\t')
            .map_or_else(|| error.span.clone(), |at| error.span.start + at..error.span.start + at + 1),
        _ => error.span.clone(),
    };
    if let Some((message, fix)) = slips::of(text, error).or_else(|| slip_values::of(text, error)) {
        return Finding::error(codes::SYNTAX, &Path::root(), &span, message).fix(fix);
    }
    let finding = Finding::error(codes::SYNTAX, &Path::root(), &span, message);
    finding.maybe_fix(fix.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::{DocumentKind, parse};

    #[test]
    fn expressions_need_not_be_yaml() {
        let text = "a: <@generateJWT(<s>, <{\"b\": \"c\"} # d>)> e <@f()>\nb: \"<@g(<\\\\>>)>\"\n";
        let source = &format!("#yamlPreprocessor=on\n{text}");
        let Ok(parsed) = parse(DocumentKind::ImportYaml, source) else { panic!("parses") };
        let a = parsed.root.get("a").and_then(|node| node.text());
        assert_eq!(a, Some("<@generateJWT(<s>, <{\"b\": \"c\"} # d>)> e <@f()>"));
        assert_eq!(&source[parsed.root.get("a").expect("a").span.clone()], a.expect("a"));
    }

    #[test]
    fn where_the_preprocessor_is_off_the_text_is_read_as_it_stands() {
        let source = "a:\n  b: <@x(<1\nc: true\nd: x>)>\n";
        let Ok(parsed) = parse(DocumentKind::ImportYaml, source) else { panic!("parses") };
        assert_eq!(parsed.root.get("c").and_then(|node| node.text()), Some("true"));
        let Err(finding) = parse(DocumentKind::ImportYaml, "a: <@generateJWT(<s>, <b: c>)>\n") else {
            panic!("parses")
        };
        assert_eq!((finding.code, finding.span.start), ("preprocessor_off", 3));
    }

    #[test]
    fn what_the_parser_says_is_said_in_our_words() {
        for source in ["a: [b", "a:\n\t- b", "a: b: c", "a: *b", "a: %b", "a: \"\\q\"", "a: 'b", "- a\nb: c", ""] {
            let Err(finding) = parse(DocumentKind::ZeropsYaml, source) else { panic!("{source} parses") };
            assert_eq!(finding.code, "syntax", "{source}");
        }
    }
}
