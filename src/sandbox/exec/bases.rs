//! The programs of this computer that stand in for the platform's base images.

use std::path::Path;
use std::time::Duration;

use super::output::{INFORMATIONAL, Sink, WARNING, say};
use crate::domain::service_type::{self, TypeName};
use crate::programs::{Limits, Needs, capture, command, find};

/// What a program may take to say its version.
const LIMITS: Limits = Limits { bytes: 64 * 1024, time: Duration::from_secs(30) };

/// A family of bases with the program that it needs, and how that says its version.
const PROGRAMS: &[(&str, &str, &[&str])] = &[
    ("nodejs", "node", &["--version"]),
    ("bun", "bun", &["--version"]),
    ("deno", "deno", &["--version"]),
    ("python", "python3", &["--version"]),
    ("php", "php", &["--version"]),
    ("php-nginx", "php", &["--version"]),
    ("php-apache", "php", &["--version"]),
    ("go", "go", &["version"]),
    ("java", "java", &["-version"]),
    ("ruby", "ruby", &["--version"]),
    ("rust", "cargo", &["--version"]),
    ("dotnet", "dotnet", &["--version"]),
    ("elixir", "elixir", &["--version"]),
    ("gleam", "gleam", &["--version"]),
];

/// Whether the computer can stand in for a base; a line says with what.
///
/// # Errors
/// The program is missing, in words.
pub(crate) async fn check(base: &str, sink: &Sink) -> Result<(), String> {
    let name = service_type::family(base);
    if name == "docker" {
        return Err(format!("{base}: the sandbox has no virtual machines, so it cannot run Docker"));
    }
    let Some((_, program, arguments)) = PROGRAMS.iter().find(|(family, _, _)| *family == name) else {
        if matches!(name, "alpine" | "ubuntu") {
            say(sink, WARNING, format!("{base}: commands run on the system of this computer instead"));
        }
        return Ok(());
    };
    let Some(path) = find(program) else {
        return Err(format!(
            "{base} needs the program `{program}`, which this computer does not have; install it and deploy again"
        ));
    };
    let wanted = TypeName::parse(base).version.unwrap_or_default();
    let version = version(&path, arguments).await;
    let shown = version.as_deref().unwrap_or("of an unknown version");
    if version.as_deref().is_some_and(|version| !fits(wanted, version)) {
        say(sink, WARNING, format!("{base}: this computer has {program} {shown} instead, which is used"));
    } else {
        say(sink, INFORMATIONAL, format!("{base}: using {program} {shown} of this computer"));
    }
    Ok(())
}

/// Whether a version is what a base asks for; what is no number asks for any.
fn fits(wanted: &str, version: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    !wanted.starts_with(|first: char| first.is_ascii_digit()) || numbers(version).starts_with(&numbers(wanted))
}

async fn version(program: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = command(program, Needs::Nothing);
    command.args(arguments);
    let written = capture(command, LIMITS).await.ok()?;
    let text = [written.bytes, written.said].concat();
    let text = String::from_utf8_lossy(&text);
    let word = text.split(|c: char| c.is_whitespace() || c == '"').find_map(|word| {
        let number = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        number.contains('.').then_some(number)
    })?;
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    Some(word[..end].trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_far_as_they_are_asked_for() {
        assert!(fits("22", "22.14.0") && fits("3.12", "3.12.1") && fits("latest", "1.0") && fits("", "9.9"));
        assert!(!fits("22", "20.1.0") && !fits("2", "22.1.0") && !fits("3.1", "3.11.7"));
    }
}
