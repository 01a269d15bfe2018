//! What the services of the project use, and what that costs.

use jiff::Timestamp;

use super::error::Error;
use super::session::{Session, json};
use super::wire::{Condition, DayCost, GroupRequest, Items, LiveUsage, UsageBucket};
use crate::generated::operations::Operation;

/// Groups asked for at most.
const MOST: u64 = 10_000;

impl Session {
    /// What each service uses now.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn live_usage(&self) -> Result<Vec<LiveUsage>, Error> {
        let request = GroupRequest { group_by: "serviceStackId".to_owned(), ..self.of_project() };
        let answer: Items<LiveUsage> = self.run_with(Operation::UsageCurrent, &[], &json(&request)).await?;
        Ok(answer.items)
    }

    /// What each service used since a moment, in buckets of this length: `1m`, `1h` or `1d`.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn usage_since(&self, from: Timestamp, till: Timestamp, step: &str) -> Result<Vec<UsageBucket>, Error> {
        let request = GroupRequest {
            group_by: "serviceStackId".to_owned(),
            time_group_by: Some(step.to_owned()),
            time_zone: Some("UTC".to_owned()),
            from: Some(from),
            till: Some(till),
            limit: Some(MOST),
            ..self.of_project()
        };
        let answer: Items<UsageBucket> = self.run_with(Operation::UsageHistory, &[], &json(&request)).await?;
        Ok(answer.items)
    }

    /// What each service cost on each day since a moment.
    ///
    /// # Errors
    /// As every call of the platform; a token may not be allowed to know.
    pub async fn daily_costs(&self, from: Timestamp, till: Timestamp) -> Result<Vec<DayCost>, Error> {
        let request = GroupRequest {
            group_by: "stackId".to_owned(),
            time_group_by: Some("1d".to_owned()),
            time_zone: Some("UTC".to_owned()),
            from: Some(from),
            till: Some(till),
            ..self.of_project()
        };
        let answer: Items<DayCost> = self.run_with(Operation::UsageCost, &[], &json(&request)).await?;
        Ok(answer.items)
    }

    fn of_project(&self) -> GroupRequest {
        let search = vec![
            Condition::equals("clientId", self.client_id().as_str()),
            Condition::equals("projectId", self.project_id().as_str()),
        ];
        GroupRequest { search, ..GroupRequest::default() }
    }
}
