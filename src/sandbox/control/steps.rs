//! The steps that examples and the control endpoints have in common.

use super::population::Population;
use super::{Control, ControlError};
use crate::domain::control::{Outcome, Pause, Stage, Step};
use crate::domain::ids::ProcessId;

/// How many services one step adds at most: more than a project has, and few enough for a computer.
const MOST_SERVICES: u32 = 20_000;
/// Likewise, of processes and versions.
const MOST_EVENTS: u32 = 200_000;
/// Likewise, of lines of logs.
const MOST_LINES: u32 = 1_000_000;

/// What a step has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Nothing that anybody asks for.
    Done,
    /// The time is another one.
    Moved,
    /// Something with this id.
    Id(String),
    /// A process.
    Process(ProcessId),
    /// A repository at this address.
    Repository(String),
}

impl Control {
    /// Takes a step.
    ///
    /// # Errors
    /// What it names is unknown, or it cannot be; and one that only the tests can take.
    pub fn take(&self, step: Step) -> Result<Made, ControlError> {
        match step {
            Step::Advance(Pause(by)) => {
                self.try_advance(by)?;
                return Ok(Made::Moved);
            }
            Step::IndexLag(Pause(lag)) => self.set_index_lag(lag),
            Step::HoldBackups(Pause(by)) => self.hold_backups(by),
            Step::SubdomainDomain { domain } => self.set_subdomain_domain(&domain),
            Step::Fault(fault) => self.add_fault(fault)?,
            Step::FailNext { action, reason } => self.fail_next(&action, &reason)?,
            Step::FailNextDeploy { stage, reason, log } => self.fail_next_deploy(stage, &reason, &log),
            Step::SetStatus { hostname, status } => self.set_status(&hostname, &status)?,
            Step::WriteLogs { hostname, lines, generate } => {
                if let Some(count) = generate {
                    self.generate_logs(&hostname, within("generate", count, MOST_LINES)?)?;
                }
                let lines = lines.into_iter().map(serde_json::from_value).collect::<Result<Vec<_>, _>>();
                self.write_logs(&hostname, &lines.map_err(|error| ControlError(error.to_string()))?)?;
            }
            Step::Deploy { hostname, ports, outcome, reason, .. } => {
                let ports: Vec<u16> = ports.into_iter().map(u16::from).collect();
                let id = match outcome {
                    Outcome::Ok => self.deploy(&hostname, &ports),
                    Outcome::BuildFailed => self.fail_deploy(&hostname, Stage::Build, &reason),
                    Outcome::DeployFailed => self.fail_deploy(&hostname, Stage::Init, &reason),
                };
                return Ok(Made::Id(id?.into()));
            }
            Step::StartProcess { hostname, action, .. } => {
                return Ok(Made::Process(self.start_process(&hostname, &action)?));
            }
            Step::ServiceId { hostname, .. } => return Ok(Made::Id(self.service_id(&hostname)?.into())),
            Step::Populate { services, events, log_lines } => self.populate(Population {
                services: within("services", services, MOST_SERVICES)?,
                events: within("events", events, MOST_EVENTS)?,
                log_lines: within("logLines", log_lines, MOST_LINES)?,
            }),
            Step::Repository(repository) => return Ok(Made::Repository(self.add_repository(repository)?)),
            Step::Commit { .. } | Step::Call { .. } | Step::Database { .. } | Step::Web(_) | Step::Tcp { .. } => {
                return Err(ControlError("only examples take this step".to_owned()));
            }
        }
        Ok(Made::Done)
    }
}

fn within(name: &str, count: u32, most: u32) -> Result<u32, ControlError> {
    if count <= most { Ok(count) } else { Err(ControlError(format!("`{name}` is a number up to {most}"))) }
}
