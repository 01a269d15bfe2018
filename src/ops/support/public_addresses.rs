//! Where a service is reached from everywhere: composed from what its project tells, else as the platform
//! itself says it in a variable of the service.

use super::service_facts;
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};

/// The variable with the addresses, one a line for each HTTP port. It is there from the first deploy on, whether
/// they are on or off.
const VARIABLE: &str = "zeropsSubdomain";
/// The domain of all of them.
const DOMAIN: &str = ".zerops.app";

/// The public addresses that the HTTP ports of a service have, or would have.
///
/// # Errors
/// As every call of the platform.
pub(crate) async fn of(session: &Session, service: &Service) -> Result<Vec<String>, Error> {
    let urls = service_facts::urls(service, &session.project().await?);
    if !urls.is_empty() || !service.ports.iter().any(service_facts::speaks_http) {
        return Ok(urls);
    }
    let told = told(&session.service_env(&service.id).await?);
    let ports = service.ports.iter().filter(|port| service_facts::speaks_http(port));
    Ok(ports.filter_map(|port| pick(&told, &service.name, port.port)).collect())
}

/// The public address of one port, if it speaks HTTP and one is known.
///
/// # Errors
/// As every call of the platform.
pub(crate) async fn of_port(session: &Session, service: &Service, port: u16) -> Result<Option<String>, Error> {
    let project = session.project().await?;
    if let Some(url) = service_facts::url_of_port(service, &project, port) {
        return Ok(Some(url));
    }
    if !service.ports.iter().any(|known| known.port == port && service_facts::speaks_http(known)) {
        return Ok(None);
    }
    Ok(pick(&told(&session.service_env(&service.id).await?), &service.name, port))
}

fn told(entries: &[EnvEntry]) -> Vec<String> {
    let content = entries.iter().find(|entry| entry.key == VARIABLE).map_or("", |entry| entry.content.as_str());
    content.lines().map(|line| line.trim().trim_end_matches('/').to_owned()).collect()
}

/// The address of a port among those that the platform tells; nothing that is no address of this service.
fn pick(told: &[String], hostname: &str, port: u16) -> Option<String> {
    let is_of_port = |url: &&String| {
        let rest = url.strip_prefix("https://").and_then(|host| host.strip_prefix(hostname)?.strip_prefix('-'));
        let Some((label, domain)) = rest.and_then(|rest| rest.split_once('.')) else { return false };
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        let number = label.split_once('-').map_or("80", |(_, number)| number);
        plain(label) && plain(domain) && format!(".{domain}").ends_with(DOMAIN) && number == port.to_string()
    };
    told.iter().find(is_of_port).cloned()
}

#[cfg(test)]
mod tests {
    use super::pick;

    #[test]
    fn the_address_of_a_port_is_found_and_no_other() {
        let told: Vec<String> = [
            "https://api-26a7.prg1.zerops.app",
            "https://api-26a7-3000.prg1.zerops.app",
            "https://api-26a7-9000.evil.example",
            "https://api-26a7-9001@evil.example/.zerops.app",
            "http://api-26a7-9002.prg1.zerops.app",
            "https://other-26a7-9003.prg1.zerops.app",
        ]
        .map(str::to_owned)
        .into();
        assert_eq!(pick(&told, "api", 80).as_deref(), Some("https://api-26a7.prg1.zerops.app"));
        assert_eq!(pick(&told, "api", 3000).as_deref(), Some("https://api-26a7-3000.prg1.zerops.app"));
        for port in [9000, 9001, 9002, 9003, 8080] {
            assert_eq!(pick(&told, "api", port), None, "{port}");
        }
    }
}
