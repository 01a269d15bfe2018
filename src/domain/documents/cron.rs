//! Crontab expressions of five fields: minute, hour, day of the month, month, day of the week.
//!
//! Deliberately absent: `@daily` and its like, and fields of seconds, which the platform lacks.

/// A parsed expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cron {
    /// Of each field, a bit for every value it matches.
    pub fields: [u64; 5],
}

/// The first thing wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronFault(pub String);

struct Field {
    name: &'static str,
    first: u32,
    last: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", first: 0, last: 59, names: &[] },
    Field { name: "hour", first: 0, last: 23, names: &[] },
    Field { name: "day of the month", first: 1, last: 31, names: &[] },
    Field {
        name: "month",
        first: 1,
        last: 12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    Field { name: "day of the week", first: 0, last: 7, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/// Parses an expression.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(text: &str) -> Result<Cron, CronFault> {
    let given: Vec<&str> = text.split_whitespace().take(FIELDS.len() + 1).collect();
    if given.len() != FIELDS.len() {
        let count = if given.len() > FIELDS.len() { "more".to_owned() } else { given.len().to_string() };
        return Err(CronFault(format!("a crontab expression has 5 fields; this has {count}")));
    }
    let mut fields = [0; 5];
    for ((text, field), bits) in given.iter().zip(&FIELDS).zip(&mut fields) {
        for part in text.split(',') {
            *bits |= field.part(part)?;
        }
    }
    Ok(Cron { fields })
}

impl Field {
    fn part(&self, part: &str) -> Result<u64, CronFault> {
        let (range, step) = match part.split_once('/') {
            None => (part, None),
            Some((range, step)) => match step.parse::<u32>() {
                Ok(step) if (1..=self.last).contains(&step) => (range, Some(step)),
                _ => return Err(self.fault("has a step that is no number of its range")),
            },
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.first, self.last),
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None if step.is_some() => (self.value(range)?, self.last),
            None => (self.value(range)?, self.value(range)?),
        };
        if first > last {
            return Err(self.fault("has a range that ends before it starts"));
        }
        let step = usize::try_from(step.unwrap_or(1)).unwrap_or(1);
        Ok((first..=last).step_by(step).fold(0, |bits, value| bits | 1 << value))
    }

    fn value(&self, text: &str) -> Result<u32, CronFault> {
        let lower = text.to_ascii_lowercase();
        let named = self.names.iter().position(|name| *name == lower).and_then(|at| u32::try_from(at).ok());
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let value = match named {
            Some(at) => Some(at + self.first),
            None if digits => text.parse().ok(),
            None => None,
        };
        value
            .filter(|value| (self.first..=self.last).contains(value))
            .ok_or_else(|| self.fault(&format!("takes {} to {}", self.first, self.last)))
    }

    fn fault(&self, what: &str) -> CronFault {
        CronFault(format!("the {} {what}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn five_fields_are_understood() {
        let cron = parse("*/15 0-6/2 1,15 jan-mar sun").expect("parses");
        assert_eq!(cron.fields[0], 1 | 1 << 15 | 1 << 30 | 1 << 45);
        assert_eq!(cron.fields[1], 0b101_0101);
        assert_eq!(cron.fields[2], 1 << 1 | 1 << 15);
        assert_eq!(cron.fields[3], 0b1110);
        assert_eq!(cron.fields[4], 1);
        assert!(parse("5/10 * * * 7").is_ok());
    }

    #[test]
    fn faults_name_the_field() {
        let fault = |text: &str| parse(text).expect_err(text).0;
        assert_eq!(fault("* * * *"), "a crontab expression has 5 fields; this has 4");
        assert_eq!(fault("0 * * * * *"), "a crontab expression has 5 fields; this has more");
        assert_eq!(fault("60 * * * *"), "the minute takes 0 to 59");
        assert_eq!(fault("* 9-5 * * *"), "the hour has a range that ends before it starts");
        assert_eq!(fault("* * 0 * *"), "the day of the month takes 1 to 31");
        assert_eq!(fault("*/0 * * * *"), "the minute has a step that is no number of its range");
        assert_eq!(fault("* * * foo *"), "the month takes 1 to 12");
        assert!(parse("@daily").is_err() && parse("").is_err());
        assert!(parse("99999999999999999999 * * * *").is_err());
    }
}
