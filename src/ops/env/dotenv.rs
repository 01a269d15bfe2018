//! Writing a `.env`: below the working folder, for its owner alone, and never into git unnoticed.
//! All of it blocks, so it is called where that is allowed.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::deploy::files::credentials::WRITTEN_BY_ZCP;
use crate::deploy::files::git::Repository;
use crate::files::{Access, FileError, Kind, Problem, Root};

/// How the name of the file begins, so that nothing else is ever overwritten.
const NAME: &str = ".env";
/// The first line of every file that zcp writes; only such a file is overwritten.
const MARK: &str = WRITTEN_BY_ZCP;

/// A larger .gitignore is left alone.
const MOST_IGNORED: u64 = 1024 * 1024;

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
    let root = Root::open(root).map_err(|error| format!("the working folder {error}"))?;
    let relative = relative(path)?;
    let folder = folder(&root, relative.parent().unwrap_or(Path::new("")))?;
    let name = relative.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|name| name.starts_with(NAME)).ok_or("its name must begin with .env")?;
    // The name becomes a line of .gitignore, where other characters have a meaning or are lost.
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !name.chars().all(plain) {
        return Err("its name has other characters than letters, digits, `.`, `_` and `-`".to_owned());
    }
    check_target(&folder, &name)?;
    let note = see_to_git(&folder, &name)?;
    let placed = folder.replace(Path::new(&name), text.as_bytes(), Access::Private);
    placed.map_err(|error| format!("{name} {error}"))?;
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
fn folder(root: &Root, relative: &Path) -> Result<Root, String> {
    let folder = root.folder(relative).map_err(|error| match error.problem {
        Problem::Outside | Problem::Link => "a link is on the way to the folder".to_owned(),
        _ => "there is no such folder".to_owned(),
    })?;
    if folder.path() == root.path().join(relative) {
        Ok(folder)
    } else {
        Err("a link is on the way to the folder".to_owned())
    }
}

fn check_target(folder: &Root, name: &str) -> Result<(), String> {
    match folder.look(Path::new(name)) {
        Err(error) if error.is_missing() => Ok(()),
        Err(error) => Err(format!("{name} {error}")),
        Ok(look) if look.kind == Kind::Link => Err(format!("{name} is a link")),
        Ok(look) if look.kind != Kind::File => Err(format!("{name} is no file")),
        Ok(_) => {
            let mut start = vec![0; MARK.len()];
            match folder.file_itself(Path::new(name)).map(|mut file| file.read_exact(&mut start)) {
                Ok(Ok(())) if start == MARK.as_bytes() => Ok(()),
                _ => Err(format!("there is a {name} that zcp did not write; move it away or give another filePath")),
            }
        }
    }
}

/// Sees to it that git ignores the file, if the folder is in a repository, and says what was done.
fn see_to_git(folder: &Root, name: &str) -> Result<Option<String>, String> {
    let Some(repository) = Repository::of(folder.path()) else { return Ok(None) };
    let file = folder.path().join(name);
    if repository.tracks(&file)? {
        return Err(format!("git keeps {name}; take it out with `git rm --cached {name}` first"));
    }
    if repository.ignores(&file) {
        return Ok(None);
    }
    let ignore = Path::new(".gitignore");
    let unwritable = |error: FileError| format!("git does not ignore it, and .gitignore {error}");
    let before = match folder.look(ignore) {
        Err(error) if error.is_missing() => Vec::new(),
        Ok(look) if look.kind == Kind::File => folder.read(ignore, MOST_IGNORED).map_err(unwritable)?,
        _ => return Err("git does not ignore it, and .gitignore is no plain file".to_owned()),
    };
    let gap = if before.is_empty() || before.ends_with(b"\n") { "" } else { "\n" };
    folder.append(ignore, format!("{gap}/{name}\n").as_bytes()).map_err(unwritable)?;
    if !repository.ignores(&file) {
        return Err("git does not ignore it, whatever .gitignore says beside it".to_owned());
    }
    Ok(Some(format!("`/{name}` was added to .gitignore beside it.")))
}
