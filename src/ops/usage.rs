//! What services use and cost, and which limits do not fit.

mod amounts;
mod show;
mod verdict;

use jiff::{SignedDuration, Timestamp};

use self::amounts::{Bucket, Gauges};
use super::context::Context;
use super::support::services;
use crate::domain::failure::Fail;
use crate::domain::ids::ServiceId;
use crate::generated::tools::zerops_usage::{Args, Error};
use crate::generated::types::UsageResult;
use crate::platform::session::Session;
use crate::platform::wire::DayCost;

/// Costs are averaged over so many days.
const DAYS: i64 = 7;
/// Services that are shown.
const MOST: usize = 25;

/// What services use now and used, with a verdict for each.
///
/// # Errors
/// Those of the platform. That costs cannot be read is none.
pub async fn usage(cx: &Context, args: Args) -> Result<UsageResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let services = match &args.service_hostname {
        Some(hostname) => vec![services::find::<Error>(&session, hostname).await?],
        None => session.services().await?,
    };
    let (hours, now) = (args.hours, cx.clock().now());
    let from = now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN);
    let step = step(hours);
    let (live, history, costs) =
        tokio::join!(session.live_usage(), session.usage_since(from, now, step), costs(&session, now));
    let (live, history) = (live?, history?);
    let total = services.len();
    let mut views = Vec::new();
    let mut next = Vec::new();
    for service in services.iter().take(MOST) {
        let mut buckets: Vec<Bucket> =
            history.iter().filter(|one| one.service_stack_id == service.id).map(Bucket::of).collect();
        buckets.sort_by_key(|bucket| bucket.from);
        // The first one begins before the time that is looked at; alone it is better than nothing.
        if buckets.len() > 1 {
            buckets.retain(|bucket| bucket.from.is_none_or(|begun| begun >= from));
        }
        let live = live.iter().find(|one| one.service_stack_id == service.id);
        let gauges = Gauges::of(live, &buckets);
        let verdict = verdict::of(service, &buckets);
        next.extend(verdict.next);
        let with_buckets = args.service_hostname.is_some();
        let per_day = costs.as_ref().and_then(|costs| per_day(costs, &service.id));
        views.push(show::service(service, &gauges, &buckets, verdict.text, per_day, with_buckets.then_some(step)));
    }
    let per_day = costs.as_ref().map(|costs| show::rounded(sum_per_day(costs)));
    Ok(UsageResult {
        hours,
        services: views,
        total: (total > MOST).then(|| i64::try_from(total).unwrap_or(i64::MAX)),
        per_day: per_day.filter(|_| args.service_hostname.is_none()),
        note: costs
            .is_none()
            .then(|| "What it costs could not be read: this token may not, or the platform failed.".to_owned()),
        next,
    })
}

/// How long a bucket is, so that there are not too many of them.
fn step(hours: i64) -> &'static str {
    match hours {
        ..=1 => "1m",
        2..=48 => "1h",
        _ => "1d",
    }
}

/// What was paid for the last days, where the token may know.
async fn costs(session: &Session, now: Timestamp) -> Option<Vec<DayCost>> {
    let from = now.saturating_sub(SignedDuration::from_hours(24 * DAYS)).ok()?;
    session.daily_costs(from, now).await.ok()
}

/// The average of the days that a service was paid for.
fn per_day(costs: &[DayCost], service: &ServiceId) -> Option<f64> {
    let own = || costs.iter().filter(|cost| cost.stack_id.as_ref() == Some(service));
    let days = own().count();
    (days > 0).then(|| average(own().filter_map(|cost| cost.sum_total_price).sum(), days))
}

/// What all of it costs, also what no service is paid for.
fn sum_per_day(costs: &[DayCost]) -> f64 {
    let days: std::collections::BTreeSet<_> = costs.iter().map(|cost| cost.from).collect();
    average(costs.iter().filter_map(|cost| cost.sum_total_price).sum(), days.len())
}

fn average(sum: f64, count: usize) -> f64 {
    sum / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn costs_are_averaged_over_the_days_that_were_paid() {
        let cost = |stack: Option<&str>, day: u32, price: f64| -> DayCost {
            let from = format!("2026-01-0{day}T00:00:00Z");
            serde_json::from_value(json!({ "stackId": stack, "from": from, "sumTotalPrice": price })).expect("a cost")
        };
        let costs = [cost(Some("a"), 1, 0.5), cost(Some("a"), 2, 0.25), cost(None, 1, 0.25), cost(Some("b"), 2, 1.0)];
        let of = |id| per_day(&costs, &ServiceId::new(id)).map(show::rounded);
        assert_eq!((of("a"), of("b"), of("c")), (Some(0.375), Some(1.0), None));
        assert_eq!(Some(show::rounded(sum_per_day(&costs))), Some(1.0));
    }

    #[test]
    fn there_are_never_more_than_sixty_buckets() {
        for (hours, expected) in [(1, "1m"), (2, "1h"), (48, "1h"), (49, "1d"), (744, "1d")] {
            assert_eq!(step(hours), expected);
        }
    }
}
