//! Times of day and windows of a day, as scenario files write them: `"08:00-12:00"`.

use serde_json::{Value as Json, json};

use super::fault::Faults;
use super::parameter::Parameter;
use super::section::Declaration;
use super::tree::{Node, Value};

/// A time of day in minutes since midnight, 0 to 1440 (`"24:00"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub u32);

/// From one time of day to a later one on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockWindow {
    /// The begin.
    pub from: ClockTime,
    /// The end, after the begin.
    pub until: ClockTime,
}

impl ClockTime {
    /// Reads `08:00`; `None` if it is no time of day.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.trim().split_once(':')?;
        let digits = |part: &str| -> Option<u32> {
            let fine = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if fine { part.parse().ok() } else { None }
        };
        let (hours, minutes) = (digits(hours)?, digits(minutes)?);
        let time = hours * 60 + minutes;
        (minutes < 60 && time <= 1440).then_some(ClockTime(time))
    }

    /// The time as `08:00`.
    pub fn text(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl ClockWindow {
    /// Reads `08:00-12:00`; `None` if it is no window or does not end after its begin.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once(['-', '–'])?;
        let window = ClockWindow { from: ClockTime::parse(from)?, until: ClockTime::parse(until)? };
        (window.from < window.until).then_some(window)
    }

    /// Its length in minutes.
    pub fn minutes(self) -> u32 {
        self.until.0 - self.from.0
    }
}

impl Parameter for ClockTime {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let time = node.as_str().and_then(Self::parse);
        if time.is_none() {
            let help = matches!(node.value, Value::Datetime(_)).then(|| "put it in quotes".to_string());
            faults.fault(node, path, Self::expected(about), node.describe(), help);
        }
        time
    }

    fn show(&self) -> String {
        format!("\"{}\"", self.text())
    }

    fn schema(_: &Declaration) -> Json {
        json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{1,2}$" })
    }

    fn expected(_: &Declaration) -> String {
        "a time of day such as \"08:00\"".to_string()
    }
}

impl Parameter for ClockWindow {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let window = node.as_str().and_then(Self::parse);
        if window.is_none() {
            let backwards = node
                .as_str()
                .and_then(|text| text.split_once('-'))
                .is_some_and(|(a, b)| ClockTime::parse(a).is_some() && ClockTime::parse(b).is_some());
            let help = backwards.then(|| "the window must end after its begin, on the same day".to_string());
            faults.fault(node, path, Self::expected(about), node.describe(), help);
        }
        window
    }

    fn show(&self) -> String {
        format!("\"{}-{}\"", self.from.text(), self.until.text())
    }

    fn schema(_: &Declaration) -> Json {
        json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{1,2}-[0-9]{1,2}:[0-9]{1,2}$" })
    }

    fn expected(_: &Declaration) -> String {
        "a window of the day such as \"08:00-12:00\"".to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_exactly() {
        let window = ClockWindow::parse("08:00-12:30").expect("a window");
        assert_eq!((window.from.0, window.until.0, window.minutes()), (480, 750, 270));
        assert_eq!(ClockWindow::parse("20:00-24:00").map(ClockWindow::minutes), Some(240));
        for wrong in
            ["12:00-08:00", "08:00", "8-12", "08:60-12:00", "25:00-26:00", "08:00-08:00", "+8:00-9:00"]
        {
            assert_eq!(ClockWindow::parse(wrong), None, "{wrong}");
        }
    }
}
