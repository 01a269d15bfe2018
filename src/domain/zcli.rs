//! What zcp relies on of zcli, the official command line, wherever it is run: on this computer, or in the job of a
//! repository.

/// The version that a job installs from npm: the newest there in October 2026. GitHub has 1.1.3, which adds a login
/// by browser that no job needs.
pub const VERSION: &str = "1.1.0";
/// The variable that it reads the token from.
pub const TOKEN: &str = "ZEROPS_TOKEN";
/// The variable that says whether somebody sits at a terminal, and its value for nobody.
pub const TERMINAL: (&str, &str) = ("ZEROPS_CLI_TERMINAL_MODE", "disabled");
/// Does not print the log of the build.
pub const NO_LOGS: &str = "--disable-logs";
