//! What git would name, without git: its index and its rules are read as the files that they are.
//!
//! A repository can come from anybody, and its configuration names programs and remotes that git runs
//! and asks, also for a mere list. So no program is started here, and no configuration of a repository is
//! read. What `git ls-files --cached --others --exclude-standard` names is named here too; the tests hold
//! one to the other. Apart from that: `core.excludesFile` counts only where the user's own configuration says it.
//!
//! A repository that belongs to somebody else is not asked which files there are, as git itself refuses to; before
//! a secret is written into it, it is asked all the same.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use super::effort::{Effort, MOST_FILES, too_many_names};
use super::error::FilesError;
use super::excludes::{Excludes, GITIGNORE, MOST_STEPS, Users};
use super::index::{Index, IndexError};
use super::mounted::Mounts;
use super::paths::{bytes_of, path_of};
use crate::files::{FileError, Kind, Root};

/// Repositories within a tree that are asked for their files.
const MOST_REPOSITORIES: usize = 256;
/// A larger list is not a project.
pub(super) const MOST_INDEX: u64 = 256 * 1024 * 1024;
/// A longer file that leads to a repository is none.
const MOST_POINTER: u64 = 64 * 1024;
/// Folders within folders that are looked into.
const MOST_DEPTH: usize = 200;
/// What git keeps for itself.
pub(super) const GIT: &str = ".git";

/// How the files of a tree are found.
#[derive(Debug)]
pub(super) enum Names {
    /// Git would name them.
    Git(Vec<PathBuf>),
    /// By looking.
    Walk,
}

/// A repository with a work tree.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The top of the work tree.
    work: Root,
    /// The folder of its index, and that of its rules; absent where they cannot be opened.
    folders: Option<(Root, Root)>,
    /// Whether all of it belongs to who runs zcp.
    is_mine: bool,
}

