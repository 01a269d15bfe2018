//! The service types, as `spec/catalog.yaml` declares them.

/// Families of one purpose.
#[derive(Debug)]
pub struct Section {
    /// The purpose.
    pub title: &'static str,
    /// The families.
    pub families: &'static [Family],
}

/// A type without its version.
#[derive(Debug)]
pub struct Family {
    /// The part of a type before `@`.
    pub name: &'static str,
    /// The name a person reads.
    pub title: &'static str,
    /// The platform's category, such as `USER` for runtimes and `STANDARD` for managed services.
    pub category: &'static str,
    /// The versions, newest first; empty for a type without one.
    pub versions: &'static [&'static str],
    /// What else is worth knowing in a few words.
    pub note: Option<&'static str>,
}
