//! Where the public addresses of services are.

use super::Control;

impl Control {
    /// Puts the subdomains of all projects below another domain, such as `localhost:8080`: who
    /// listens there answers in place of the services.
    pub fn set_subdomain_domain(&self, domain: &str) {
        let mut world = self.shared.world();
        for project in &mut world.data.projects {
            domain.clone_into(&mut project.domain);
        }
        world.record();
    }
}
