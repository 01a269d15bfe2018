//! What this program does when the sandbox runs it again, inside a project or a container or
//! beside itself.

pub mod connect;
pub mod files;
pub mod guard;
pub mod probe;
pub mod relay;
