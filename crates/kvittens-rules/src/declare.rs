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
//! it `META`. The only macro of the crate.

/// Declares a rule; see the module.
#[macro_export]
macro_rules! rule {
    (
        $(#[$doc:meta])*
        pub struct $rule:ident {
            $($name:ident: $type:ident = $default:expr, $unit:literal, $low:literal..=$high:literal, sv $sv:literal, en $en:literal;)*
        }
        code $code:literal, slug $slug:literal, per $per:ident, severity $severity:ident, order $order:ident,
        needs [$($need:ident),*], page $page:literal $(, $limited:ident)?
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
                limited: !<[&str]>::is_empty(&[$(stringify!($limited))?]),
                params: $rule::params,
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
    if rust_type == "f64" { "number" } else { "integer" }
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
