//! The conductor: its laws over many generated states of a project, and the whole of it against the sandbox.

mod dice;
mod half_done;
mod laws;
mod model;
mod old_variables;
mod rolled_back;
mod standings;
mod whose_code;