impl Repository {
    /// The repository that a folder is in, like git would find it: not beyond the file system of the
    /// folder, and passing by what only looks like one.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        let top = folder.ancestors().take_while(|above| same_device(&folder, above)).find(|above| holds(above))?;
        // The inside of `.git` is no work tree.
        let inside = folder.strip_prefix(top).ok()?.components().any(|name| is_git(name.as_os_str()));
        if inside { None } else { Self::at(top) }
    }

    /// The repository whose work tree has this top.
    fn at(top: &Path) -> Option<Self> {
        let work = Root::open(top).ok()?;
        let folder = leads_to(top)?;
        let common = common(&folder).unwrap_or_else(|| folder.clone());
        let is_mine = [top, &top.join(GIT), &folder, &common].iter().all(|path| is_mine(path));
        let folders = Root::open(&folder).ok().zip(Root::open(&common).ok());
        Some(Self { work, folders, is_mine })
    }

    /// The repository that a folder would be the top of.
    pub(crate) fn imagined(top: &Path) -> Option<Self> {
        Some(Self { work: Root::open(&top.canonicalize().ok()?).ok()?, folders: None, is_mine: true })
    }

    /// Whether it is somebody else's, so that it is not known what it tracks.
    pub(crate) fn is_foreign(&self) -> bool {
        !self.is_mine
    }

    /// Whether it tracks a file, or may: of a folder that a sparse index has as one, all files.
    ///
    /// # Errors
    /// Its list cannot be read, in words.
    pub(crate) fn tracks(&self, file: &Path) -> Result<bool, String> {
        let Some(path) = self.relative(file) else { return Ok(false) };
        Ok(self.index()?.may_have(&bytes_of(&path)))
    }

    /// Whether it ignores a file, itself or with a folder above it. Where that is not known, it does not.
    pub(crate) fn ignores(&self, file: &Path) -> bool {
        self.would_ignore(file, None)
    }

    /// The same, with other rules in the `.gitignore` of a folder.
    pub(crate) fn would_ignore(&self, file: &Path, rules: Option<(&Path, &str)>) -> bool {
        let Some(path) = self.relative(file) else { return false };
        let rules = rules.and_then(|(folder, text)| Some((self.relative(&folder.join(GITIGNORE))?, text)));
        // Whether capital letters count is up to the repository, so it has to be ignored either way.
        [false, true].into_iter().all(|fold| self.finds_ignored(&path, rules.as_ref(), fold).unwrap_or(false))
    }

    fn finds_ignored(&self, path: &Path, rules: Option<&(PathBuf, &str)>, fold: bool) -> Result<bool, String> {
        let index = self.index()?;
        let steps = Cell::new(MOST_STEPS);
        let common = self.folders.as_ref().map(|(_, common)| common);
        let mut excludes = Excludes::of(common, Users::MayNotCount, fold, &steps)?;
        let enter = |excludes: &mut Excludes<'_>, folder: &Path| {
            let file = folder.join(GITIGNORE);
            if let Some((_, text)) = rules.filter(|(other, _)| *other == file) {
                return excludes.enter_with(folder, text.as_bytes());
            }
            // Where a checkout leaves it out, git takes the one that it keeps.
            if index.may_have(&bytes_of(&file)) && self.work.look(&file).is_err_and(FileError::is_missing) {
                return Err(format!("{} is not there", file.display()));
            }
            excludes.enter(&self.work, folder)
        };
        let mut here = PathBuf::new();
        enter(&mut excludes, &here)?;
        for name in path.parent().map(Path::components).into_iter().flatten() {
            here.push(name);
            if excludes.ignore(&here, true)? {
                return Ok(true);
            }
            enter(&mut excludes, &here)?;
        }
        excludes.ignore(path, false)
    }

    fn relative(&self, file: &Path) -> Option<PathBuf> {
        // A folder may be in the index and not there.
        let mut above = file.ancestors().skip(1);
        let (above, real) = above.find_map(|above| Some((above, above.canonicalize().ok()?)))?;
        Some(real.strip_prefix(self.work.path()).ok()?.join(file.strip_prefix(above).ok()?))
    }

    fn index(&self) -> Result<Index, String> {
        let Some((folder, _)) = &self.folders else {
            // One that is only imagined tracks nothing.
            return if self.is_mine { Ok(Index::default()) } else { Err("git's index cannot be read".to_owned()) };
        };
        let bytes = match folder.read(Path::new("index"), MOST_INDEX) {
            Ok(bytes) => bytes,
            Err(error) if error.is_missing() => return Ok(Index::default()),
            Err(error) => return Err(format!("git's index {error}")),
        };
        Index::read(&bytes).map_err(|error| match error {
            IndexError::Unknown => "git's index is damaged, or of a kind that zcp does not know".to_owned(),
            IndexError::TooLarge => too_many_names().message.trim_end_matches('.').to_owned(),
            IndexError::Split => {
                "git's index is split in two; make it one with `git update-index --no-split-index`".to_owned()
            }
        })
    }

    /// The paths below a folder, relative to it, that git would name, and the repositories below it.
    fn list(&self, folder: &Path, mounts: &Mounts, effort: &Effort, steps: &Cell<u64>) -> Result<Found, FilesError> {
        let unreadable = |why: String| {
            let folder = super::shown(folder.as_os_str().as_encoded_bytes());
            FilesError::new(format!("The files of {folder} cannot be listed: {why}."))
        };
        let index = if self.is_mine { self.index().map_err(unreadable)? } else { Index::default() };
        let start = folder.strip_prefix(self.work.path()).unwrap_or(Path::new("")).to_owned();
        let mut below = bytes_of(&start);
        if !below.is_empty() {
            below.push(b'/');
        }
        let mut found = Found::default();
        for path in index.files(&below) {
            effort.keep(path.len())?;
            let path = path_of(&path[below.len()..]);
            // What git keeps for itself is tracked by nobody who means well.
            if !path.components().any(|name| is_git(name.as_os_str())) {
                found.files.push(path);
            }
        }
        for path in index.submodules(&below) {
            effort.keep(path.len())?;
            let path = path_of(&path[below.len()..]);
            let real = folder.join(&path);
            let is_folder = is_real_folder(folder, &path);
            if is_folder && holds(&real) {
                found.nested.push(path);
                continue;
            }
            if is_folder && std::fs::read_dir(&real).is_ok_and(|mut inside| inside.next().is_none()) {
                found.absent.push(path.clone());
            }
            found.files.push(path);
        }
        let mut walk = Walk { repository: self, index: &index, folder, start: &start, mounts, effort, found };
        let common = self.folders.as_ref().filter(|_| self.is_mine).map(|(_, common)| common);
        let fold = cfg!(any(windows, target_os = "macos"));
        let mut excludes = Excludes::of(common, Users::Count, fold, steps).map_err(unreadable)?;
        excludes.enter(&self.work, Path::new("")).map_err(unreadable)?;
        let mut here = PathBuf::new();
        for name in &start {
            here.push(name);
            if excludes.ignore(&here, true).map_err(unreadable)? {
                // Only what is tracked is named in a folder that is ignored.
                return Ok(walk.found);
            }
            excludes.enter(&self.work, &here).map_err(unreadable)?;
        }
        walk.folder(Path::new(""), &mut excludes, 0)?;
        Ok(walk.found)
    }
}

