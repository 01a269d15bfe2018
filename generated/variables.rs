//! The environment variables that are read.
//! Source: spec/server.yaml. Written by build.rs (src/codegen/render/variables.rs); edit the spec.

/// Token that opens exactly one project. Make it in the Zerops GUI, for a development or staging project.
pub const ZCP_API_KEY: &str = "ZCP_API_KEY";

/// The same, set by Zerops in a container of its own workspace.
pub const ZEROPS_ZCP_API_KEY: &str = "ZEROPS_ZCP_API_KEY";

/// Host of the API in the project's region. `http://` is taken for this computer alone.
pub const ZCP_API_HOST: &str = "ZCP_API_HOST";

/// The same, where the one above is not set.
pub const ZEROPS_API_HOST: &str = "ZEROPS_API_HOST";

/// Host of the public catalogue of recipes, which gets no token. Of a sandbox it is the sandbox's own.
pub const ZCP_RECIPES_HOST: &str = "ZCP_RECIPES_HOST";

/// The file in which `zcli login` stored its token.
pub const ZEROPS_CLI_DATA_FILE_PATH: &str = "ZEROPS_CLI_DATA_FILE_PATH";

/// Offer only tools and actions that change nothing.
pub const ZCP_READ_ONLY: &str = "ZCP_READ_ONLY";

/// Change nothing before a bootstrap or work is open; the refusal names the call that opens one.
pub const ZCP_REQUIRE_WORKFLOW: &str = "ZCP_REQUIRE_WORKFLOW";

/// Attempts in a row, 1 to 50, after which an agent is told to stop and ask; 5 where it is not set.
pub const ZCP_MAX_ITERATIONS: &str = "ZCP_MAX_ITERATIONS";

/// Certificate authorities in PEM, trusted beside those of the system.
pub const ZCP_CA_FILE: &str = "ZCP_CA_FILE";

/// What is logged to standard error: off, error, warn, info, debug, trace.
pub const ZCP_LOG_LEVEL: &str = "ZCP_LOG_LEVEL";

/// Configuration for `ssh`, in place of the user's own.
pub const ZCP_SSH_CONFIG: &str = "ZCP_SSH_CONFIG";

/// Browser for `zerops_browse`, in place of the first Chromium that is found.
pub const ZCP_BROWSER: &str = "ZCP_BROWSER";

/// Folder of the notebook (choices, plans and proofs), in place of `.zcp/state` below the working folder.
pub const ZCP_STATE_DIR: &str = "ZCP_STATE_DIR";

/// Token for pushes to github.com and gitlab.com, where git itself has no credentials for them.
pub const GIT_TOKEN: &str = "GIT_TOKEN";

/// Who may call [over HTTP](http.md).
pub const ZCP_HTTP_TOKEN: &str = "ZCP_HTTP_TOKEN";

/// A secret of at least 32 characters from which replicas make the key that seals questions; the token of the platform where it is not set.
pub const ZCP_SEAL_KEY: &str = "ZCP_SEAL_KEY";

/// All of them. No program that zcp starts gets one.
pub const ALL: [&str; 17usize] = [
    ZCP_API_KEY,
    ZEROPS_ZCP_API_KEY,
    ZCP_API_HOST,
    ZEROPS_API_HOST,
    ZCP_RECIPES_HOST,
    ZEROPS_CLI_DATA_FILE_PATH,
    ZCP_READ_ONLY,
    ZCP_REQUIRE_WORKFLOW,
    ZCP_MAX_ITERATIONS,
    ZCP_CA_FILE,
    ZCP_LOG_LEVEL,
    ZCP_SSH_CONFIG,
    ZCP_BROWSER,
    ZCP_STATE_DIR,
    GIT_TOKEN,
    ZCP_HTTP_TOKEN,
    ZCP_SEAL_KEY,
];

/// Those that clients pass on to a server that they start.
pub const OWN: [&str; 15usize] = [
    ZCP_API_KEY,
    ZEROPS_ZCP_API_KEY,
    ZCP_API_HOST,
    ZEROPS_API_HOST,
    ZCP_RECIPES_HOST,
    ZEROPS_CLI_DATA_FILE_PATH,
    ZCP_READ_ONLY,
    ZCP_REQUIRE_WORKFLOW,
    ZCP_MAX_ITERATIONS,
    ZCP_CA_FILE,
    ZCP_LOG_LEVEL,
    ZCP_SSH_CONFIG,
    ZCP_BROWSER,
    ZCP_STATE_DIR,
    GIT_TOKEN,
];

/// Lead the token or what is believed elsewhere.
pub const LEADING: [&str; 8usize] = [
    ZCP_API_HOST,
    ZEROPS_API_HOST,
    ZCP_RECIPES_HOST,
    ZEROPS_CLI_DATA_FILE_PATH,
    ZCP_CA_FILE,
    ZCP_SSH_CONFIG,
    ZCP_BROWSER,
    ZCP_STATE_DIR,
];

/// Where they are set, less is done.
pub const NARROWING: [&str; 2usize] = [ZCP_READ_ONLY, ZCP_REQUIRE_WORKFLOW];

/// Their lines in the help of the program.
pub const HELP: &str = "  ZCP_API_KEY      token of the project (else ZEROPS_ZCP_API_KEY, zcli's login)\n  ZCP_API_HOST     host of the API (else ZEROPS_API_HOST, else zcli's region)\n  ZCP_RECIPES_HOST host of the recipes (api.zerops.io)\n  ZCP_READ_ONLY    true does what --read-only does\n  ZCP_REQUIRE_WORKFLOW\n                   true does what --require-workflow of zcp serve does\n  ZCP_MAX_ITERATIONS\n                   failed attempts in a row until an agent is told to ask (5)\n  ZCP_CA_FILE      certificate authorities (PEM) to trust beside the system's\n  ZCP_LOG_LEVEL    off, error, warn (default), info, debug or trace\n  ZCP_SSH_CONFIG   configuration for ssh, such as a sandbox's\n  ZCP_BROWSER      browser for zcp browse (else the first Chromium found)\n  ZCP_STATE_DIR    folder of the notebook (.zcp/state in the working folder)\n  ZCP_HTTP_TOKEN   who may call over HTTP, beside those of --token-file\n  ZCP_SEAL_KEY     secret that replicas over HTTP share to seal questions\n";
