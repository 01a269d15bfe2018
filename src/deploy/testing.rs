//! Programs that unit tests need and that may be missing on the machine.

use std::io::Write;
use std::process::{Command, Stdio};

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
