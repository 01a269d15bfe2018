//! Writing a `.env`: below the working folder, for its owner alone, and never into git unnoticed.
//! All of it blocks, so it is called where that is allowed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use crate::deploy::files::credentials::WRITTEN_BY_ZCP;
use crate::deploy::files::git::Repository;

/// How the name of the file begins, so that nothing else is ever overwritten.
const NAME: &str = ".env";
/// The first line of every file that zcp writes; only such a file is overwritten.
const MARK: &str = WRITTEN_BY_ZCP;

/// What was done.
pub(super) struct Written {
    /// The file, relative to the working folder.
    pub(super) file: String,
    /// What else was done.
    pub(super) note: Option<String>,
}

/// The text of the file.
pub(super) fn text(hostname: &str, variables: &[(String, String)]) -> String {
    let mut text = format!("{MARK} from the service `{hostname}`; the next time it is overwritten.\n");
    for (key, value) in variables {
        text.push_str(&format!("{key}={}\n", quoted(value)));
    }
    text
}

/// A value as the common readers of such files take it: plain, else in single quotes, where nothing has a
/// meaning, else in double quotes.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if value.chars().all(plain) {
        return value.to_owned();
    }
    if !value.contains(['\'', '\r']) {
        return format!("'{value}'");
    }
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '"' | '\\' | '$' | '`' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes the file below the working folder, or says why not.
pub(super) fn write(root: &Path, path: &str, text: &str) -> Result<Written, String> {
    let root = root.canonicalize().map_err(|error| format!("the working folder is not there ({})", error.kind()))?;
    let relative = relative(path)?;
    let folder = folder(&root, relative.parent().unwrap_or(Path::new("")))?;
    let name = relative.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|name| name.starts_with(NAME)).ok_or("its name must begin with .env")?;
    // The name becomes a line of .gitignore, where other characters have a meaning or are lost.
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !name.chars().all(plain) {
        return Err("its name has other characters than letters, digits, `.`, `_` and `-`".to_owned());
    }
    let target = folder.join(&name);
    check_target(&target, &name)?;
    let note = see_to_git(&folder, &name)?;
    replace(&folder, &target, text).map_err(|error| format!("it cannot be written ({})", error.kind()))?;
    Ok(Written { file: relative.to_string_lossy().replace('\\', "/"), note })
}

/// The path without `.`, refused where it could lead elsewhere.
fn relative(path: &str) -> Result<PathBuf, String> {
    let mut relative = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => relative.push(name),
            _ => return Err("the path must lead below the working folder, without `..`".to_owned()),
        }
    }
    Ok(relative)
}

/// The folder, reached without a link.
fn folder(root: &Path, relative: &Path) -> Result<PathBuf, String> {
    let mut folder = root.to_owned();
    for name in relative {
        folder.push(name);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_symlink() => return Err("a link is on the way to the folder".to_owned()),
            _ => return Err("there is no such folder".to_owned()),
        }
    }
    Ok(folder)
}

fn check_target(target: &Path, name: &str) -> Result<(), String> {
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("{name} cannot be looked at ({})", error.kind())),
        Ok(metadata) if metadata.is_symlink() => Err(format!("{name} is a link")),
        Ok(metadata) if !metadata.is_file() => Err(format!("{name} is no file")),
        Ok(_) => {
            let mut start = vec![0; MARK.len()];
            let read = File::open(target).and_then(|mut file| file.read_exact(&mut start));
            match read {
                Ok(()) if start == MARK.as_bytes() => Ok(()),
                _ => Err(format!("there is a {name} that zcp did not write; move it away or give another filePath")),
            }
        }
    }
}

/// Sees to it that git ignores the file, if the folder is in a repository, and says what was done.
fn see_to_git(folder: &Path, name: &str) -> Result<Option<String>, String> {
    let Some(repository) = Repository::of(folder) else { return Ok(None) };
    let file = folder.join(name);
    if repository.tracks(&file)? {
        return Err(format!("git keeps {name}; take it out with `git rm --cached {name}` first"));
    }
    if repository.ignores(&file) {
        return Ok(None);
    }
    let ignore = folder.join(".gitignore");
    if fs::symlink_metadata(&ignore).is_ok_and(|metadata| !metadata.is_file()) {
        return Err("git does not ignore it, and .gitignore is no plain file".to_owned());
    }
    let before = fs::read(&ignore).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with(b"\n") { "" } else { "\n" };
    let added = OpenOptions::new().create(true).append(true).open(&ignore);
    let added = added.and_then(|mut file| file.write_all(format!("{gap}/{name}\n").as_bytes()));
    added.map_err(|error| format!("git does not ignore it, and .gitignore cannot be written ({})", error.kind()))?;
    Ok(Some(format!("`/{name}` was added to .gitignore beside it.")))
}

/// Puts the file in place in one step, readable by its owner alone from the beginning.
fn replace(folder: &Path, target: &Path, text: &str) -> io::Result<()> {
    let unique = getrandom::u64().map_err(|_| io::Error::from(io::ErrorKind::Other))?;
    let draft = folder.join(format!("{NAME}.{unique:016x}"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&draft, target));
    if placed.is_err() {
        let _ = fs::remove_file(&draft);
    }
    placed
}
