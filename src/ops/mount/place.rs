//! Where a mount is, or can be. Arguments may come from anybody, so a place is within the ground,
//! and no link leads to it.
//!
//! Where something may be mounted already, a path is only read as words: whoever looks at it may
//! wait for ever.

use std::path::{Component, Path, PathBuf};

use crate::deploy::mounts::Table;
use crate::ops::context::Context;

/// Where the services of a project are mounted in one of its containers.
const IN_A_CONTAINER: &str = "/var/www";

/// The folder in which mounts are.
#[derive(Debug)]
pub(super) struct Ground {
    root: PathBuf,
    /// Whether anything can be mounted there.
    pub(super) able: bool,
}

/// Why a path is no place for a mount.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

/// A place for a mount.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// The same from the ground, as messages name it.
    name: PathBuf,
}

impl Ground {
    /// The ground of this computer.
    pub(super) fn of(cx: &Context) -> Self {
        let own = cx.programs().ssh_config.is_some();
        let root = if cx.in_container() && !own { Path::new(IN_A_CONTAINER) } else { cx.working_folder() };
        // It is no mount of ours, so it answers.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self { root, able: own || cx.in_container() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The place that an argument names, or the usual one of a service.
    pub(super) fn place(&self, path: Option<&str>, hostname: &str) -> Result<Place, Refusal> {
        let path = Path::new(path.unwrap_or(hostname));
        let out = || Refusal(format!("This path leads out of {}.", self.root.display()));
        let relative = if path.has_root() { path.strip_prefix(&self.root).map_err(|_| out())? } else { path };
        let mut name = PathBuf::new();
        for part in relative.components() {
            match part {
                Component::Normal(part) => name.push(part),
                Component::CurDir => {}
                Component::ParentDir if name.pop() => {}
                _ => return Err(out()),
            }
        }
        if name.as_os_str().is_empty() {
            return Err(Refusal(format!("{} itself is no place for a mount.", self.root.display())));
        }
        Ok(Place { path: self.root.join(&name), name })
    }

    /// Makes a place ready at which nothing is mounted: an empty folder. Answers whether it was
    /// made for this.
    pub(super) fn prepare(&self, place: &Place, table: &Table) -> Result<bool, Refusal> {
        let mut folder = self.root.clone();
        for part in place.name.parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            if table.at(&folder).is_some() {
                return Err(Refusal(format!("{} is a mount itself.", folder.display())));
            }
            if !folder.symlink_metadata().is_ok_and(|found| found.is_dir()) {
                return Err(Refusal(format!("`{}` is in no folder that exists.", place.name.display())));
            }
        }
        let name = place.name.display();
        match place.path.symlink_metadata() {
            Err(_) => match std::fs::create_dir(&place.path) {
                Ok(()) => Ok(true),
                Err(error) => Err(Refusal(format!("The folder `{name}` cannot be made: {}.", error.kind()))),
            },
            Ok(found) if !found.is_dir() => Err(Refusal(format!("`{name}` is no folder."))),
            Ok(_) => match std::fs::read_dir(&place.path).map(|mut entries| entries.next().is_none()) {
                Ok(true) => Ok(false),
                Ok(false) => Err(Refusal(format!("The folder `{name}` is not empty; give another `path`."))),
                Err(error) => Err(Refusal(format!("The folder `{name}` cannot be read: {}.", error.kind()))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(root: &Path) -> Ground {
        Ground { root: root.to_owned(), able: true }
    }

    #[test]
    fn a_place_is_within_the_ground() {
        let ground = ground(Path::new("/var/www"));
        let path = |path: &str| ground.place(Some(path), "api").map(|place| place.path);
        assert_eq!(ground.place(None, "api").expect("usual").path, Path::new("/var/www/api"));
        for same in ["api", "./api", "x/../api", "/var/www/api", "/var/www/x/../api/"] {
            assert_eq!(path(same).expect(same), Path::new("/var/www/api"), "{same}");
        }
        for outside in ["..", "../api", "x/../../etc", "/etc", "/var/www/../../etc", "/", ".", "", "/var/www"] {
            assert!(path(outside).is_err(), "{outside}");
        }
    }

    #[test]
    fn only_an_empty_folder_is_mounted_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, ground) = (folder.path(), ground(folder.path()));
        let nothing = root.join("no-table");
        std::fs::write(&nothing, "").expect("written");
        let table = Table::read(&nothing).expect("a table");
        std::fs::create_dir(root.join("empty")).expect("made");
        std::fs::create_dir_all(root.join("full/x")).expect("made");
        let prepare = |name: &str| ground.prepare(&ground.place(Some(name), "api").expect("a place"), &table);
        assert_eq!((prepare("empty"), prepare("new"), prepare("new")), (Ok(false), Ok(true), Ok(false)));
        assert!(prepare("full").is_err() && prepare("no-table").is_err() && prepare("absent/x").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("empty", root.join("link")).expect("linked");
            assert!(prepare("link").is_err() && prepare("link/x").is_err());
        }
    }
}
