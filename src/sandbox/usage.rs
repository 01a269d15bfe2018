//! What services use: measured where they run, else by a model.
//!
//! Guessed: all numbers of the model. A runtime uses about 0.16 GB of RAM, a database 0.22 and a static server 0.04, more by
//! day than by night; a container has as much RAM as it uses with what is to stay free, in steps of an eighth of
//! a GB, between its limits. Derived: the prices, from the list of mid 2026.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;

use super::model::service::Service;
use crate::domain::catalog::WebServer;
use crate::domain::ids::ServiceId;
use crate::domain::status::Category;

/// Samples that are kept of a service.
const KEPT: usize = 4_000;
/// Percent of what the day adds, by the hour.
const DAY: [u8; 24] = [10, 6, 4, 2, 2, 5, 14, 30, 52, 70, 82, 90, 96, 94, 90, 88, 84, 80, 76, 78, 70, 52, 34, 20];
/// RAM is given out in such steps.
const STEP: f64 = 0.125;

/// What the containers of a service used: cores, and GB.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Used {
    pub(crate) cpu: f64,
    pub(crate) ram: f64,
    pub(crate) disk: f64,
}

/// What was measured of services that run.
#[derive(Debug, Default)]
pub(crate) struct Samples(HashMap<ServiceId, VecDeque<(Timestamp, Used)>>);

impl Samples {
    /// Notes what a service uses.
    pub(crate) fn push(&mut self, service: &ServiceId, at: Timestamp, used: Used) {
        let own = self.0.entry(service.clone()).or_default();
        if own.len() == KEPT {
            own.pop_front();
        }
        own.push_back((at, used));
    }

    /// The newest.
    pub(crate) fn newest(&self, service: &ServiceId) -> Option<Used> {
        self.0.get(service)?.back().map(|(_, used)| *used)
    }

    /// The average of a while.
    pub(crate) fn average(&self, service: &ServiceId, from: Timestamp, till: Timestamp) -> Option<Used> {
        let inside = self.0.get(service)?.iter().filter(|(at, _)| (from..till).contains(at));
        let (mut sum, mut count) = (Used::default(), 0_u32);
        for (_, used) in inside {
            sum = Used { cpu: sum.cpu + used.cpu, ram: sum.ram + used.ram, disk: sum.disk + used.disk };
            count += 1;
        }
        let count = f64::from(count);
        (count > 0.0).then(|| Used { cpu: sum.cpu / count, ram: sum.ram / count, disk: sum.disk / count })
    }
}

/// How many containers a service has: as few as it may.
pub(crate) fn containers(service: &Service) -> u32 {
    service.scaling().min_containers.and_then(|count| u32::try_from(count).ok()).unwrap_or(1).max(1)
}

/// What a service uses by the model, all containers together.
pub(crate) fn modelled(service: &Service, at: Timestamp) -> Used {
    let base = match &service.kind.family.category {
        Category::User if service.kind.family.traits.web_server == Some(WebServer::Files) => 0.04,
        Category::User => 0.16,
        _ => 0.22,
    };
    let hour = usize::try_from(at.to_zoned(jiff::tz::TimeZone::UTC).hour()).unwrap_or(0);
    let day = f64::from(DAY[hour % DAY.len()]) / 100.0;
    let scaling = service.scaling();
    let most_ram = scaling.max_ram.unwrap_or(f64::MAX) * 0.96;
    let most_cpu = whole(scaling.max_cpu.unwrap_or(8)) * 0.96;
    let disk = scaling.min_disk.unwrap_or(1.0) * 0.3 + 0.1;
    let each = Used { cpu: (0.02 + 0.2 * day).min(most_cpu), ram: (base * (0.9 + 0.4 * day)).min(most_ram), disk };
    let count = f64::from(containers(service));
    Used { cpu: each.cpu * count, ram: each.ram * count, disk: each.disk * count }
}

/// What the containers of a service have when they use so much.
pub(crate) fn limits(service: &Service, used: Used) -> Used {
    let (scaling, count) = (service.scaling(), f64::from(containers(service)));
    let between = |wanted: f64, least: Option<f64>, most: Option<f64>| {
        let most = most.unwrap_or(f64::MAX);
        wanted.min(most).max(least.unwrap_or(0.0).min(most))
    };
    let ram = ((used.ram / count + scaling.min_free_ram_gb.unwrap_or(0.0)) / STEP).ceil() * STEP;
    let disk = (used.disk / count * 1.1).ceil();
    let cores = (used.cpu / count * 1.1).ceil();
    Used {
        cpu: between(cores, scaling.min_cpu.map(whole), scaling.max_cpu.map(whole)) * count,
        ram: between(ram, scaling.min_ram, scaling.max_ram) * count,
        disk: between(disk, scaling.min_disk, scaling.max_disk) * count,
    }
}

/// What containers with so much cost a day. Derived: from the price list, in USD for 30 days.
pub(crate) fn price_per_day(service: &Service, limits: Used) -> f64 {
    let core = if is_dedicated(service) { 6.0 } else { 0.6 };
    (limits.cpu * core + limits.ram * 3.0 + limits.disk * 0.1) / 30.0
}

/// Whether its cores are its own.
pub(crate) fn is_dedicated(service: &Service) -> bool {
    service.scaling().is_dedicated()
}

#[expect(clippy::cast_precision_loss, reason = "counts of cores are small")]
fn whole(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_is_of_its_while_alone() {
        let (mut samples, service) = (Samples::default(), ServiceId::new("s"));
        let at = |second| Timestamp::from_second(second).expect("a moment");
        for (second, ram) in [(0, 1.0), (10, 2.0), (20, 4.0), (30, 9.0)] {
            samples.push(&service, at(second), Used { cpu: 0.0, ram, disk: 0.0 });
        }
        assert_eq!(samples.average(&service, at(10), at(30)).map(|used| used.ram), Some(3.0));
        assert_eq!(samples.average(&service, at(40), at(50)), None);
        assert_eq!(samples.newest(&service).map(|used| used.ram), Some(9.0));
    }
}
