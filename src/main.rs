//! The `zcp` program; see [`zcp::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    zcp::cli::run()
}
