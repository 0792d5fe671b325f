//! What becomes of a rule over the values of one parameter, or of two together.

use std::str::FromStr;

use kvittens_model::Code;
use kvittens_rules::{Meta, Param, rules};
use toml::Value;

use super::aim::Aim;
use super::labels::Judged;

/// Most points of a sweep: each is a run of a rule over every month.
const MOST: usize = 400;

/// Steps of a range where none is given and the parameter is no whole number.
const STEPS: f64 = 10.0;

/// One parameter and its values, as `rules.M301.max_gap=0..5` or `rules.P502.share=0.6..0.9:0.05`.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The rule.
    pub rule: Code,
    /// The parameter.
    pub parameter: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Whether it is a whole number.
    pub integer: bool,
    /// The values, in order.
    pub values: Vec<f64>,
}

/// What is wrong with a sweep.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum AxisError {
    /// Not of the form.
    #[error("\"{0}\" is no sweep (expected rules.M301.max_gap=0..5)")]
    Form(String),
    /// No such rule.
    #[error("no rule is called \"{0}\"")]
    Rule(String),
    /// No such parameter.
    #[error("{code} has no parameter \"{name}\" (it has: {})", known.join(", "))]
    Parameter {
        /// The rule.
        code: Code,
        /// As written.
        name: String,
        /// Its parameters.
        known: Vec<&'static str>,
    },
    /// A range that is empty, runs backwards, or has too many values.
    #[error("\"{text}\" gives {count} values (expected 1 to {MOST})")]
    Values {
        /// As written.
        text: String,
        /// How many.
        count: usize,
    },
    /// More than two parameters.
    #[error("{0} parameters at once (at most two)")]
    Many(usize),
}

impl FromStr for Axis {
    type Err = AxisError;

    fn from_str(text: &str) -> Result<Axis, AxisError> {
        Axis::read(text, rules::METAS)
    }
}

impl Axis {
    /// Reads one, of any of these rules.
    ///
    /// # Errors
    /// Not of the form, or of no rule or parameter that there is.
    pub fn read(text: &str, metas: &[Meta]) -> Result<Axis, AxisError> {
        let form = || AxisError::Form(text.to_owned());
        let (name, range) = text.split_once('=').ok_or_else(form)?;
        let name = name.trim().strip_prefix("rules.").unwrap_or(name.trim());
        let (rule, parameter) = name.split_once('.').ok_or_else(form)?;
        let meta = metas
            .iter()
            .find(|meta| rule.eq_ignore_ascii_case(meta.code.as_str()) || rule.eq_ignore_ascii_case(meta.slug))
            .ok_or_else(|| AxisError::Rule(rule.to_owned()))?;
        let params = meta.params();
        let known = || params.iter().map(|param| param.name).collect();
        let param = params.iter().find(|param| param.name == parameter).ok_or_else(|| AxisError::Parameter {
            code: meta.code,
            name: parameter.to_owned(),
            known: known(),
        })?;
        let values = values(range.trim(), param).ok_or_else(form)?;
        if values.is_empty() || values.len() > MOST {
            return Err(AxisError::Values { text: text.to_owned(), count: values.len() });
        }
        Ok(Axis { rule: meta.code, parameter: param.name, unit: param.unit, integer: param.kind == "integer", values })
    }
}

/// `0..5`, both ends; `0..10:2` by twos; `1,3,5` these.
fn values(range: &str, param: &Param) -> Option<Vec<f64>> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let integer = param.kind == "integer";
    let Some((low, rest)) = range.split_once("..") else {
        let listed: Option<Vec<f64>> = range.split(',').map(number).collect();
        return listed.filter(|listed| !integer || listed.iter().all(|value| value.fract() == 0.0));
    };
    let (high, step) = rest.split_once(':').map_or((rest, None), |(high, step)| (high, Some(step)));
    let (low, high) = (number(low)?, number(high)?);
    let step = match step {
        Some(step) => number(step)?,
        None if integer => 1.0,
        None => (high - low) / STEPS,
    };
    if integer && [low, high, step].iter().any(|value| value.fract() != 0.0) {
        return None;
    }
    if low.total_cmp(&high).is_eq() {
        return Some(vec![low]);
    }
    if step <= 0.0 {
        return None;
    }
    // One more than is allowed is enough to be refused.
    let most = MOST.saturating_add(1);
    let places = (0u32..).map(|place| low + f64::from(place) * step).take(most);
    // Steps such as 0.05 do not add up exactly: the last value is not lost to a rounding, and none shows one.
    let value = |value: f64| (value * 1e9).round() / 1e9;
    Some(places.take_while(|place| *place <= high + step * 1e-6).map(value).collect())
}

