//! What services use and cost, and which limits do not fit.

mod amounts;
mod show;
mod verdict;

use jiff::{SignedDuration, Timestamp};

use self::amounts::{Bucket, Gauges};
use super::context::Context;
use super::support::services;
use crate::domain::failure::Fail;
use crate::generated::tools::zerops_usage::{Args, Error};
use crate::generated::types::UsageResult;
use crate::platform::session::Session;
use crate::platform::wire::{DayCost, Service};

/// Costs are averaged over so many days.
const DAYS: i64 = 7;
/// Less time says nothing of what something costs.
const ENOUGH_HOURS: f64 = 1.0 / 60.0;
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
        let per_day = costs.as_ref().and_then(|costs| per_day(costs, service, now));
        views.push(show::service(service, &gauges, &buckets, verdict.text, per_day, with_buckets.then_some(step)));
    }
    let per_day = costs.as_ref().map(|costs| show::rounded(sum_per_day(costs, &services, now)));
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

/// What a service costs a day: what was paid, over the time in which it was there. None for one that is too new.
fn per_day(costs: &[DayCost], service: &Service, now: Timestamp) -> Option<f64> {
    let own = costs.iter().filter(|cost| cost.stack_id.as_ref() == Some(&service.id));
    average(own, service.created.unwrap_or(Timestamp::MIN), now)
}

/// What all of it costs: each service by the time in which it was there, and what no service is paid for.
fn sum_per_day(costs: &[DayCost], services: &[Service], now: Timestamp) -> f64 {
    let is_known = |cost: &&DayCost| services.iter().any(|service| cost.stack_id.as_ref() == Some(&service.id));
    let known = services.iter().filter_map(|service| per_day(costs, service, now));
    let rest = average(costs.iter().filter(|cost| !is_known(cost)), Timestamp::MIN, now);
    known.chain(rest).sum()
}

/// The sum of prices over the days that they are of, of which the first and the last may be parts.
fn average<'a>(costs: impl Iterator<Item = &'a DayCost>, since: Timestamp, now: Timestamp) -> Option<f64> {
    let (mut sum, mut days) = (0.0, std::collections::BTreeSet::new());
    for cost in costs {
        sum += cost.sum_total_price.unwrap_or_default();
        days.extend(cost.from);
    }
    let hours = days.into_iter().map(|day| {
        let ended = day.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now).min(now);
        ended.duration_since(day.max(since)).max(SignedDuration::ZERO).as_secs_f64() / 3600.0
    });
    let hours: f64 = hours.sum();
    (hours > ENOUGH_HOURS).then(|| sum / hours * 24.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cost(stack: Option<&str>, day: u32, price: f64) -> DayCost {
        let from = format!("2026-01-0{day}T00:00:00Z");
        serde_json::from_value(json!({ "stackId": stack, "from": from, "sumTotalPrice": price })).expect("a cost")
    }

    fn service(id: &str, created: &str) -> Service {
        serde_json::from_value(json!({ "id": id, "name": id, "created": created })).expect("a service")
    }

    #[test]
    fn a_part_of_a_day_is_paid_for_as_a_part() {
        let now: Timestamp = "2026-01-02T12:00:00Z".parse().expect("a moment");
        let costs = [cost(Some("a"), 1, 0.5), cost(Some("a"), 2, 0.25), cost(None, 1, 0.25), cost(Some("b"), 2, 0.001)];
        let old = service("a", "2025-12-01T00:00:00Z");
        let new = service("b", "2026-01-02T11:54:00Z");
        let newest = service("b", "2026-01-02T11:59:50Z");
        let of = |service: &Service| per_day(&costs, service, now).map(show::rounded);
        assert_eq!((of(&old), of(&new), of(&newest)), (Some(0.5), Some(0.24), None));
        let sum = show::rounded(sum_per_day(&costs, &[old, new], now));
        assert!((sum - 0.99).abs() < 1e-9, "{sum}, with what no service is paid for");
    }

    #[test]
    fn there_are_never_more_than_sixty_buckets() {
        for (hours, expected) in [(1, "1m"), (2, "1h"), (48, "1h"), (49, "1d"), (744, "1d")] {
            assert_eq!(step(hours), expected);
        }
    }
}
