//! The documents: all of them, one by its path or address, and the one of a service type.
//!
//! They are part of the program; nothing is read and nothing can be missing.

use crate::domain::knowledge::{Document, Kind};
use crate::domain::service_type;
use crate::generated::knowledge::DOCUMENTS;

/// What every address of a document begins with.
pub const SCHEME: &str = "zerops://docs/";

/// Every document, by path.
#[must_use]
pub fn all() -> &'static [Document] {
    DOCUMENTS
}

/// The document of a path such as `topics/backups`.
#[must_use]
pub fn by_path(path: &str) -> Option<&'static Document> {
    let index = DOCUMENTS.binary_search_by(|document| document.path.cmp(path)).ok()?;
    DOCUMENTS.get(index)
}

/// The document of an address such as `zerops://docs/topics/backups`; what follows a `#` is left
/// out of account. `zerops://docs/services/TYPE` is also the address of the document of a type.
#[must_use]
pub fn by_uri(uri: &str) -> Option<&'static Document> {
    let path = uri.strip_prefix(SCHEME)?;
    let path = path.split('#').next().unwrap_or(path);
    by_path(path).or_else(|| by_type(path.strip_prefix("services/")?))
}

/// The document of a service type in any spelling: `postgresql@18`, `postgresql:ha@18` and
/// `postgresql` are the same, and so are `alpine/static` and `static`.
#[must_use]
pub fn by_type(name: &str) -> Option<&'static Document> {
    let family = service_type::family(name);
    DOCUMENTS.iter().find(|document| document.types.contains(&family))
}

impl Document {
    /// Its address.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("{SCHEME}{}", self.path)
    }

    /// What it says, below its front matter.
    #[must_use]
    pub fn body(&self) -> &'static str {
        let mark = |line: &str| line.trim_end() == "---";
        let mut at = 0;
        for (number, line) in self.source.split_inclusive('\n').enumerate() {
            at += line.len();
            if number > 0 && mark(line) {
                return self.source.get(at..).unwrap_or_default().trim();
            }
        }
        self.source
    }

    /// The document as a reader gets it: its title, its summary and its body, in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        format!("# {}\n\n{}\n", self.title, self.body())
    }
}

impl Kind {
    /// Every kind, in the order of what to read first.
    pub const ALL: [Self; 5] = [Self::Service, Self::Config, Self::Topic, Self::Problem, Self::Stack];

    /// The folder of its documents.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Service => "services",
            Self::Config => "config",
            Self::Topic => "topics",
            Self::Problem => "problems",
            Self::Stack => "stacks",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_found_by_its_path_and_address() {
        for document in all() {
            assert_eq!(by_path(document.path).map(|found| found.title), Some(document.title));
            assert_eq!(by_uri(&document.uri()).map(|found| found.title), Some(document.title));
            assert!(document.path.starts_with(document.kind.folder()), "{}", document.path);
            assert!(!document.body().starts_with("---") && !document.body().is_empty(), "{}", document.path);
        }
    }

    #[test]
    fn what_is_no_address_is_no_document() {
        for uri in ["", "zerops://docs/", "zerops://docs/no/such", "zerops://docs/../x", "https://docs", "\u{200b}"] {
            assert!(by_uri(uri).is_none(), "{uri}");
        }
        assert!(by_type("").is_none());
    }

    #[test]
    fn every_spelling_of_a_type_has_its_document() {
        for (name, path) in [
            ("ubuntu/nodejs@22", "services/nodejs"),
            ("alpine/static", "services/static"),
            ("alpine/golang@1.22", "services/go"),
            ("postgresql:ha@18", "services/postgresql"),
            ("sharedstorage:single", "services/shared-storage"),
            ("objectstorage", "services/object-storage"),
            ("alpine@3.24", "services/alpine"),
        ] {
            assert_eq!(by_type(name).map(|document| document.path), Some(path), "{name}");
        }
    }
}
