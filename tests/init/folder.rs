//! A home and a project in a folder of their own, and the program run there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Something that is there before.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    File(&'static str, &'static str),
    Bytes(&'static str, &'static [u8]),
    Link(&'static str, &'static str),
    Mode(&'static str, u32),
    Big(&'static str, usize),
}

/// A file as it is in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File(Vec<u8>, u32),
    Link(PathBuf),
}

/// What there is, without folders.
pub(super) type Tree = BTreeMap<PathBuf, Kind>;

/// The two folders. Paths that begin with `~/` are in the home, others in the project.
pub(super) struct World {
    root: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl World {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let world = Self { root: tempfile::tempdir().expect("a folder") };
        for folder in [world.home(), world.project()] {
            fs::create_dir_all(folder).expect("a folder");
        }
        for entry in entries {
            world.make(*entry);
        }
        world
    }

    fn make(&self, entry: Entry) {
        let (name, bytes) = match entry {
            Entry::File(name, text) => (name, text.as_bytes().to_vec()),
            Entry::Bytes(name, bytes) => (name, bytes.to_vec()),
            Entry::Big(name, length) => (name, vec![b'x'; length]),
            Entry::Link(name, target) => {
                std::os::unix::fs::symlink(target, self.path(name)).expect("a link");
                return;
            }
            Entry::Mode(name, mode) => {
                let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
                fs::set_permissions(self.path(name), mode).expect("a mode");
                return;
            }
        };
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub(super) fn home(&self) -> PathBuf {
        self.root.path().join("home of ž")
    }

    pub(super) fn project(&self) -> PathBuf {
        self.root.path().join("my prøject 'x'")
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        name.strip_prefix("~/").map_or_else(|| self.project().join(name), |name| self.home().join(name))
    }

    pub(super) fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    pub(super) fn mode(&self, name: &str) -> u32 {
        mode(&self.path(name))
    }

    /// The program in the project, with this home and nothing of this environment.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
        command.arg("init").args(arguments).env_clear().env("HOME", self.home());
        command.current_dir(self.project()).stdin(Stdio::null());
        command
    }

    pub(super) fn init(&self, arguments: &[&str]) -> Ended {
        ended(&mut self.command(arguments))
    }

    /// Everything that there is.
    pub(super) fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.root.path(), &mut tree);
        tree
    }
}

pub(super) fn ended(command: &mut Command) -> Ended {
    let output = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn mode(path: &Path) -> u32 {
    let metadata = fs::metadata(path).expect("a file");
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777
}

fn collect(folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let kind = fs::symlink_metadata(&path).expect("an entry").file_type();
        if kind.is_symlink() {
            let target = fs::read_link(&path).expect("a link");
            tree.insert(path, Kind::Link(target));
        } else if kind.is_dir() {
            collect(&path, tree);
        } else {
            let bytes = fs::read(&path).expect("a file");
            let mode = mode(&path);
            tree.insert(path, Kind::File(bytes, mode));
        }
    }
}
