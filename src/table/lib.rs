//! What codegen and the program share: the tables of parameters, the decoder that reads arguments by them, the table of
//! situations, the ranges of scaling, the steps and faults of the sandbox, YAML with places, JSON without doubled keys, and names that are nearly right. `zcp::domain` publishes all of it.

pub mod control;
pub mod decode;
pub mod faults;
pub mod hints;
pub mod nearest;
pub mod once;
pub mod params;
pub mod ranges;
pub mod situation;
pub mod yaml;
