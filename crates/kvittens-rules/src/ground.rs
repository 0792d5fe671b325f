//! Rules that other rules build on. What they hold of a visit is asked with the parameters they are configured with,
//! whether they run themselves or not.

use kvittens_model::Code;

use crate::config::Configured;
use crate::facts::Long;
use crate::rules::d202_tag_and_manual::TagAndManual;
use crate::rules::d203_repeated_service::RepeatedService;
use crate::rules::p502_same_staff::SameStaff;
use crate::rules::t403_too_long::TooLong;

/// The rules, as configured.
#[derive(Clone, Debug)]
pub struct Ground {
    /// When a visit is too long (T403).
    pub long: Long,
    /// A manual visit beside one with a receipt (D202).
    pub twins: TagAndManual,
    /// A service registered again right after (D203).
    pub repeated: RepeatedService,
    /// One staff with nearly all of a customer's visits (P502).
    pub same_staff: SameStaff,
}

impl Ground {
    /// Of a catalogue; the defaults for a rule that is not in it.
    #[allow(clippy::cast_possible_truncation, reason = "hours and minutes are whole parameters")]
    pub fn of(rules: &[Configured]) -> Ground {
        let value = |code: Code, name: &str, default: f64| {
            let rule = rules.iter().find(|rule| rule.code() == code);
            let named = rule.and_then(|rule| rule.rule.values().into_iter().find(|(of, _)| *of == name));
            named.map_or(default, |(_, value)| value)
        };
        let (long, twins, repeated) = (TooLong::default(), TagAndManual::default(), RepeatedService::default());
        let same = SameStaff::default();
        let of_same = |name, default| value(SameStaff::META.code, name, default);
        let of_long = |name, default| value(TooLong::META.code, name, default);
        Ground {
            long: Long {
                over: of_long("max_hours", f64::from(long.max_hours)) as i64 * 3600,
                planned_factor: of_long("planned_factor", long.planned_factor),
            },
            twins: TagAndManual { overlap_share: value(TagAndManual::META.code, "overlap_share", twins.overlap_share) },
            repeated: RepeatedService {
                max_gap: value(RepeatedService::META.code, "max_gap", f64::from(repeated.max_gap)) as i32,
            },
            same_staff: SameStaff {
                share: of_same("share", same.share),
                min_visits: of_same("min_visits", f64::from(same.min_visits)) as i32,
                min_days: of_same("min_days", f64::from(same.min_days)) as i32,
                ..same
            },
        }
    }
}
