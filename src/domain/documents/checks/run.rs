//! How a service runs.

use std::collections::HashSet;

use super::super::codes;
use super::super::cron;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::Phase;
use super::super::words::has_spaces;
use super::super::zerops_yaml::run::Protocol;
use super::super::zerops_yaml::{Port, Routing, Run, StartCommand};
use super::check::{Check, Lineage};
use super::system::{self, Phrase};
use super::variables::{self, Kind, Place};
use super::{build, probes, ranges, volume, web_server};
use crate::domain::service_type::{self, TypeName};

/// The ports that an application can listen on.
const PORTS: (i64, i64) = (10, 65_435);

pub(crate) fn check(check: &Check<'_>, lineage: &Lineage<'_>) {
    let Some(run) = &lineage.own.run else { return };
    let sink = check.sink;
    let all = || lineage.all.iter().filter_map(|setup| setup.run.as_ref());
    let os = all().find_map(|run| run.os.as_ref());
    if let Some(name) = &run.base {
        build::base(check, Phase::Run, name, os.map(|os| os.value.system()));
    }
    let own_bases = run.base.as_slice();
    let bases = all().find_map(|run| run.base.as_ref()).map_or(&[][..], std::slice::from_ref);
    system::check(check, &Phrase { phase: Phase::Run, own_os: run.os.as_ref(), os, own_bases, bases });
    two_starts(check, lineage, run);
    start(check, lineage, run);
    web_server::check(check.sink, effective_base(lineage), run, &check.context.known.types);
    volume::check(check, run);
    for command in run.start_commands.iter().flat_map(|commands| commands.iter()) {
        name_of_command(sink, command);
    }
    for port in run.ports.iter().flat_map(|ports| ports.iter()) {
        port_fits(sink, port);
    }
    if let Some(given) = &run.env_variables {
        let all = lineage.all.iter().filter_map(|setup| setup.run.as_ref()?.env_variables.as_ref());
        let own = all.flat_map(|all| all.iter()).map(|variable| variable.name.as_str()).collect();
        let shadowed = shadowed_above(lineage);
        variables::check(&Place { own, shadowed, ..check.place(Kind::Run) }, given);
    }
    if let Some(health) = &run.health_check {
        probes::health(sink, health);
    }
    if let Some(routing) = &run.routing {
        redirects(sink, routing);
    }
    for entry in run.crontab.iter().flat_map(|entries| entries.iter()) {
        if entry.all_containers.is_none() && !entry.is_unread("allContainers") {
            // The text of the schema calls false the default; what a deploy says to it nobody has measured.
            let message = "the platform's schema requires `allContainers`";
            let path = entry.path.key("allContainers");
            let finding = Finding::warning(codes::MISSING_FIELD, &path, &entry.span, message);
            sink.push(finding.fix("add `allContainers: false` for one container, `true` for each"));
        }
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

/// The names that a setup takes from those that it extends, and that refer to themselves there.
fn shadowed_above<'a>(lineage: &Lineage<'a>) -> HashSet<&'a str> {
    let (mut seen, mut shadowed) = (HashSet::new(), HashSet::new());
    for (depth, setup) in lineage.all.iter().enumerate() {
        let variables = setup.run.as_ref().and_then(|run| run.env_variables.as_ref());
        for variable in variables.iter().flat_map(|all| all.iter()) {
            let is_first = seen.insert(variable.name.as_str());
            if is_first && depth > 0 && variables::is_own_reference(variable) {
                shadowed.insert(variable.name.as_str());
            }
        }
    }
    shadowed
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

/// The names of commands are those of units in the container.
fn name_of_command(sink: &Sink, command: &StartCommand) {
    let Some(name) = command.name.as_ref().filter(|name| !is_dynamic(name)) else { return };
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|c| c.is_ascii_alphanumeric());
    if !good {
        let message = "the name of a command has letters and digits only, a letter first";
        let clean: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let clean = clean.trim_start_matches(|c: char| c.is_ascii_digit());
        let fix = (!has_spaces(name) && !clean.is_empty()).then(|| format!("write `{clean}`"));
        sink.push(Finding::error(codes::INVALID_VALUE, &name.path, &name.span, message).maybe_fix(fix));
    }
}

/// The platform's own recipe of start commands has both (github.com/jansaidl/recipe-startcommands, 2026-06).
fn two_starts(check: &Check<'_>, lineage: &Lineage<'_>, run: &Spanned<Run>) {
    let inherited = || lineage.all.iter().skip(1).filter_map(|setup| setup.run.as_ref());
    let message = "by the manual `start` and `startCommands` exclude each other";
    let (path, key, other) = match (&run.start, &run.start_commands) {
        (Some(_), Some(many)) => {
            let finding = Finding::warning(codes::CONFLICTING_FIELDS, &many.path, &many.key, message);
            check.sink.push(finding.fix("move `start` into `startCommands`"));
            return;
        }
        (None, Some(many)) if inherited().any(|run| run.start.is_some()) => (&many.path, &many.key, "start"),
        (Some(one), None) if inherited().any(|run| run.start_commands.is_some()) => {
            (&one.path, &one.key, "startCommands")
        }
        _ => return,
    };
    let message = format!("{message}, and `extends` brings `{other}`");
    let finding = Finding::warning(codes::CONFLICTING_FIELDS, path, key, message);
    check.sink.push(finding.fix(format!("take `{other}` out of the setup that this one extends")));
}

fn start(check: &Check<'_>, lineage: &Lineage<'_>, run: &Spanned<Run>) {
    let Some(base) = effective_base(lineage).filter(|base| !is_dynamic(base)) else { return };
    let unread = |run: &Spanned<Run>| run.is_unread("start") || run.is_unread("startCommands");
    let starts = |run: &Spanned<Run>| run.start.is_some() || run.start_commands.is_some() || unread(run);
    let started = lineage.all.iter().filter_map(|setup| setup.run.as_ref()).any(starts);
    // A system starts its own units, and a container to develop in is started by hand.
    let by_hand = matches!(service_type::family(base), "alpine" | "ubuntu")
        || lineage.own.name().is_some_and(|name| name.contains("dev"));
    if by_hand {
        return;
    }
    let types = &check.context.known.types;
    let serves = types.family(&TypeName::parse(base)).is_some_and(|family| family.traits.web_server.is_some());
    if types.is_base(Phase::Run, base) && !started && !lineage.is_parent && !serves {
        // The manual asks for one; recipes in use have none. What is refused the platform's own check says.
        let family = service_type::family(base);
        let message = format!(
            "nothing starts the application, and the platform may refuse to deploy `{family}` without a command"
        );
        let path = run.path.key("start");
        let finding = Finding::warning(codes::MISSING_START, &path, &run.key, message);
        check.sink.push(finding.fix("add `start` or `startCommands`"));
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
