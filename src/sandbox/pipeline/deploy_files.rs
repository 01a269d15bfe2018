//! Which files a pattern of `deployFiles` means.
//!
//! Derived: `.` is everything, `dist` a file or a folder, `dist/~` what is in a folder, `a/~b` has
//! its beginning cut off, and a `~` alone between slashes stands for one or more folders. Guessed:
//! `*` and `?` stay within a part of the path.

use super::archive::Listing;
use crate::sandbox::glob::{glob, wild};

/// Whether a pattern matches anything in an archive.
pub(crate) fn matches(pattern: &str, listing: &Listing) -> bool {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let (parts, contents) = match parts.as_slice() {
        [folder @ .., "~"] => (folder.to_vec(), true),
        _ => (parts, false),
    };
    if parts.is_empty() {
        return listing.files() > 0;
    }
    if parts.contains(&"..") {
        return false;
    }
    if !contents && parts.iter().all(|part| !part.contains(['~', '*', '?'])) {
        return listing.has(&parts.join("/"));
    }
    let mut pattern = Vec::new();
    for part in &parts {
        match *part {
            "~" => pattern.extend([Part::One, Part::Many]),
            name => pattern.push(Part::Name(name.strip_prefix('~').unwrap_or(name))),
        }
    }
    listing.iter().any(|path| {
        let path: Vec<&str> = path.split('/').collect();
        // A pattern that names a folder means everything in it.
        let lengths = if contents { 1..path.len() } else { 1..path.len() + 1 };
        lengths.into_iter().any(|length| fits(&pattern, &path[..length]))
    })
}

/// A part of a pattern.
enum Part<'a> {
    /// A name, with `*` and `?`.
    Name(&'a str),
    /// Any one name.
    One,
    /// Any number of names.
    Many,
}

fn fits(pattern: &[Part<'_>], path: &[&str]) -> bool {
    let fits = |part: &Part<'_>, name: &&str| match part {
        Part::Name(pattern) => glob(pattern.as_bytes(), name.as_bytes()),
        Part::One | Part::Many => true,
    };
    wild(pattern, path, |part| matches!(part, Part::Many), fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_the_manual_says() {
        let listing = Listing::of_files(&[
            "package.json",
            "dist/index.js",
            "dist/assets/app.css",
            "src/assets/fonts/a.woff",
            "path/x/y/to/file.txt",
            "a b/c",
        ]);
        for pattern in [
            ".",
            "./",
            "./~",
            "dist",
            "./dist/",
            "dist/~",
            "./dist/~",
            "dist/index.js",
            "./src/assets/~fonts",
            "./path/~/to/file.txt",
            "*.json",
            "dist/assets/*",
            "d?st",
            "a b",
        ] {
            assert!(matches(pattern, &listing), "{pattern}");
        }
        for pattern in
            ["build", "dist/nope", "package.json/~", "../dist", "path/~/nope", "src/~x", "*.js", "dis", "path/to"]
        {
            assert!(!matches(pattern, &listing), "{pattern}");
        }
        assert!(!matches("./", &Listing::default()));
    }

    #[test]
    fn stars_take_no_longer_than_they_need() {
        let deep = Listing::of_files(&[&vec!["a"; 2000].join("/")]);
        assert!(!matches("~/a/~/a/~/a/~/b", &deep));
    }
}
