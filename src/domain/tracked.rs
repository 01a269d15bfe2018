//! Results of operations that the platform finishes later.

use super::call::NextCall;

/// A record that names the processes it started. The impls are generated.
pub trait Tracked {
    /// The record of a process.
    type Process;

    /// The processes, none when there was nothing to do.
    fn processes(&self) -> &[Self::Process];

    /// The same, to be replaced by later views of them.
    fn processes_mut(&mut self) -> &mut [Self::Process];

    /// Makes these the only calls to make next.
    fn suggest(&mut self, calls: Vec<NextCall>);
}
