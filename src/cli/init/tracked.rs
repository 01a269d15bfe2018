//! A token stays out of what git keeps: ignoring a file does nothing once it is tracked, and a rule does nothing where
//! another one takes it back.

use std::path::Path;

use super::brought::{elsewhere, folder_of, is_tracked};
use super::content::Content;
use super::file::{Opened, open_in_home, open_in_project};
use super::target::Target;
use crate::cli::problem::Problem;
use crate::deploy::files::git::Repository;

/// Refuses all of it when a file that is to get a token is one that git tracks, or would take.
///
/// # Errors
/// Which file that is, and what can be done.
pub(super) fn refuse(targets: &[Target], project: &Path) -> Result<(), Problem> {
    if let Some(name) = elsewhere().filter(|_| targets.iter().any(|target| target.content.has_token())) {
        return Err(Problem::Failed(format!(
            "Nothing was written: {name} is set, so it is not known which files git tracks and would keep the token of. \
             Unset it, or leave out --with-token and set ZCP_API_KEY where the client starts."
        )));
    }
    let rules = rules_to_be(targets, project);
    for target in targets.iter().filter(|target| target.content.has_token()) {
        // A link may be tracked, or what it leads to. What cannot be opened is not written either.
        let real = open(target, project).ok().map(|opened| opened.real);
        for file in [Some(target.path.as_path()), real.as_deref()].into_iter().flatten() {
            let name = name_of(file, target, project);
            if is_tracked(file).map_err(|why| Problem::Failed(format!("Nothing was written: {why}.")))? {
                return Err(Problem::Failed(format!(
                    "Nothing was written: git tracks {name}, and would keep the token for everybody who reads the \
                     repository. Leave out --with-token and set ZCP_API_KEY where the client starts, or take the file \
                     out of git first: git rm --cached {name}"
                )));
            }
        }
        let real = real.filter(|_| !target.in_project || !matches!(rules, Rules::Unwritten));
        if real.as_deref().is_some_and(|real| is_taken(real, target, project, &rules)) {
            let name = real.map(|real| name_of(&real, target, project)).unwrap_or_default();
            return Err(Problem::Failed(format!(
                "Nothing was written: git would take {name} with the token in it, for no rule ignores it, or another \
                 one takes that back. Leave out --with-token and set ZCP_API_KEY where the client starts, or see to it \
                 first that git ignores the file: git check-ignore -v {name}"
            )));
        }
    }
    Ok(())
}

/// The `.gitignore` of the project, as it will be.
enum Rules {
    /// It stays.
    Same,
    /// It gets this text.
    Text(String),
    /// It cannot be written, so no token is either.
    Unwritten,
}

fn rules_to_be(targets: &[Target], project: &Path) -> Rules {
    let Some(target) = targets.iter().find(|target| matches!(target.content, Content::Ignored(_))) else {
        return Rules::Same;
    };
    let Ok(opened) = open(target, project) else { return Rules::Unwritten };
    let Ok(text) = target.content.put(opened.text.as_deref()) else { return Rules::Unwritten };
    // Git follows no link to its rules.
    if target.path.is_symlink() { Rules::Same } else { Rules::Text(text) }
}

fn open(target: &Target, project: &Path) -> Result<Opened, String> {
    if target.in_project { open_in_project(project, &target.path) } else { open_in_home(&target.path) }
}

fn name_of(file: &Path, target: &Target, project: &Path) -> String {
    let real = project.canonicalize();
    let beneath = [Some(project), real.as_deref().ok()].into_iter().flatten();
    let mut names = beneath.filter_map(|project| Some(file.strip_prefix(project).ok()?.display().to_string()));
    names.next().unwrap_or_else(|| target.shown.clone())
}

/// Whether git would take a file that it does not track. A folder that is in no repository may become one.
fn is_taken(file: &Path, target: &Target, project: &Path, rules: &Rules) -> bool {
    let found = folder_of(file).and_then(|folder| Repository::of(&folder));
    let imagined = || Repository::imagined(project).filter(|_| target.in_project);
    let rules = match rules {
        Rules::Text(text) => Some((project, text.as_str())),
        Rules::Same | Rules::Unwritten => None,
    };
    found.or_else(imagined).is_some_and(|repository| !repository.would_ignore(file, rules))
}
