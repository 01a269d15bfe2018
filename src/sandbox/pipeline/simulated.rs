//! Versions without anything that runs: the archive is looked at for what the platform would refuse,
//! and the clock moves the version from stage to stage.

use super::archive::Listing;
use super::deploy_files;
use super::job::Job;
use super::report::Report;
use crate::domain::documents::zerops_yaml::Setup;
use crate::sandbox::logs::lines::Place;

const INFORMATIONAL: u8 = 6;
/// Observed: an archive without entries for its folders fails while it is unpacked, and no log says why.
pub(crate) const WITHOUT_A_WORD: &str = "";

/// Looks at the archive of a version and says what came of it. It reads all of the archive, so it
/// runs where it may block.
pub(crate) fn run(job: &Job, report: &Report) {
    let Some(archive) = &job.archive else {
        report.checked(Ok(()));
        return;
    };
    let outcome = Listing::read(archive.path(), &job.cancel).and_then(|listing| match () {
        () if job.folders_first && !listing.is_in_order() => Err(WITHOUT_A_WORD.to_owned()),
        () if job.builds => deploy(&job.setup, &listing, report),
        () => Ok(()),
    });
    report.checked(outcome);
}

/// Whether what is to be deployed is there.
///
/// Derived: a pattern that matches nothing fails the build. Guessed: in which words. What commands
/// would have made cannot be known where none run, so after commands everything may be there.
fn deploy(setup: &Setup, listing: &Listing, report: &Report) -> Result<(), String> {
    let Some(build) = &setup.build else { return Ok(()) };
    let runs = [&build.prepare_commands, &build.build_commands];
    let runs = runs.into_iter().any(|commands| commands.as_ref().is_some_and(|commands| !commands.is_empty()));
    let patterns = build.deploy_files.as_ref().or(build.deploy.as_ref());
    for pattern in patterns.into_iter().flat_map(|patterns| patterns.iter()) {
        if deploy_files::matches(pattern.as_str(), listing) {
            continue;
        }
        if !runs {
            return Err(format!("deployFiles: `{}` matches no file", pattern.as_str()));
        }
        let note = format!("simulated: `{}` is taken as made by the build commands", pattern.as_str());
        report.line(Place::Build, INFORMATIONAL, &note);
    }
    Ok(())
}
