//! What the log of a failed build or start proves.
//! Source: spec/failures.yaml. Written by build.rs (src/codegen/render/failures.rs); edit the spec.

use crate::domain::call::{Arg, Template};
use crate::domain::causes::{Cause, Pattern, Phase, Rank};

/// The kinds of failures, each with what it means.
pub static CATEGORIES: &[(&str, &str)] = &[
    ("command_not_found", "A program that a command names is not there."),
    (
        "command_failed",
        "A command that the platform ran for the deploy ended with an error.",
    ),
    ("compile_error", "The compiler refuses the code."),
    ("config_invalid", "A file of settings cannot be read."),
    ("database_auth", "The database refuses the user or the password."),
    ("database_unreachable", "The database cannot be reached."),
    ("dependency_conflict", "Dependencies ask for versions that exclude each other."),
    (
        "dependency_missing",
        "A package or a version of it does not exist where it is looked for.",
    ),
    ("deploy_files_missing", "What is deployed lacks what the start needs."),
    ("disk_full", "No space is left on the disk."),
    ("lockfile_mismatch", "The lock file does not fit the manifest."),
    (
        "lockfile_missing",
        "The install asks for a lock file, and what was deployed has none.",
    ),
    ("manifest_missing", "The manifest of the packages is not where the command runs."),
    ("migration_failed", "A migration of the database failed."),
    ("missing_env", "An environment variable that the program needs is not set."),
    ("module_not_found", "The program loads a module that is not there."),
    ("native_build", "A package with native code cannot be compiled."),
    ("network", "Another host cannot be reached."),
    ("out_of_memory", "The program ran out of memory."),
    ("permission_denied", "A file may not be read, written or executed."),
    ("port_in_use", "The port is taken by another program."),
    ("process_killed", "Something ended the process by a signal."),
    ("readiness_failed", "The new container did not pass its readiness check."),
    ("registry_auth", "The package registry asks for credentials."),
    ("resource_limit", "A limit of the system, such as that of open files, is used up."),
    ("script_missing", "The manifest has no script of this name."),
    ("syntax_error", "A source file is not valid."),
    ("tests_failed", "Tests failed."),
    ("timeout", "A step did not end in its time."),
    ("type_error", "The type checker refuses the code."),
    ("wrong_version", "The version of the runtime is not the one that is asked for."),
];

/// Lines that one of these matches prove nothing.
pub static IGNORED: &[&str] = &[
    "(?i)\\bwarn(ing)?\\b",
    "(?i)\\bretry(ing)?\\b",
    "\\b(INFO|DEBUG|TRACE)\\b",
    "^(✓|✔|√|✕|✗|×.* \\d+ms$|●|○|ok\\b|not ok\\b|PASS\\b|--- PASS|--- FAIL|test .* \\.\\.\\. )",
    "^(>\\s*)?\\d+\\s*\\|",
    "^(\\+|\\$|#|//|/\\*|\\*|>>>|throw|raise|echo|expect|assert\\w*|it|describe|console\\.\\w+|print\\w*|log\\w*\\.\\w+)[ (]",
    "^(Uncaught )?SyntaxError: .*(JSON at position|valid JSON|JSON input)",
    "(?i)\\b(fallback|falling back|ignoring|skipping|handled)\\b",
];

/// After a line that one of these matches, what came before had not been fatal.
pub static RECOVERED: &[Pattern] = &[
    Pattern {
        regex: "(?i)compiled successfully",
        literals: &["compiled successfully"],
    },
    Pattern {
        regex: "^added \\d+ packages",
        literals: &[" packages"],
    },
    Pattern {
        regex: "^BUILD SUCCESS(FUL)?",
        literals: &["build success"],
    },
    Pattern {
        regex: "^Successfully installed ",
        literals: &["successfully installed "],
    },
    Pattern {
        regex: "✓ built in ",
        literals: &["✓ built in "],
    },
    Pattern {
        regex: "(?i)\\blistening (on|at)\\b",
        literals: &["listening "],
    },
    Pattern {
        regex: "Application startup complete",
        literals: &["application startup complete"],
    },
    Pattern {
        regex: "(?i)\\bserver (is )?(now )?(running|started|ready) (at|on) (port|https?:|\\[|:|\\d)",
        literals: &["server "],
    },
    Pattern {
        regex: "(?i)\\bready to accept connections\\b",
        literals: &["ready to accept connections"],
    },
    Pattern {
        regex: "(?i)\\bmigrations? (applied|completed|finished|ran) successfully",
        literals: &[" successfully"],
    },
    Pattern {
        regex: "(?i)\\bbuild (completed|finished|succeeded)\\b",
        literals: &["build "],
    },
];

