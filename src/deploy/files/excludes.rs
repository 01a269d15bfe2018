//! The rules by which git ignores what it does not track: those of every `.gitignore` on the way, the
//! repository's own, and the user's. A file of rules is a regular file; anything else has no rules. Where there are
//! more rules than can be held against every file, what git ignores is not known, and that is an error.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use super::paths::bytes_of;
use super::pattern::Pattern;
use crate::files::{Problem, Root};

/// The rules of a folder.
pub(super) const GITIGNORE: &str = ".gitignore";
/// More than any file of rules has.
const MOST_BYTES: u64 = 1024 * 1024;
/// More rules than hold anywhere.
const MOST_RULES: usize = 10_000;
/// More text than all rules together have that hold anywhere: a rule takes more memory than its text.
const MOST_TEXT: usize = 4 * 1024 * 1024;
/// Longer than any rule.
const MOST_LINE: usize = 4096;
/// The work that rules may make: about a second.
pub(super) const MOST_STEPS: u64 = 500_000_000;
/// A longer configuration of git is not read.
const MOST_CONFIGURATION: u64 = 1024 * 1024;

/// The rules that hold in a folder, the weakest first.
pub(super) struct Excludes<'s> {
    /// Each file of rules, with the length of the folder's path that it is relative to, and with the length of its text.
    all: Vec<(usize, usize, Vec<Pattern>)>,
    fold: bool,
    /// What may still be done.
    steps: &'s Cell<u64>,
}

/// What may be believed of the rules that the user has for all repositories.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Users {
    /// All of it.
    Count,
    /// Nothing, where the repository may say otherwise.
    MayNotCount,
}

impl<'s> Excludes<'s> {
    /// The user's own, and those of a repository. `fold` takes capital letters for small ones, as git does
    /// where file names are the same in both.
    ///
    /// # Errors
    /// There are too many, in words.
    pub(super) fn of(
        repository: Option<&Root>,
        users: Users,
        fold: bool,
        steps: &'s Cell<u64>,
    ) -> Result<Self, String> {
        let mut excludes = Self { all: Vec::new(), fold, steps };
        let doubted = repository.filter(|_| users == Users::MayNotCount);
        let own = std::env::home_dir().and_then(|home| {
            let set = std::env::var_os("XDG_CONFIG_HOME").filter(|value| !value.is_empty());
            let folder = set.map_or_else(|| home.join(".config"), PathBuf::from).join("git");
            users_own(&home, &folder, doubted)
        });
        if let Some((folder, name)) = own.as_deref().and_then(|path| Some((path.parent()?, path.file_name()?)))
            && let Ok(folder) = Root::open(folder)
        {
            // The user's own file may be a link to wherever it is kept.
            let bytes = folder.read(Path::new(name), MOST_BYTES).ok().or_else(|| elsewhere(&folder, Path::new(name)));
            excludes.add(0, &bytes.unwrap_or_default(), || "your own file of rules".to_owned())?;
        }
        if let Some(repository) = repository {
            let file = Path::new("info/exclude");
            let bytes = read(file, || repository.file(file))?;
            excludes.add(0, &bytes, || file.display().to_string())?;
        }
        Ok(excludes)
    }

    /// Adds the rules of a folder of the work tree, if it has any; answers whether it has.
    ///
    /// # Errors
    /// There are too many, in words.
    pub(super) fn enter(&mut self, work: &Root, folder: &Path) -> Result<bool, String> {
        let file = folder.join(GITIGNORE);
        // Git follows no link to a file of rules either.
        let bytes = read(&file, || work.file_itself(&file))?;
        self.enter_with(folder, &bytes)
    }

    /// Adds rules as if they were those of a folder.
    ///
    /// # Errors
    /// There are too many, in words.
    pub(super) fn enter_with(&mut self, folder: &Path, bytes: &[u8]) -> Result<bool, String> {
        self.add(folder.components().count(), bytes, || shown(&folder.join(GITIGNORE)))
    }

    /// Forgets the rules that were added last.
    pub(super) fn leave(&mut self) {
        self.all.pop();
    }

    /// Whether a path of the work tree is ignored, by itself: those above it are known not to be.
    ///
    /// # Errors
    /// The rules take too long, in words.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> Result<bool, String> {
        let mut steps = 0;
        let mut ignored = false;
        'files: for (length, _, rules) in self.all.iter().rev() {
            let relative: PathBuf = path.components().skip(*length).collect();
            let mut bytes = bytes_of(&relative);
            if self.fold {
                bytes.make_ascii_lowercase();
            }
            for rule in rules.iter().rev() {
                if rule.fits(&bytes, is_folder, &mut steps) {
                    ignored = !rule.is_negated;
                    break 'files;
                }
            }
        }
        self.spend(steps)?;
        Ok(ignored)
    }

    fn spend(&self, steps: u64) -> Result<(), String> {
        let left = self.steps.get().checked_sub(steps).ok_or("git's ignore rules take too long here")?;
        self.steps.set(left);
        Ok(())
    }

    fn add(&mut self, length: usize, bytes: &[u8], name: impl Fn() -> String) -> Result<bool, String> {
        self.spend(bytes.len() as u64)?;
        let mut rules = Vec::new();
        let known: usize = self.all.iter().map(|(.., rules)| rules.len()).sum();
        let text: usize = self.all.iter().map(|(_, text, _)| text).sum();
        if text + bytes.len() > MOST_TEXT {
            return Err(format!("with {} the ignore rules have more than {} MiB", name(), MOST_TEXT >> 20));
        }
        for line in bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).split(|byte| *byte == b'\n') {
            if line.len() > MOST_LINE {
                return Err(format!("{} has a rule of more than {MOST_LINE} bytes", name()));
            }
            // A rule that nothing fits is none.
            rules.extend(Pattern::parse(line, self.fold).filter(|rule| !rule.is_void()));
            if known + rules.len() > MOST_RULES {
                return Err(format!("with {} there are more than {MOST_RULES} ignore rules", name()));
            }
        }
        let has = !rules.is_empty();
        if has {
            self.all.push((length, bytes.len(), rules));
        }
        Ok(has)
    }
}

