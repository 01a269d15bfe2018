//! The containers of runtime services, for those who log in.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::container::{PROGRAM, WWW};
use super::engine::Engine;
use crate::programs::Command;
use crate::sandbox::ssh::machines::Machines;

impl Machines for Engine {
    fn names(&self) -> Vec<String> {
        let Some(shared) = self.shared() else { return Vec::new() };
        let world = shared.world();
        let runtimes = world.data.services.iter().filter(|service| service.kind.is_runtime());
        runtimes.filter(|service| self.running(&service.id).is_some()).map(|service| service.hostname.clone()).collect()
    }

    fn command(&self, hostname: &str, argv: &[OsString]) -> io::Result<Command> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("service {hostname} does not run"));
        let shared = self.shared().ok_or_else(missing)?;
        let found = {
            let world = shared.world();
            let mut runtimes = world.data.services.iter().filter(|service| service.kind.is_runtime());
            runtimes.find(|service| service.hostname == hostname).map(|service| service.id.clone())
        };
        let instance = found.and_then(|service| self.running(&service)).ok_or_else(missing)?;
        let mut command = instance.container.command(Path::new(WWW), argv);
        instance.environment.apply(&instance.container, &mut command);
        Ok(command)
    }

    fn started(&self, group: u32) {
        self.keep_group(group);
    }

    fn program(&self) -> &Path {
        if self.plain.is_none() { Path::new(PROGRAM) } else { &self.program }
    }
}
