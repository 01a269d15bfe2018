//! A token stays out of what git keeps: ignoring a file does nothing once it is tracked.

use std::path::Path;

use super::file::{open_in_home, open_in_project};
use super::plan::Target;
use crate::cli::problem::Problem;
use crate::deploy::files::git::Repository;

/// Refuses all of it when a file that is to get a token is one that git tracks.
///
/// # Errors
/// Which file that is, and what can be done.
pub(super) fn refuse(targets: &[Target], project: &Path) -> Result<(), Problem> {
    for target in targets.iter().filter(|target| target.content.has_token()) {
        let opened =
            if target.in_project { open_in_project(project, &target.path) } else { open_in_home(&target.path) };
        // A link may be tracked, or what it leads to. What cannot be opened is not written either.
        let real = opened.ok().map(|opened| opened.real);
        for file in [Some(target.path.as_path()), real.as_deref()].into_iter().flatten() {
            let beneath = |real: &Path| Some(real.strip_prefix(project).ok()?.display().to_string());
            let name = beneath(file).unwrap_or_else(|| target.shown.clone());
            if is_tracked(file).map_err(|why| Problem::Failed(format!("Nothing was written: {why}.")))? {
                return Err(Problem::Failed(format!(
                    "Nothing was written: git tracks {name}, and would keep the token for everybody who reads the \
                     repository. Leave out --with-token and set ZCP_API_KEY where the client starts, or take the file \
                     out of git first: git rm --cached {name}"
                )));
            }
        }
    }
    Ok(())
}

fn is_tracked(file: &Path) -> Result<bool, String> {
    let Some(folder) = file.ancestors().skip(1).find(|folder| folder.is_dir()) else { return Ok(false) };
    Repository::of(folder).map_or(Ok(false), |repository| repository.tracks(file))
}
