//! What a file of a project may say of the server for its reader. The file comes with the repository, so
//! whoever wrote that may have written it: it may leave things out, and choose neither the program that
//! gets the token, nor what that does, nor where the token goes.

use std::path::Path;

use serde_json::Value;

use super::form::{SERVE, Style, command_of, words_of};
use super::jsonc::parse::Node;
use super::variables;
use super::word::Project;
use crate::cli::connect;

/// Words that can only leave out tools, and refuse.
const FLAGS: [&str; 3] = ["--read-only", "--require-workflow", "--require-human"];
/// The same, with a list of names behind each.
const LISTS: [&str; 3] = ["--groups", "--tools", "--exclude-tools"];
/// What an entry may have. A client may take others for another server (`url`), for a file of
/// variables (`envFile`) or for a yes to everything (`trust`).
const KEYS: [&str; 13] = [
    "type",
    "command",
    "args",
    "env",
    "environment",
    "env_vars",
    "timeout",
    "tool_timeout_sec",
    "startup_timeout_sec",
    "enabled_tools",
    "disabled_tools",
    "disabled",
    "enabled",
];

/// Refuses an entry that says what only the user may say.
///
/// # Errors
/// What that is, and what can be done.
pub(super) fn entry(node: &Node, project: &Project, style: Style) -> Result<(), String> {
    unique(node)?;
    of_value(&node.value(), project, style)
}

/// The same of an entry whose language has no key twice.
///
/// # Errors
/// Likewise.
pub(super) fn of_value(there: &Value, project: &Project, style: Style) -> Result<(), String> {
    let Some(members) = there.as_object() else { return Ok(()) };
    if let Some(key) = members.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(refused(&format!("has `{key}`")));
    }
    if members.get("type").is_some_and(|kind| kind != "stdio" && kind != "local") {
        return Err(refused("is not started as a program"));
    }
    let is_names = |names: &Value| names.as_array().is_some_and(|names| names.iter().all(Value::is_string));
    if members.get("env_vars").is_some_and(|names| !is_names(names)) {
        return Err(refused("has an `env_vars` that is no list of names"));
    }
    words(&words_of(there))?;
    ["env", "environment"].iter().try_for_each(|key| match there.get(key) {
        Some(Value::Object(all)) => all.iter().try_for_each(|(name, value)| {
            let fits = variables::fits_entry(name, value, project, style);
            if fits { Ok(()) } else { Err(refused(&format!("is given {}", variables::said(name, value)))) }
        }),
        None | Some(Value::Null) => Ok(()),
        Some(_) => Err(refused(&format!("has an `{key}` that is no object"))),
    })
}

/// Refuses an entry, or a part of one, that a client reads over the one that is written: what it leaves out
/// comes from there.
///
/// # Errors
/// Likewise.
pub(super) fn layer(there: &Value, project: &Project, style: Style) -> Result<(), String> {
    let has = |key: &str| there.get(key).is_some_and(|value| !value.is_null());
    let starts_zcp = is_this(command_of(there), &project.folder) && words_of(there).first() == Some(&SERVE);
    if (has("command") || has("args")) && !starts_zcp {
        return Err(refused("is started in another way"));
    }
    of_value(there, project, style)
}

/// The same of a part in JSON.
///
/// # Errors
/// Likewise.
pub(super) fn layer_of(node: &Node, project: &Project, style: Style) -> Result<(), String> {
    unique(node)?;
    layer(&node.value(), project, style)
}

/// Refuses words behind the first that do more than leave out tools, and refuse.
fn words(words: &[&str]) -> Result<(), String> {
    let is_list = |list: &str| {
        list.starts_with(|first: char| first.is_ascii_alphanumeric())
            && list.chars().all(|c| c.is_ascii_alphanumeric() || "_-,".contains(c))
    };
    let mut rest = words.iter().skip(1);
    while let Some(word) = rest.next() {
        let (name, value) = word.split_once('=').map_or((*word, None), |(name, value)| (name, Some(value)));
        let is_harmless = if LISTS.contains(&name) {
            value.or_else(|| rest.next().copied()).is_some_and(is_list)
        } else {
            FLAGS.contains(word)
        };
        if !is_harmless {
            // What is behind it may be a secret.
            let is_option = name.starts_with("--") && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let what =
                if is_option { format!("`{name}`") } else { "other words than options of `zcp serve`".to_owned() };
            return Err(refused(&format!("is started with {what}")));
        }
    }
    Ok(())
}

