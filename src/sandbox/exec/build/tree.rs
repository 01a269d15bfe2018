//! What a pattern means in a tree of files.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use crate::files::{Kind, Root};
use crate::sandbox::glob::glob;

/// Folders deeper than this are none that a `~` stands for.
const DEEPEST: usize = 200;
/// Names that are compared with a part of a pattern. Links that lead back make a small tree endless.
const MOST_STEPS: usize = 2_000_000;

/// Where the files that a pattern of `deployFiles` means go: pairs of a path from the root and the
/// place relative to the target. Folders stand for everything in them. Nothing is found behind a link that leads out.
///
/// # Errors
/// It was cancelled, or takes too many steps; as the end of a sentence.
pub(crate) fn matching(
    root: &Root,
    pattern: &str,
    cancel: &CancellationToken,
) -> Result<Vec<(PathBuf, PathBuf)>, String> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Ok(Vec::new());
    }
    let mut search = Search::new(root, &parts, cancel);
    search.run()?;
    Ok(search.found)
}

/// One walk through the tree, which looks for all parts of the pattern that may come next at once: each place is
/// looked at once, in however many ways a pattern leads there.
struct Search<'a> {
    root: &'a Root,
    parts: &'a [&'a str],
    /// Whether a folder is meant without itself.
    contents: bool,
    cancel: &'a CancellationToken,
    /// Steps that may still be made.
    left: usize,
    found: Vec<(PathBuf, PathBuf)>,
}

/// A place that a beginning of the pattern leads to.
struct Place {
    at: PathBuf,
    /// Names on the way to it.
    depth: usize,
    ways: BTreeSet<Way>,
}

/// How the pattern led to a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// The part that comes next.
    part: usize,
    /// Names of the path that are cut off where it goes.
    cut: usize,
}

impl<'a> Search<'a> {
    fn new(root: &'a Root, parts: &'a [&'a str], cancel: &'a CancellationToken) -> Self {
        let (parts, contents) = match parts {
            [parts @ .., "~"] => (parts, true),
            parts => (parts, parts.is_empty()),
        };
        Self { root, parts, contents, cancel, left: MOST_STEPS, found: Vec::new() }
    }

    fn run(&mut self) -> Result<(), String> {
        let top = Place { at: PathBuf::new(), depth: 0, ways: BTreeSet::from([Way { part: 0, cut: 0 }]) };
        let mut places = vec![top];
        while let Some(place) = places.pop() {
            let below = self.look(place)?;
            places.extend(below.into_iter().rev());
        }
        Ok(())
    }

    /// Looks at a place; answers those below it where the pattern goes on, in order.
    fn look(&mut self, place: Place) -> Result<Vec<Place>, String> {
        if self.cancel.is_cancelled() {
            return Err("was cancelled".to_owned());
        }
        let Place { at, depth, ways } = place;
        let mut listed: Option<Vec<(OsString, Kind)>> = None;
        let mut below: BTreeMap<OsString, BTreeSet<Way>> = BTreeMap::new();
        for Way { part, cut } in ways {
            let Some(&word) = self.parts.get(part) else {
                self.find(&at, cut)?;
                continue;
            };
            let (name, cut) = match word.strip_prefix('~') {
                // What stands in a folder has its beginning cut off in any case.
                Some(name) if !self.contents && word != "~" => (name, depth),
                Some(name) => (name, cut),
                None => (word, cut),
            };
            let next = Way { part: part + 1, cut };
            if word != "~" && !name.contains(['*', '?']) {
                self.step(1)?;
                if self.root.look(&at.join(name)).is_ok() {
                    below.entry(OsString::from(name)).or_default().insert(next);
                }
                continue;
            }
            let names = &*listed.get_or_insert_with(|| self.root.entries(&at).unwrap_or_default());
            self.step(names.len())?;
            for (found, kind) in names {
                if word != "~" {
                    if glob(name.as_bytes(), found.to_string_lossy().as_bytes()) {
                        below.entry(found.clone()).or_default().insert(next);
                    }
                } else if *kind == Kind::Folder && depth < DEEPEST {
                    // One or more folders.
                    below.entry(found.clone()).or_default().extend([next, Way { part, cut }]);
                }
            }
        }
        let places = below.into_iter().map(|(name, ways)| Place { at: at.join(name), depth: depth + 1, ways });
        Ok(places.collect())
    }

    /// Takes what the whole pattern led to.
    fn find(&mut self, at: &Path, cut: usize) -> Result<(), String> {
        if !self.contents {
            self.found.push((at.to_owned(), at.iter().skip(cut).collect()));
            return Ok(());
        }
        let names = self.root.names(at).unwrap_or_default();
        self.step(names.len())?;
        // What stands before the `~` is stripped.
        self.found.extend(names.into_iter().map(|name| (at.join(&name), PathBuf::from(name))));
        Ok(())
    }

    fn step(&mut self, steps: usize) -> Result<(), String> {
        let left = self.left.checked_sub(steps);
        self.left = left.ok_or_else(|| format!("takes more than {MOST_STEPS} steps to find"))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn places(root: &Path, pattern: &str) -> Vec<String> {
        let root = Root::open(root).expect("a root");
        let found = matching(&root, pattern, &CancellationToken::new()).expect("found");
        found.into_iter().map(|(_, place)| place.to_string_lossy().into_owned()).collect()
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("folder");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, file).expect("file");
        }
        root
    }

