//! Asking a service over HTTP.

use super::Look;
use super::address::{self, Address, Found};
use super::exchange::{self, Answer, End, MOST_BYTES};
use super::inside::{self, Asked, Reach};
use super::kind::{Kind, http_ports};
use super::report::{Report, Verdict};
use super::state;
use crate::domain::call::Arguments;
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_logs;
use crate::generated::tools::zerops_verify::Error;
use crate::suggest;

mod text;

/// Redirects that are followed.
const MOST_HOPS: usize = 5;
const HTTP: &str = "http";
/// Said of a service that is not public.
const PRIVATE: &str = " It has no public address; publish it only where the human asked for it.";
/// What the balancer answers where the program does not.
const BAD_GATEWAY: u16 = 502;

/// The last answer, and how it was come by.
struct Seen {
    address: Address,
    answer: Answer,
    hops: usize,
    /// Why a redirect was not followed.
    stopped: Option<String>,
    /// Whether it is known that others reach it there.
    reach: Reach,
}

/// The service answers over HTTP as it is expected to.
pub(super) async fn asked(look: &Look<'_>, report: &mut Report) -> Result<(), Fail<Error>> {
    let of_service = || http_ports(look.service).next();
    let Some(port) = look.args.port.and_then(|port| u16::try_from(port).ok()).or_else(of_service) else {
        not_asked(look, report, "it has no HTTP port before a deploy names one");
        return Ok(());
    };
    if !state::can_answer(look) {
        not_asked(look, report, "nothing runs that could answer");
        return Ok(());
    }
    let address = match address::of_port(look, port, path(look)).await? {
        Found::At(address) => address,
        Found::Nowhere(reason) => {
            in_container(look, report, port, &reason).await;
            return Ok(());
        }
    };
    let origin = address.url.clone();
    match follow(look, address).await {
        Err(why) => silent(look, report, &format!("GET {origin}: {why}.")),
        Ok(seen) => {
            if answered(look, report, &seen).await && seen.answer.content_type.contains("html") {
                let page = match look.args.port {
                    Some(_) => Some(origin.as_str()),
                    None => look.args.path.as_ref().map(|path| path.0.as_str()),
                };
                report.suggest(suggest::page(&look.service.name, page));
            }
        }
    }
    Ok(())
}

/// Asks in its own container a service that is not reached otherwise.
async fn in_container(look: &Look<'_>, report: &mut Report, port: u16, reason: &str) {
    match inside::ask(look, port, path(look)).await {
        Asked::Answered(address, answer, reach) => {
            answered(look, report, &Seen { address, answer, hops: 0, stopped: None, reach }).await;
        }
        Asked::Silent(why) => silent(look, report, &format!("GET of port {port}: {why}.")),
        Asked::Unreached => unreached(look, report, reason),
    }
}

/// Nothing answered.
fn silent(look: &Look<'_>, report: &mut Report, detail: &str) {
    report.add(HTTP, Verdict::Fail, &proves(look, None), detail);
    if look.args.expect_text.is_some() {
        report.add(text::NAME, Verdict::Fail, text::PROVES, "There was no answer to look into.");
    }
    suggest_reading(look, report, false);
}

/// Something answered; whether that has the status that was expected.
async fn answered(look: &Look<'_>, report: &mut Report, seen: &Seen) -> bool {
    let is_unheard = seen.answer.status == BAD_GATEWAY && seen.address.private.is_none();
    let heard = if is_unheard { inside::listening(look).await } else { None };
    let passed = judge(look, report, seen, heard.as_deref());
    if !passed {
        suggest_reading(look, report, seen.answer.status == BAD_GATEWAY);
    }
    if let Some(expected) = &look.args.expect_text {
        text::check(look, report, &seen.answer, expected, passed);
    }
    passed
}

/// The calls that show why it does not answer as it should.
fn suggest_reading(look: &Look<'_>, report: &mut Report, is_bad_gateway: bool) {
    if !report.suggests(zerops_logs::Args::TOOL) {
        report.suggest(suggest::log(&look.service.name));
    }
    if is_bad_gateway {
        report.suggest(suggest::problem("502 bad gateway"));
    }
}

/// Says why nothing was asked: what somebody expects and nobody can check has failed.
pub(super) fn not_asked(look: &Look<'_>, report: &mut Report, reason: &str) {
    let expected = look.args.expect_status.is_some() || look.args.expect_text.is_some();
    let of_interest = expected || matches!(Kind::of(look.service), Kind::Web | Kind::Static);
    if of_interest {
        skipped(look, report, &format!("Not asked: {reason}."));
    }
}

/// Nobody here can ask it, which says nothing of the service, whatever is expected of it. Whether it is to be
/// public is the human's decision, so no call is suggested for that.
fn unreached(look: &Look<'_>, report: &mut Report, reason: &str) {
    let access = if look.service.subdomain_access { "" } else { PRIVATE };
    report.add(
        HTTP,
        Verdict::Skip,
        &proves(look, None),
        format!("Not reached from here, so neither proven nor broken: {reason}{access}"),
    );
    if look.args.expect_text.is_some() {
        report.add(text::NAME, Verdict::Skip, text::PROVES, "There was no answer to look into.");
    }
}

fn skipped(look: &Look<'_>, report: &mut Report, reason: &str) {
    let expected = look.args.expect_status.is_some() || look.args.expect_text.is_some();
    let (verdict, what) =
        if expected { (Verdict::Fail, " What was expected cannot be checked.") } else { (Verdict::Skip, "") };
    report.add(HTTP, verdict, &proves(look, None), format!("{reason}{what}"));
}

fn path<'a>(look: &'a Look<'_>) -> &'a str {
    look.args.path.as_ref().map_or("/", |path| path.0.as_str())
}

