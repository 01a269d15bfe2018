//! How a service runs.

use super::super::read::record::{choice, record};
use super::super::spanned::Spanned;
use super::super::values::{OneOrMany, Variables};
use super::build::Os;
use super::{HealthCheck, Routing};

choice! {
    /// The protocol of a port.
    Protocol {
        /// TCP.
        Tcp = "tcp",
        /// TCP, in capitals.
        TcpCapitals = "TCP",
        /// UDP.
        Udp = "udp",
        /// UDP, in capitals.
        UdpCapitals = "UDP",
    }
}

record! {
    /// How a service runs.
    Run {
        /// The technology of the containers; without it the version stays as it is.
        optional base: String = "base",
        /// Deprecated: `base` says it, as in `alpine/nodejs@22`.
        optional os: Os = "os",
        /// Ports that the application listens on.
        optional ports: Vec<Spanned<Port>> = "ports",
        /// Commands that prepare the image of the runtime; without the application's code.
        optional prepare_commands: Vec<Spanned<String>> = "prepareCommands",
        /// Commands before every start of a container.
        optional init_commands: Vec<Spanned<String>> = "initCommands",
        /// The command that starts the application.
        optional start: String = "start",
        /// Several commands that run side by side.
        optional start_commands: Vec<Spanned<StartCommand>> = "startCommands",
        /// The root of nginx or PHP, relative to `/var/www`.
        optional document_root: String = "documentRoot",
        /// The configuration of a web server, relative to `/var/www`.
        optional site_config_path: String = "siteConfigPath",
        /// Variables of the runtime containers.
        optional env_variables: Variables = "envVariables",
        /// Placeholders in files that variables replace.
        optional env_replace: EnvReplace = "envReplace",
        /// How a static service answers.
        optional routing: Routing = "routing",
        /// A local storage that is mounted.
        optional volume: Volume = "volume",
        /// What a container must pass to keep its traffic.
        optional health_check: HealthCheck = "healthCheck",
        /// Commands at given times.
        optional crontab: Vec<Spanned<Cron>> = "crontab",
    }
}

record! {
    /// A port that the application listens on.
    Port {
        /// The number, 10 to 65435.
        required port: i64 = "port",
        /// The protocol, tcp unless given.
        optional protocol: Protocol = "protocol",
        /// Whether it speaks HTTP and can be published.
        optional http_support: bool = "httpSupport",
        /// What it is for.
        optional description: String = "description",
    }
}

record! {
    /// One of several commands that run side by side.
    StartCommand {
        /// The command.
        required command: String = "command",
        /// Its name in the log: letters and digits, a letter first.
        optional name: String = "name",
        /// Where it runs, `/var/www` unless given.
        optional working_dir: String = "workingDir",
        /// The user of the container that it runs as, `zerops` unless given.
        optional user: String = "user",
        /// Commands before it, as the same user.
        optional init_commands: Vec<Spanned<String>> = "initCommands",
    }
}

record! {
    /// A local storage that is mounted; all containers are placed on its machine.
    Volume {
        /// The hostname of the local storage.
        required hostname: String = "hostname",
        /// The absolute path of the mount, `/mnt/HOSTNAME` unless given.
        optional mount_path: String = "mountPath",
        /// Whether nothing can be written.
        optional read_only: bool = "readOnly",
    }
}

record! {
    /// Placeholders in files that variables replace.
    EnvReplace {
        /// What stands around the name of a variable.
        required delimiter: OneOrMany<String> = "delimiter",
        /// Files, or folders without those below.
        required target: OneOrMany<String> = "target",
    }
}

record! {
    /// A command at given times.
    Cron {
        /// When: minute, hour, day of the month, month, day of the week.
        required timing: String = "timing",
        /// The command.
        required command: String = "command",
        /// Whether it runs in every container or in one.
        optional all_containers: bool = "allContainers",
        /// Where it runs, `/var/www` unless given.
        optional working_dir: String = "workingDir",
    }
}