/// What was found in one repository.
#[derive(Debug, Default)]
struct Found {
    files: Vec<PathBuf>,
    nested: Vec<PathBuf>,
    /// Submodules that are not checked out.
    absent: Vec<PathBuf>,
}

/// Looks for what is not tracked and not ignored.
struct Walk<'a> {
    repository: &'a Repository,
    index: &'a Index,
    folder: &'a Path,
    /// Where the folder is in the work tree.
    start: &'a Path,
    mounts: &'a Mounts,
    effort: &'a Effort,
    found: Found,
}

impl Walk<'_> {
    fn folder(&mut self, within: &Path, excludes: &mut Excludes<'_>, depth: usize) -> Result<(), FilesError> {
        let place = self.folder.join(within);
        let failed = |why: &str| {
            let place = super::shown(place.as_os_str().as_encoded_bytes());
            FilesError::new(format!("{place} cannot be read: {why}."))
        };
        if depth > MOST_DEPTH {
            return Err(failed("it is too deep"));
        }
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&place).map_err(|error| failed(&error.kind().to_string()))? {
            let entry = entry.map_err(|error| failed(&error.kind().to_string()))?;
            self.effort.step()?;
            let Ok(kind) = entry.file_type() else { continue };
            entries.push((entry.file_name(), kind));
        }
        for (name, kind) in entries {
            if is_git(&name) {
                continue;
            }
            let path = within.join(&name);
            self.effort.step()?;
            let in_work = self.start.join(&path);
            let bytes = bytes_of(&in_work);
            let ignored =
                |excludes: &Excludes<'_>| excludes.ignore(&in_work, kind.is_dir()).map_err(|why| failed(&why));
            if self.index.has(&bytes) || self.mounts.hold(&path) || ignored(excludes)? {
                continue;
            }
            if kind.is_dir() {
                self.inner(path, &in_work, bytes, excludes, depth)?;
            } else if is_content(kind) {
                self.effort.keep(path.as_os_str().len())?;
                self.found.files.push(path);
            }
            if self.found.files.len() > MOST_FILES {
                return Err(FilesError::new(format!("There are more than {MOST_FILES} files in this folder.")));
            }
        }
        Ok(())
    }

    fn inner(
        &mut self,
        path: PathBuf,
        in_work: &Path,
        mut bytes: Vec<u8>,
        excludes: &mut Excludes<'_>,
        depth: usize,
    ) -> Result<(), FilesError> {
        bytes.push(b'/');
        let tracked = self.index.files(&bytes).next().is_some();
        if !tracked && holds(&self.folder.join(&path)) {
            self.found.nested.push(path);
            return Ok(());
        }
        let has_rules = excludes.enter(&self.repository.work, in_work).map_err(|why| {
            let folder = super::shown(in_work.as_os_str().as_encoded_bytes());
            FilesError::new(format!("{folder} cannot be listed: {why}."))
        })?;
        let done = self.folder(&path, excludes, depth + 1);
        if has_rules {
            excludes.leave();
        }
        done
    }
}

fn is_content(kind: FileType) -> bool {
    kind.is_file() || kind.is_symlink()
}