fn shown(path: &Path) -> String {
    super::shown(path.as_os_str().as_encoded_bytes())
}

/// A file of rules; what is no regular file has none.
fn read(name: &Path, open: impl Fn() -> Result<std::fs::File, crate::files::FileError>) -> Result<Vec<u8>, String> {
    let Ok(file) = open() else { return Ok(Vec::new()) };
    crate::files::bounded(file, MOST_BYTES).or_else(|error| match error.problem {
        Problem::TooLarge(_) => Err(format!("{} is larger than 1 MiB", shown(name))),
        _ => Ok(Vec::new()),
    })
}

/// A file that a link of the user's own leads to.
fn elsewhere(folder: &Root, name: &Path) -> Option<Vec<u8>> {
    let real = folder.path().join(name).canonicalize().ok()?;
    Root::open(real.parent()?).ok()?.read(Path::new(real.file_name()?), MOST_BYTES).ok()
}

/// Where the user's own rules are: where the user's configuration says, or in the place that git has for them. Not
/// known where a repository that is given, or a file that the configuration includes, may say otherwise.
fn users_own(home: &Path, folder: &Path, doubted: Option<&Root>) -> Option<PathBuf> {
    let mut named = folder.join("ignore");
    for file in [folder.join("config"), home.join(".gitconfig")] {
        let text = crate::files::open_named(&file).and_then(|file| crate::files::bounded(file, MOST_CONFIGURATION));
        let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
        if doubted.is_some() && text.to_ascii_lowercase().contains("[include") {
            return None;
        }
        if let Some(value) = core_excludes_file(&text) {
            named = value.strip_prefix("~/").map_or_else(|| PathBuf::from(&value), |rest| home.join(rest));
        }
    }
    if let Some(repository) = doubted {
        let text = repository.text(Path::new("config"), MOST_CONFIGURATION).ok()?.to_ascii_lowercase();
        if ["excludesfile", "[include", "worktreeconfig"].iter().any(|word| text.contains(word)) {
            return None;
        }
    }
    Some(named)
}

/// What a configuration of git says of `core.excludesFile`; the last one counts.
fn core_excludes_file(text: &str) -> Option<String> {
    let mut in_core = false;
    let mut found = None;
    for line in text.lines() {
        let mut line = line.trim();
        if let Some((section, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            in_core = section.trim().eq_ignore_ascii_case("core");
            line = rest.trim();
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if in_core && key.trim().eq_ignore_ascii_case("excludesfile") {
            let value = value.trim();
            let quoted = value.strip_prefix('"').and_then(|rest| rest.split('"').next());
            let plain = || value.split(['#', ';']).next().unwrap_or_default().trim_end();
            found = Some(quoted.unwrap_or_else(plain).to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_own_file_is_found_in_the_configuration() {
        for (text, file) in [
            ("[core]\n\texcludesFile = ~/rules\n", Some("~/rules")),
            ("[Core] excludesfile=\"/a b\" # mine\n", Some("/a b")),
            ("[core]\nexcludesfile = /a ; mine\nexcludesfile =\n", Some("")),
            ("[other]\nexcludesfile = /a\n", None),
        ] {
            assert_eq!(core_excludes_file(text).as_deref(), file, "{text}");
        }
    }

    #[test]
    fn a_repository_may_say_that_the_users_rules_do_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Root::open(folder.path()).expect("a folder");
        let found = |doubted| users_own(folder.path(), &folder.path().join("git"), doubted);
        std::fs::write(folder.path().join(".gitconfig"), "[core]\nexcludesfile = ~/rules\n").expect("written");
        for (config, counts) in [
            ("[core]\n\tbare = false\n", true),
            ("[core]\n\texcludesFile = /dev/null\n", false),
            ("[include]\n\tpath = other\n", false),
            ("[includeIf \"gitdir:/\"]\n\tpath = other\n", false),
        ] {
            std::fs::write(folder.path().join("config"), config).expect("written");
            assert_eq!(found(Some(&root)).is_some(), counts, "{config}");
            assert_eq!(found(None), Some(folder.path().join("rules")));
        }
    }

    #[test]
    fn more_rules_than_can_be_held_are_an_error() {
        let steps = Cell::new(MOST_STEPS);
        let mut excludes = Excludes { all: Vec::new(), fold: false, steps: &steps };
        let many: String = (0..=MOST_RULES).map(|number| format!("*a{number}*b*c*d*\n")).collect();
        assert!(
            excludes.enter_with(Path::new("sub"), many.as_bytes()).is_err_and(|why| why.contains("sub/.gitignore"))
        );
        assert!(excludes.enter_with(Path::new(""), &vec![b'x'; MOST_LINE + 1]).is_err());
        assert_eq!(excludes.enter_with(Path::new(""), &many.as_bytes()[..100_000]), Ok(true));
        steps.set(1000);
        assert!(excludes.ignore(Path::new("a/b"), false).is_err());
    }
}
