//! What is fuzzed: one function a target, which takes any bytes and panics where a promise is broken.
//!
//! Built for tests, where `tests` replays the corpus and mutates it, and for `cargo fuzz`, whose targets in
//! `fuzz/fuzz_targets` call these.

mod archive;
mod decoder;
mod documents;
mod lines;
mod preprocessor;
#[cfg(test)]
mod tests;
mod texts;

pub use archive::archive;
pub use decoder::decoder;
pub use documents::documents;
pub use lines::lines;
pub use preprocessor::preprocessor;
pub use texts::texts;
