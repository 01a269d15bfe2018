//! What containers must pass to get and to keep their traffic.

use super::super::read::record::{choice, record};

choice! {
    /// How an HTTP probe speaks.
    Scheme {
        /// Plain.
        Http = "http",
        /// With TLS, when the application itself has it.
        Https = "https",
    }
}

record! {
    /// What a new container must pass before it gets traffic.
    ReadinessCheck {
        /// An HTTP request that must be answered with 2xx.
        optional http_get: HttpProbe = "httpGet",
        /// A command that must succeed.
        optional exec: ExecProbe = "exec",
        /// Seconds until a container has failed.
        optional failure_timeout: i64 = "failureTimeout",
        /// Seconds between attempts.
        optional retry_period: i64 = "retryPeriod",
    }
}

record! {
    /// What a container must pass to keep its traffic.
    HealthCheck {
        /// An HTTP request that must be answered with 2xx.
        optional http_get: HttpProbe = "httpGet",
        /// A command that must succeed.
        optional exec: ExecProbe = "exec",
        /// Seconds until a container is restarted.
        optional failure_timeout: i64 = "failureTimeout",
        /// Seconds until a container gets no more traffic.
        optional disconnect_timeout: i64 = "disconnectTimeout",
        /// Seconds of success until it gets traffic again.
        optional recovery_timeout: i64 = "recoveryTimeout",
        /// Seconds between attempts.
        optional exec_period: i64 = "execPeriod",
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