/// Refuses variables for everything that a client starts, where they say it of the server.
///
/// # Errors
/// Which one, and what can be done.
pub(super) fn settings(node: &Node, project: &Project) -> Result<(), String> {
    unique(node)?;
    for (name, value) in node.value().as_object().into_iter().flatten() {
        if !variables::fits_settings(name, value, project) {
            return Err(refused(&format!("gets {}", variables::said(name, value))));
        }
    }
    Ok(())
}

/// The same of a file of variables alone, a line each.
///
/// # Errors
/// Likewise.
pub(super) fn dotenv(text: &str, project: &Project) -> Result<(), String> {
    let refuse = |(name, value): (&str, &str)| {
        let value = Value::from(value);
        if variables::fits_dotenv(name, &value, project) {
            return Ok(());
        }
        Err(refused(&format!("gets {}", variables::said(name, &value))))
    };
    variables::of_dotenv(text).into_iter().try_for_each(refuse)
}

/// Whether a command is this program: by its name, or by a path that leads to it. A client may put
/// something else in the place of a reference, and what lies in the project is the project's, also where it is a link.
pub(super) fn is_this(command: &str, project: &Path) -> bool {
    if command.contains(['$', '%', '{']) {
        return false;
    }
    if matches!(command, "zcp" | "zcp.exe") || command == connect::program() {
        return true;
    }
    let path = Path::new(command);
    let own = || std::env::current_exe().ok().and_then(|own| own.canonicalize().ok());
    path.is_absolute() && !is_beneath(path, project) && path.canonicalize().ok().is_some_and(|path| own() == Some(path))
}

/// Whether a path is one in a folder, itself or by the links on its way.
fn is_beneath(path: &Path, folder: &Path) -> bool {
    let folders = [Some(folder.to_owned()), folder.canonicalize().ok()];
    let is_in = |path: &Path| folders.iter().flatten().any(|folder| path.starts_with(folder));
    let mut path = path.to_owned();
    // A chain of links that is longer leads nowhere.
    for _ in 0..40 {
        let real = path.parent().and_then(|parent| parent.canonicalize().ok()).zip(path.file_name());
        let Some(real) = real.map(|(parent, name)| parent.join(name)) else { return true };
        if is_in(&path) || is_in(&real) {
            return true;
        }
        match real.read_link() {
            Ok(next) => path = real.parent().unwrap_or(&real).join(next),
            Err(_) => return false,
        }
    }
    true
}

fn refused(what: &str) -> String {
    format!(
        "its server `zerops` {what}, and a file of a project cannot decide that for you; take it out of the file, then \
         run this again"
    )
}

/// Refuses what stands there twice: clients do not agree on which one counts.
fn unique(node: &Node) -> Result<(), String> {
    for item in node.items() {
        if let Some(key) = &item.key {
            node.member(key)?;
        }
        unique(&item.value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_leave_out_and_refuse_and_do_nothing_else() {
        for good in [
            &["serve"][..],
            &["serve", "--read-only", "--require-workflow", "--require-human"],
            &["serve", "--groups", "core", "--tools=zerops_logs,zerops_env", "--exclude-tools", "zerops_delete"],
        ] {
            assert_eq!(words(good), Ok(()), "{good:?}");
        }
        for (bad, named) in [
            (&["serve", "--http", "0.0.0.0:80"][..], "`--http`"),
            (&["serve", "--http=0.0.0.0:80"], "`--http`"),
            (&["serve", "--allow-production"], "`--allow-production`"),
            (&["serve", "--read-only=false"], "`--read-only`"),
            (&["serve", "--groups"], "`--groups`"),
            (&["serve", "--groups", "--http"], "`--groups`"),
            (&["serve", "--groups", "${X:-core}"], "`--groups`"),
            (&["serve", "--tools="], "`--tools`"),
            (&["serve", "s3cret"], "other words"),
            (&["serve", ""], "other words"),
        ] {
            let why = words(bad).expect_err("it does more");
            assert!(why.contains(named) && !why.contains("s3cret"), "{bad:?}: {why}");
        }
    }
}
