//! Filling a project with much at once.

use super::Control;
use crate::sandbox::population;

/// How much to put into the first project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// Services, besides those that are there.
    pub services: u32,
    /// Processes and app versions together, of the new services.
    pub events: u32,
    /// Log lines, of some of the new services.
    pub log_lines: u32,
}

impl Control {
    /// Fills the first project; what is made has happened already and is searchable at once.
    pub fn populate(&self, population: Population) {
        let Population { services, events, log_lines } = population;
        let mut world = self.shared.world();
        let services = population::services(&mut world, services);
        population::events(&mut world, &services, events);
        population::log_lines(&mut world, &services, log_lines);
        world.index_now();
    }
}