    #[test]
    fn patterns_lead_where_the_manual_says() {
        let tree = tree(&["package.json", "dist/a.js", "dist/b/c.css", "src/assets/fonts/x", "path/x/y/to/file.txt"]);
        let root = tree.path();
        assert_eq!(places(root, "./"), ["dist", "package.json", "path", "src"]);
        assert_eq!(places(root, "./dist"), ["dist"]);
        assert_eq!(places(root, "dist/~"), ["a.js", "b"]);
        assert_eq!(places(root, "./src/assets/~fonts"), ["fonts"]);
        assert_eq!(places(root, "./path/~/to/file.txt"), ["path/x/y/to/file.txt"]);
        assert_eq!(places(root, "*.json"), ["package.json"]);
        assert!(places(root, "nope").is_empty() && places(root, "../x").is_empty());
        assert!(places(root, "package.json/~").is_empty());
    }

    /// Every `~` can stand for any number of the folders: their ways to the file are more than can be counted.
    #[test]
    fn a_place_is_looked_at_once_however_many_ways_lead_there() {
        let deep = format!("{}f", "a/".repeat(60));
        let tree = tree(&[deep.as_str(), "x/b/b/c"]);
        let (root, cancel) = (Root::open(tree.path()).expect("a root"), CancellationToken::new());
        let mut parts = ["~"; 31];
        parts[30] = "f";
        let mut search = Search::new(&root, &parts, &cancel);
        search.run().expect("found");
        assert_eq!(search.found, [(PathBuf::from(&deep), PathBuf::from(&deep))]);
        let steps = MOST_STEPS - search.left;
        assert!(steps < 5_000, "{steps}");
        // Ways that lead to different places are all taken.
        assert_eq!(places(tree.path(), "~/~b"), ["b", "b"]);
        assert_eq!(places(tree.path(), "~/~b/~/c"), ["b/b/c"]);
    }

    #[test]
    fn links_that_lead_back_and_a_build_that_is_cancelled_end() {
        let tree = tree(&["f"]);
        for name in ["one", "two"] {
            std::os::unix::fs::symlink(".", tree.path().join(name)).expect("linked");
        }
        let (root, cancel) = (Root::open(tree.path()).expect("a root"), CancellationToken::new());
        let parts = ["*"; 30];
        let mut search = Search { left: 1_000, ..Search::new(&root, &parts, &cancel) };
        let refused = search.run().expect_err("too many");
        assert!(refused.contains("steps"), "{refused}");
        cancel.cancel();
        assert_eq!(matching(&root, "f", &cancel), Err("was cancelled".to_owned()));
    }

    #[test]
    fn nothing_is_found_behind_a_link_that_leads_out() {
        let (tree, outside) = (tree(&["in/x"]), tree(&["secret"]));
        for (name, target) in [("out", outside.path()), ("near", Path::new("in"))] {
            std::os::unix::fs::symlink(target, tree.path().join(name)).expect("linked");
        }
        for pattern in ["out/secret", "out/*", "out/~", "out/sec~"] {
            assert!(places(tree.path(), pattern).is_empty(), "{pattern}");
        }
        assert_eq!(places(tree.path(), "out"), ["out"], "the link itself");
        assert_eq!(places(tree.path(), "near/~"), ["x"]);
    }
}
