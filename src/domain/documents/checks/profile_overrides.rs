//! The settings that replace those of a profile. The schema names the keys of each type.

use super::super::codes;
use super::super::import_yaml::Service;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::types::ServiceType;
use super::super::words::{is_field_like, list, quoted};
use crate::domain::nearest::nearest;

/// Those of PostgreSQL, with the profile `custom`.
const POSTGRESQL: &[&str] = &[
    "autovacuum_analyze_scale_factor",
    "autovacuum_max_workers",
    "autovacuum_naptime",
    "autovacuum_vacuum_cost_delay",
    "autovacuum_vacuum_cost_limit",
    "autovacuum_vacuum_scale_factor",
    "autovacuum_work_mem",
    "commit_delay",
    "commit_siblings",
    "default_statistics_target",
    "effective_cache_size",
    "effective_io_concurrency",
    "hash_mem_multiplier",
    "idle_in_transaction_session_timeout",
    "jit_above_cost",
    "maintenance_io_concurrency",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "max_parallel_workers",
    "max_parallel_workers_per_gather",
    "max_wal_size",
    "max_worker_processes",
    "min_wal_size",
    "random_page_cost",
    "temp_buffers",
    "temp_file_limit",
    "vacuum_cost_delay",
    "wal_buffers",
    "wal_compression",
    "wal_writer_delay",
    "wal_writer_flush_after",
    "work_mem",
];

/// Those of Valkey, with every profile. The schema has the first alone, the manual both.
const VALKEY: &[&str] = &["maxmemory-policy", "lazyfree-lazy-user-del"];

/// Checks the keys of a service of a known type.
pub(crate) fn check(sink: &Sink, service: &Service, kind: &ServiceType) {
    let known = match kind.family.as_str() {
        "postgresql" => POSTGRESQL,
        "valkey" => VALKEY,
        _ => return,
    };
    for (key, value) in service.profile_overrides.iter().flat_map(|overrides| overrides.value.0.iter()) {
        if known.contains(&key.as_str()) {
            continue;
        }
        let shown = if is_field_like(&key.replace('-', "_")) { quoted(key) } else { "this key".to_owned() };
        let message = format!("{shown} is no setting that a profile of {} lets you replace", quoted(&kind.family));
        let fix = match nearest(key, known.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("known: {}", list(known.iter().copied())),
        };
        sink.push(Finding::warning(codes::INVALID_PROFILE, &value.path, &value.key, message).fix(fix));
    }
}
