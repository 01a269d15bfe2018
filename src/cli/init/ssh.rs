//! The SSH client's configuration for the project's services, and for nothing else.

use crate::cli::place::Place;
use crate::cli::setup;
use crate::domain::hostname::Hostname;
use crate::platform::error::Error;
use crate::process::runtime;

const TEMPLATE: &str = include_str!("../../../templates/init/ssh_config");

/// The lines for the services of the project that have a shell.
///
/// # Errors
/// When the services cannot be read, or there are none.
pub(super) fn lines(place: &Place) -> Result<String, String> {
    let read = async { setup::connection().session().await?.services().await };
    let services = runtime::run(read).map_err(|error| error.to_string())?;
    let services =
        services.map_err(|error: Error| format!("the project's services are not known: {}", error.message))?;
    let runtimes = services.into_iter().filter(|service| service.kind().is_runtime() && !service.is_system);
    let hosts = runtimes.map(|service| service.name).filter(|name| Some(name.as_str()) != place.hostname());
    // Anything else could say more than a name in such a file.
    let mut hosts: Vec<String> = hosts.filter(|name| Hostname::parse(name).is_some()).collect();
    hosts.sort();
    if hosts.is_empty() {
        return Err("the project has no other service with a shell yet; run this again when it has".to_owned());
    }
    Ok(rendered(&hosts))
}

fn rendered(hosts: &[String]) -> String {
    TEMPLATE.replace("{hosts}", &hosts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_hosts_is_configured() {
        let text = rendered(&["api".to_owned(), "web".to_owned()]);
        assert!(text.contains("\nHost api web\n"), "{text}");
        assert!(!text.contains('*') && !text.contains('{'), "{text}");
        for name in ["", "*", "a b", "a\nHost *", "-o", "a*"] {
            assert!(Hostname::parse(name).is_none(), "{name}");
        }
    }
}
