//! The programs that mount, take away and look. Each has its time, after which it is given up.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use crate::deploy::programs::Mounts;
use crate::deploy::ssh::{Destination, Ssh};
use crate::ops::context::Context;
use crate::programs::{Limits, Needs, RunError, capture, command};

/// What is mounted.
const FOLDER: &str = "/var/www";
/// How long a look into a mount may take.
const LOOK: Duration = Duration::from_secs(3);
/// How long mounting may take: a connection is given up after ten seconds.
const MOUNTING: Duration = Duration::from_secs(30);
/// How long taking away may take.
const UNMOUNTING: Duration = Duration::from_secs(10);
/// More is never written.
const BYTES: usize = 64 * 1024;

/// Whether a mount answers. The look is a process of its own: one that is stuck can be left alone.
pub(super) async fn answers(tools: &Mounts, path: &Path) -> bool {
    tracing::debug!(effect = "mount.read", "looking into a mount");
    let mut look = command(&tools.probe, Needs::Nothing);
    look.args(["-c", "%i", "--"]).arg(path);
    capture(look, Limits { bytes: BYTES, time: LOOK }).await.is_ok()
}

/// Mounts the files of a service. sshfs goes on in the background once it is connected.
pub(super) async fn mount(cx: &Context, to: &Destination, path: &Path, read_only: bool) -> Result<(), RunError> {
    tracing::debug!(effect = "mount.write", hostname = to.hostname(), "mounting");
    let mut sshfs = command(&cx.programs().mounts.sshfs, Needs::Keys);
    sshfs.args(Ssh::new(cx.programs()).options_for_sshfs(to)).args(["-o", "reconnect"]);
    if read_only {
        sshfs.args(["-o", "ro"]);
    }
    let mut source = OsString::from(to.hostname());
    source.push(":");
    source.push(FOLDER);
    sshfs.arg(source).arg(path);
    capture(sshfs, Limits { bytes: BYTES, time: MOUNTING }).await.map(drop)
}

/// Takes a mount away; a dead one also while it is in use.
pub(super) async fn unmount(tools: &Mounts, path: &Path, dead: bool) -> Result<(), RunError> {
    tracing::debug!(effect = "mount.write", "unmounting");
    let mut unmount = command(&tools.unmount, Needs::Nothing);
    unmount.arg("-u").args(dead.then_some("-z")).arg(path);
    capture(unmount, Limits { bytes: BYTES, time: UNMOUNTING }).await.map(drop)
}

/// Whether a container can be entered and has what is mounted.
pub(super) async fn reach(cx: &Context, to: &Destination) -> Result<(), crate::deploy::ssh::SshError> {
    tracing::debug!(effect = "ssh.exec", hostname = to.hostname(), "looking whether it can be reached");
    let limits = Limits { bytes: BYTES, time: MOUNTING };
    Ssh::new(cx.programs()).run(to, &["test", "-d", FOLDER], limits).await.map(drop)
}