/// The paths below a folder that git would name, or how else to find them.
pub(super) fn names(
    root: &Path,
    mounts: &Mounts,
    notes: &mut Vec<String>,
    effort: &Effort,
) -> Result<Names, FilesError> {
    let Some(repository) = Repository::of(root) else { return Ok(Names::Walk) };
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let (mut foreign, mut absent) = (Vec::new(), Vec::new());
    let mut all = Vec::new();
    let mut waiting = vec![(PathBuf::new(), repository)];
    let mut asked: BTreeSet<PathBuf> = BTreeSet::new();
    let steps = Cell::new(MOST_STEPS);
    while let Some((folder, mut repository)) = waiting.pop() {
        if asked.len() >= MOST_REPOSITORIES {
            let many = format!("There are more than {MOST_REPOSITORIES} repositories in this folder.");
            return Err(FilesError::new(many));
        }
        let here = root.join(&folder);
        if repository.is_foreign() {
            foreign.push(folder.clone());
            // Nor do the rules of somebody else count above the folder.
            let Ok(work) = Root::open(&here) else { continue };
            repository.work = work;
        }
        let found = repository.list(&here, &mounts.below(&folder), effort, &steps)?;
        all.extend(found.files.into_iter().map(|path| folder.join(path)));
        absent.extend(found.absent.into_iter().map(|path| folder.join(path)));
        for path in found.nested {
            let path = folder.join(path);
            if let Some(nested) = Repository::at(&root.join(&path)).filter(|_| asked.insert(path.clone())) {
                waiting.push((path, nested));
            }
        }
        if all.len() > MOST_FILES {
            return Err(FilesError::new(format!("There are more than {MOST_FILES} files in this folder.")));
        }
    }
    if !foreign.is_empty() {
        notes.push(format!(
            "{} belongs to another user of this computer, so zcp did not ask it what it tracks: all files were taken \
             but those that a .gitignore there names",
            described(&foreign)
        ));
    }
    if !absent.is_empty() {
        notes.push(format!(
            "submodules that are not checked out are deployed empty, unless `git submodule update --init` is run \
             before: {}",
            listed(&absent)
        ));
    }
    if all.is_empty() {
        notes.push("git ignores all of this folder, so all of it is deployed".to_owned());
        return Ok(Names::Walk);
    }
    Ok(Names::Git(all))
}

/// Folders that are named in a note.
const MOST_NAMED: usize = 5;

fn listed(folders: &[PathBuf]) -> String {
    let name = |folder: &PathBuf| super::shown(folder.as_os_str().as_encoded_bytes());
    let more = folders.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    folders.iter().take(MOST_NAMED).map(name).collect::<Vec<_>>().join(", ") + &more
}

fn described(folders: &[PathBuf]) -> String {
    let name = |folder: &PathBuf| {
        let name = super::shown(folder.as_os_str().as_encoded_bytes());
        if name.is_empty() { "the git repository of this folder".to_owned() } else { format!("the repository {name}") }
    };
    folders.iter().take(MOST_NAMED).map(name).collect::<Vec<_>>().join(", ")
}

/// Whether a folder is the top of a repository.
fn holds(folder: &Path) -> bool {
    leads_to(folder).is_some()
}

/// Where the repository of a work tree is: `.git`, or where the file `.git` of a linked work tree or a
/// submodule leads.
fn leads_to(top: &Path) -> Option<PathBuf> {
    let git = top.join(GIT);
    let found = std::fs::metadata(&git).ok()?;
    let folder = if found.is_dir() {
        git.canonicalize().ok()?
    } else {
        let text = Root::open(top).ok()?.text(Path::new(GIT), MOST_POINTER).ok()?;
        top.join(text.strip_prefix("gitdir:")?.trim()).canonicalize().ok()?
    };
    let common = common(&folder).unwrap_or_else(|| folder.clone());
    let whole = folder.join("HEAD").symlink_metadata().is_ok()
        && ["objects", "refs"].iter().all(|name| common.join(name).is_dir());
    whole.then_some(folder)
}

/// The repository that a linked work tree shares.
fn common(folder: &Path) -> Option<PathBuf> {
    let text = Root::open(folder).ok()?.text(Path::new("commondir"), MOST_POINTER).ok()?;
    folder.join(text.trim_end()).canonicalize().ok()
}

fn is_real_folder(root: &Path, path: &Path) -> bool {
    Root::open(root).and_then(|root| root.look(path)).is_ok_and(|look| look.kind == Kind::Folder)
}

/// Whether a name is the one that git keeps for itself, also where letters are not told apart.
pub(super) fn is_git(name: &std::ffi::OsStr) -> bool {
    name.eq_ignore_ascii_case(GIT)
}

/// Whether something belongs to who runs zcp; to root also what belongs to who became root.
#[cfg(unix)]
pub(super) fn is_mine(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let Ok(found) = path.symlink_metadata() else { return false };
    let me = rustix::process::geteuid();
    let before = std::env::var("SUDO_UID").ok().filter(|_| me.is_root()).and_then(|id| id.parse().ok());
    found.uid() == me.as_raw() || before == Some(found.uid())
}

#[cfg(not(unix))]
pub(super) fn is_mine(_: &Path) -> bool {
    true
}

#[cfg(unix)]
pub(super) fn same_device(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| path.metadata().map(|found| found.dev()).ok();
    device(one) == device(other)
}

#[cfg(not(unix))]
pub(super) fn same_device(_: &Path, _: &Path) -> bool {
    true
}
