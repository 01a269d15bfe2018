//! Variables that a file of a project gives to the server: those of its entry, and those of everything that a
//! client starts.
//!
//! Deliberately absent: a list of what is harmless besides. A project has variables of its own, and most of them
//! nobody here reads.

use serde_json::Value;

use super::form::Style;
use super::word::Project;
use crate::domain::environment::{OF_OTHERS, PLACES, is_proxy, is_reference};
use crate::generated::variables::{NARROWING, OWN, ZCP_API_HOST, ZCP_API_KEY, ZEROPS_API_HOST, ZEROPS_ZCP_API_KEY};
use crate::platform::host::{DEFAULT_HOST, Host};

/// The variables that the server reads its token from.
pub(super) const TOKENS: [&str; 2] = [ZCP_API_KEY, ZEROPS_ZCP_API_KEY];
/// Those that name its host.
const HOSTS: [&str; 2] = [ZCP_API_HOST, ZEROPS_API_HOST];
/// How the variables begin that zcp reads, or the loader before it, or what looks for folders of the user.
const READ: [&str; 4] = ["ZCP_", "LD_", "DYLD_", "XDG_"];
/// The same of variables that the settings of a client have no reason to set. An application may have its own.
const READ_BY_OTHERS: [&str; 3] = ["ZEROPS_", "GIT_", "SSH_"];
/// What separates lines for a reader of such a file, whatever an editor shows.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// Whether an entry may give the server this variable.
pub(super) fn fits_entry(name: &str, value: &Value, project: &Project, style: Style) -> bool {
    let passes_on = OWN.contains(&name) && value.as_str().is_some_and(|value| value == format!("${name}"));
    if NARROWING.contains(&name) {
        // Anything else than a yes takes that back.
        // A client that does not resolve the reference hands over nothing.
        return is_yes(value) || (passes_on && style == Style::Referred);
    }
    passes_on || (TOKENS.contains(&name) && fits_token(value, project)) || is_own_host(name, value, project)
}

/// Whether the settings of a client may give everything that it starts this variable.
pub(super) fn fits_settings(name: &str, value: &Value, project: &Project) -> bool {
    let reaches = reaches(name) || begins(name, &READ_BY_OTHERS) || is_proxy(name) || is_of_others(name);
    !reaches || fits(name, value, project)
}

/// Whether a file of variables may, which is the application's first of all. What it has of its own service
/// and of the network is the user's, where nobody else has made the file.
pub(super) fn fits_dotenv(name: &str, value: &Value, project: &Project) -> bool {
    let reaches = reaches(name) && name != "GIT_TOKEN";
    let is_theirs = project.is_brought && (is_proxy(name) || OF_OTHERS.contains(&name) || name == "GIT_TOKEN");
    !(reaches || is_theirs) || fits(name, value, project)
}

fn fits(name: &str, value: &Value, project: &Project) -> bool {
    (NARROWING.contains(&name) && is_yes(value))
        || (TOKENS.contains(&name) && fits_token(value, project))
        || is_own_host(name, value, project)
}

fn reaches(name: &str) -> bool {
    begins(name, &READ) || OWN.iter().chain(&PLACES).any(|known| known.eq_ignore_ascii_case(name))
}

fn begins(name: &str, with: &[&str]) -> bool {
    with.iter().any(|with| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with)))
}

