//! The `zcp` program; see [`zcp::cli`].

use std::process::ExitCode;

mod commit;

fn main() -> ExitCode {
    zcp::cli::run(commit::commit().as_deref())
}
