//! What a session runs, from what the client asked for.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use tokio::net::unix::pipe::{Receiver, Sender};
use tokio::process::Child;

use super::machines::Machines;
use super::terminal::{Terminal, Wanted};
use crate::programs::Command;

/// What a client asks for.
pub(super) enum Request<'a> {
    /// A shell.
    Shell,
    /// A command line for a shell.
    Line(&'a [u8]),
    /// File transfer.
    Files,
    /// A connection to a port, as the machine sees it.
    Port(&'a str, u16),
}

/// A program that was started.
pub(super) struct Started {
    pub(super) child: Child,
    /// The streams of its terminal; without one they are pipes of the child.
    pub(super) typed_and_shown: Option<(Sender, Receiver)>,
    /// Its terminal, to resize.
    pub(super) terminal: Option<Arc<Terminal>>,
}

/// Starts it, in a process group of its own.
pub(super) fn start(
    machines: &dyn Machines,
    hostname: &str,
    request: &Request<'_>,
    variables: &[(String, String)],
    wanted: Option<&Wanted>,
) -> io::Result<Started> {
    let wanted = wanted.filter(|_| matches!(request, Request::Shell | Request::Line(_)));
    let argv = argv(request, wanted.is_some(), machines.program());
    let mut command = machines.command(hostname, &argv)?;
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.process_group(0).kill_on_drop(true);
    let (typed_and_shown, terminal) = match wanted {
        Some(wanted) => {
            let (ours, theirs) = Terminal::open(wanted.size)?;
            command.env("TERM", &wanted.kind);
            connect(&mut command, &theirs)?;
            (Some(ours.streams()?), Some(Arc::new(ours)))
        }
        None => {
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            (None, None)
        }
    };
    // The command keeps the other end of a terminal open, and goes when this function does.
    let child = command.spawn()?;
    if let Some(group) = child.id() {
        machines.started(group);
    }
    Ok(Started { child, typed_and_shown, terminal })
}

fn connect(command: &mut Command, terminal: &File) -> io::Result<()> {
    command.stdin(terminal.try_clone()?).stdout(terminal.try_clone()?).stderr(terminal.try_clone()?);
    Ok(())
}

/// The words. A shell gets its terminal from `setsid`, which makes it the controlling one.
fn argv(request: &Request<'_>, terminal: bool, program: &Path) -> Vec<OsString> {
    let shell = if Path::new("/bin/bash").exists() { "bash" } else { "sh" };
    let mut argv: Vec<OsString> = Vec::new();
    if terminal {
        argv.extend(["setsid", "--ctty", "--wait"].map(OsString::from));
    }
    match request {
        Request::Shell => {
            argv.push(shell.into());
            argv.extend(terminal.then(|| "-i".into()));
        }
        Request::Line(line) => argv.extend([shell.into(), "-c".into(), OsStr::from_bytes(line).to_owned()]),
        Request::Files => argv.extend([program.into(), "sandbox-inside".into(), "sftp".into()]),
        Request::Port(host, port) => {
            let port = port.to_string().into();
            argv.extend([program.into(), "sandbox-inside".into(), "connect".into(), (*host).into(), port]);
        }
    }
    argv
}
