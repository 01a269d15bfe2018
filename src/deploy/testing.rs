//! Programs that unit tests need and that may be missing on the machine.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::programs::Programs;
use super::ssh::Destination;
use crate::platform::wire::Service;

/// Whether a program runs. Where it does not, the test says that it is skipped and returns; with
/// `ZCP_DEMAND=1` it fails instead.
pub(super) fn need(program: &str) -> bool {
    let ran = Command::new(program).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if ran.is_ok() {
        return true;
    }
    assert!(std::env::var_os("ZCP_DEMAND").is_none_or(|value| value != "1"), "{program} is not on this machine");
    let _ = writeln!(std::io::stderr(), "skipped: {program} is not on this machine");
    false
}

/// The shells that containers have.
const SHELLS: [&[&str]; 3] = [&["dash"], &["bash"], &["busybox", "sh"]];

/// Stands for ssh: gives the line to a shell of this computer, in which `sh` is another one.
fn stub(folder: &Path, shell: &[&str]) -> Programs {
    let write = |name: &str, script: String| {
        let path = folder.join(name);
        std::fs::write(&path, script).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
        path
    };
    write("sh", format!("#!/bin/sh\nexec {} \"$@\"\n", shell.join(" ")));
    let path = format!("PATH={}:$PATH", folder.display());
    let ssh = write("ssh", format!("#!/bin/sh\nfor last; do :; done\n{path} exec /bin/sh -c \"$last\"\n"));
    Programs { ssh, ..Programs::default() }
}

/// A service to go to.
pub(super) fn app() -> Destination {
    let service: Service = serde_json::from_value(serde_json::json!({ "id": "s", "name": "app" })).expect("a service");
    Destination::of(&service).expect("a hostname")
}

/// The shells that are here, each in a folder with its stub.
pub(super) fn shells() -> Vec<(tempfile::TempDir, Programs)> {
    let there = SHELLS.into_iter().filter(|shell| need(shell[0]));
    let stubs = there.map(|shell| {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = stub(folder.path(), shell);
        (folder, programs)
    });
    stubs.collect()
}
