//! `zcp open`: a public address of the project in the browser.

use std::io::IsTerminal;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

use super::args::OpenArgs;
use super::output::{NAME, painted};
use super::problem::Problem;
use super::{beside, call, output};
use crate::programs::{self, Needs, Surroundings};

/// What opens an address, by system: freedesktop's, and those of WSL, macOS and Windows.
const OPENERS: &[(&str, &[&str])] =
    &[("xdg-open", &[]), ("wslview", &[]), ("open", &[]), ("rundll32", &["url.dll,FileProtocolHandler"])];

/// Prints the address, and opens it where somebody watches.
pub(super) fn open(args: &OpenArgs) -> Result<ExitCode, Problem> {
    let mut arguments = Map::new();
    if let Some(service) = &args.service {
        arguments.insert("serviceHostname".to_owned(), json!(service));
    }
    let found = call::record("zerops_discover", &arguments)?;
    let addresses = addresses(&found);
    let url = match addresses.as_slice() {
        [] => {
            let service = args.service.as_deref().unwrap_or("SERVICE");
            return Err(Problem::Failed(format!(
                "there is no public address; `zcp subdomain enable {service}` makes one"
            )));
        }
        [(_, url)] => url,
        several if args.service.is_none() => {
            let lines: Vec<String> =
                several.iter().map(|(service, url)| format!("  zcp open {service}   {url}")).collect();
            return Err(Problem::Usage(format!("there are several public addresses:\n{}", lines.join("\n"))));
        }
        // The first port's is the main one.
        [(_, url), ..] => url,
    };
    output::line(&painted(NAME, output::printable(url)))?;
    if args.print || !std::io::stdout().is_terminal() {
        return Ok(ExitCode::SUCCESS);
    }
    let Some((program, words)) = OPENERS.iter().find_map(|(name, words)| Some((programs::find(name)?, words))) else {
        return Err(Problem::Failed("this computer has nothing that opens an address (xdg-open)".to_owned()));
    };
    let mut arguments: Vec<&str> = words.to_vec();
    arguments.push(url);
    beside::go_on_as(&program, &arguments, Surroundings::Handed(Needs::Desktop))
}

/// The public addresses with their services. Only addresses of the web are opened.
fn addresses(found: &Value) -> Vec<(String, String)> {
    let services = found["services"].as_array().into_iter().flatten();
    let of = |service: &Value| {
        let hostname = service["hostname"].as_str().unwrap_or_default().to_owned();
        let urls = service["urls"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let web = urls.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        web.map(|url| (hostname.clone(), url.to_owned())).collect::<Vec<_>>()
    };
    services.flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        let found = json!({ "services": [
            { "hostname": "a", "urls": ["https://a.example", "file:///etc/passwd", "-x"] }, { "hostname": "b" },
        ]});
        assert_eq!(addresses(&found), [("a".to_owned(), "https://a.example".to_owned())]);
    }
}
