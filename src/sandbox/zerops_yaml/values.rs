//! The types of values, checked before anything else is: what the platform's own parser refuses
//! never reaches its validation.

use std::time::Duration;

use serde_json::{Value, json};

use crate::domain::documents::probe_time;
use crate::domain::yaml::{Data, Node};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::wire::error::ApiError;

/// Fields of a port that are numbers or flags, below `run`.
const NUMBERS: &[&str] = &["port"];
const FLAGS: &[&str] = &["httpSupport"];
/// The timers of the two checks, and where those stand.
const TIMERS: &[(&str, &str, &[&str])] = &[
    ("deploy", "readinessCheck", &["failureTimeout", "retryPeriod"]),
    ("run", "healthCheck", &["failureTimeout", "disconnectTimeout", "recoveryTimeout", "execPeriod"]),
];
/// The least and the most that a timer may be.
const RANGE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(3600));

/// Checks the values of a setup.
///
/// Observed: the six timers are durations from 10s to 1h, a number is refused with these words, a
/// command of `startCommands` is no string. Guessed: the code of a time outside its range.
/// Derived, of the former platform: the timers are seconds.
pub(super) fn check(source: &str, setup: &Node, platform: PlatformDate) -> Result<(), ApiError> {
    let run = setup.get("run");
    let ports = run.and_then(|run| run.get("ports")).map_or(&[][..], Node::items);
    for (key, value) in ports.iter().flat_map(Node::entries) {
        let (Some(key), Some(text)) = (key.text(), value.text()) else { continue };
        let wanted = match key {
            key if NUMBERS.contains(&key) && text.parse::<i64>().is_err() => "int",
            key if FLAGS.contains(&key) && !matches!(text, "true" | "false") => "bool",
            _ => continue,
        };
        return Err(refusal(source, value, &format!("cannot unmarshal !!str {text} into {wanted}")));
    }
    let commands = run.and_then(|run| run.get("startCommands")).map_or(&[][..], Node::items);
    if let Some((command, text)) = commands.iter().find_map(|command| Some((command, command.text()?))) {
        let shown: String = text.chars().take(7).collect();
        let reason = format!("cannot unmarshal !!str `{shown}...` into zeropsYamlParser.startCommand");
        return Err(refusal(source, command, &reason));
    }
    for (section, check, names) in TIMERS {
        let Some(check) = setup.get(section).and_then(|section| section.get(check)) else { continue };
        for name in *names {
            if let Some(value) = check.get(name).filter(|value| !value.is_null()) {
                timer(source, &format!("{section}.{name}"), name, value, platform)?;
            }
        }
    }
    Ok(())
}

fn timer(source: &str, path: &str, name: &str, value: &Node, platform: PlatformDate) -> Result<(), ApiError> {
    let (tag, text) = match &value.data {
        Data::Scalar { text, plain: true } if text.parse::<i64>().is_ok() => ("!!int", text.as_str()),
        Data::Scalar { text, plain: true } if text.parse::<f64>().is_ok() => ("!!float", text.as_str()),
        Data::Scalar { text, .. } => ("!!str", text.as_str()),
        Data::Sequence(_) => ("!!seq", ""),
        Data::Mapping(_) => ("!!map", ""),
    };
    if platform.is_former() {
        return match tag {
            "!!int" => Ok(()),
            _ => Err(refusal(source, value, &format!("cannot unmarshal {tag} `{text}` into int"))),
        };
    }
    match probe_time::parse(text).filter(|_| tag == "!!str") {
        None => Err(refusal(source, value, &format!("cannot unmarshal {tag} `{text}` into time.Duration"))),
        Some(time) if time < RANGE.0 || time > RANGE.1 => {
            let (least, most) = (probe_time::format(RANGE.0), probe_time::format(RANGE.1));
            let error = ApiError::new("zeropsYamlInvalidParameter", "Invalid parameter provided.");
            Err(error.reason(path, format!("invalid {name} <{least}, {most}>")))
        }
        Some(_) => Ok(()),
    }
}

fn refusal(source: &str, value: &Node, reason: &str) -> ApiError {
    let reason = format!("yaml: line {}: {reason}", super::line(source, value.span.start));
    let meta: Value = json!([{
        "code": "yamlValidationInvalidYaml",
        "error": "Invalid YAML.",
        "metadata": { "content": [source], "reason": [reason] },
    }]);
    ApiError::new("yamlValidationInvalidYaml", "Invalid YAML.").object(meta)
}