fn wanted(look: &Look<'_>) -> String {
    look.args.expect_status.map_or_else(|| "2xx".to_owned(), |status| status.to_string())
}

fn proves(look: &Look<'_>, seen: Option<&Seen>) -> String {
    let status = wanted(look);
    let over = match seen.map(|seen| (&seen.address.private, look.service.subdomain_access)) {
        Some((None, _)) => " from here, through the public balancer",
        Some((Some(private), _)) if private.over_vpn => {
            " over the VPN; not that the VPN leads to this project, nor that the public reaches it"
        }
        Some(_) if seen.is_some_and(|seen| seen.reach == Reach::Someone) => {
            " inside of its own container; not that anything else reaches it"
        }
        Some((Some(_), _)) => " over the private network; not that the public reaches it",
        None => "",
    };
    format!("GET {} answered {status} once{over}.", shown_path(path(look)))
}

/// Asks, and follows redirects that stay on the host.
async fn follow(look: &Look<'_>, mut address: Address) -> Result<Seen, String> {
    let within = look.cx.connection().settings().probe_timeout;
    let wants_redirect = look.args.expect_status.is_some_and(|status| (300..400).contains(&status));
    let mut hops = 0;
    loop {
        let answer = exchange::get(&address, within).await?;
        let location = answer.location.as_deref().filter(|_| (300..400).contains(&answer.status) && !wants_redirect);
        let reach = Reach::All;
        let Some(location) = location else { return Ok(Seen { address, answer, hops, stopped: None, reach }) };
        let stopped = match onward(&address, location) {
            Err(stopped) => stopped,
            Ok(_) if hops >= MOST_HOPS => format!("it redirects more than {MOST_HOPS} times"),
            Ok(next) => {
                address = next;
                hops += 1;
                continue;
            }
        };
        return Ok(Seen { address, answer, hops, stopped: Some(stopped), reach });
    }
}

/// Where a redirect leads, if that is the same host; why not otherwise. Of a foreign address only
/// the host is said: the rest may hold a secret.
fn onward(address: &Address, location: &str) -> Result<Address, String> {
    let unreadable = || "it redirects to what is no address".to_owned();
    let url = address.url.join(location).map_err(|_| unreadable())?;
    let host = url.host_str().ok_or_else(unreadable)?;
    let (from, to) = (&address.url, &url);
    let upgrade = from.scheme() == "http" && to.scheme() == "https" && address.private.is_none();
    let ports = from.port_or_known_default() == to.port_or_known_default();
    if from.host_str() != Some(host) {
        return Err(format!("it redirects to another host, {}", super::report::shown(host)));
    }
    if !(upgrade || (from.scheme() == to.scheme() && ports)) {
        return Err(format!(
            "it redirects to another port or scheme, {}://{}",
            to.scheme(),
            super::report::shown(host)
        ));
    }
    Ok(Address { url, private: address.private })
}

/// Adds the check of the status, and says whether it passed.
fn judge(look: &Look<'_>, report: &mut Report, seen: &Seen, heard: Option<&str>) -> bool {
    let Seen { address, answer, hops, stopped, .. } = seen;
    let status = answer.status;
    let as_expected = match look.args.expect_status {
        Some(expected) => i64::from(status) == expected,
        None => (200..300).contains(&status),
    };
    let redirects = match hops {
        0 => String::new(),
        1 => " after 1 redirect".to_owned(),
        hops => format!(" after {hops} redirects"),
    };
    let wanted = if as_expected { String::new() } else { format!(", not {}", wanted(look)) };
    let mut detail = format!("GET {} answered {status}{wanted}{redirects}.", shown_url(address));
    if let Some(stopped) = stopped {
        detail.push_str(&format!(" Not followed: {stopped}."));
    }
    if let Some(hint) = hint(look, seen).filter(|_| !as_expected) {
        detail.push_str(hint);
        detail.extend(heard.map(|heard| format!(" In its container: {heard}.")));
    }
    match answer.end {
        End::Whole => {}
        End::Longer => detail.push_str(&format!(" The body is longer than the {MOST_BYTES} bytes that were read.")),
        End::Late => {
            let within = exchange::seconds(look.cx.connection().settings().probe_timeout);
            detail.push_str(&format!(" The body was not over within {within}."));
        }
        End::Broken => detail.push_str(" The connection broke before the end of the body."),
    }
    let verdict = if as_expected && answer.end != End::Broken { Verdict::Pass } else { Verdict::Fail };
    let body: Vec<String> = text::excerpt(look, answer).filter(|_| verdict != Verdict::Pass).into_iter().collect();
    report.add_with(HTTP, verdict, &proves(look, Some(seen)), detail, &body);
    verdict == Verdict::Pass
}

/// A path without its query.
fn shown_path(path: &str) -> String {
    match path.split_once('?') {
        None => super::report::shown(path),
        Some((path, _)) => format!("{}?…", super::report::shown(path)),
    }
}

/// The address without its query, which may hold what the caller would not have repeated.
fn shown_url(address: &Address) -> String {
    let mut url = address.url.clone();
    if url.query().is_some() {
        url.set_query(Some("…"));
    }
    super::report::shown(url.as_str()).replace("?%E2%80%A6", "?…")
}

fn hint(look: &Look<'_>, seen: &Seen) -> Option<&'static str> {
    let public = seen.address.private.is_none();
    match seen.answer.status {
        BAD_GATEWAY if public => Some(" The balancer answers 502 where no program listens on 0.0.0.0 at this port."),
        300..=399 if look.args.expect_status.is_none() => Some(" Name the path it leads to, or give `expectStatus`."),
        401 | 403 | 404 if look.args.expect_status.is_none() => {
            Some(" A program answers; name another `path`, or give `expectStatus` if this is right.")
        }
        _ => None,
    }
}
