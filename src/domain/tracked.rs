//! Results of operations that the platform finishes later.

use super::call::NextCall;

/// A record that names the process it started. The impls are generated.
pub trait Tracked {
    /// The record of a process.
    type Process;

    /// The process, absent when there was nothing to do.
    fn process(&self) -> Option<&Self::Process>;

    /// Replaces the process by a later view of it.
    fn set_process(&mut self, process: Self::Process);

    /// Makes this the only call to make next.
    fn suggest(&mut self, call: NextCall);
}
