//! One command in a container of a runtime, to its end.
//!
//! A command that fails is an answer. What it wrote is text of somebody else: made harmless, without the values of
//! secret variables, and marked.

pub(super) mod show;
pub(super) mod variables;

use std::time::Duration;

use super::context::Context;
use super::support::{container, services};
use crate::deploy::exec::{self, End, Order};
use crate::deploy::ssh::Ssh;
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::generated::errors::code;
use crate::generated::tools::zerops_exec::{Args, Error};
use crate::generated::types::ExecResult;

/// A shell for a line: bash where it is, as the line may be written for it.
const SHELL: &str = r#"command -v bash >/dev/null 2>&1 && exec bash -c "$1"; exec sh -c "$1""#;
/// Bytes of a command. Quoted once more it still fits into what a system takes as one word, which is 128 KiB.
const MOST_BYTES: usize = 30_000;
/// Bytes of a path.
const LONGEST_PATH: usize = 4096;
/// How lines begin that only put something into the background.
const DETACHES: [&str; 2] = ["nohup ", "setsid "];

/// Runs a command.
///
/// # Errors
/// `INVALID_PARAMETER` for what is no command, or one that is to go on by itself; `SERVICE_NOT_RUNNING` and
/// `SSH_FAILED` where it could not be run.
pub async fn exec(cx: &Context, args: Args) -> Result<Lines<ExecResult>, Fail<Error>> {
    let words = words(&args)?;
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    let to = container::of::<Error>(cx, &service)?;
    let begun = cx.clock().now();
    let known = variables::conceal(cx, &session, &service, &to).await?;
    known.map_err(|error| container::unreached::<Error>(cx, &to, &error))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let order = Order {
        words: &words,
        folder: args.working_dir.as_deref().filter(|folder| !folder.is_empty()),
        input: args.input.as_ref().map(String::as_bytes),
        time: Duration::from_secs(args.timeout.unsigned_abs()),
    };
    tracing::debug!(effect = "ssh.command", hostname = to.hostname(), "running a command");
    let ended = exec::run(Ssh::new(cx.programs()), &to, order).await;
    let ended = ended.map_err(|error| container::unreached::<Error>(cx, &to, &error))?;
    if ended.end == End::NoFolder {
        let message = format!("There is no folder `{}` in `{}`.", order.folder.unwrap_or_default(), service.name);
        let fail = Fail::new(code::InvalidParameter, message);
        return Err(fail.field("workingDir", "is no folder that can be entered in this container"));
    }
    let seconds = cx.clock().now().duration_since(begun).as_secs();
    Ok(show::answer(&session, &service.name, ended, seconds, order.time))
}

/// The words of the command.
fn words(args: &Args) -> Result<Vec<String>, Fail<Error>> {
    let refuse = |field: &str, reason: &str| {
        Err(Fail::new(code::InvalidParameter, "There is no command that can be run.").field(field, reason))
    };
    let words = match args.command.as_slice() {
        [line] if goes_on(line) => {
            let fail = Fail::new(code::InvalidParameter, "A command that goes on by itself is not started so.");
            let fail = fail.field("command", "puts a process into the background");
            return Err(fail.suggest(BACKGROUND));
        }
        [first, ..] if first.trim().is_empty() => return refuse("command", "begins with nothing"),
        [line] => ["sh", "-c", SHELL, "sh", line].map(str::to_owned).to_vec(),
        words => words.to_vec(),
    };
    let folder = args.working_dir.as_deref().unwrap_or_default();
    let size: usize = words.iter().map(|word| word.len() + 1).sum();
    if words.is_empty() {
        return refuse("command", "is empty");
    }
    if size > MOST_BYTES {
        return refuse("command", "is too long to be passed; give what is long as `input`");
    }
    if folder.len() > LONGEST_PATH {
        return refuse("workingDir", "is no path");
    }
    Ok(words)
}

/// What to do instead of a background process.
const BACKGROUND: &str = "A server that is to go on is started with zerops_dev_server action=start; what ends runs in the \
                          foreground, with `timeout` where it takes long.";

/// Whether a line only puts something into the background.
fn goes_on(line: &str) -> bool {
    ends_in_background(line) || DETACHES.iter().any(|word| line.trim_start().starts_with(word))
}

/// Whether a line leaves its last command to the background.
pub(super) fn ends_in_background(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('&') && !line.ends_with("&&") && !line.ends_with("\\&")
}

#[cfg(test)]
mod tests {
    use super::goes_on;

    #[test]
    fn only_what_stays_in_the_background_is_refused() {
        for line in ["npm start &", "npm start & \n", "nohup npm start", " setsid node x", "a && b &"] {
            assert!(goes_on(line), "{line}");
        }
        for line in ["a && b", "node x & sleep 1; curl localhost; kill $!", "echo a\\&", "curl 'http://a/?b&c'", "a &&"]
        {
            assert!(!goes_on(line), "{line}");
        }
    }
}
