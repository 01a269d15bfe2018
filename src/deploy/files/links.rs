//! The links of a tree, each followed through the others: names alone do not tell where one leads whose way goes
//! over another link.

use std::collections::HashMap;

/// Links that are followed one after the other; no system follows more. Linux, `path_resolution(7)`.
const MOST_LINKS: usize = 40;
/// Names that are looked at for all links together. Nobody's tree needs as many.
const MOST_NAMES: usize = 50_000_000;

/// Links with what they say. Paths are bytes with slashes, from the root of the tree.
#[derive(Debug, Default)]
pub(crate) struct Links {
    targets: HashMap<Vec<u8>, Vec<u8>>,
}

impl Links {
    /// Adds a link.
    pub(crate) fn add(&mut self, path: &[u8], target: &[u8]) {
        self.targets.insert(path.to_vec(), target.to_vec());
    }

    /// What a link says; nothing where there is none.
    pub(crate) fn target(&self, path: &[u8]) -> Option<&[u8]> {
        self.targets.get(path).map(Vec::as_slice)
    }

    /// The folder above a path that is a link, if one is.
    pub(crate) fn above<'p>(&self, path: &'p [u8]) -> Option<&'p [u8]> {
        let mut folders = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path[..at]);
        folders.find(|folder| self.targets.contains_key(*folder))
    }

    /// The links that lead out of the tree, or that nobody can follow, in order.
    pub(crate) fn leaving(&self) -> Vec<&[u8]> {
        let mut left = MOST_NAMES;
        let mut leaving: Vec<&[u8]> =
            self.targets.keys().map(Vec::as_slice).filter(|path| self.leaves(path, &mut left)).collect();
        leaving.sort_unstable();
        leaving
    }

    fn leaves(&self, path: &[u8], left: &mut usize) -> bool {
        let mut here: Vec<u8> = Vec::new();
        let mut followed = 0;
        let mut waiting: Vec<&[u8]> = path.rsplit(|byte| *byte == b'/').collect();
        while let Some(name) = waiting.pop() {
            let Some(fewer) = left.checked_sub(1) else { return true };
            *left = fewer;
            match name {
                b"" | b"." => continue,
                b".." if here.is_empty() => return true,
                b".." => {
                    here.truncate(here.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
                    continue;
                }
                name => {
                    if !here.is_empty() {
                        here.push(b'/');
                    }
                    here.extend_from_slice(name);
                }
            }
            let Some(target) = self.targets.get(&here) else { continue };
            followed += 1;
            if followed > MOST_LINKS {
                // A circle: it leads nowhere.
                return false;
            }
            if is_absolute(target) {
                return true;
            }
            here.truncate(here.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
            waiting.extend(target.rsplit(|byte| *byte == b'/'));
        }
        false
    }
}

/// A drive of Windows is the beginning of a whole path too.
fn is_absolute(target: &[u8]) -> bool {
    target.starts_with(b"/") || (cfg!(windows) && target.get(1) == Some(&b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaving(links: &[(&str, &str)]) -> Vec<String> {
        let mut all = Links::default();
        for (path, target) in links {
            all.add(path.as_bytes(), target.as_bytes());
        }
        all.leaving().into_iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect()
    }

    #[test]
    fn a_link_is_followed_through_the_others() {
        // Each stays inside by its own names.
        assert_eq!(leaving(&[("x/y/up", "../.."), ("x/y/l", "up/../outside")]), ["x/y/l"]);
        assert_eq!(leaving(&[("x/y/up", "../.."), ("l", "x/y/up/../outside")]), ["l"]);
        assert_eq!(leaving(&[("x/y/up", "../.."), ("x/y/l", "up/inside/../x")]), [""; 0]);
        assert_eq!(leaving(&[("a", "b/../.."), ("b", "c/d"), ("c/d/e", "../f")]), [""; 0]);
        assert_eq!(leaving(&[("a", "b/.."), ("b", "c"), ("c", "."), ("d", "b/..")]), ["a", "d"]);
        assert_eq!(leaving(&[("a", "b/x"), ("b", "/etc")]), ["a", "b"]);
    }

    #[test]
    fn circles_lead_nowhere_and_end() {
        assert_eq!(leaving(&[("a", "a"), ("b", "c/x"), ("c", "b/../y"), ("d", "nothing/at/all")]), [""; 0]);
        let long = "b/".repeat(2000);
        assert_eq!(leaving(&[("b", "."), ("a", long.as_str())]), [""; 0]);
    }

    #[test]
    fn work_is_bounded() {
        let long = "./".repeat(2000);
        let mut all = Links::default();
        for number in 0..60 {
            all.add(format!("l{number}").as_bytes(), format!("{long}l{}", number + 1).as_bytes());
        }
        let mut left = 10_000;
        assert!(all.leaves(b"l0", &mut left), "what nobody can follow is refused");
    }
}
