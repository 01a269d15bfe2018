//! Hands new versions to whoever works on them.

use std::sync::Arc;

use super::report::Report;
use super::simulated;
use crate::sandbox::options::ClockMode;
use crate::sandbox::shared::Shared;

/// Starts the work on every version that was taken up since the last time.
///
/// On a clock that is not the computer's this waits until the simulated work has had its look at the
/// archive, so that nothing depends on how fast that is.
pub(crate) async fn pending(shared: &Arc<Shared>) {
    let (jobs, tasks, backups) = {
        let mut world = shared.world();
        (std::mem::take(&mut world.jobs), std::mem::take(&mut world.tasks), std::mem::take(&mut world.backups.tasks))
    };
    if let Some(worker) = &shared.worker {
        for task in tasks {
            worker.carry_out(task);
        }
        for backup in backups {
            worker.back_up(backup);
        }
    }
    for job in jobs {
        let report = Report::new(shared, job.clone());
        if let Some(worker) = &shared.worker {
            worker.begin(job, report);
            continue;
        }
        let work = tokio::task::spawn_blocking(move || simulated::run(&job, &report));
        if shared.options.clock != ClockMode::Real {
            work.await.ok();
        }
    }
}
