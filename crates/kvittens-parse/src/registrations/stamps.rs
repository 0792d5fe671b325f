//! The time columns of a batch → wall-clock times.

use arrow::array::{Array, ArrowPrimitiveType, AsArray, PrimitiveArray};
use arrow::datatypes::{
    DataType, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use kvittens_model::Local;

use super::RegistrationsError;

/// 2000-01-01, which wall-clock times count from, in seconds since 1970.
const EPOCH: i64 = 946_684_800;

/// Days from 2000-01-01 to behind the last day a time can have, 2067-12-31.
const DAYS: i64 = 24_837;

/// The times of a column, [`Local::NONE`] where nothing stands. What is finer than a second is cut off.
/// `impossible` is told of rows whose time lies outside 2000–2067; theirs is [`Local::NONE`] too.
pub fn times(column: &dyn Array, impossible: impl FnMut(usize)) -> Result<Vec<Local>, RegistrationsError> {
    let found = match column.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => of::<TimestampSecondType, 1>(column, impossible),
        DataType::Timestamp(TimeUnit::Millisecond, _) => of::<TimestampMillisecondType, 1000>(column, impossible),
        DataType::Timestamp(TimeUnit::Microsecond, _) => of::<TimestampMicrosecondType, 1_000_000>(column, impossible),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            of::<TimestampNanosecondType, 1_000_000_000>(column, impossible)
        }
        _ => None,
    };
    found.ok_or_else(|| RegistrationsError::Damaged("a column of times that was not decoded as one".to_owned()))
}

/// `SECOND`: how many units a second has.
fn of<T: ArrowPrimitiveType<Native = i64>, const SECOND: i64>(
    column: &dyn Array,
    mut impossible: impl FnMut(usize),
) -> Option<Vec<Local>> {
    let column: &PrimitiveArray<T> = column.as_primitive_opt()?;
    let times: Vec<Local> = match column.nulls() {
        None => column.values().iter().map(|value| local(value.div_euclid(SECOND))).collect(),
        Some(_) if column.null_count() == column.len() => vec![Local::NONE; column.len()],
        Some(nulls) => {
            let values = column.values().iter().zip(nulls);
            values.map(|(value, stands)| if stands { local(value.div_euclid(SECOND)) } else { Local::NONE }).collect()
        }
    };
    if times.iter().filter(|time| time.is_none()).count() > column.null_count() {
        let wrong = |at: &usize| times[*at].is_none() && column.is_valid(*at);
        (0..times.len()).filter(wrong).for_each(&mut impossible);
    }
    Some(times)
}

/// Seconds since 1970 as a time; [`Local::NONE`] outside the years a time can have.
#[allow(clippy::cast_possible_truncation, reason = "bounded before the cast")]
fn local(unix: i64) -> Local {
    let seconds = unix.wrapping_sub(EPOCH);
    if (0..DAYS * 86_400).contains(&seconds) { Local::from_seconds(seconds as i32) } else { Local::NONE }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, TimestampMillisecondArray, TimestampNanosecondArray};

    use super::*;

    fn read(column: &dyn Array) -> (Vec<Local>, Vec<usize>) {
        let mut impossible = Vec::new();
        let times = times(column, |at| impossible.push(at)).unwrap();
        (times, impossible)
    }

    #[test]
    fn the_first_and_last_second_are_times_and_their_neighbours_impossible() {
        let first = Local::new(2000, 1, 1, 0, 0, 0).unwrap();
        let last = Local::new(2067, 12, 31, 23, 59, 59).unwrap();
        let column = TimestampMillisecondArray::from(vec![
            Some(first.unix() * 1000),
            Some(first.unix() * 1000 - 1),
            None,
            Some(last.unix() * 1000 + 999),
            Some(last.unix() * 1000 + 1000),
            Some(i64::MIN),
        ]);
        let (times, impossible) = read(&column);
        assert_eq!(times, [first, Local::NONE, Local::NONE, last, Local::NONE, Local::NONE]);
        assert_eq!(impossible, [1, 4, 5]);
    }

    #[test]
    fn nanoseconds_are_read_and_numbers_are_no_times() {
        let time = Local::new(2022, 3, 1, 7, 15, 30).unwrap();
        let column = TimestampNanosecondArray::from(vec![time.unix() * 1_000_000_000 + 7]);
        assert_eq!(read(&column), (vec![time], vec![]));
        assert!(times(&Int64Array::from(vec![1]), |_| {}).is_err());
    }
}
