//! What several operations need: finding what a call names, waiting, asking before something is lost, and saying what
//! came of it. Nothing here is an operation.

pub(crate) mod consent;
pub(crate) mod container;
pub(crate) mod document;
pub(crate) mod end_of_call;
pub(crate) mod failure;
pub(crate) mod follow_process;
pub(crate) mod git_remote;
pub(crate) mod import_plan;
pub(crate) mod import_unknowable;
pub(crate) mod notebook;
pub(crate) mod poll;
pub(crate) mod private_port;
pub(crate) mod public_addresses;
pub(crate) mod references;
pub(crate) mod scaling;
pub(crate) mod schema_check;
pub(crate) mod secrets;
pub(crate) mod service_facts;
pub(crate) mod services;
pub(crate) mod taken_hostnames;
pub(crate) mod types_and_schemas;
pub(crate) mod wire_to_view;
pub(crate) mod working_folder;
