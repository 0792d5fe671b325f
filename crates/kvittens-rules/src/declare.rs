//! `rule!`: a rule's parameters and card from one set of tokens, so that a default stands once.
//!
//! ```text
//! rule! {
//!     /// D203: …
//!     pub struct RepeatedService {
//!         max_gap: i32 = 5, "min", 0..=1440, sv "Största lucka …", en "Largest gap …";
//!     }
//!     code "D203", slug "repeated-service", per Chain, severity Minor, order Customer,
//!     needs [Services], page "d203_repeated_service.md"
//! }
//! ```
//!
//! makes the struct with its defaults, reads it from a table of `kvittens.toml` that may hold no other key, and gives
//! it `META`. A rule that municipalities can set a limit for says `limit share` behind its page, and with it the
//! measure of providers that is judged and which way is worse: `limit share "manual-share" Above`. A measure of providers
//! that is judged by a test, and for which no limit can be set, is `tested "round-minutes" Above`. What can explain its
//! findings beside what the kernel says itself: `explained [DoubleStaffing]`, in the order it is asked. A rule that is
//! not on visits and compares no share says the unit of its value last: `compares "min"`. A bound that is a time of day
//! is a constant of the file. The only macro of the crate.

use crate::limits::Worse;

/// Declares a rule; see the module.
#[macro_export]
macro_rules! rule {
    (
        $(#[$doc:meta])*
        pub struct $rule:ident {
            $($name:ident: $type:ident = $default:expr, $unit:literal, $low:tt..=$high:tt, sv $sv:literal, en $en:literal;)*
        }
        code $code:literal, slug $slug:literal, per $per:ident, severity $severity:ident, order $order:ident,
        needs [$($need:ident),*], page $page:literal
        $(, limit $limit:ident $($measure:literal $worse:ident)?)? $(, tested $tested:literal $side:ident)?
        $(, explained [$($explained:ident),*])?
        $(, compares $unit_of_value:literal)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $rule {
            $(#[doc = $en] pub $name: $type,)*
        }

        impl Default for $rule {
            fn default() -> Self {
                $rule { $($name: $default),* }
            }
        }

        impl $rule {
            /// The rule's card.
            pub const META: $crate::rule::Meta = $crate::rule::Meta {
                code: kvittens_model::Code::new($code),
                slug: $slug,
                per: $crate::rule::Per::$per,
                severity: kvittens_model::Severity::$severity,
                order: $crate::rule::Order::$order,
                needs: &[$($crate::rule::Need::$need),*],
                page: include_str!($page),
                compares: $crate::declare::unit(&[$($unit_of_value)?]),
                limited: !<[&str]>::is_empty(&[$(stringify!($limit))?]),
                judged: $crate::declare::first(&[
                    $($(($measure, $crate::limits::Worse::$worse))?)? $(($tested, $crate::limits::Worse::$side))?
                ]),
                explained: &[$($(kvittens_model::Explanation::$explained),*)?],
                params: $crate::rule::Params::Built($rule::params),
            };

            fn params() -> Vec<$crate::rule::Param> {
                vec![$($crate::rule::Param {
                    name: stringify!($name),
                    kind: $crate::declare::kind_of(stringify!($type)),
                    default: f64::from($rule::default().$name),
                    unit: $unit,
                    range: (f64::from($low), f64::from($high)),
                    sv: $sv,
                    en: $en,
                }),*]
            }

            fn param_values(&self) -> Vec<(&'static str, f64)> {
                vec![$((stringify!($name), f64::from(self.$name))),*]
            }
        }
    };
}

/// The word for a parameter's type in tables.
pub fn kind_of(rust_type: &str) -> &'static str {
    match rust_type.as_bytes() {
        b"f64" => "number",
        b"DayTime" => "time",
        _ => "integer",
    }
}

/// The first of at most one.
pub const fn first(of: &[(&'static str, Worse)]) -> Option<(&'static str, Worse)> {
    match of {
        [first, ..] => Some(*first),
        [] => None,
    }
}

/// The first of at most one.
pub const fn unit(of: &[&'static str]) -> Option<&'static str> {
    match of {
        [first, ..] => Some(*first),
        [] => None,
    }
}

/// The two methods of [`crate::Rule`] that every rule writes alike.
#[macro_export]
macro_rules! card {
    () => {
        fn meta(&self) -> $crate::rule::Meta {
            Self::META
        }

        fn values(&self) -> Vec<(&'static str, f64)> {
            self.param_values()
        }
    };
}
