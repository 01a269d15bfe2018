//! The files of a project that a client reads over or beside the one that is written. What they say of the server
//! counts as much, so they are held to the same. None of them is changed.

use std::path::{Path, PathBuf};

use super::clients::{Client, Format, Kind, Reach};
use super::file::open_in_project;
use super::form::Style;
use super::json_file;
use super::jsonc::parse::parse;
use super::server::NAME;
use super::text::without_mark;
use super::word::{Project, Word};
use super::{brought, toml, trust};

/// The folders in which something is looked for, from that of the project to the top of its repository, and how each is
/// called from there. The user's home is no project's.
fn folders(project: &Path) -> Vec<(PathBuf, String)> {
    let top = top(project);
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    let real = project.canonicalize().unwrap_or_else(|_| project.to_owned());
    let above = real.ancestors().skip(1).take_while(|above| above.starts_with(&top));
    let above = above.filter(|above| home.as_deref() != Some(*above));
    let named = |(depth, folder): (usize, &Path)| (folder.to_owned(), "../".repeat(depth + 1));
    std::iter::once((project.to_owned(), String::new())).chain(above.enumerate().map(named)).collect()
}

/// The top of the repository that a project is in, or the project.
pub(super) fn top(project: &Path) -> PathBuf {
    let real = project.canonicalize().unwrap_or_else(|_| project.to_owned());
    let top = real.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok());
    top.map_or_else(|| real.clone(), Path::to_owned)
}

/// What such a file says that only the user may say.
pub(super) fn refused(client: &Client, project: &Path, word: &Word) -> Option<String> {
    for (depth, (folder, up)) in folders(project).iter().enumerate() {
        for overlay in client.overlays {
            let is_read = match overlay.reach {
                Reach::Here => depth == 0,
                Reach::Above => depth > 0,
                Reach::Upwards => true,
            };
            let file = folder.join(overlay.file);
            let Word::Project(known) = word.of(brought::is_brought(&file)) else { return None };
            if let Err(why) = if is_read { judge(overlay.kind, client.format, folder, &file, &known) } else { Ok(()) } {
                return Some(format!("{up}{} is read besides: {why}", overlay.file));
            }
        }
    }
    None
}

fn judge(kind: Kind, format: Format, folder: &Path, file: &Path, project: &Project) -> Result<(), String> {
    let Some(text) = open_in_project(folder, file)?.text else { return Ok(()) };
    let (_, text) = without_mark(&text);
    match (kind, format) {
        (Kind::Variables, _) => trust::dotenv(text, project),
        (Kind::Servers, _) if text.trim().is_empty() => Ok(()),
        (Kind::Servers, Format::Toml) => {
            let entry = toml::entry_in(text)?;
            entry.map_or(Ok(()), |entry| trust::layer(&entry, project, Style::Named))
        }
        (Kind::Servers, Format::Json(form)) => {
            let root = parse(text)?;
            let entry = json_file::find(&root, &[form.key, NAME])?;
            entry.map_or(Ok(()), |entry| trust::layer_of(entry, project, form.style))
        }
    }
}
