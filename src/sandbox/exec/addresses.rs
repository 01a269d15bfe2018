//! Which service a public host leads to.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::balancer::{Lookup, Target};
use super::engine::Engine;
use crate::domain::ids::ServiceId;

/// Why a host leads nowhere: a status and a reason.
type Refusal = (u16, String);

impl Lookup for Engine {
    async fn find(&self, host: &str) -> Target {
        let (service, hostname, port) = match self.public(host) {
            Ok(found) => found,
            Err((status, reason)) => return Target::Refused(status, reason),
        };
        let refuse = |status: u16, reason: String| Target::Refused(status, reason);
        let Some(instance) = self.running(&service) else {
            return refuse(502, format!("Service {hostname} does not run."));
        };
        if instance.out.load(Ordering::Relaxed) {
            return refuse(503, format!("The health check of service {hostname} fails."));
        }
        match instance.container.connect(port).await {
            Ok(connection) => Target::Service(connection, Box::new(Arc::clone(&instance.requests))),
            Err(_) => refuse(502, format!("Nothing in service {hostname} listens on 0.0.0.0:{port}.")),
        }
    }
}

impl Engine {
    /// The service and the port of a host such as `api-1df2-3000.localhost:8080`.
    fn public(&self, host: &str) -> Result<(ServiceId, String, u16), Refusal> {
        let unknown = || (404, "No service has this address.".to_owned());
        let shared = self.shared().ok_or_else(unknown)?;
        let world = shared.world();
        let wanted = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        for service in world.data.services.iter() {
            let Some(project) = world.data.project(&service.project) else { continue };
            for port in service.ports.iter().filter(|port| port.http) {
                let url = project.subdomain_url(&service.hostname, port.number);
                let own = url.split("://").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
                if own == wanted {
                    if !service.subdomain_access {
                        return Err((404, format!("The subdomain of service {} is switched off.", service.hostname)));
                    }
                    return Ok((service.id.clone(), service.hostname.clone(), port.number));
                }
            }
        }
        Err(unknown())
    }
}
