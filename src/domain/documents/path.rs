//! Where in a document a value stands, as a path of keys and indexes.

use std::fmt;
use std::sync::Arc;

use super::words::shown;

/// A path such as `services[0].mode`. Cheap to copy: a path shares the one it was made from.
#[derive(Clone, Default)]
pub struct Path(Option<Arc<Step>>);

struct Step {
    parent: Path,
    at: At,
}

enum At {
    Key(String),
    Index(usize),
}

impl Path {
    /// The document itself.
    #[must_use]
    pub fn root() -> Self {
        Self(None)
    }

    /// A key below this.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self(Some(Arc::new(Step { parent: self.clone(), at: At::Key(shown(key)) })))
    }

    /// An element below this.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(Some(Arc::new(Step { parent: self.clone(), at: At::Index(index) })))
    }

    /// Whether this is an element of a list.
    #[must_use]
    pub fn is_element(&self) -> bool {
        self.0.as_ref().is_some_and(|step| matches!(step.at, At::Index(_)))
    }

    /// The last key of the path, without an index.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        match &self.0.as_ref()?.at {
            At::Key(key) => Some(key),
            At::Index(_) => self.0.as_ref()?.parent.last_key(),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(step) = &self.0 else { return Ok(()) };
        write!(f, "{}", step.parent)?;
        match &step.at {
            At::Key(key) if step.parent.0.is_none() => f.write_str(key),
            At::Key(key) => write!(f, ".{key}"),
            At::Index(index) => write!(f, "[{index}]"),
        }
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_path_reads_as_one_would_write_it() {
        let path = Path::root().key("services").index(0).key("mode");
        assert_eq!(path.to_string(), "services[0].mode");
        assert_eq!(Path::root().key("zerops").index(1).last_key(), Some("zerops"));
        assert_eq!(Path::root().to_string(), "");
    }
}
