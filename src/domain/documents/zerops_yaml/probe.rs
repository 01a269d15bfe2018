//! What containers must pass to get and to keep their traffic.

use super::super::probe_time::ProbeTime;
use super::super::read::record::{choice, record};

choice! {
    /// How an HTTP probe speaks.
    Scheme {
        /// Plain.
        Http = "http",
        /// Plain, in capitals: the schema takes any text here.
        HttpCapitals = "HTTP",
        /// With TLS, when the application itself has it.
        Https = "https",
        /// The same in capitals.
        HttpsCapitals = "HTTPS",
    }
}

record! {
    /// What a new container must pass before it gets traffic.
    ReadinessCheck {
        /// An HTTP request that must be answered with 2xx.
        optional http_get: HttpProbe = "httpGet",
        /// A command that must succeed.
        optional exec: ExecProbe = "exec",
        /// The time until a container has failed, 10s to 1h.
        optional failure_timeout: ProbeTime = "failureTimeout",
        /// The time between attempts, 10s to 1h.
        optional retry_period: ProbeTime = "retryPeriod",
    }
}

record! {
    /// What a container must pass to keep its traffic.
    HealthCheck {
        /// An HTTP request that must be answered with 2xx.
        optional http_get: HttpProbe = "httpGet",
        /// A command that must succeed.
        optional exec: ExecProbe = "exec",
        /// The time until a container is restarted, 10s to 1h.
        optional failure_timeout: ProbeTime = "failureTimeout",
        /// The time until a container gets no more traffic, 10s to 1h.
        optional disconnect_timeout: ProbeTime = "disconnectTimeout",
        /// The time of success until it gets traffic again, 10s to 1h.
        optional recovery_timeout: ProbeTime = "recoveryTimeout",
        /// The time between attempts, 10s to 1h.
        optional exec_period: ProbeTime = "execPeriod",
    }
}

record! {
    /// An HTTP request to the container itself.
    HttpProbe {
        /// The port.
        required port: i64 = "port",
        /// The path.
        required path: String = "path",
        /// The `Host` header.
        optional host: String = "host",
        /// How to speak.
        optional scheme: Scheme = "scheme",
    }
}

record! {
    /// A command in the container.
    ExecProbe {
        /// The command.
        required command: String = "command",
    }
}
