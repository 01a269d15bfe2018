//! The tools that work in services, through a real client, where their programs really run.

mod live;
mod versions;
