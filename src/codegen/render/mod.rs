//! From the model to the text of every generated file. Pure: no file is read or written here.

mod catalog;
mod docs;
mod errors;
mod failures;
mod file;
mod operations;
mod params;
mod registry;
mod schemas;
mod tests;
mod tool;
mod types;

pub(crate) use file::render;
