//! What a file of a project may say of the server for its reader. The file comes with the repository, so
//! whoever wrote that may have written it: it may leave things out, and choose neither the program that
//! gets the token nor where the token goes.

use std::path::Path;

use serde_json::Value;

use super::jsonc::parse::Node;
use crate::cli::connect;
use crate::domain::environment;
use crate::platform::host::{DEFAULT_HOST, Host};

/// The variables that the server reads its token from.
pub(super) const TOKENS: [&str; 2] = ["ZCP_API_KEY", "ZEROPS_ZCP_API_KEY"];
/// Those that name its host.
pub(super) const HOSTS: [&str; 2] = ["ZCP_API_HOST", "ZEROPS_API_HOST"];
/// Can only leave out tools, and refuse.
const HARMLESS: [&str; 2] = ["ZCP_READ_ONLY", "ZCP_REQUIRE_WORKFLOW"];
/// How the variables begin that only zcp and zcli read.
const OWN: [&str; 2] = ["ZCP_", "ZEROPS_"];
/// Where zcli's login and the certificates that are believed are looked for, besides.
const PLACES: [&str; 10] = [
    "HOME",
    "XDG_CONFIG_HOME",
    "TMPDIR",
    "USERPROFILE",
    "APPDATA",
    "TEMP",
    "TMP",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "PATH",
];
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

/// Refuses an entry that says what only the user may say. `host` is the user's own, where it is known.
///
/// # Errors
/// What that is, and what can be done.
pub(super) fn entry(node: &Node, host: Option<&Host>) -> Result<(), String> {
    unique(node)?;
    of_value(&node.value(), host)
}

/// The same of an entry whose language has no key twice.
///
/// # Errors
/// Likewise.
pub(super) fn of_value(there: &Value, host: Option<&Host>) -> Result<(), String> {
    let Some(members) = there.as_object() else { return Ok(()) };
    if let Some(key) = members.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(refused(&format!("has `{key}`")));
    }
    if members.get("type").is_some_and(|kind| kind != "stdio" && kind != "local") {
        return Err(refused("is not started as a program"));
    }
    ["env", "environment"].iter().try_for_each(|key| match there.get(key) {
        Some(Value::Object(variables)) => variables.iter().try_for_each(|(name, value)| {
            let known = TOKENS.contains(&name.as_str()) || HARMLESS.contains(&name.as_str()) || passes_on(name, value);
            if known || is_own_host(name, value, host) { Ok(()) } else { Err(refused(&said(name, value))) }
        }),
        None | Some(Value::Null) => Ok(()),
        Some(_) => Err(refused(&format!("has an `{key}` that is no object"))),
    })
}

/// Refuses variables for everything that a client starts, where they say it of the server.
///
/// # Errors
/// Which one, and what can be done.
pub(super) fn variables(node: &Node, host: Option<&Host>) -> Result<(), String> {
    unique(node)?;
    for (name, value) in node.value().as_object().into_iter().flatten() {
        let name = name.as_str();
        let reaches = OWN.iter().any(|own| name.starts_with(own)) || PLACES.contains(&name);
        if reaches && !TOKENS.contains(&name) && !HARMLESS.contains(&name) && !is_own_host(name, value, host) {
            return Err(refused(&format!("gets {}", said(name, value).trim_start_matches("is given "))));
        }
    }
    Ok(())
}

/// Whether a command is this program: by its name, or by a path that leads to it.
pub(super) fn is_this(command: &str) -> bool {
    let real = |path: &Path| path.is_absolute().then(|| path.canonicalize().ok()).flatten();
    let own = || std::env::current_exe().ok().and_then(|own| real(&own));
    matches!(command, "zcp" | "zcp.exe")
        || command == connect::program()
        || real(Path::new(command)).is_some_and(|path| own() == Some(path))
}

/// Whether a value is what the user has themselves under the same name.
fn passes_on(name: &str, value: &Value) -> bool {
    environment::OWN.contains(&name) && value.as_str().is_some_and(|value| value == format!("${name}"))
}

fn is_own_host(name: &str, value: &Value, host: Option<&Host>) -> bool {
    let parse = |text: &str| Host::parse(text, name).ok();
    let named = value.as_str().filter(|_| HOSTS.contains(&name)).and_then(parse);
    named.is_some_and(|named| Some(&named) == host || Some(&named) == parse(DEFAULT_HOST).as_ref())
}

fn said(name: &str, value: &Value) -> String {
    match value.as_str().filter(|_| HOSTS.contains(&name)) {
        Some(host) => format!("is given {name} = {host}"),
        None => format!("is given {name}"),
    }
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
