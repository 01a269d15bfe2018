//! A file, and what it gets.

use std::path::{Path, PathBuf};

use super::content::Content;

/// A file, and what it gets.
pub(super) struct Target {
    /// Where it is.
    pub(super) path: PathBuf,
    /// How it is called.
    pub(super) shown: String,
    /// What it gets.
    pub(super) content: Content,
    /// Whether it is in the folder of the project.
    pub(super) in_project: bool,
    /// What another file says that only the user may say, so that nothing is done.
    pub(super) refused: Option<String>,
}

/// A file in the folder of the project.
pub(super) fn in_project(project: &Path, file: &str, content: Content) -> Target {
    Target { path: project.join(file), shown: file.to_owned(), content, in_project: true, refused: None }
}

/// A file in the home folder.
pub(super) fn in_home(home: &Path, file: &str, content: Content) -> Target {
    Target { path: home.join(file), shown: format!("~/{file}"), content, in_project: false, refused: None }
}
