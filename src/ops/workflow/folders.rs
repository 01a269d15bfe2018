//! Looks for zerops.yaml where a deploy that is suggested could take it from: in the working folder and one
//! level below.

use std::path::{Path, PathBuf};

use crate::domain::documents::zerops_yaml;
use crate::files::{Kind, Root, apart};
use crate::ops::context::Context;
use crate::workflow::envelope::Folder;

/// The names of the file, the first found counts.
const NAMES: [&str; 2] = ["zerops.yaml", "zerops.yml"];
/// A larger one is not looked at.
const MOST_BYTES: u64 = 256 * 1024;
/// Folders that are looked into, and setups of a document that are told.
const MOST_FOLDERS: usize = 200;
const MOST_SETUPS: usize = 20;
/// Folders that are told.
const MOST_FOUND: usize = 20;
/// Where nobody keeps a project.
const ELSEWHERE: [&str; 6] = ["dist", "build", "node_modules", "target", "vendor", "venv"];

/// The folders with one, in the order of their paths, and those that something was deployed from. What cannot be read
/// is left out.
pub(super) async fn look(cx: &Context, also: Vec<String>) -> Vec<Folder> {
    let working_folder = cx.working_folder().to_owned();
    tracing::debug!(effect = "folder.look", "looking for zerops.yaml");
    apart(move || found(&working_folder, &also)).await.unwrap_or_default()
}

fn found(working_folder: &Path, also: &[String]) -> Vec<Folder> {
    let Ok(root) = Root::open(working_folder) else { return Vec::new() };
    let mut folders: Vec<Folder> = Vec::new();
    folders.extend(folder(&root, "."));
    let mut names: Vec<String> =
        root.names(Path::new(".")).unwrap_or_default().into_iter().filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    let names = names.iter().filter(|name| !name.starts_with('.') && !ELSEWHERE.contains(&name.as_str()));
    let is_folder = |name: &&String| root.look(Path::new(name)).is_ok_and(|look| look.kind == Kind::Folder);
    folders.extend(names.filter(is_folder).take(MOST_FOLDERS).filter_map(|name| folder(&root, name)));
    folders.truncate(MOST_FOUND);
    for path in also {
        if !folders.iter().any(|folder| folder.path == *path) {
            folders.extend(folder(&root, path));
        }
    }
    folders
}

fn folder(root: &Root, path: &str) -> Option<Folder> {
    let name = NAMES.iter().find(|name| root.look(&PathBuf::from(path).join(name)).is_ok())?;
    let text = root.text(&PathBuf::from(path).join(name), MOST_BYTES).ok()?;
    let document = zerops_yaml::parse(&text)?;
    let setups: Vec<String> = document.names().take(MOST_SETUPS).map(str::to_owned).collect();
    let waits =
        setups.iter().filter(|name| document.resolved(name).is_some_and(|setup| setup.waits())).cloned().collect();
    (!setups.is_empty()).then(|| Folder { path: path.to_owned(), file: (*name).to_owned(), setups, waits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_here_and_one_level_below() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("written");
        };
        let both =
            "zerops:\n  - setup: dev\n    run: { base: nodejs@22 }\n  - setup: prod\n    run: { base: nodejs@22 }\n";
        write("shop/zerops.yml", both);
        write("api/zerops.yaml", "zerops:\n  - setup: api\n    run: { base: nodejs@22 }\n");
        write("api/deep/zerops.yaml", both);
        write("node_modules/zerops.yaml", both);
        write(".git/zerops.yaml", both);
        write("broken/zerops.yaml", "zerops: [");
        write("empty/zerops.yaml", "zerops: []\n");
        let seen: Vec<String> = found(root.path(), &[])
            .into_iter()
            .map(|folder| format!("{}/{} {}", folder.path, folder.file, folder.setups.join("+")))
            .collect();
        assert_eq!(seen, ["api/zerops.yaml api", "shop/zerops.yml dev+prod"]);
        write("zerops.yaml", both);
        assert_eq!(found(root.path(), &[])[0].path, ".");
        let paths = |also: &[&str]| {
            let also: Vec<String> = also.iter().map(|path| (*path).to_owned()).collect();
            found(root.path(), &also).into_iter().map(|folder| folder.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(&["api", "api/deep", "gone", "../elsewhere"]), [".", "api", "shop", "api/deep"]);
    }
}
