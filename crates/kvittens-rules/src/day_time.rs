//! A time of day as a parameter: `from = "07:00"`.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// Minutes after midnight, up to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayTime(i32);

/// Minutes of a day.
const DAY: i32 = 24 * 60;

impl DayTime {
    /// A clock time; beyond 24:00 it is that.
    pub const fn at(hour: i32, minute: i32) -> DayTime {
        DayTime::from_minutes(hour * 60 + minute)
    }

    /// Minutes after midnight, cut to a day.
    pub const fn from_minutes(minutes: i32) -> DayTime {
        DayTime(if minutes < 0 {
            0
        } else if minutes > DAY {
            DAY
        } else {
            minutes
        })
    }

    /// Seconds after midnight.
    pub const fn seconds(self) -> i32 {
        self.0 * 60
    }

    fn read(text: &str) -> Option<DayTime> {
        let (hour, rest) = text.split_once(':')?;
        // toml writes its own times with seconds.
        let minute = rest.strip_suffix(":00").unwrap_or(rest);
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hour) || !digits(minute) {
            return None;
        }
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60 && hour * 60 + minute <= DAY).then(|| DayTime::at(hour, minute))
    }
}

impl From<DayTime> for f64 {
    fn from(time: DayTime) -> f64 {
        f64::from(time.0)
    }
}

impl fmt::Display for DayTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for DayTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DayTime {
    /// `"07:00"`, toml's own `07:00:00`, or minutes after midnight, as a sweep writes them.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DayTime, D::Error> {
        deserializer.deserialize_any(OfDay)
    }
}

struct OfDay;

impl<'de> Visitor<'de> for OfDay {
    type Value = DayTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time of day, as \"07:00\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DayTime, E> {
        DayTime::read(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, minutes: i64) -> Result<DayTime, E> {
        let fits = i32::try_from(minutes).ok().filter(|minutes| (0..=DAY).contains(minutes));
        fits.map(DayTime).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(minutes), &self))
    }

    fn visit_f64<E: de::Error>(self, minutes: f64) -> Result<DayTime, E> {
        #[allow(clippy::cast_possible_truncation, reason = "a whole number of minutes")]
        let whole = minutes as i64;
        self.visit_i64(whole)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<DayTime, A::Error> {
        let time = toml::value::Datetime::deserialize(de::value::MapAccessDeserializer::new(map))?;
        self.visit_str(&time.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Table {
        from: DayTime,
    }

    fn read(text: &str) -> Option<String> {
        toml::from_str::<Table>(&format!("from = {text}")).ok().map(|table| table.from.to_string())
    }

    #[test]
    fn a_time_of_day_is_written_in_three_ways() {
        for text in ["\"07:30\"", "07:30:00", "450"] {
            assert_eq!(read(text).as_deref(), Some("07:30"), "{text}");
        }
        assert_eq!(read("\"24:00\"").as_deref(), Some("24:00"));
    }

    #[test]
    fn what_no_clock_shows_is_refused() {
        for text in ["\"24:01\"", "\"7\"", "\"7:60\"", "\"07:00:30\"", "1441", "-1", "\"sju\""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