fn is_of_others(name: &str) -> bool {
    OF_OTHERS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The values that everybody takes for a yes.
fn is_yes(value: &Value) -> bool {
    value.as_str().is_some_and(|value| matches!(value, "true" | "1"))
}

/// A token leads the work of its reader, with their code and their secrets, into a project. It is their own where they
/// wrote it.
fn fits_token(value: &Value, project: &Project) -> bool {
    !project.is_brought || !is_token(value)
}

/// Whether a value is a token, and not the place of one.
pub(super) fn is_token(value: &Value) -> bool {
    let inside = |value: &str| {
        let inner = value.strip_prefix("{env:").and_then(|rest| rest.strip_suffix('}'));
        let secret = || value.strip_prefix("${{ secrets.").and_then(|rest| rest.strip_suffix(" }}"));
        inner.or_else(secret).is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
    };
    match value {
        Value::Null => false,
        Value::String(text) => !(is_reference(text) || inside(text)),
        _ => true,
    }
}

fn is_own_host(name: &str, value: &Value, project: &Project) -> bool {
    let parse = |text: &str| Host::parse(text, name).ok();
    let named = value.as_str().filter(|_| HOSTS.contains(&name)).and_then(parse);
    named.is_some_and(|named| project.host.as_ref() == Some(&named) || parse(DEFAULT_HOST).as_ref() == Some(&named))
}

/// A variable as it may be told of: only a host is no secret.
pub(super) fn said(name: &str, value: &Value) -> String {
    match value.as_str().filter(|_| HOSTS.contains(&name)) {
        Some(host) => format!("{name} = {host}"),
        None if TOKENS.contains(&name) => format!("a token in {name}"),
        None => match value.as_str().filter(|_| NARROWING.contains(&name)) {
            Some(value) if value.len() < 8 => format!("{name} = {value:?}"),
            _ => name.to_owned(),
        },
    }
}

/// Whatever a reader may take for a variable in a file of them, with the value that stands in its line. More may
/// be found than one reader takes: some have values of several lines.
pub(super) fn of_dotenv(text: &str) -> Vec<(&str, &str)> {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let name_of = |text: &str| {
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_.-".contains(c)).len()
    };
    let mut starts = vec![0];
    starts.extend(text.match_indices(LINE_ENDS).map(|(at, end)| at + end.len()));
    let variable = |start: usize| {
        let line = text[start..].trim_start_matches(|c: char| blank(c) && !LINE_ENDS.contains(&c));
        // What follows has a line of its own.
        let mut line = if line.starts_with(LINE_ENDS) { "" } else { line };
        if let Some(rest) = line.strip_prefix("export").filter(|rest| rest.starts_with(blank)) {
            line = rest.trim_start_matches(blank);
        }
        let (name, rest) = line.split_at(name_of(line));
        let value = rest.trim_start_matches(blank).strip_prefix(['=', ':']).filter(|_| !name.is_empty())?;
        let value = value.split(LINE_ENDS).next().unwrap_or_default().trim_matches(blank);
        let quoted = ['"', '\'', '`'].iter().find_map(|quote| value.strip_prefix(*quote)?.split_once(*quote));
        Some((
            name,
            match quoted {
                // What stands behind the quote is a comment, or nobody knows.
                Some((inside, behind)) if behind.trim().is_empty() || behind.trim().starts_with('#') => inside,
                Some(_) => value,
                None => value.split('#').next().unwrap_or_default().trim_matches(blank),
            },
        ))
    };
    starts.into_iter().filter_map(variable).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn project(is_brought: bool) -> Project {
        Project { host: Host::parse("own.example", "x").ok(), folder: PathBuf::from("/project"), is_brought }
    }

    #[test]
    fn only_a_yes_leaves_out_tools() {
        let fits = |value: &str, style| fits_entry("ZCP_READ_ONLY", &value.into(), &project(false), style);
        assert!(fits("true", Style::Plain) && fits("1", Style::Local) && fits("$ZCP_READ_ONLY", Style::Referred));
        for value in ["false", "0", "", "no", "${ZCP_READ_ONLY}", "$ZCP_READ_ONLY"] {
            assert!(!fits(value, Style::Plain), "{value}");
            assert!(!fits_settings("ZCP_READ_ONLY", &value.into(), &project(false)), "{value}");
        }
    }

    #[test]
    fn what_the_server_or_its_programs_read_is_no_affair_of_a_project() {
        let value = Value::from("x");
        for name in OWN.iter().chain(&OF_OTHERS).chain(&PLACES).copied().chain([
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "DYLD_INSERT_LIBRARIES",
            "ALL_PROXY",
            "https_proxy",
            "XDG_CACHE_HOME",
            "Path",
            "home",
            "GIT_CONFIG_GLOBAL",
            "SSH_ASKPASS",
            "zcp_api_host",
        ]) {
            assert!(!fits_settings(name, &value, &project(true)), "{name}");
        }
        for name in ["EDITOR", "NODE_ENV", "DATABASE_URL", "ANTHROPIC_MODEL", "BASH_DEFAULT_TIMEOUT_MS", "é"] {
            assert!(fits_settings(name, &value, &project(true)), "{name}");
        }
        let own = "https://own.example".into();
        assert!(
            fits_settings("ZCP_API_HOST", &own, &project(true)) && fits_dotenv("ZCP_API_HOST", &own, &project(true))
        );
        // An application's own, in its own file.
        for name in ["SSH_HOST", "GIT_SHA", "ZEROPS_Subdomain", "HOSTNAME", "projectId", "HTTP_PROXY", "GIT_TOKEN"] {
            assert!(fits_dotenv(name, &value, &project(false)), "{name}");
        }
        for name in ["ZCP_API_HOST", "ZEROPS_API_HOST", "ZCP_CA_FILE", "LD_PRELOAD", "XDG_CACHE_HOME", "HOME"] {
            assert!(!fits_dotenv(name, &value, &project(false)), "{name}");
        }
        for name in ["projectId", "HTTP_PROXY", "GIT_TOKEN", "ZCP_API_KEY"] {
            assert!(!fits_dotenv(name, &value, &project(true)), "{name}");
        }
    }

    #[test]
    fn a_token_of_somebody_else_is_none_and_a_place_of_one_is() {
        for value in ["t0ken", "${ZCP_API_KEY:-t0ken}", "", "{env:A}x", "${{ secrets.A }}x"] {
            assert!(
                !fits_token(&value.into(), &project(true)) && fits_token(&value.into(), &project(false)),
                "{value}"
            );
        }
        for value in ["$ZCP_API_KEY", "${input:zerops_token}", "{env:ZCP_API_KEY}", "${{ secrets.ZCP_API_KEY }}"] {
            assert!(fits_token(&value.into(), &project(true)), "{value}");
        }
    }

    #[test]
    fn every_variable_that_a_reader_may_see_is_found() {
        let text = "\u{feff}A=1\n  export B = \"two # not\" # three\rC: 'x' y\nD\n=4\u{2028}E='open\n# F=6\nG=a#b\nnothing\nH=\n";
        let found = of_dotenv(text);
        for wanted in
            [("A", "1"), ("B", "two # not"), ("C", "'x' y"), ("D", "4"), ("E", "'open"), ("G", "a"), ("H", "")]
        {
            assert!(found.contains(&wanted), "{wanted:?}: {found:?}");
        }
        assert!(found.iter().all(|(name, _)| !["F", "nothing"].contains(name)), "{found:?}");
    }
}
