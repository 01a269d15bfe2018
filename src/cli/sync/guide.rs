//! A guide in its two forms: as MDX of the documentation, and as a document of `knowledge/`.

use crate::domain::yaml;

const MARK: &str = "---\n";

/// A guide as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guide {
    pub(super) title: String,
    pub(super) summary: String,
    /// Its Markdown, without what only a web page has.
    pub(super) body: String,
    /// Whether nothing was left out, so that it can be written back.
    pub(super) is_plain: bool,
    /// The lines before the body.
    head: String,
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// `OWNER/NAME`.
    pub(super) repository: String,
    pub(super) path: String,
    /// The hash of its content there.
    pub(super) sha: String,
}

/// A document of `knowledge/` that came from somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) source: Source,
    pub(super) title: String,
    pub(super) body: String,
    head: String,
}

impl Guide {
    /// Reads one.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (head, rest) = split(&text).ok_or("has no front matter")?;
        let root =
            yaml::parse(head).map_err(|error| format!("has a front matter that is no YAML: {}", error.message))?;
        let field = |name: &str| root.get(name).and_then(yaml::Node::text).unwrap_or_default().trim().to_owned();
        let title = field("title");
        if title.is_empty() {
            return Err("has no title".to_owned());
        }
        let (body, is_plain) = markdown(rest);
        Ok(Self { title, summary: field("description"), body, is_plain, head: format!("{MARK}{head}{MARK}") })
    }

    /// The same with another body.
    pub(super) fn with(&self, body: &str) -> String {
        format!("{}\n{body}", self.head)
    }

    /// A new document of it.
    pub(super) fn document(&self, slug: &str, source: &Source) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let words = slug.split('-').collect::<Vec<_>>().join(", ");
        let summary = if self.summary.is_empty() { &self.title } else { &self.summary };
        format!(
            "{MARK}title: {}\nsummary: {}\nkind: topic\nkeywords: [{words}]\nrelated: [topics/zcp]\nsource: {source}\n{MARK}\n{}",
            quoted(&self.title),
            quoted(summary),
            self.body
        )
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}@{}", self.repository, self.path, self.sha)
    }
}

impl Source {
    fn parse(text: &str) -> Option<Self> {
        let (rest, sha) = text.rsplit_once('@')?;
        let mut parts = rest.splitn(3, '/');
        let (owner, name, path) = (parts.next()?, parts.next()?, parts.next()?);
        // What is asked of another repository or branch is asked with the maintainer's token.
        let fits = is_path(&rest[..owner.len() + 1 + name.len()]) && is_path(path) && slug_of(path).is_some();
        if !fits {
            return None;
        }
        Some(Self { repository: format!("{owner}/{name}"), path: path.to_owned(), sha: sha.to_owned() })
    }
}

impl Document {
    /// Reads one; none of a document that was written here.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let (head, rest) = split(&text)?;
        let root = yaml::parse(head).ok()?;
        let source = Source::parse(root.get("source")?.text()?)?;
        let title = root.get("title")?.text()?.to_owned();
        let body = format!("{}\n", rest.trim());
        Some(Self { source, title, body, head: head.to_owned() })
    }

    /// The same with what is published now; what people wrote into its front matter stays.
    pub(super) fn updated(&self, guide: &Guide, sha: &str) -> String {
        let source = Source { sha: sha.to_owned(), ..self.source.clone() };
        let line = |line: &str| {
            if line.starts_with("source:") { format!("source: {source}\n") } else { format!("{line}\n") }
        };
        let head: String = self.head.lines().map(line).collect();
        format!("{MARK}{head}{MARK}\n{}", guide.body)
    }
}

/// The front matter and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(MARK)?;
    if let Some(body) = rest.strip_prefix(MARK) {
        return Some(("", body));
    }
    let at = rest.find("\n---\n")?;
    Some((&rest[..=at], &rest[at + "\n---\n".len()..]))
}

/// The Markdown of MDX: imports, components and comments of a web page are left out, which is said. Blocks of code
/// stay as they are.
fn markdown(text: &str) -> (String, bool) {
    let (mut kept, mut is_plain, mut in_code) = (Vec::new(), true, false);
    for line in text.trim().lines() {
        let content = line.trim();
        if content.starts_with("```") || content.starts_with("~~~") {
            in_code = !in_code;
        }
        let is_component = content
            .strip_prefix("</")
            .or_else(|| content.strip_prefix('<'))
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()) && content.ends_with('>'));
        let is_import =
            (content.starts_with("import ") && content.contains(" from ")) || content.starts_with("export ");
        let is_comment = content.starts_with("{/*") && content.ends_with("*/}");
        if !in_code && (is_component || is_import || is_comment) {
            is_plain = false;
        } else {
            kept.push(line.trim_end());
        }
    }
    let text = kept.join("\n");
    // Where something was left out, so are the empty lines around it.
    let mut body = String::new();
    let mut empty = 0;
    for line in text.trim().lines() {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 || is_plain {
            body.push_str(line);
            body.push('\n');
        }
    }
    (body, is_plain)
}

/// The name of a guide by its path; none for what is no Markdown.
pub(super) fn slug_of(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let slug = name.strip_suffix(".mdx").or_else(|| name.strip_suffix(".md"))?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (!slug.is_empty() && slug.bytes().all(plain)).then_some(slug)
}

pub(super) fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
}

/// Whether a path can stand in an address as it is.
pub(super) fn is_path(path: &str) -> bool {
    let fits = |part: &str| !part.is_empty() && part != "." && part != ".." && part.bytes().all(is_plain);
    path.split('/').all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str =
        "---\ntitle: Backups\ndescription: \"How: and when\"\n---\n\nThey are made.\n\n## When\n\nAt night.\n";

    #[test]
    fn what_is_plain_comes_back_as_it_was() {
        let guide = Guide::read(PLAIN).expect("a guide");
        assert_eq!((guide.title.as_str(), guide.summary.as_str()), ("Backups", "How: and when"));
        assert!(guide.is_plain);
        assert_eq!(guide.with(&guide.body), PLAIN);
        let source = Source { repository: "o/n".to_owned(), path: "a/b.mdx".to_owned(), sha: "1f".to_owned() };
        let text = guide.document("when-backups", &source);
        let document = Document::read(&text).expect("a document");
        assert_eq!((&document.source, &document.body, document.title.as_str()), (&source, &guide.body, "Backups"));
        let next = Guide::read(&PLAIN.replace("At night.", "At noon.")).expect("a guide");
        let updated = document.updated(&next, "2e");
        assert!(updated.contains("source: o/n/a/b.mdx@2e\n") && updated.ends_with("At noon.\n"), "{updated}");
        assert_eq!(updated.lines().count(), text.lines().count());
    }

    #[test]
    fn what_only_a_web_page_has_is_left_out_and_said() {
        let text = "---\ntitle: A\n---\nimport X from '@site/x'\n\n<Tabs>\n\nKept.\n\n</Tabs>\n\n{/* no */}\n\n```js\nimport y from 'y'\n<Kept>\n```\n";
        let guide = Guide::read(text).expect("a guide");
        assert!(!guide.is_plain);
        assert_eq!(guide.body, "Kept.\n\n```js\nimport y from 'y'\n<Kept>\n```\n");
        for odd in ["no front matter", "---\ndescription: x\n---\nbody\n", "---\na: [\n---\n"] {
            assert!(Guide::read(odd).is_err(), "{odd}");
        }
        assert!(Document::read("---\ntitle: Written here\n---\n\nText.\n").is_none());
    }
}
