//! Learning the values of secret variables before something is run that may print them: those of the project, of the
//! service and of the services beside it, which a container may see too.
//!
//! A value that the platform does not tell this token is still in the container, so it is read there.

use std::time::Duration;

use futures_util::future::try_join_all;

use crate::deploy::ssh::{Destination, Limits, Ssh, SshError};
use crate::ops::context::Context;
use crate::ops::support::secrets;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};

/// Services whose variables are read at most.
const MOST_SERVICES: usize = 100;
/// Lists that are read at the same time.
const AT_ONCE: usize = 8;
/// Prints variables of a container, each with a zero byte behind it.
const PRINT: &str = r#"for key do printenv "$key"; printf '\0'; done"#;
/// Variables that are asked for at most, and what they may take.
const MOST_KEYS: usize = 500;
const LIMITS: Limits = Limits { bytes: 4 * 1024 * 1024, time: Duration::from_secs(30) };

/// Learns them all. The inner error says that the container was not reached.
///
/// # Errors
/// As every call of the platform: what may print them is not run then.
pub(in crate::ops) async fn conceal(
    cx: &Context,
    session: &Session,
    service: &Service,
    to: &Destination,
) -> Result<Result<(), SshError>, Error> {
    let mut hidden = Vec::new();
    let mut note = |entries: &[EnvEntry], prefix: &str| {
        secrets::note(session, entries);
        let untold = entries.iter().filter(|entry| entry.is_hidden());
        hidden.extend(untold.map(|entry| format!("{prefix}{}", entry.key)));
    };
    note(&session.project_env().await?, "");
    let services: Vec<Service> = session.services().await?.into_iter().take(MOST_SERVICES).collect();
    for some in services.chunks(AT_ONCE) {
        let lists = try_join_all(some.iter().map(|one| session.service_env(&one.id))).await?;
        for (one, entries) in some.iter().zip(lists) {
            let prefix = if one.id == service.id { String::new() } else { format!("{}_", one.name) };
            note(&entries, &prefix);
        }
    }
    hidden.retain(|key| is_plain(key));
    hidden.truncate(MOST_KEYS);
    if hidden.is_empty() {
        return Ok(Ok(()));
    }
    tracing::debug!(effect = "ssh.look", hostname = to.hostname(), "reading values that are to be masked");
    let words = ["sh", "-c", PRINT, "sh"].into_iter().chain(hidden.iter().map(String::as_str));
    let answer = Ssh::new(cx.programs()).run(to, &words.collect::<Vec<_>>(), LIMITS).await;
    Ok(answer.map(|bytes| {
        let text = String::from_utf8_lossy(&bytes);
        session.conceal(text.split('\0').map(str::trim_end));
    }))
}

/// Whether a name can be that of a variable.
fn is_plain(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    key.len() <= 200 && key.chars().all(plain) && key.starts_with(|c: char| !c.is_ascii_digit())
}
