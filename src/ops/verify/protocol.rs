//! Managed services: something that speaks their protocol answers.

use std::time::Duration;

use tokio::net::TcpStream;

use super::Look;
use super::address::{self, Found};
use super::exchange;
use super::greetings;
use super::report::{Report, Verdict};
use super::state;
use crate::domain::catalog::{Protocol, Sign};
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_verify::Error;
use crate::ops::support::{private_port, service_facts};

const NAME: &str = "protocol";

/// The server of the service answers.
pub(super) async fn greeted(look: &Look<'_>, report: &mut Report) -> Result<(), Fail<Error>> {
    let proves = "A server of this type answers at the port; not that a login works, nor that its data is right.";
    let asked = look.args.port.and_then(|port| u16::try_from(port).ok());
    let known = service_facts::family(look.service).and_then(|family| family.traits.sign);
    let known = known.filter(|(number, _)| asked.is_none_or(|port| port == *number));
    let Some((port, sign)) = known else {
        report.add(NAME, Verdict::Skip, proves, "What is spoken there is not known.");
        return Ok(());
    };
    if !state::can_answer(look) {
        report.add(NAME, Verdict::Skip, proves, "Not asked: nothing runs that could answer.");
        return Ok(());
    }
    let within = look.cx.connection().settings().probe_timeout;
    let said = match sign {
        Sign::Greets(greeting) => match private_port::find(look.cx, look.session, look.service, port).await {
            Err(reason) => Err(reason),
            Ok(place) => Ok((place.over_vpn, greet(greeting, place.address, within).await)),
        },
        Sign::Answers { path, statuses, text } => match address::of_port(look, port, path).await? {
            Found::Nowhere(reason) => Err(reason),
            Found::At(address) => {
                let over_vpn = address.private.is_some_and(|private| private.over_vpn);
                let answer = exchange::get(&address, within).await;
                Ok((over_vpn, answer.and_then(|answer| recognise(&answer, path, statuses, text))))
            }
        },
    };
    match said {
        Err(reason) => report.add(NAME, Verdict::Skip, proves, reason),
        Ok((over_vpn, said)) => {
            let vpn = if over_vpn { " Asked over a VPN, which may lead to another project." } else { "" };
            let at = format!("{}:{port}", look.service.name);
            match said {
                Ok(said) => report.add(NAME, Verdict::Pass, proves, format!("{at}: {said}{vpn}")),
                Err(why) => report.add(NAME, Verdict::Fail, proves, format!("{at}: {why}.{vpn}")),
            }
        }
    }
    Ok(())
}

async fn greet(greeting: Protocol, address: std::net::SocketAddr, within: Duration) -> Result<String, String> {
    let connected = tokio::time::timeout(within, TcpStream::connect(address)).await;
    let stream = match connected {
        Err(_) => return Err(format!("no connection within {}", exchange::seconds(within))),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            return Err("the connection was refused: nothing listens there".to_owned());
        }
        Ok(Err(_)) => return Err("no connection came about".to_owned()),
        Ok(Ok(stream)) => stream,
    };
    greetings::exchange(greeting, stream, within).await
}

fn recognise(answer: &exchange::Answer, path: &str, statuses: &[u16], text: &str) -> Result<String, String> {
    let spaceless: String = String::from_utf8_lossy(&answer.body).split_whitespace().collect();
    if statuses.contains(&answer.status) && spaceless.contains(text) {
        return Ok(format!("GET {path} answered {}.", answer.status));
    }
    Err(format!("GET {path} answered {}, which is not how this server answers when it works", answer.status))
}
