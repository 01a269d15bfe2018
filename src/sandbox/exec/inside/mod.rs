//! What this program does when the sandbox runs it again inside a project or a container.

pub mod relay;
