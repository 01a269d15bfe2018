//! What really runs, measured: processor time, memory and files.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::engine::Engine;
use super::instance::Instance;
use crate::domain::ids::ServiceId;
use crate::sandbox::usage::Used;

/// Between two looks.
pub(crate) const PAUSE: Duration = Duration::from_secs(5);
/// Ticks of processor time in a second, as the kernel tells them to programs.
const TICKS: f64 = 100.0;
/// Files that are counted of a service.
const MOST_FILES: usize = 200_000;
const GB: f64 = 1_000_000_000.0;

/// What was seen of the processes of a service before.
#[derive(Debug, Default)]
pub(crate) struct Before(HashMap<ServiceId, (Instant, u64)>);

impl Engine {
    /// Notes what everything that runs uses.
    pub(crate) async fn measure(&self, before: &mut Before) {
        let running = self.all_running();
        before.0.retain(|service, _| running.iter().any(|(one, _)| one == service));
        for (service, instance) in running {
            let folders = ["data", "services", "versions"].map(|kind| self.place(kind, service.as_str()));
            let looked = tokio::task::spawn_blocking(move || {
                let (ticks, bytes) = processes(&instance);
                let disk: u64 = folders.iter().map(|folder| size(folder, &mut 0)).sum();
                (Instant::now(), ticks, bytes, disk)
            });
            let Ok((at, ticks, bytes, disk)) = looked.await else { continue };
            let earlier = before.0.insert(service.clone(), (at, ticks));
            // Without a look before there is no knowing how fast it went; a process that ended takes its time along.
            let Some((begun, past)) = earlier else { continue };
            let seconds = at.duration_since(begun).as_secs_f64().max(0.001);
            let cpu = number(ticks.saturating_sub(past)) / TICKS / seconds;
            let Some(shared) = self.shared() else { return };
            let mut world = shared.world();
            let now = world.now();
            world.usage.push(&service, now, Used { cpu, ram: number(bytes) / GB, disk: number(disk) / GB });
        }
    }
}

/// Processor time in ticks and memory in bytes of all processes of a container.
fn processes(instance: &Arc<Instance>) -> (u64, u64) {
    let (mut ticks, mut bytes) = (0, 0);
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let folder = entry.path();
        let Some(stat) = read(&folder.join("stat")) else { continue };
        // The name of a program may have spaces and brackets; what follows it has not.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let field = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
        if !instance.container.has(process, u32::try_from(field(2)).unwrap_or(0)) {
            continue;
        }
        ticks += field(11) + field(12);
        bytes += memory(&folder);
    }
    (ticks, bytes)
}

/// The memory of a process with its part of what it shares.
fn memory(folder: &Path) -> u64 {
    let kilobytes = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let shared = read(&folder.join("smaps_rollup")).and_then(|text| kilobytes(&text, "Pss:"));
    let whole = || read(&folder.join("status")).and_then(|text| kilobytes(&text, "VmRSS:"));
    shared.or_else(whole).unwrap_or(0) * 1024
}

/// What files below a folder have in bytes, as far as they are counted.
fn size(folder: &Path, count: &mut usize) -> u64 {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        *count += 1;
        if *count > MOST_FILES {
            break;
        }
        bytes += match entry.metadata() {
            Ok(found) if found.is_dir() => size(&entry.path(), count),
            Ok(found) => found.len(),
            Err(_) => 0,
        };
    }
    bytes
}

/// A file that the kernel makes up.
fn read(path: &Path) -> Option<String> {
    let file = crate::files::open_named(path).ok()?;
    let bytes = crate::files::bounded(file, 64 * 1024).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[expect(clippy::cast_precision_loss, reason = "these amounts are shown with three digits")]
fn number(count: u64) -> f64 {
    count as f64
}
