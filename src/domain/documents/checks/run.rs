//! How a service runs.

use super::super::bases::Phase;
use super::super::codes;
use super::super::cron;
use super::super::families;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::zerops_yaml::run::Protocol;
use super::super::zerops_yaml::{Port, Routing, Run};
use super::variables::{self, Place};
use super::zerops_yaml::{Check, Lineage};
use super::{build, probes, ranges};

/// The ports that an application can listen on.
const PORTS: (i64, i64) = (10, 65_435);

pub(crate) fn check(check: &Check<'_>, lineage: &Lineage<'_>) {
    let Some(run) = &lineage.own.run else { return };
    let sink = check.sink;
    if let Some(name) = &run.base {
        build::base(check, Phase::Run, name);
    }
    start(check, lineage, run);
    web_server(check, lineage, run);
    for port in run.ports.iter().flat_map(|ports| ports.iter()) {
        port_fits(sink, port);
    }
    if let Some(given) = &run.env_variables {
        let own = given.iter().map(|variable| variable.name.as_str()).collect();
        variables::check(&Place { sink, services: check.services, own, stored: false }, given);
    }
    if let Some(health) = &run.health_check {
        probes::health(sink, health);
    }
    if let Some(routing) = &run.routing {
        redirects(sink, routing);
    }
    for entry in run.crontab.iter().flat_map(|entries| entries.iter()) {
        if let Some(timing) = entry.timing.as_ref().filter(|timing| !is_dynamic(timing))
            && let Err(fault) = cron::parse(timing)
        {
            let finding = Finding::error(codes::INVALID_CRON, &timing.path, &timing.span, fault.0);
            sink.push(finding.fix("write minute, hour, day of the month, month, day of the week: `0 5 * * *`"));
        }
    }
}

fn port_fits(sink: &Sink, port: &Spanned<Port>) {
    ranges::within(sink, port.port.as_ref(), PORTS.0, PORTS.1, "");
    let udp = port.protocol.as_ref().is_some_and(|it| matches!(it.value, Protocol::Udp | Protocol::UdpCapitals));
    if let Some(http) = port.http_support.as_ref().filter(|http| http.value && udp) {
        let message = "a UDP port does not speak HTTP";
        sink.push(
            Finding::warning(codes::CONFLICTING_FIELDS, &http.path, &http.key, message).fix("remove one of them"),
        );
    }
}

fn start(check: &Check<'_>, lineage: &Lineage<'_>, run: &Spanned<Run>) {
    if let (Some(_), Some(many)) = (&run.start, &run.start_commands) {
        let message = "`start` and `startCommands` exclude each other";
        let finding = Finding::error(codes::CONFLICTING_FIELDS, &many.path, &many.key, message);
        check.sink.push(finding.fix("move `start` into `startCommands`"));
    }
    let Some(base) = effective_base(lineage).filter(|base| !is_dynamic(base)) else { return };
    let unread = |run: &Spanned<Run>| run.is_unread("start") || run.is_unread("startCommands");
    let starts = |run: &Spanned<Run>| run.start.is_some() || run.start_commands.is_some() || unread(run);
    let started = lineage.all.iter().filter_map(|setup| setup.run.as_ref()).any(starts);
    let known = check.context.known.bases.run.iter().any(|name| name == base);
    if known && !started && !lineage.is_parent && !families::is_web_server(base) {
        let message = format!("nothing starts the application: a `{}` needs a command", families::family(base));
        let path = run.path.key("start");
        let finding = Finding::error(codes::MISSING_START, &path, &run.key, message);
        check.sink.push(finding.fix("add `start` or `startCommands`"));
    }
}

/// Fields that only web servers have. Without a base the type decides, which is not known here.
fn web_server(check: &Check<'_>, lineage: &Lineage<'_>, run: &Spanned<Run>) {
    let Some(base) =
        effective_base(lineage).filter(|base| check.context.known.bases.run.iter().any(|name| name == base))
    else {
        return;
    };
    for given in run.given() {
        let who = match given.key {
            "routing" if families::family(base) != "static" => "only static services have it",
            "documentRoot" | "siteConfigPath" if !families::is_web_server(base) => "only web servers have it",
            _ => continue,
        };
        let message = format!("`{}` has no effect on `{base}`: {who}", given.key);
        let finding = Finding::warning(codes::FIELD_NOT_FOR_TYPE, given.path, given.span, message);
        check.sink.push(finding.fix("remove it"));
    }
}

fn redirects(sink: &Sink, routing: &Spanned<Routing>) {
    for redirect in routing.redirects.iter().flat_map(|redirects| redirects.iter()) {
        ranges::within(sink, redirect.status.as_ref(), 100, 599, "");
        let absolute = |text: Option<&Spanned<String>>| text.is_some_and(|text| text.contains("://"));
        let none = redirect.status.is_none() && !redirect.is_unread("status");
        if none && (absolute(redirect.from.as_ref()) || absolute(redirect.to.as_ref())) {
            let message = "a redirect from or to another address needs a `status`";
            let path = redirect.path.key("status");
            let finding = Finding::error(codes::MISSING_FIELD, &path, &redirect.span, message);
            sink.push(finding.fix("add `status: 301`, or 302 while it may change"));
        }
    }
}

fn effective_base<'a>(lineage: &Lineage<'a>) -> Option<&'a str> {
    let bases = lineage.all.iter().filter_map(|setup| setup.run.as_ref()).filter_map(|run| run.base.as_ref());
    bases.map(|base| base.as_str()).next()
}
