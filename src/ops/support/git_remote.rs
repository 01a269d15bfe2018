//! A git remote: what may be one, how git is started for it, and whether it answers.
//!
//! Git runs outside of the user's repository, so that no configuration of one runs, and without a question:
//! neither a terminal nor a window is opened, and what is asked for anyway fails.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::domain::environment::given;
use crate::domain::unseen::is_unseen;
use crate::generated::variables::GIT_TOKEN;
use crate::programs::{Command, Limits, Needs, RunError, capture, command};

/// The most time that a look may take.
const LIMITS: Limits = Limits { bytes: 1024 * 1024, time: Duration::from_secs(10) };
/// A longer address is none.
const MOST: usize = 500;
/// Computers that need no encryption to be reached: this one.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// The ways to a remote that git may take.
const PROTOCOLS: [&str; 4] =
    ["protocol.allow=never", "protocol.https.allow=always", "protocol.http.allow=always", "protocol.ssh.allow=always"];
/// A token for the remotes of these hosts, where the user has set it; no other host is given it.
const TOKEN: &str = GIT_TOKEN;
const HOSTS: [&str; 2] = ["github.com", "gitlab.com"];
/// What gives git the token when it asks. It is in the environment alone, never among the words of a program.
const HELPER: &str =
    "!f() { test \"$1\" = get && printf 'username=x-access-token\\npassword=%s\\n' \"$GIT_TOKEN\"; }; f";

/// The address of a repository, without credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Address {
    /// Reads one. What git would run, a path of this computer, and credentials in it are refused.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let odd = |c: char| c.is_whitespace() || c.is_control() || is_unseen(c);
        if text.is_empty() || text.len() > MOST || text.starts_with('-') || text.chars().any(odd) {
            return Err("is not an address of one line".to_owned());
        }
        let wanted = "is neither https://HOST/PATH nor ssh://USER@HOST/PATH nor USER@HOST:PATH";
        let Some((scheme, rest)) = text.split_once("://") else {
            // The short form of ssh; `ext::` and the like run programs.
            let plain = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte));
            return match text.split_once(':') {
                Some((host, path))
                    if host.contains('@') && plain(host) && !path.starts_with(':') && !path.is_empty() =>
                {
                    Ok(Self(text.to_owned()))
                }
                _ => Err(wanted.to_owned()),
            };
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if path.is_empty() {
            return Err("names no repository".to_owned());
        }
        let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        match scheme {
            "https" | "http" if user.is_some() => {
                Err("has credentials in it; leave them out, git's own credential helper has them".to_owned())
            }
            "http" if !LOOPBACK.contains(&name) => Err("is not encrypted: write https://".to_owned()),
            "ssh" if user.is_some_and(|user| user.contains(':')) => Err("has a password in it".to_owned()),
            "https" | "http" | "ssh" if !host.is_empty() && !host.starts_with('-') => Ok(Self(text.to_owned())),
            _ => Err(wanted.to_owned()),
        }
    }
}

/// Whether git could call a branch so, as far as it matters here.
pub(crate) fn is_branch(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte));
    let starts = name.starts_with(|first: char| first.is_ascii_alphanumeric());
    plain && starts && name.len() <= 200 && !name.contains("..") && !name.contains("//") && !name.ends_with(['/', '.'])
}

/// Git in a folder, for a remote.
pub(crate) fn git(program: &Path, folder: &Path) -> Command {
    let mut git = command(program, Needs::Remote);
    git.current_dir(folder);
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "").env("SSH_ASKPASS", "").env("GCM_INTERACTIVE", "never");
    git.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=8");
    for setting in PROTOCOLS {
        git.args(["-c", setting]);
    }
    if let Some(token) = given(std::env::var_os(TOKEN)) {
        git.env(TOKEN, token);
        for host in HOSTS {
            git.arg("-c").arg(format!("credential.https://{host}.helper={HELPER}"));
        }
    }
    git
}

/// Asks a remote for its branches.
///
/// # Errors
/// Why it did not answer, in git's own words.
pub(crate) async fn ask(program: &Path, address: &Address) -> Result<Vec<String>, String> {
    tracing::debug!(effect = "git.read", "asking a remote for its branches");
    // Of no folder that somebody else could have made a repository of.
    let nowhere = if cfg!(unix) { Path::new("/").to_owned() } else { std::env::temp_dir() };
    let mut git = git(program, &nowhere);
    git.args(["ls-remote", "--heads", "--", &address.0]);
    match capture(git, LIMITS).await {
        Ok(written) => {
            let text = String::from_utf8_lossy(&written.bytes).into_owned();
            let names = text.lines().filter_map(|line| line.split_once('\t')?.1.strip_prefix("refs/heads/"));
            Ok(names.map(str::to_owned).collect())
        }
        Err(RunError::Start(_)) => Err("git is not on this computer".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_neither_runs_something_nor_has_a_secret() {
        for good in [
            "https://github.com/owner/name.git",
            "http://127.0.0.1:8080/name.git",
            "ssh://git@gitlab.com/owner/name.git",
            "git@github.com:owner/name.git",
        ] {
            assert_eq!(Address::parse(good), Ok(Address(good.to_owned())), "{good}");
        }
        for bad in [
            "",
            "ext::sh -c touch%20/tmp/x",
            "ext::sh",
            "--upload-pack=touch",
            "file:///etc",
            "/etc/repository",
            "../repository",
            "https://user:secret@github.com/owner/name.git",
            "https://token@github.com/owner/name.git",
            "ssh://git:secret@github.com/owner/name",
            "http://github.com/owner/name",
            "https://github.com",
            "https:///owner/name",
            "ssh://-oProxyCommand=x/y",
            "git@-oProxyCommand=x y:z",
            "a\nb@c:d",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        assert!(
            is_branch("main") && is_branch("feature/a-1.x") && !is_branch("-x") && !is_branch("a..b") && !is_branch("")
        );
    }
}
