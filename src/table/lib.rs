//! What codegen and the program share: the tables of parameters, the decoder that reads arguments by them, the table of
//! situations, YAML with places, JSON without doubled keys, and names that are nearly right. `zcp::domain` publishes all of it.

pub mod decode;
pub mod hints;
pub mod nearest;
pub mod once;
pub mod params;
pub mod situation;
pub mod yaml;