/// What can be proved.
pub static CAUSES: &[Cause] = &[
    Cause {
        name: "npm_lockfile",
        category: "lockfile_mismatch",
        cause: "package.json and the lock file do not fit, and the install was told not to change the lock file.",
        advice: "Run the install on your machine, commit package.json with the lock file, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "`npm ci` can only install packages when your package\\.json and",
                literals: &[
                    "`npm ci` can only install packages when your package.json and",
                ],
            },
            Pattern {
                regex: "ERR_PNPM_OUTDATED_LOCKFILE",
                literals: &["err_pnpm_outdated_lockfile"],
            },
            Pattern {
                regex: "Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`",
                literals: &[
                    "your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`",
                ],
            },
            Pattern {
                regex: "The lockfile would have been modified by this install, which is explicitly forbidden",
                literals: &[
                    "the lockfile would have been modified by this install, which is explicitly forbidden",
                ],
            },
            Pattern {
                regex: "error: lockfile had changes, but lockfile is frozen",
                literals: &["error: lockfile had changes, but lockfile is frozen"],
            },
        ],
    },
    Cause {
        name: "npm_no_lockfile",
        category: "lockfile_missing",
        cause: "The install takes versions from a lock file, and there is none beside package.json.",
        advice: "Run `npm install` or `pnpm install` on your machine and deploy the lock file too; or write `npm install` in place of `npm ci`.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "npm (ERR!|error) The `npm ci` command can only install with an existing package-lock",
                literals: &[
                    " the `npm ci` command can only install with an existing package-lock",
                ],
            },
            Pattern {
                regex: "ERR_PNPM_NO_LOCKFILE",
                literals: &["err_pnpm_no_lockfile"],
            },
        ],
    },
    Cause {
        name: "php_lockfile",
        category: "lockfile_mismatch",
        cause: "composer.lock does not contain what composer.json asks for.",
        advice: "Run `composer update` on your machine, commit composer.lock, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^- Required package \"[^\"]+\" is not present in the lock file",
                literals: &["\" is not present in the lock file"],
            },
        ],
    },
    Cause {
        name: "python_lockfile",
        category: "lockfile_mismatch",
        cause: "The lock file is older than pyproject.toml.",
        advice: "Run `poetry lock` or `uv lock` on your machine, commit the lock file, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "pyproject\\.toml changed significantly since poetry\\.lock was last generated",
                literals: &[
                    "pyproject.toml changed significantly since poetry.lock was last generated",
                ],
            },
            Pattern {
                regex: "error: The lockfile at `uv\\.lock` needs to be updated, but `--(locked|frozen)` was provided",
                literals: &[
                    "error: the lockfile at `uv.lock` needs to be updated, but `--",
                ],
            },
            Pattern {
                regex: "^Your Pipfile\\.lock \\(\\w+\\) is out of date",
                literals: &["your pipfile.lock ("],
            },
        ],
    },
    Cause {
        name: "cargo_lockfile",
        category: "lockfile_mismatch",
        cause: "Cargo.lock does not fit Cargo.toml, and the build was told not to change it.",
        advice: "Run `cargo build` on your machine, commit Cargo.lock, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)^error: (the lock file|cannot update the lock file) .*--locked was passed",
                literals: &["--locked was passed"],
            },
        ],
    },
    Cause {
        name: "ruby_lockfile",
        category: "lockfile_mismatch",
        cause: "Gemfile.lock does not fit the Gemfile, or not the platform that builds.",
        advice: "Run `bundle install` and `bundle lock --add-platform x86_64-linux` on your machine and commit Gemfile.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^The gemspecs for path gems changed",
                literals: &["the gemspecs for path gems changed"],
            },
            Pattern {
                regex: "Your bundle only supports platforms \\[.*\\] but your local platform is",
                literals: &["your bundle only supports platforms ["],
            },
            Pattern {
                regex: "^The dependencies in your gemfile changed, but the lockfile can.t be updated",
                literals: &[
                    "the dependencies in your gemfile changed, but the lockfile can",
                ],
            },
        ],
    },
    Cause {
        name: "go_lockfile",
        category: "lockfile_mismatch",
        cause: "go.mod or go.sum lacks what the code imports.",
        advice: "Run `go mod tidy` on your machine, commit go.mod and go.sum, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: ": missing go\\.sum entry",
                literals: &[": missing go.sum entry"],
            },
            Pattern {
                regex: "^go: updates to go\\.mod needed",
                literals: &["go: updates to go.mod needed"],
            },
            Pattern {
                regex: "no required module provides package ",
                literals: &["no required module provides package "],
            },
            Pattern {
                regex: "^go: inconsistent vendoring in ",
                literals: &["go: inconsistent vendoring in "],
            },
        ],
    },
    Cause {
        name: "deno_lockfile",
        category: "lockfile_mismatch",
        cause: "deno.lock does not fit what the code imports.",
        advice: "Run `deno install` on your machine, commit deno.lock, and deploy again.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: The lockfile is out of date\\.",
                literals: &["error: the lockfile is out of date."],
            },
            Pattern {
                regex: "(?i)^error: integrity check failed for ",
                literals: &["error: integrity check failed for "],
            },
        ],
    },
    Cause {
        name: "npm_conflict",
        category: "dependency_conflict",
        cause: "Two npm packages ask for versions of a third that exclude each other.",
        advice: "Change the version that the lines after `While resolving` name, run the install on your machine, and commit.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code ERESOLVE",
                literals: &[" code eresolve"],
            },
            Pattern {
                regex: "ERR_PNPM_PEER_DEP_ISSUES",
                literals: &["err_pnpm_peer_dep_issues"],
            },
        ],
    },
    Cause {
        name: "python_conflict",
        category: "dependency_conflict",
        cause: "Python packages ask for versions of another that exclude each other.",
        advice: "Loosen the version that the lines before name, lock again on your machine, and commit.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^ERROR: ResolutionImpossible",
                literals: &["error: resolutionimpossible"],
            },
            Pattern {
                regex: "^ERROR: Cannot install .* because these package versions have conflicting dependencies",
                literals: &[
                    " because these package versions have conflicting dependencies",
                ],
            },
            Pattern {
                regex: "^Because .* version solving failed\\.",
                literals: &[" version solving failed."],
            },
            Pattern {
                regex: "No solution found when resolving dependencies",
                literals: &["no solution found when resolving dependencies"],
            },
        ],
    },
    Cause {
        name: "php_conflict",
        category: "dependency_conflict",
        cause: "Composer finds no set of versions that meets all requirements.",
        advice: "Read `Problem 1` in the log; change that requirement, run `composer update`, and commit composer.lock.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Your requirements could not be resolved to an installable set of packages",
                literals: &[
                    "your requirements could not be resolved to an installable set of packages",
                ],
            },
        ],
    },
    Cause {
        name: "ruby_conflict",
        category: "dependency_conflict",
        cause: "Bundler finds no set of versions that meets all requirements.",
        advice: "Change the gem that the lines after it name, run `bundle update` on your machine, and commit Gemfile.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(Bundler c|C)ould not find compatible versions",
                literals: &["ould not find compatible versions"],
            },
        ],
    },
    Cause {
        name: "elixir_conflict",
        category: "dependency_conflict",
        cause: "Hex finds no set of versions that meets all requirements.",
        advice: "Change the requirement in mix.exs, run `mix deps.get` on your machine, and commit mix.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\*\\* \\(Mix\\) Hex dependency resolution failed",
                literals: &["** (mix) hex dependency resolution failed"],
            },
        ],
    },
    Cause {
        name: "npm_missing",
        category: "dependency_missing",
        cause: "The npm registry has no such package, or not this version of it.",
        advice: "Correct name and version in package.json; a package of your own needs its registry in .npmrc.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code (ETARGET|E404)$",
                literals: &[" code "],
            },
            Pattern {
                regex: "ERR_PNPM_(FETCH_404|NO_MATCHING_VERSION)",
                literals: &["err_pnpm_"],
            },
            Pattern {
                regex: "^error An unexpected error occurred: \"https?://[^\"]*: Not found\"",
                literals: &["error an unexpected error occurred: \"http"],
            },
            Pattern {
                regex: "Couldn.t find any versions for \"[^\"]+\" that matches \"",
                literals: &["t find any versions for \""],
            },
            Pattern {
                regex: "^error: No version matching \"[^\"]+\" found for specifier",
                literals: &["error: no version matching \""],
            },
            Pattern {
                regex: "No candidates found$",
                literals: &["no candidates found"],
            },
        ],
    },
    Cause {
        name: "python_missing",
        category: "dependency_missing",
        cause: "No release of this Python package fits the name, the version and this Python.",
        advice: "Correct name and version in the requirements, or use the Python version that the package supports.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^ERROR: No matching distribution found for ",
                literals: &["error: no matching distribution found for "],
            },
            Pattern {
                regex: "^ERROR: Could not find a version that satisfies the requirement",
                literals: &[
                    "error: could not find a version that satisfies the requirement",
                ],
            },
            Pattern {
                regex: "Because [\\w.\\[\\]-]+ was not found in the package registry",
                literals: &[" was not found in the package registry"],
            },
        ],
    },
    Cause {
        name: "php_missing",
        category: "dependency_missing",
        cause: "Composer finds no such package, or not this version of it.",
        advice: "Correct name and version in composer.json, run `composer update`, and commit composer.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^- Root composer\\.json requires [\\w./-]+,? .*(could not be found in any version|it could not be found|found .* but (it does|they do) not match)",
                literals: &["- root composer.json requires "],
            },
        ],
    },
    Cause {
        name: "go_missing",
        category: "dependency_missing",
        cause: "A Go module, or this version of it, does not exist or cannot be reached.",
        advice: "Correct the path or the version in go.mod and run `go mod tidy`; a private module needs GOPRIVATE and access.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^go: .*: (reading .*: 404 Not Found|unknown revision|invalid version)",
                literals: &["go: "],
            },
            Pattern {
                regex: "cannot find module providing package ",
                literals: &["cannot find module providing package "],
            },
            Pattern {
                regex: ": module .*: git ls-remote .*exit status 128",
                literals: &[": git ls-remote "],
            },
        ],
    },
    Cause {
        name: "cargo_missing",
        category: "dependency_missing",
        cause: "The crate, or this version of it, does not exist.",
        advice: "Correct name and version in Cargo.toml.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: no matching package named `",
                literals: &["error: no matching package named `"],
            },
            Pattern {
                regex: "^error: failed to select a version for (the requirement )?`",
                literals: &["error: failed to select a version for "],
            },
        ],
    },
    Cause {
        name: "java_missing",
        category: "dependency_missing",
        cause: "A Java artifact is in none of the repositories that the build asks.",
        advice: "Correct the coordinates, or add the repository that has the artifact.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\[ERROR\\].*Could not find artifact ",
                literals: &["could not find artifact "],
            },
            Pattern {
                regex: "^> Could not find [\\w.-]+:[\\w.-]+:",
                literals: &["> could not find "],
            },
            Pattern {
                regex: "^> Could not resolve all (files|dependencies|artifacts) for configuration",
                literals: &["> could not resolve all "],
            },
        ],
    },
    Cause {
        name: "dotnet_missing",
        category: "dependency_missing",
        cause: "NuGet finds no such package, or not this version of it.",
        advice: "Correct the PackageReference, or add the source that has the package to NuGet.config.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "error NU110[123]:",
                literals: &["error nu110"],
            },
        ],
    },
    Cause {
        name: "ruby_missing",
        category: "dependency_missing",
        cause: "No source of the Gemfile has this gem, or not this version of it.",
        advice: "Correct name and version in the Gemfile, run `bundle install` on your machine, and commit Gemfile.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Could not find gem '[^']+",
                literals: &["could not find gem '"],
            },
            Pattern {
                regex: "^Could not find [\\w.-]+ in (any of the sources|locally installed gems)",
                literals: &["could not find "],
            },
        ],
    },
    Cause {
        name: "elixir_missing",
        category: "dependency_missing",
        cause: "Hex has no such package, or the dependencies were not fetched.",
        advice: "Correct mix.exs, and run `mix local.hex --force && mix deps.get` before the compile command.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\*\\* \\(Mix\\) No package with name ",
                literals: &["** (mix) no package with name "],
            },
            Pattern {
                regex: "Can.t continue due to errors on dependencies",
                literals: &["t continue due to errors on dependencies"],
            },
            Pattern {
                regex: "Unchecked dependencies for environment",
                literals: &["unchecked dependencies for environment"],
            },
        ],
    },
    Cause {
        name: "deno_missing",
        category: "dependency_missing",
        cause: "A module that Deno imports does not exist at this address or version.",
        advice: "Correct the import or its entry in deno.json.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: (JSR|npm) package (not found|manifest .* failed to load)",
                literals: &[" package "],
            },
            Pattern {
                regex: "^error: Could not find (npm package|version of|a matching package)",
                literals: &["error: could not find "],
            },
            Pattern {
                regex: "^error: Module not found \"",
                literals: &["error: module not found \""],
            },
        ],
    },
    Cause {
        name: "npm_registry",
        category: "registry_auth",
        cause: "The npm registry refuses the credentials, or there are none.",
        advice: "Put the token in an environment variable of the build and name it in .npmrc as `${NPM_TOKEN}`.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code E40[13]",
                literals: &[" code e40"],
            },
            Pattern {
                regex: "ERR_PNPM_FETCH_40[13]",
                literals: &["err_pnpm_fetch_40"],
            },
            Pattern {
                regex: "^npm (ERR!|error) code ENEEDAUTH",
                literals: &[" code eneedauth"],
            },
        ],
    },
    Cause {
        name: "other_registry",
        category: "registry_auth",
        cause: "The package registry or the git host refuses the credentials, or there are none.",
        advice: "Give the build a token by an environment variable; the build container has no key of yours.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)fatal: could not read Username for 'https?://",
                literals: &["fatal: could not read username for 'http"],
            },
            Pattern {
                regex: "^(git@[\\w.-]+: )?Permission denied \\(publickey",
                literals: &["permission denied (publickey"],
            },
            Pattern {
                regex: "error NU1301:.*\\b40[13]\\b",
                literals: &["error nu1301:"],
            },
            Pattern {
                regex: "^\\[ERROR\\].*status code: 40[13]",
                literals: &["status code: 40"],
            },
            Pattern {
                regex: "^The 'https?://\\S+' URL required authentication",
                literals: &["' url required authentication"],
            },
            Pattern {
                regex: "Could not authenticate against github\\.com",
                literals: &["could not authenticate against github.com"],
            },
        ],
    },
    Cause {
        name: "npm_manifest",
        category: "manifest_missing",
        cause: "There is no package.json in the folder where the command runs.",
        advice: "Deploy from the folder that has it, or begin the build command with `cd folder &&`.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) (enoent )?(Could not read package\\.json|ENOENT: no such file or directory, open '[^']*package\\.json')",
                literals: &["npm "],
            },
            Pattern {
                regex: "ERR_PNPM_NO_(IMPORTER_MANIFEST_FOUND|PKG_MANIFEST)",
                literals: &["err_pnpm_no_"],
            },
            Pattern {
                regex: "^error Couldn.t find a package\\.json file",
                literals: &["t find a package.json file"],
            },
            Pattern {
                regex: "^error: Bun could not find a package\\.json file",
                literals: &["error: bun could not find a package.json file"],
            },
        ],
    },
    Cause {
        name: "other_manifest",
        category: "manifest_missing",
        cause: "The manifest of the packages is not in the folder where the command runs.",
        advice: "Deploy from the folder that has it, or begin the build command with `cd folder &&`.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "Could not open requirements file: \\[Errno 2\\]",
                literals: &["could not open requirements file: [errno 2]"],
            },
            Pattern {
                regex: "Poetry could not find a pyproject\\.toml file",
                literals: &["poetry could not find a pyproject.toml file"],
            },
            Pattern {
                regex: "No `pyproject\\.toml` found in current directory",
                literals: &["no `pyproject.toml` found in current directory"],
            },
            Pattern {
                regex: "Composer could not find a composer\\.json file",
                literals: &["composer could not find a composer.json file"],
            },
            Pattern {
                regex: "^go: go\\.mod file not found in current directory",
                literals: &["go: go.mod file not found in current directory"],
            },
            Pattern {
                regex: "^go: cannot find main module",
                literals: &["go: cannot find main module"],
            },
            Pattern {
                regex: "^error: could not find `Cargo\\.toml` in",
                literals: &["error: could not find `cargo.toml` in"],
            },
            Pattern {
                regex: "there is no POM in this directory",
                literals: &["there is no pom in this directory"],
            },
            Pattern {
                regex: "^error:? MSB1003:|MSBUILD : error MSB1003:",
                literals: &[" msb1003:", "msbuild : error msb1003:"],
            },
            Pattern {
                regex: "^Could not locate Gemfile",
                literals: &["could not locate gemfile"],
            },
            Pattern {
                regex: "^\\*\\* \\(Mix\\) Could not find a Mix\\.Project",
                literals: &["** (mix) could not find a mix.project"],
            },
            Pattern {
                regex: "does not contain a Gradle build",
                literals: &["does not contain a gradle build"],
            },
        ],
    },
    Cause {
        name: "npm_script",
        category: "script_missing",
        cause: "package.json has no script of this name.",
        advice: "Add the script to package.json, or correct the command in zerops.yaml.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) [Mm]issing script: ",
                literals: &["issing script: "],
            },
            Pattern {
                regex: "ERR_PNPM_NO_SCRIPT",
                literals: &["err_pnpm_no_script"],
            },
            Pattern {
                regex: "^error Command \"[^\"]+\" not found\\.",
                literals: &["error command \""],
            },
            Pattern {
                regex: "^error: Script not found \"",
                literals: &["error: script not found \""],
            },
            Pattern {
                regex: "^Usage Error: Couldn.t find a script named \"",
                literals: &["t find a script named \""],
            },
            Pattern {
                regex: "^error: Task not found: ",
                literals: &["error: task not found: "],
            },
        ],
    },
    Cause {
        name: "php_script",
        category: "script_missing",
        cause: "composer.json has no script, or artisan no command, of this name.",
        advice: "Add it, or correct the command in zerops.yaml.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Command \"[^\"]+\" is not defined\\.",
                literals: &["\" is not defined."],
            },
            Pattern {
                regex: "There are no commands defined in the \"[^\"]+\" namespace",
                literals: &["there are no commands defined in the \""],
            },
        ],
    },
    Cause {
        name: "node_module_build",
        category: "module_not_found",
        cause: "The code imports a module that is neither in the tree nor among the installed packages.",
        advice: "Add the package to the dependencies, or correct the path; file names differ by case on Linux.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(Uncaught )?Error( \\[ERR_MODULE_NOT_FOUND\\])?: Cannot find (module|package) '",
                literals: &[": cannot find "],
            },
            Pattern {
                regex: "(Module not found|ModuleNotFoundError): (Error: )?Can.t resolve '",
                literals: &["t resolve '"],
            },
            Pattern {
                regex: "(?i)rollup failed to resolve import \"",
                literals: &["rollup failed to resolve import \""],
            },
            Pattern {
                regex: "(error|✘ \\[ERROR\\]):? Could not resolve \"",
                literals: &[" could not resolve \""],
            },
            Pattern {
                regex: "^error: Cannot find (module|package) \"",
                literals: &["error: cannot find "],
            },
        ],
    },
    Cause {
        name: "node_module_init",
        category: "module_not_found",
        cause: "The program imports a package that was not deployed.",
        advice: "Put node_modules into deployFiles, or bundle the program; a package of devDependencies is gone after a production install.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(Uncaught )?Error( \\[ERR_MODULE_NOT_FOUND\\])?: Cannot find (module|package) '[^/.']",
                literals: &[": cannot find "],
            },
            Pattern {
                regex: "^error: Cannot find package \"",
                literals: &["error: cannot find package \""],
            },
            Pattern {
                regex: "Cannot find module '\\.\\.?/",
                literals: &["cannot find module '."],
            },
        ],
    },
    Cause {
        name: "node_start_file",
        category: "deploy_files_missing",
        cause: "A file that run.start, or a command of run.initCommands, names was not deployed.",
        advice: "Compare the command with deployFiles; `dist` keeps its folder below /var/www, `dist/~` does not.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "Error( \\[ERR_MODULE_NOT_FOUND\\])?: Cannot find module '/var/www/[^']*'$",
                literals: &[": cannot find module '/var/www/"],
            },
            Pattern {
                regex: "^error: Module not found \"(file://)?/?[\\w./-]*\"",
                literals: &["error: module not found \""],
            },
            Pattern {
                regex: "can.t open file '/var/www/[^']*': \\[Errno 2\\] No such file",
                literals: &["': [errno 2] no such file"],
            },
            Pattern {
                regex: "Could not open input file: ",
                literals: &["could not open input file: "],
            },
            Pattern {
                regex: "^Error: Unable to access jarfile ",
                literals: &["error: unable to access jarfile "],
            },
            Pattern {
                regex: "^error: Script not found \"[^\"]*\\.[jt]s\"",
                literals: &["error: script not found \""],
            },
            Pattern {
                regex: "^(ba|da)?sh: (line )?\\d+: (\\./|/var/www/)\\S+: (not found|No such file or directory)$",
                literals: &["sh: "],
            },
            Pattern {
                regex: "^The application to execute does not exist: ",
                literals: &["the application to execute does not exist: "],
            },
        ],
    },
    Cause {
        name: "deploy_files",
        category: "deploy_files_missing",
        cause: "A path under deployFiles does not exist when the build has ended.",
        advice: "Let the build write where deployFiles says, or correct deployFiles.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)deploy ?files.*(not found|does not exist|do not exist|no such file|match(es|ed)? (no|nothing))",
                literals: &["deploy"],
            },
            Pattern {
                regex: "(?i)(not found|does not exist|no such file|no files match).*\\bdeploy ?files\\b",
                literals: &["deploy"],
            },
        ],
    },
    Cause {
        name: "next_build",
        category: "deploy_files_missing",
        cause: "The output of `next build` was not deployed.",
        advice: "Put `.next` into deployFiles beside node_modules and package.json, or use the standalone output.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "Could not find a production build in the '[^']+' directory",
                literals: &["could not find a production build in the '"],
            },
        ],
    },
    Cause {
        name: "php_autoload",
        category: "deploy_files_missing",
        cause: "vendor/ was not deployed, or the packages were not installed.",
        advice: "Run `composer install` in buildCommands and put `vendor` into deployFiles.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)failed opening required '[^']*vendor/autoload\\.php'",
                literals: &["failed opening required '"],
            },
            Pattern {
                regex: "(?i)require\\([^)]*vendor/autoload\\.php\\): failed to open stream",
                literals: &["vendor/autoload.php): failed to open stream"],
            },
        ],
    },
    Cause {
        name: "python_module",
        category: "module_not_found",
        cause: "A Python module that is imported is not installed, or not deployed.",
        advice: "Add it to the requirements; packages installed in the build must be deployed, or installed in run.prepareCommands.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(E\\s+)?ModuleNotFoundError: No module named ",
                literals: &["modulenotfounderror: no module named "],
            },
            Pattern {
                regex: "^(E\\s+)?ImportError: cannot import name ",
                literals: &["importerror: cannot import name "],
            },
            Pattern {
                regex: "^ImportError: No module named ",
                literals: &["importerror: no module named "],
            },
        ],
    },
    Cause {
        name: "ruby_module",
        category: "module_not_found",
        cause: "Ruby requires a file that is in no gem that is loaded.",
        advice: "Add the gem to the Gemfile, run `bundle install`, and commit Gemfile.lock.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: ": cannot load such file -- [\\w./-]+ \\(LoadError\\)",
                literals: &[": cannot load such file -- "],
            },
        ],
    },
    Cause {
        name: "php_class",
        category: "module_not_found",
        cause: "PHP finds no file for this class.",
        advice: "Add the package to composer.json, or correct the namespace; file names differ by case on Linux.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)^(PHP )?Fatal error: +Uncaught Error: Class \"[^\"]+\" not found",
                literals: &["uncaught error: class \""],
            },
        ],
    },
    Cause {
        name: "node_syntax",
        category: "syntax_error",
        cause: "A JavaScript or TypeScript file is not valid for what reads it.",
        advice: "Correct the file and line that the log names above it.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(Uncaught )?SyntaxError: (Unexpected|Invalid|Missing|missing|Identifier|Unterminated|Illegal|Cannot use import|The requested module|await is only|Unexpected)",
                literals: &["syntaxerror: "],
            },
            Pattern {
                regex: "(Transform failed with|Build failed with) \\d+ errors?",
                literals: &[" error"],
            },
            Pattern {
                regex: "^(✘ )?\\[ERROR\\] (Expected|Unexpected|Unterminated) ",
                literals: &["[error] "],
            },
            Pattern {
                regex: "Module parse failed: Unexpected ",
                literals: &["module parse failed: unexpected "],
            },
            Pattern {
                regex: "^error TS1\\d{3}: ",
                literals: &["error ts1"],
            },
        ],
    },
    Cause {
        name: "python_syntax",
        category: "syntax_error",
        cause: "A Python file is not valid for this version of Python.",
        advice: "Correct the file and line that the log names above it.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(E\\s+)?SyntaxError: (invalid|'.' was never closed|unexpected|unterminated|expected|unmatched|f-string|cannot assign|Missing|Generator|'return' outside)",
                literals: &["syntaxerror: "],
            },
            Pattern {
                regex: "^(E\\s+)?IndentationError: ",
                literals: &["indentationerror: "],
            },
            Pattern {
                regex: "^(E\\s+)?TabError: ",
                literals: &["taberror: "],
            },
        ],
    },
    Cause {
        name: "php_syntax",
        category: "syntax_error",
        cause: "A PHP file is not valid for this version of PHP.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(PHP )?Parse error: +syntax error",
                literals: &["parse error: "],
            },
            Pattern {
                regex: "\\bParseError: syntax error, unexpected ",
                literals: &["parseerror: syntax error, unexpected "],
            },
        ],
    },
    Cause {
        name: "ruby_syntax",
        category: "syntax_error",
        cause: "A Ruby file is not valid.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\.rb:\\d+: syntax errors? (found|, unexpected)",
                literals: &[": syntax error"],
            },
            Pattern {
                regex: "\\(SyntaxError\\)$",
                literals: &["(syntaxerror)"],
            },
        ],
    },
    Cause {
        name: "go_syntax",
        category: "syntax_error",
        cause: "A Go file is not valid.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\.go:\\d+:\\d+: syntax error: ",
                literals: &[": syntax error: "],
            },
            Pattern {
                regex: "\\.go:\\d+:\\d+: expected .*, found ",
                literals: &[": expected "],
            },
        ],
    },
    Cause {
        name: "elixir_syntax",
        category: "syntax_error",
        cause: "An Elixir file is not valid.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\*\\* \\((SyntaxError|TokenMissingError|MismatchedDelimiterError)\\) ",
                literals: &["** ("],
            },
        ],
    },
    Cause {
        name: "json_syntax",
        category: "config_invalid",
        cause: "package.json is no valid JSON.",
        advice: "Correct package.json; trailing commas and comments are not JSON.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code EJSONPARSE",
                literals: &[" code ejsonparse"],
            },
            Pattern {
                regex: "ERR_PNPM_(BAD_PACKAGE_JSON|JSON_PARSE)",
                literals: &["err_pnpm_"],
            },
            Pattern {
                regex: "composer\\.json\" does not contain valid JSON",
                literals: &["composer.json\" does not contain valid json"],
            },
            Pattern {
                regex: "^error parsing package\\.json",
                literals: &["error parsing package.json"],
            },
        ],
    },
    Cause {
        name: "other_config",
        category: "config_invalid",
        cause: "A file of settings is not valid for the tool that reads it.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: failed to parse manifest at `",
                literals: &["error: failed to parse manifest at `"],
            },
            Pattern {
                regex: "^go: errors parsing go\\.mod:",
                literals: &["go: errors parsing go.mod:"],
            },
            Pattern {
                regex: "^\\[ERROR\\].*Non-parseable POM ",
                literals: &["non-parseable pom "],
            },
            Pattern {
                regex: "error: failed to parse: `?pyproject\\.toml",
                literals: &["error: failed to parse: "],
            },
            Pattern {
                regex: "^nginx: \\[emerg\\] (unknown directive|unexpected|invalid|directive|\".*\" directive)",
                literals: &["nginx: [emerg] "],
            },
            Pattern {
                regex: "^nginx: configuration file \\S+ test failed",
                literals: &["nginx: configuration file "],
            },
            Pattern {
                regex: "^Error: Prisma schema validation",
                literals: &["error: prisma schema validation"],
            },
            Pattern {
                regex: "Error code: P1012",
                literals: &["error code: p1012"],
            },
            Pattern {
                regex: "^Failed to load (parser|config) \"[^\"]+\" ",
                literals: &["failed to load "],
            },
            Pattern {
                regex: "failed to load config from /\\S+",
                literals: &["failed to load config from /"],
            },
        ],
    },
    Cause {
        name: "typescript",
        category: "type_error",
        cause: "The TypeScript compiler refuses the code.",
        advice: "Correct the files and lines that the log names; `npx tsc --noEmit` shows them on your machine.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\berror TS(2|5|6|7|17|18)\\d{2,3}: ",
                literals: &["error ts"],
            },
            Pattern {
                regex: "^Type error: ",
                literals: &["type error: "],
            },
        ],
    },
    Cause {
        name: "rust_compile",
        category: "compile_error",
        cause: "rustc refuses the code.",
        advice: "Correct the files and lines that the log names; `cargo check` shows them on your machine.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: could not compile `",
                literals: &["error: could not compile `"],
            },
            Pattern {
                regex: "^error\\[E\\d{4}\\]: ",
                literals: &["error[e"],
            },
        ],
    },
    Cause {
        name: "go_compile",
        category: "compile_error",
        cause: "The Go compiler refuses the code.",
        advice: "Correct the files and lines that the log names; `go build ./...` shows them on your machine.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\.go:\\d+:\\d+: (undefined: |cannot use |declared (and|but) not used|\".*\" imported (and|but) not used|too many |not enough |missing return|invalid operation|\\S+ redeclared|assignment mismatch|non-boolean|cannot assign|unknown field|.* undefined \\()",
                literals: &[".go:"],
            },
            Pattern {
                regex: "\\.go:\\d+:\\d+: (declared and not used|imported and not used)",
                literals: &[".go:"],
            },
        ],
    },
    Cause {
        name: "java_compile",
        category: "compile_error",
        cause: "The Java or Kotlin compiler refuses the code.",
        advice: "Correct the files and lines that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\[ERROR\\] COMPILATION ERROR",
                literals: &["[error] compilation error"],
            },
            Pattern {
                regex: "\\.java:\\d+: error: ",
                literals: &[": error: "],
            },
            Pattern {
                regex: "^e: file:///\\S+\\.kts?:",
                literals: &["e: file:///"],
            },
            Pattern {
                regex: "^> Compilation failed; see the compiler ",
                literals: &["> compilation failed; see the compiler "],
            },
            Pattern {
                regex: "^\\[ERROR\\].*\\.java:\\[\\d+,\\d+\\] ",
                literals: &[".java:["],
            },
        ],
    },
    Cause {
        name: "dotnet_compile",
        category: "compile_error",
        cause: "The .NET compiler refuses the code.",
        advice: "Correct the files and lines that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\.(cs|fs|vb|razor|cshtml)\\(\\d+,\\d+\\): error (CS|FS|BC|RZ)\\d+:",
                literals: &["): error "],
            },
        ],
    },
    Cause {
        name: "elixir_compile",
        category: "compile_error",
        cause: "The Elixir compiler refuses the code.",
        advice: "Correct the file and line that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\*\\* \\(CompileError\\) ",
                literals: &["** (compileerror) "],
            },
            Pattern {
                regex: "^== Compilation error in file ",
                literals: &["== compilation error in file "],
            },
        ],
    },
    Cause {
        name: "native_tools",
        category: "native_build",
        cause: "A package with native code needs a compiler, headers or a library that this container lacks.",
        advice: "Install it in build.prepareCommands, such as build-essential, python3 or the -dev package the log names, or use os ubuntu.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(npm (ERR!|error) )?gyp ERR! (find Python|stack Error: (Could not find any Python|not found: make|`make` failed))",
                literals: &["gyp err! "],
            },
            Pattern {
                regex: "^error: command '\\S*(gcc|cc|g\\+\\+|clang)' failed",
                literals: &["error: command '"],
            },
            Pattern {
                regex: "^(Error: )?pg_config executable not found",
                literals: &["pg_config executable not found"],
            },
            Pattern {
                regex: "^fatal error: [\\w./-]+\\.h: No such file or directory",
                literals: &[".h: no such file or directory"],
            },
            Pattern {
                regex: ": fatal error: [\\w./-]+\\.h: No such file or directory",
                literals: &[".h: no such file or directory"],
            },
            Pattern {
                regex: "^error: linker `\\w+` not found",
                literals: &["error: linker `"],
            },
            Pattern {
                regex: "^error: failed to run custom build command for `",
                literals: &["error: failed to run custom build command for `"],
            },
            Pattern {
                regex: "Gem::Ext::BuildError: ERROR: Failed to build gem native extension",
                literals: &[
                    "gem::ext::builderror: error: failed to build gem native extension",
                ],
            },
            Pattern {
                regex: "cgo: C compiler \"\\w+\" not found",
                literals: &["cgo: c compiler \""],
            },
        ],
    },
    Cause {
        name: "php_extension",
        category: "native_build",
        cause: "A PHP extension that the packages ask for is not installed.",
        advice: "Install it in prepareCommands of build and run, such as `apk add php84-gd` or `apt-get install -y php8.4-gd`.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^- .* requires (PHP extension )?ext-[\\w-]+ .*(it is|is) missing from your system",
                literals: &[" missing from your system"],
            },
            Pattern {
                regex: "Call to undefined function (mb_|imagecreate|curl_|bcadd|intl_|gzcompress|simplexml_)\\w*\\(",
                literals: &["call to undefined function "],
            },
        ],
    },
    Cause {
        name: "command_not_found",
        category: "command_not_found",
        cause: "A program that the command needs is not installed in this container, or not on its PATH.",
        advice: "Install it in prepareCommands, choose a base that has it, or run it through npx, uvx or vendor/bin.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(/?[\\w/]*\\b(ba|da|z)?sh)?:? ?(line )?\\d*:? ?[\\w./@+-]+: (command )?not found$",
                literals: &["not found"],
            },
            Pattern {
                regex: "^(/\\S+/)?\\w*sh: (line )?\\d+: [\\w./@+-]+: (command )?not found$",
                literals: &["not found"],
            },
            Pattern {
                regex: "^(/\\S+/)?(env|exec): .?[\\w./@+-]+.?: No such file or directory$",
                literals: &[": no such file or directory"],
            },
            Pattern {
                regex: "exec: \\\\?\"[^\"]+\": executable file not found in \\$PATH",
                literals: &["\": executable file not found in $path"],
            },
            Pattern {
                regex: "^(/\\S+/)?\\w*sh: (line )?\\d+: [\\w./@+-]+: No such file or directory$",
                literals: &[": no such file or directory"],
            },
        ],
    },
    Cause {
        name: "node_version",
        category: "wrong_version",
        cause: "A package asks for another version of Node.js than the base has.",
        advice: "Set build.base and run.base to a version that the log names, such as alpine/nodejs@22.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code EBADENGINE",
                literals: &[" code ebadengine"],
            },
            Pattern {
                regex: "ERR_PNPM_UNSUPPORTED_ENGINE",
                literals: &["err_pnpm_unsupported_engine"],
            },
            Pattern {
                regex: "^error \\S+: The engine \"node\" is incompatible with this module",
                literals: &[": the engine \"node\" is incompatible with this module"],
            },
            Pattern {
                regex: "^You are using Node\\.js [\\d.]+\\. (For Next\\.js|Vite requires)",
                literals: &["you are using node.js "],
            },
            Pattern {
                regex: "Node\\.js version .* is required\\.$",
                literals: &["node.js version "],
            },
        ],
    },
    Cause {
        name: "python_version",
        category: "wrong_version",
        cause: "The project or a package asks for another version of Python than the base has.",
        advice: "Set build.base and run.base to the Python version that the log names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^ERROR: Package '[^']+' requires a different Python: ",
                literals: &["' requires a different python: "],
            },
            Pattern {
                regex: "The currently activated Python version [\\d.]+ is not supported by the project",
                literals: &["the currently activated python version "],
            },
            Pattern {
                regex: "^error: The requested interpreter resolved to Python .* which is incompatible with the project",
                literals: &["error: the requested interpreter resolved to python "],
            },
        ],
    },
    Cause {
        name: "php_version",
        category: "wrong_version",
        cause: "The project or a package asks for another version of PHP than the base has.",
        advice: "Set build.base and run.base to the PHP version that the log names.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^- .* requires php [^ ].*your php version \\(",
                literals: &["your php version ("],
            },
            Pattern {
                regex: "Your Composer dependencies require a PHP version ",
                literals: &["your composer dependencies require a php version "],
            },
        ],
    },
    Cause {
        name: "go_version",
        category: "wrong_version",
        cause: "go.mod asks for a newer Go than the base has.",
        advice: "Set build.base to that version of Go, or lower the `go` line of go.mod.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "go: go\\.mod requires go >= [\\d.]+ \\(running go ",
                literals: &["go: go.mod requires go >= "],
            },
            Pattern {
                regex: "^note: module requires Go [\\d.]+$",
                literals: &["note: module requires go "],
            },
            Pattern {
                regex: "^go: errors parsing go\\.mod:.*invalid go version",
                literals: &["go: errors parsing go.mod:"],
            },
            Pattern {
                regex: "^go: download go[\\d.]+ for \\S+: toolchain not available",
                literals: &[": toolchain not available"],
            },
        ],
    },
    Cause {
        name: "rust_version",
        category: "wrong_version",
        cause: "A crate asks for a newer Rust than the base has.",
        advice: "Set build.base to a newer rust, or pin an older version of the crate.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^error: (package|rustc [\\d.]+)? ?.*(cannot be built because it requires rustc|is not supported by the following packages?)",
                literals: &["error: "],
            },
            Pattern {
                regex: "requires rustc [\\d.]+ or newer, while the currently active rustc version is",
                literals: &[" or newer, while the currently active rustc version is"],
            },
            Pattern {
                regex: "feature `edition\\d{4}` is required",
                literals: &["feature `edition"],
            },
        ],
    },
    Cause {
        name: "java_version",
        category: "wrong_version",
        cause: "The classes were compiled for a newer Java than the one that runs, or the build asks for one.",
        advice: "Set build.base and run.base to the same java version.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "java\\.lang\\.UnsupportedClassVersionError: ",
                literals: &["java.lang.unsupportedclassversionerror: "],
            },
            Pattern {
                regex: "(?i)\\berror\\b.* invalid target release: ",
                literals: &[" invalid target release: "],
            },
            Pattern {
                regex: "(?i)\\berror\\b.* release version [\\d.]+ not supported",
                literals: &[" release version "],
            },
            Pattern {
                regex: "Cannot find a Java installation on your machine .* matching",
                literals: &["cannot find a java installation on your machine "],
            },
        ],
    },
    Cause {
        name: "dotnet_version",
        category: "wrong_version",
        cause: "The project asks for another version of .NET than the base has.",
        advice: "Set build.base and run.base to the .NET version of TargetFramework.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "error NETSDK1045:",
                literals: &["error netsdk1045:"],
            },
            Pattern {
                regex: "^You must install or update \\.NET to run this application",
                literals: &["you must install or update .net to run this application"],
            },
        ],
    },
    Cause {
        name: "ruby_version",
        category: "wrong_version",
        cause: "The Gemfile asks for another version of Ruby than the base has.",
        advice: "Set build.base and run.base to that version of Ruby, or change the Gemfile.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Your Ruby version is [\\d.]+, but your Gemfile specified ",
                literals: &[", but your gemfile specified "],
            },
        ],
    },
    Cause {
        name: "elixir_version",
        category: "wrong_version",
        cause: "mix.exs asks for another version of Elixir than the base has.",
        advice: "Set build.base and run.base to that version of Elixir, or change mix.exs.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^\\*\\* \\(Mix\\) You.re trying to run :\\w+ on Elixir v",
                literals: &["re trying to run :"],
            },
        ],
    },
    Cause {
        name: "heap",
        category: "out_of_memory",
        cause: "The program used up the memory that its runtime allows it.",
        advice: "Give the runtime a higher limit, such as NODE_OPTIONS=--max-old-space-size=4096 or -Xmx; a build container has 8 GB.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "FATAL ERROR: .*JavaScript heap out of memory",
                literals: &["javascript heap out of memory"],
            },
            Pattern {
                regex: "java\\.lang\\.OutOfMemoryError: ",
                literals: &["java.lang.outofmemoryerror: "],
            },
            Pattern {
                regex: "(?i)^(PHP )?Fatal error: +Allowed memory size of \\d+ bytes exhausted",
                literals: &["allowed memory size of "],
            },
            Pattern {
                regex: "^fatal error: runtime: out of memory",
                literals: &["fatal error: runtime: out of memory"],
            },
            Pattern {
                regex: "^(E\\s+)?MemoryError$",
                literals: &["memoryerror"],
            },
            Pattern {
                regex: "^(E\\s+)?numpy\\.[\\w.]*ArrayMemoryError: Unable to allocate",
                literals: &["arraymemoryerror: unable to allocate"],
            },
            Pattern {
                regex: "\\bfailed to allocate memory \\(NoMemoryError\\)",
                literals: &["failed to allocate memory (nomemoryerror)"],
            },
            Pattern {
                regex: "^memory allocation of \\d+ bytes failed",
                literals: &["memory allocation of "],
            },
            Pattern {
                regex: "terminate called after throwing an instance of 'std::bad_alloc'",
                literals: &[
                    "terminate called after throwing an instance of 'std::bad_alloc'",
                ],
            },
            Pattern {
                regex: "^Fatal process (OOM|out of memory)",
                literals: &["fatal process "],
            },
        ],
    },
    Cause {
        name: "kernel_oom",
        category: "out_of_memory",
        cause: "The kernel ended a process because the container had no memory left.",
        advice: "Raise the RAM of the service with zerops_scale, or let the program use less; the limits are shown by the next call.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: Some(Template {
            tool: "zerops_discover",
            args: &[("serviceHostname", Arg::Service)],
        }),
        evidence: &[
            Pattern {
                regex: "(?i)\\bout of memory: killed process \\d+",
                literals: &["out of memory: killed process "],
            },
            Pattern {
                regex: "(?i)\\boom-kill(er)?\\b.*(constraint=|invoked|killed)",
                literals: &["oom-kill"],
            },
            Pattern {
                regex: "(?i)memory cgroup out of memory",
                literals: &["memory cgroup out of memory"],
            },
            Pattern {
                regex: "virtual memory exhausted: Cannot allocate memory",
                literals: &["virtual memory exhausted: cannot allocate memory"],
            },
            Pattern {
                regex: "ENOMEM: not enough memory",
                literals: &["enomem: not enough memory"],
            },
        ],
    },
    Cause {
        name: "killed",
        category: "process_killed",
        cause: "A process was ended by a signal; the log does not say who sent it.",
        advice: "Look at the memory limits of the service and at what the step was doing; the log proves neither.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Killed$",
                literals: &["killed"],
            },
            Pattern {
                regex: "Worker \\(pid:\\d+\\) was sent SIGKILL! Perhaps out of memory\\?$",
                literals: &[") was sent sigkill! perhaps out of memory?"],
            },
            Pattern {
                regex: "^(ba|da|z)?sh: (line )?\\d+: +\\d+ Killed ",
                literals: &[" killed "],
            },
            Pattern {
                regex: "^npm (ERR!|error) signal SIG(KILL|TERM)$",
                literals: &[" signal sig"],
            },
            Pattern {
                regex: "(?i)exit(ed with)? (code|status) 137\\b",
                literals: &[" 137"],
            },
            Pattern {
                regex: "(?i)\\bsignal: 9, SIGKILL",
                literals: &["signal: 9, sigkill"],
            },
        ],
    },
    Cause {
        name: "disk",
        category: "disk_full",
        cause: "No space is left on the disk.",
        advice: "Write less, clear what the build leaves behind, or raise the disk limits of the service.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)\\bno space left on device\\b",
                literals: &["no space left on device"],
            },
            Pattern {
                regex: "\\bENOSPC\\b: no space",
                literals: &[": no space"],
            },
            Pattern {
                regex: "(?i)disk quota exceeded",
                literals: &["disk quota exceeded"],
            },
            Pattern {
                regex: "(?i)npm (ERR!|error) code ENOSPC",
                literals: &[" code enospc"],
            },
        ],
    },
    Cause {
        name: "file_watchers",
        category: "resource_limit",
        cause: "The limit of file watchers is used up, which says ENOSPC and has nothing to do with the disk.",
        advice: "Start the program without watching files; a deployed service has nothing to watch.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "ENOSPC: System limit for number of file watchers reached",
                literals: &["enospc: system limit for number of file watchers reached"],
            },
        ],
    },
    Cause {
        name: "open_files",
        category: "resource_limit",
        cause: "The process has as many files or connections open as it may have.",
        advice: "Close what is not used any more, and bound the number of connections and of parallel work.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "\\bEMFILE: too many open files",
                literals: &["emfile: too many open files"],
            },
            Pattern {
                regex: "(?i)\\btoo many open files \\(os error 24\\)",
                literals: &["too many open files (os error 24)"],
            },
            Pattern {
                regex: "\\[Errno 24\\] Too many open files",
                literals: &["[errno 24] too many open files"],
            },
            Pattern {
                regex: "(accept|open|dial|socket)\\S* .*: too many open files$",
                literals: &[": too many open files"],
            },
        ],
    },
    Cause {
        name: "registry_network",
        category: "network",
        cause: "The host that packages come from could not be reached.",
        advice: "Deploy again; if it stays so, check the address of the registry and whether it blocks the build.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare],
        next: None,
        evidence: &[
            Pattern {
                regex: "^npm (ERR!|error) code (ENOTFOUND|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EAI_AGAIN|ERR_SOCKET_TIMEOUT|ENETUNREACH)",
                literals: &[" code "],
            },
            Pattern {
                regex: "^npm (ERR!|error) network (request to|This is a problem related to network connectivity)",
                literals: &[" network "],
            },
            Pattern {
                regex: "ERR_PNPM_META_FETCH_FAIL",
                literals: &["err_pnpm_meta_fetch_fail"],
            },
            Pattern {
                regex: "^error An unexpected error occurred: \"https?://[^\"]*: (ESOCKETTIMEDOUT|ETIMEDOUT|getaddrinfo)",
                literals: &["error an unexpected error occurred: \"http"],
            },
            Pattern {
                regex: "(?i)could not fetch URL https?://\\S+: connection error",
                literals: &["could not fetch url http"],
            },
            Pattern {
                regex: "HTTPSConnectionPool\\(host='[^']+', port=\\d+\\): (Max retries exceeded|Read timed out)",
                literals: &["httpsconnectionpool(host='"],
            },
            Pattern {
                regex: "curl error (6|7|28|35|56) while downloading ",
                literals: &[" while downloading "],
            },
            Pattern {
                regex: "(?i)(fatal|error): unable to access 'https?://\\S+': (Could not resolve host|Failed to connect|Recv failure|The requested URL)",
                literals: &[": unable to access 'http"],
            },
            Pattern {
                regex: "(?i)curl: \\((6|7|28|35|52|56)\\) ",
                literals: &["curl: ("],
            },
            Pattern {
                regex: "^E: Failed to fetch ",
                literals: &["e: failed to fetch "],
            },
            Pattern {
                regex: "^E: Unable to fetch some archives",
                literals: &["e: unable to fetch some archives"],
            },
            Pattern {
                regex: "dial tcp: lookup \\S+( on \\S+)?: (no such host|i/o timeout|server misbehaving)",
                literals: &["dial tcp: lookup "],
            },
            Pattern {
                regex: "^error: failed to (download from|get .* as a dependency)",
                literals: &["error: failed to "],
            },
            Pattern {
                regex: "error NU1301: Unable to load the service index",
                literals: &["error nu1301: unable to load the service index"],
            },
            Pattern {
                regex: "^(WARNING: )?(fetch|ERROR: unable to select packages).*temporary error",
                literals: &["temporary error"],
            },
            Pattern {
                regex: "^\\[ERROR\\].*(Connect to|Connection to) \\S+ .*(timed out|refused|failed)",
                literals: &["[error]"],
            },
        ],
    },
    Cause {
        name: "db_auth",
        category: "database_auth",
        cause: "The database answers and refuses the user, the password or the name of the database.",
        advice: "Take user, password and dbName from the variables of the database service, such as ${db_user} and ${db_password}.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: Some(Template {
            tool: "zerops_env",
            args: &[("action", Arg::Text("get")), ("serviceHostname", Arg::Service)],
        }),
        evidence: &[
            Pattern {
                regex: "(?i)\\bpassword authentication failed for user\\b",
                literals: &["password authentication failed for user"],
            },
            Pattern {
                regex: "Access denied for user '[^']*'@",
                literals: &["access denied for user '"],
            },
            Pattern {
                regex: "(?i)(FATAL: +|error: )(role|database) \"[^\"]+\" does not exist",
                literals: &["\" does not exist"],
            },
            Pattern {
                regex: "Authentication failed against database server",
                literals: &["authentication failed against database server"],
            },
            Pattern {
                regex: "NOAUTH Authentication required",
                literals: &["noauth authentication required"],
            },
            Pattern {
                regex: "WRONGPASS invalid username-password pair",
                literals: &["wrongpass invalid username-password pair"],
            },
            Pattern {
                regex: "MongoServerError: Authentication failed",
                literals: &["mongoservererror: authentication failed"],
            },
            Pattern {
                regex: "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
                literals: &[
                    "sasl: scram-server-first-message: client password must be a string",
                ],
            },
        ],
    },
    Cause {
        name: "db_refused",
        category: "database_unreachable",
        cause: "The program cannot connect to its database.",
        advice: "Use the hostname and port of the database service, not localhost, and check that the service is ACTIVE; a build container reaches no service of the project.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: Some(Template {
            tool: "zerops_discover",
            args: &[],
        }),
        evidence: &[
            Pattern {
                regex: "ECONNREFUSED \\S*:(5432|6432|3306|6379|6380|27017|9200|4222)\\b",
                literals: &["econnrefused "],
            },
            Pattern {
                regex: "(?i)connect ETIMEDOUT \\S*:(5432|6432|3306|6379|6380|27017|9200|4222)\\b",
                literals: &["connect etimedout "],
            },
            Pattern {
                regex: "getaddrinfo (ENOTFOUND|EAI_AGAIN) (db|database|postgres\\w*|pg|mysql|mariadb|redis|valkey|cache|mongo\\w*)(\\.zerops)?(:\\d+)?$",
                literals: &["getaddrinfo "],
            },
            Pattern {
                regex: "(?i)could not translate host name \"[^\"]+\" to address",
                literals: &["could not translate host name \""],
            },
            Pattern {
                regex: "(?i)connection to server (at|on) .*(port \\d+ )?failed: (Connection refused|could not|timeout)",
                literals: &["connection to server "],
            },
            Pattern {
                regex: "(?i)could not connect to server: Connection refused",
                literals: &["could not connect to server: connection refused"],
            },
            Pattern {
                regex: "Can.t reach database server at ",
                literals: &["t reach database server at "],
            },
            Pattern {
                regex: "SQLSTATE\\[HY000\\] \\[200[235]\\]",
                literals: &["sqlstate[hy000] [200"],
            },
            Pattern {
                regex: "SQLSTATE\\[08006\\]",
                literals: &["sqlstate[08006]"],
            },
            Pattern {
                regex: "php_network_getaddresses: getaddrinfo (for \\S+ )?failed",
                literals: &["php_network_getaddresses: getaddrinfo "],
            },
            Pattern {
                regex: "Can.t connect to (local )?(MySQL|MariaDB) server",
                literals: &["t connect to "],
            },
            Pattern {
                regex: "redis\\.exceptions\\.ConnectionError: Error (111|-2|-3|110) connecting to ",
                literals: &["redis.exceptions.connectionerror: error "],
            },
            Pattern {
                regex: "Error connecting to Redis on \\S+ \\(E(CONNREFUSED|NOTFOUND)\\)|Redis::CannotConnectError",
                literals: &["error connecting to redis on ", "redis::cannotconnecterror"],
            },
            Pattern {
                regex: "org\\.postgresql\\.util\\.PSQLException: (Connection to \\S+ refused|The connection attempt failed)",
                literals: &["org.postgresql.util.psqlexception: "],
            },
            Pattern {
                regex: "com\\.mysql\\.cj\\.jdbc\\.exceptions\\.CommunicationsException: Communications link failure",
                literals: &[
                    "com.mysql.cj.jdbc.exceptions.communicationsexception: communications link failure",
                ],
            },
            Pattern {
                regex: "Npgsql\\.NpgsqlException.*: Failed to connect to ",
                literals: &[": failed to connect to "],
            },
            Pattern {
                regex: "dial tcp \\S+:(5432|6432|3306|6379|27017): connect: connection refused",
                literals: &[": connect: connection refused"],
            },
            Pattern {
                regex: "(?i)failed to connect to `?(host|user)=.*(connection refused|dial error|no such host|hostname resolving error)",
                literals: &["failed to connect to "],
            },
            Pattern {
                regex: "\\(DBConnection\\.ConnectionError\\) (connection refused|tcp connect \\()",
                literals: &["(dbconnection.connectionerror) "],
            },
            Pattern {
                regex: "tcp connect \\([^)]*:(5432|3306)\\): (connection refused|non-existing domain)",
                literals: &["tcp connect ("],
            },
            Pattern {
                regex: "MongoServerSelectionError: |pymongo\\.errors\\.ServerSelectionTimeoutError: ",
                literals: &[
                    "mongoserverselectionerror: ",
                    "pymongo.errors.serverselectiontimeouterror: ",
                ],
            },
            Pattern {
                regex: "PG::ConnectionBad: ",
                literals: &["pg::connectionbad: "],
            },
            Pattern {
                regex: "error communicating with database: ",
                literals: &["error communicating with database: "],
            },
        ],
    },
    Cause {
        name: "prisma_migration",
        category: "migration_failed",
        cause: "A Prisma migration failed, or an earlier one did and blocks the others.",
        advice: "Read the database error below it; after a repair mark it with `prisma migrate resolve`.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Error: P30(05|06|09|18)$",
                literals: &["error: p30"],
            },
            Pattern {
                regex: "Error: P30(05|06|09|18)\\b",
                literals: &["error: p30"],
            },
            Pattern {
                regex: "^A migration failed to apply\\. New migrations cannot be applied",
                literals: &[
                    "a migration failed to apply. new migrations cannot be applied",
                ],
            },
            Pattern {
                regex: "migrate found failed migrations in the target database",
                literals: &["migrate found failed migrations in the target database"],
            },
        ],
    },
    Cause {
        name: "laravel_migration",
        category: "migration_failed",
        cause: "A Laravel migration failed with an error of the database.",
        advice: "Correct the migration that the log names; it did not run to its end.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "SQLSTATE\\[\\w{5}\\]: .*\\(Connection: [^)]*SQL: (create|alter|drop|rename) ",
                literals: &["(connection: "],
            },
        ],
    },
    Cause {
        name: "python_migration",
        category: "migration_failed",
        cause: "A migration of Django or Alembic failed.",
        advice: "Read the error of the database in the log and correct the migration that it names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Applying \\S+\\.\\.\\.\\s*Traceback \\(most recent call last\\):",
                literals: &["traceback (most recent call last):"],
            },
            Pattern {
                regex: "django\\.db\\.migrations\\.exceptions\\.\\w+: ",
                literals: &["django.db.migrations.exceptions."],
            },
            Pattern {
                regex: "^alembic\\.util\\.exc\\.CommandError: ",
                literals: &["alembic.util.exc.commanderror: "],
            },
            Pattern {
                regex: "^FAILED: (Can.t locate revision|Multiple head revisions|Target database is not up to date)",
                literals: &["failed: "],
            },
            Pattern {
                regex: "^ERROR \\[alembic\\.util\\.messaging\\] ",
                literals: &["error [alembic.util.messaging] "],
            },
            Pattern {
                regex: "^CommandError: Conflicting migrations detected",
                literals: &["commanderror: conflicting migrations detected"],
            },
            Pattern {
                regex: "^File \"[^\"]*/versions/\\w+\\.py\", line \\d+, in (upgrade|downgrade)$",
                literals: &[".py\", line "],
            },
        ],
    },
    Cause {
        name: "other_migration",
        category: "migration_failed",
        cause: "A migration of the database failed.",
        advice: "Read the error of the database in the log and correct the migration that it names.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "ActiveRecord::PendingMigrationError",
                literals: &["activerecord::pendingmigrationerror"],
            },
            Pattern {
                regex: "^StandardError: An error has occurred, (this and )?all later migrations canceled",
                literals: &["standarderror: an error has occurred, "],
            },
            Pattern {
                regex: "Migration \"[^\"]+\" failed, error: ",
                literals: &["\" failed, error: "],
            },
            Pattern {
                regex: "FlywayException|org\\.flywaydb\\.core\\S*\\.FlywayMigrateException: |Migration \\S+ failed$",
                literals: &["flywayexception", ".flywaymigrateexception: ", "migration "],
            },
            Pattern {
                regex: "liquibase\\.exception\\.\\w*Exception: ",
                literals: &["liquibase.exception."],
            },
            Pattern {
                regex: "^error: (Dirty database version \\d+|migrate: )",
                literals: &["error: "],
            },
            Pattern {
                regex: "^\\*\\* \\((Postgrex|MyXQL)\\.Error\\) .*\\(duplicate_(column|table|object)\\)",
                literals: &["(duplicate_"],
            },
            Pattern {
                regex: "^migration file \"[^\"]+\" failed$",
                literals: &["migration file \""],
            },
        ],
    },
    Cause {
        name: "missing_env",
        category: "missing_env",
        cause: "An environment variable that the program needs is not set.",
        advice: "Set it under run.envVariables in zerops.yaml, or as a secret with zerops_env, and deploy again.",
        building: Some(
            "Set it under build.envVariables in zerops.yaml: a build sees no other variables of the service. One that the service has is named there as `${RUNTIME_NAME}`, one of the project by its name. Then deploy again.",
        ),
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: Some(Template {
            tool: "zerops_env",
            args: &[("action", Arg::Text("get")), ("serviceHostname", Arg::Service)],
        }),
        evidence: &[
            Pattern {
                regex: "^KeyError: '[A-Z][A-Z0-9]*(_[A-Z0-9]+)+'$",
                literals: &["keyerror: '"],
            },
            Pattern {
                regex: "(?i)\\b(missing|undefined) (required )?environment variables?:? [\"`']?[A-Z_]",
                literals: &["environment variable"],
            },
            Pattern {
                regex: "(?i)\\bmissing (required )?env(ironment)? vars?:? ",
                literals: &["missing "],
            },
            Pattern {
                regex: "(?i)\\benvironment variables? [\"`']?[A-Z][A-Z0-9_]+[\"`']? (is|are|was) (not set|not defined|missing|required|undefined|unset|empty)",
                literals: &["environment variable"],
            },
            Pattern {
                regex: "\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ is not set\\b",
                literals: &[" is not set"],
            },
            Pattern {
                regex: "\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ must be set\\b",
                literals: &[" must be set"],
            },
            Pattern {
                regex: "\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ is required\\b",
                literals: &[" is required"],
            },
            Pattern {
                regex: "Error: Environment variable not found: [A-Z_]+",
                literals: &["error: environment variable not found: "],
            },
            Pattern {
                regex: "error: Environment variable not found: [A-Z_]+",
                literals: &["error: environment variable not found: "],
            },
            Pattern {
                regex: "django\\.core\\.exceptions\\.ImproperlyConfigured: Set the \\w+ environment variable",
                literals: &["django.core.exceptions.improperlyconfigured: set the "],
            },
            Pattern {
                regex: "ImproperlyConfigured: The SECRET_KEY setting must not be empty",
                literals: &[
                    "improperlyconfigured: the secret_key setting must not be empty",
                ],
            },
            Pattern {
                regex: "\\(RuntimeError\\) environment variable [A-Z_]+ is missing",
                literals: &["(runtimeerror) environment variable "],
            },
            Pattern {
                regex: "Could not resolve placeholder '[^']+' in value",
                literals: &["could not resolve placeholder '"],
            },
            Pattern {
                regex: "No application encryption key has been specified",
                literals: &["no application encryption key has been specified"],
            },
            Pattern {
                regex: "Missing `secret_key_base` for 'production' environment",
                literals: &["missing `secret_key_base` for 'production' environment"],
            },
            Pattern {
                regex: "ArgumentError: Missing `secret_key_base`",
                literals: &["argumenterror: missing `secret_key_base`"],
            },
            Pattern {
                regex: "(?i)invalid environment variables:?$",
                literals: &["invalid environment variables"],
            },
            Pattern {
                regex: "^panic: (required )?env(ironment)? .*(not set|is required|missing)",
                literals: &["panic: "],
            },
            Pattern {
                regex: "called `Result::unwrap\\(\\)` on an `Err` value: NotPresent",
                literals: &["called `result::unwrap()` on an `err` value: notpresent"],
            },
            Pattern {
                regex: "environment variable not found: ",
                literals: &["environment variable not found: "],
            },
            Pattern {
                regex: "^pydantic_core\\._pydantic_core\\.ValidationError: \\d+ validation errors? for \\w*Settings",
                literals: &["pydantic_core._pydantic_core.validationerror: "],
            },
            Pattern {
                regex: "secretOrPrivateKey must have a value",
                literals: &["secretorprivatekey must have a value"],
            },
        ],
    },
    Cause {
        name: "permission_file",
        category: "permission_denied",
        cause: "A file may not be read, written or executed by the user that runs the command.",
        advice: "Make scripts executable in git (`git update-index --chmod=+x`), and write only below folders that the user owns.",
        building: None,
        rank: Rank::Proof,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^(/\\S+/)?(\\w*sh|env): (line )?(\\d+: )?\\S+: Permission denied$",
                literals: &[": permission denied"],
            },
            Pattern {
                regex: "^(npm (ERR!|error) )?(Error: )?EACCES: permission denied, ",
                literals: &["eacces: permission denied, "],
            },
            Pattern {
                regex: "^npm (ERR!|error) code EACCES",
                literals: &[" code eacces"],
            },
            Pattern {
                regex: "^(E\\s+)?PermissionError: \\[Errno 13\\] Permission denied",
                literals: &["permissionerror: [errno 13] permission denied"],
            },
            Pattern {
                regex: "(?i)failed to open stream: Permission denied",
                literals: &["failed to open stream: permission denied"],
            },
            Pattern {
                regex: "(?i)\\bmkdir: (cannot create directory|can.t create directory) .*Permission denied",
                literals: &["permission denied"],
            },
            Pattern {
                regex: "could not be opened in append mode: Failed to open stream: Permission denied",
                literals: &[
                    "could not be opened in append mode: failed to open stream: permission denied",
                ],
            },
            Pattern {
                regex: "(?i)^fork/exec \\S+: permission denied",
                literals: &[": permission denied"],
            },
            Pattern {
                regex: "^Permission denied @ \\w+ - ",
                literals: &["permission denied @ "],
            },
        ],
    },
    Cause {
        name: "privileged_port",
        category: "permission_denied",
        cause: "The program may not listen on this port; ports below 1024 are kept from it.",
        advice: "Listen on a port from 10 to 65435 that the platform leaves to you, such as 3000, and name it under run.ports.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)listen EACCES: permission denied ",
                literals: &["listen eacces: permission denied "],
            },
            Pattern {
                regex: "(?i)bind\\(\\) to \\S+ failed \\(13: Permission denied\\)",
                literals: &[" failed (13: permission denied)"],
            },
            Pattern {
                regex: "listen tcp \\S*:\\d+: bind: permission denied",
                literals: &[": bind: permission denied"],
            },
        ],
    },
    Cause {
        name: "port_in_use",
        category: "port_in_use",
        cause: "Another process of the same container listens on this port already.",
        advice: "Start the program once; if two must run, give them different ports under run.ports.",
        building: None,
        rank: Rank::Root,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "EADDRINUSE\\b.*address already in use",
                literals: &["address already in use"],
            },
            Pattern {
                regex: "(?i)\\[Errno 98\\].*Address already in use",
                literals: &["address already in use"],
            },
            Pattern {
                regex: "(?i)bind\\(\\) to \\S+ failed \\(98: Address (already )?in use\\)",
                literals: &[" failed (98: address "],
            },
            Pattern {
                regex: "listen tcp \\S*:\\d+: bind: address already in use",
                literals: &[": bind: address already in use"],
            },
            Pattern {
                regex: "(?i)Connection in use: \\(",
                literals: &["connection in use: ("],
            },
            Pattern {
                regex: "Web server failed to start\\. Port \\d+ was already in use",
                literals: &["web server failed to start. port "],
            },
            Pattern {
                regex: "Address already in use - bind\\(2\\) for ",
                literals: &["address already in use - bind(2) for "],
            },
            Pattern {
                regex: "Failed to bind to address \\S+: address already in use",
                literals: &["failed to bind to address "],
            },
            Pattern {
                regex: "Address already in use \\(os error 98\\)",
                literals: &["address already in use (os error 98)"],
            },
            Pattern {
                regex: "(?i)failed to listen on .*\\(reason: Address already in use\\)",
                literals: &["(reason: address already in use)"],
            },
            Pattern {
                regex: "\\(:?eaddrinuse\\)|:eaddrinuse",
                literals: &["eaddrinuse)", ":eaddrinuse"],
            },
            Pattern {
                regex: "^java\\.net\\.BindException: Address already in use",
                literals: &["java.net.bindexception: address already in use"],
            },
            Pattern {
                regex: "error: Failed to start server\\. Is port \\d+ in use\\?",
                literals: &["error: failed to start server. is port "],
            },
        ],
    },
    Cause {
        name: "init_commands",
        category: "command_failed",
        cause: "A command under run.initCommands ended with an error, so the new version did not start.",
        advice: "Read the lines before it; the version before it keeps serving.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Init],
        next: Some(Template {
            tool: "zerops_logs",
            args: &[("serviceHostname", Arg::Service)],
        }),
        evidence: &[
            Pattern {
                regex: "RUN\\.INIT COMMANDS FINISHED WITH ERROR",
                literals: &["run.init commands finished with error"],
            },
        ],
    },
    Cause {
        name: "readiness",
        category: "readiness_failed",
        cause: "The new container did not pass its readiness check in time, so the version before it keeps serving.",
        advice: "Let the program listen on 0.0.0.0 at the port and path of deploy.readinessCheck, or give the check more time.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Init],
        next: Some(Template {
            tool: "zerops_logs",
            args: &[("serviceHostname", Arg::Service)],
        }),
        evidence: &[
            Pattern {
                regex: "(?i)readiness ?check:? (has )?(failed|timed out|did not pass|not passed)",
                literals: &["readiness"],
            },
        ],
    },
    Cause {
        name: "tests",
        category: "tests_failed",
        cause: "Tests that the build runs failed.",
        advice: "Correct them on your machine, or take the tests out of buildCommands.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "^Tests: +\\d+ failed, ",
                literals: &[" failed, "],
            },
            Pattern {
                regex: "^Test Files +\\d+ failed",
                literals: &["test files "],
            },
            Pattern {
                regex: "^=+ .*\\b\\d+ failed\\b.* in [\\d.]+s.* =+$",
                literals: &[" failed"],
            },
            Pattern {
                regex: "^test result: FAILED\\. ",
                literals: &["test result: failed. "],
            },
            Pattern {
                regex: "^FAIL\\s+[\\w./-]+\\s+[\\d.]+s$",
                literals: &["fail"],
            },
            Pattern {
                regex: "^\\[ERROR\\] +Tests run: \\d+, Failures: ",
                literals: &[", failures: "],
            },
            Pattern {
                regex: "^FAILURES!$",
                literals: &["failures!"],
            },
            Pattern {
                regex: "^\\d+ examples?, [1-9]\\d* failures?",
                literals: &[" failure"],
            },
            Pattern {
                regex: "^Failed! +- Failed: +[1-9]",
                literals: &["- failed: "],
            },
            Pattern {
                regex: "^\\d+ tests?, [1-9]\\d* failures?",
                literals: &[" failure"],
            },
            Pattern {
                regex: "^> There were failing tests\\. See the report",
                literals: &["> there were failing tests. see the report"],
            },
        ],
    },
    Cause {
        name: "timeout",
        category: "timeout",
        cause: "A step took longer than it may.",
        advice: "Let it do less; the whole build has 60 minutes, and a step of your own may have a limit of its own.",
        building: None,
        rank: Rank::Weak,
        phases: &[Phase::Build, Phase::Prepare, Phase::Init],
        next: None,
        evidence: &[
            Pattern {
                regex: "(?i)^(the )?(build|deploy|pipeline|step|command)( \\S+)? (has )?timed out",
                literals: &["timed out"],
            },
            Pattern {
                regex: "(?i)^(the )?(build|deploy|pipeline|step|command)( \\S+)? (has )?exceeded the (maximum|time)",
                literals: &["exceeded the "],
            },
            Pattern {
                regex: "^timeout: sending signal \\w+ to command",
                literals: &["timeout: sending signal "],
            },
            Pattern {
                regex: "^subprocess\\.TimeoutExpired: Command ",
                literals: &["subprocess.timeoutexpired: command "],
            },
            Pattern {
                regex: "The following exception is caused by a process timeout|^\\[Symfony\\\\Component\\\\Process\\\\Exception\\\\ProcessTimedOutException\\]",
                literals: &[
                    "the following exception is caused by a process timeout",
                    "[symfony\\component\\process\\exception\\processtimedoutexception]",
                ],
            },
            Pattern {
                regex: "because it took more than 60 seconds",
                literals: &["because it took more than 60 seconds"],
            },
        ],
    },
];
