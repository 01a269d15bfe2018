//! One module a tool: arguments, error codes and tables.
//! Source: spec/tools/*.yaml. Written by build.rs (src/codegen/render/file.rs); edit the spec.

pub mod zerops_backup;
pub mod zerops_browse;
pub mod zerops_context;
pub mod zerops_delete;
pub mod zerops_deploy;
pub mod zerops_dev_server;
pub mod zerops_discover;
pub mod zerops_env;
pub mod zerops_events;
pub mod zerops_exec;
pub mod zerops_import;
pub mod zerops_knowledge;
pub mod zerops_logs;
pub mod zerops_manage;
pub mod zerops_mount;
pub mod zerops_preprocess;
pub mod zerops_process;
pub mod zerops_query;
pub mod zerops_recipes;
pub mod zerops_scale;
pub mod zerops_status;
pub mod zerops_subdomain;
pub mod zerops_usage;
pub mod zerops_validate;
pub mod zerops_verify;
pub mod zerops_versions;
pub mod zerops_workflow;

/// Hands the names of all tools to a macro.
#[doc(hidden)]
#[macro_export]
macro_rules! each_tool {
    ($then:ident) => {
        $then ! { zerops_backup zerops_browse zerops_context zerops_delete zerops_deploy
        zerops_dev_server zerops_discover zerops_env zerops_events zerops_exec
        zerops_import zerops_knowledge zerops_logs zerops_manage zerops_mount
        zerops_preprocess zerops_process zerops_query zerops_recipes zerops_scale
        zerops_status zerops_subdomain zerops_usage zerops_validate zerops_verify
        zerops_versions zerops_workflow }
    };
}
pub use each_tool;