impl Axis {
    /// A value as the configuration writes it.
    #[allow(clippy::cast_possible_truncation, reason = "a whole parameter is whole and small")]
    pub fn toml(&self, value: f64) -> Value {
        if self.integer { Value::Integer(value as i64) } else { Value::Float(value) }
    }

    /// `M301.max_gap`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.rule, self.parameter)
    }
}

/// One value, or one pair, over all months: the findings of the rules whose parameters are swept.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// A value for each axis.
    pub values: Vec<f64>,
    /// Open findings of each month.
    pub months: Vec<u64>,
    /// Open findings of all.
    pub findings: u64,
    /// Minutes they question.
    pub minutes: i64,
    /// Whether each registered minute is counted once.
    pub once: bool,
    /// Against the labels.
    pub judged: Option<Judged>,
    /// Milliseconds.
    pub milliseconds: Option<f64>,
}

/// The points of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// One parameter or two.
    pub axes: Vec<Axis>,
    /// The points; the last axis runs fastest.
    pub points: Vec<Point>,
    /// What was asked for.
    pub aim: Aim,
    /// The position of the point that meets it.
    pub chosen: Option<usize>,
}

impl Sweep {
    /// The chosen point.
    pub fn chosen(&self) -> Option<&Point> {
        self.points.get(self.chosen?)
    }
}

/// Every combination of the axes' values; the last axis runs fastest.
///
/// # Errors
/// More than two axes, or more points than a run should take.
pub fn grid(axes: &[Axis]) -> Result<Vec<Vec<f64>>, AxisError> {
    if axes.len() > 2 {
        return Err(AxisError::Many(axes.len()));
    }
    let mut points = vec![Vec::new()];
    for axis in axes {
        points = points
            .iter()
            .flat_map(|point: &Vec<f64>| axis.values.iter().map(|value| [point.as_slice(), &[*value]].concat()))
            .collect();
    }
    if points.len() > MOST {
        let text = axes.iter().map(Axis::name).collect::<Vec<_>>().join(" × ");
        return Err(AxisError::Values { text, count: points.len() });
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Result<Vec<f64>, AxisError> {
        text.parse::<Axis>().map(|axis| axis.values)
    }

    #[test]
    fn a_range_has_both_ends_and_whole_steps() {
        assert_eq!(values("rules.M301.max_gap=0..5").unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(values("adjacent-visits.max_gap=0..5:2").unwrap(), [0.0, 2.0, 4.0]);
        assert_eq!(values("rules.P502.share=0.6..0.8:0.05").unwrap(), [0.6, 0.65, 0.7, 0.75, 0.8]);
        assert_eq!(values("rules.P502.share=0.6..0.8").unwrap().len(), 11);
        assert_eq!(values("M301.max_gap=3").unwrap(), [3.0]);
        assert_eq!(values("M301.max_gap=1,4").unwrap(), [1.0, 4.0]);
    }

    #[test]
    fn what_cannot_be_swept_is_refused() {
        assert!(matches!(values("M301.max_gap"), Err(AxisError::Form(_))));
        assert!(matches!(values("M301.max_gap=0..0.5"), Err(AxisError::Form(_))));
        assert!(matches!(values("M399.max_gap=0..5"), Err(AxisError::Rule(_))));
        assert!(matches!(values("M301.gap=0..5"), Err(AxisError::Parameter { known, .. }) if known == ["max_gap"]));
        assert!(matches!(values("M301.max_gap=5..0"), Err(AxisError::Values { count: 0, .. })));
        assert!(matches!(values("M301.max_gap=0..9999"), Err(AxisError::Values { .. })));
    }

    #[test]
    fn two_parameters_are_swept_together() {
        let axes = ["M301.max_gap=0..1", "D203.max_gap=4..5"].map(|text| text.parse::<Axis>().unwrap());
        assert_eq!(grid(&axes).unwrap(), [[0.0, 4.0], [0.0, 5.0], [1.0, 4.0], [1.0, 5.0]]);
    }
}
