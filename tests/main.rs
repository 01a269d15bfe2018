//! All integration tests in one binary: they share the harness and are linked once.

mod harness;

#[path = "../generated/tests.rs"]
#[rustfmt::skip]
mod examples;

mod agreement;
mod architecture;
mod bad_spec;
mod budgets;
mod circles;
mod consent;
mod coverage;
mod deploy;
mod deploy_programs;
mod documents;
mod env;
mod events;
#[cfg(target_os = "linux")]
mod exec;
mod failures;
mod fault_matrix;
mod faults;
#[cfg(unix)]
mod files;
mod following;
#[cfg(unix)]
mod git_push;
#[cfg(target_os = "linux")]
mod hands;
mod homes;
mod http;
mod imports;
#[cfg(unix)]
mod init;
mod kept;
mod knowledge;
mod live;
mod logs;
mod measured;
mod mount;
mod overrides;
mod pending;
mod process;
mod production;
mod publish;
mod query;
#[cfg(unix)]
mod recipes;
mod records;
mod release;
mod require_workflow;
mod rounds;
mod sandbox;
mod scaling;
mod site;
mod ssh;
mod suggestions;
mod surface;
mod sync;
mod texts;
mod tokens;
mod type_spellings;
mod verify;
mod workflow;
