//! The form of a document of the knowledge, as `knowledge/` declares it.

/// A document.
#[derive(Debug)]
pub struct Document {
    /// Its folder and name, such as `topics/backups`.
    pub path: &'static str,
    /// What a person reads first.
    pub title: &'static str,
    /// What it answers, in one line.
    pub summary: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// Words that it should be found by.
    pub keywords: &'static [&'static str],
    /// What else its subject is called.
    pub aliases: &'static [&'static str],
    /// The families of service types that it is the document of.
    pub types: &'static [&'static str],
    /// Paths of documents to read next.
    pub related: &'static [&'static str],
    /// Questions that passages answer, in other words than they have themselves: below a line of `# ` and the heading of a
    /// passage, one a line; without a heading for what stands before the first one. They are searched and never shown. A
    /// list of their thousands would be work for the loader at every start.
    pub questions: &'static str,
    /// Its file, with the front matter.
    pub source: &'static str,
}

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A service type.
    Service,
    /// The keys of zerops.yaml or import.yaml.
    Config,
    /// How something of the platform works.
    Topic,
    /// What goes wrong, and what to do then.
    Problem,
    /// A worked example: several services that make an application.
    Stack,
}

/// What users say, and what the documents say for it.
#[derive(Debug)]
pub struct Synonym {
    /// A word, or several.
    pub said: &'static str,
    /// What is looked for too.
    pub meant: &'static [&'static str],
}
