use std::io::Seek;

use arrow::array::*;
use arrow::datatypes::{Int32Type, Int64Type};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::*;

fn written(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn read_text(bytes: Vec<u8>) -> String {
    String::from_utf8(text_of_bytes(bytes).unwrap()).unwrap()
}

fn column(array: ArrayRef) -> String {
    read_text(written(vec![("a", array)], Compression::SNAPPY))
}

fn month(compression: Compression) -> Vec<u8> {
    let insatser: DictionaryArray<Int32Type> = vec![Some("Dusch"), None, Some("Dusch; städ")].into_iter().collect();
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("Bad/Dusch"), Some("Städ")]);
    lists.append_null();
    lists.append_value(Vec::<Option<&str>>::new());
    let start =
        TimestampNanosecondArray::from(vec![Some(1_646_118_900_000_000_000), Some(1_646_118_930_999_000_000), None]);
    written(
        vec![
            ("Kund", Arc::new(Int64Array::from(vec![804_123, 804_124, 42]))),
            ("Insats", Arc::new(insatser)),
            ("Insatser", Arc::new(lists.finish())),
            ("Start", Arc::new(start)),
            ("Tid", Arc::new(Float64Array::from(vec![Some(90.0), Some(1.5), None]))),
            ("Dubbel", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ],
        compression,
    )
}

const MONTH: &str = "Kund;Insats;Insatser;Start;Tid;Dubbel\n\
    804123;Dusch;Bad/Dusch,Städ;2022-03-01 07:15;90;Ja\n\
    804124;;;2022-03-01 07:15:30;1.5;Nej\n\
    42;\"Dusch; städ\";;;;\n";

#[test]
fn a_table_is_the_text_that_its_csv_would_be() {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::GZIP(GzipLevel::default()), zstd] {
        assert_eq!(read_text(month(compression)), MONTH, "{compression}");
    }
}

#[test]
fn a_table_in_a_file_is_read() {
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, &month(Compression::SNAPPY)).unwrap();
    file.rewind().unwrap();
    assert_eq!(String::from_utf8(text_of_file(file).unwrap()).unwrap(), MONTH);
}

#[test]
fn every_type_that_an_export_has_is_written() {
    let cases: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(NullArray::new(1)), ""),
        (Arc::new(LargeStringArray::from(vec!["å\nä"])), "\"å\nä\""),
        (Arc::new(StringViewArray::from(vec!["å"])), "å"),
        (Arc::new(Int8Array::from(vec![-3])), "-3"),
        (Arc::new(UInt64Array::from(vec![u64::MAX])), "18446744073709551615"),
        (Arc::new(Float32Array::from(vec![0.15])), "0.150"),
        (Arc::new(Float64Array::from(vec![804_123.0])), "804123"),
        (Arc::new(Float64Array::from(vec![f64::NAN])), "#FEL"),
        (Arc::new(Decimal128Array::from(vec![350]).with_precision_and_scale(10, 2).unwrap()), "3.5"),
        (Arc::new(Decimal128Array::from(vec![804_000]).with_precision_and_scale(10, 0).unwrap()), "804000"),
        (Arc::new(Date32Array::from(vec![19_052])), "2022-03-01"),
        (Arc::new(Date64Array::from(vec![19_052 * 86_400_000])), "2022-03-01"),
        (Arc::new(Time32SecondArray::from(vec![26_100])), "07:15"),
        (Arc::new(Time32MillisecondArray::from(vec![26_130_500])), "07:15:30"),
        (Arc::new(Time64NanosecondArray::from(vec![26_100_000_000_000])), "07:15"),
        (Arc::new(TimestampSecondArray::from(vec![1_646_118_900])), "2022-03-01 07:15"),
        (Arc::new(TimestampMicrosecondArray::from(vec![-1])), "1969-12-31 23:59:59"),
        (Arc::new(TimestampMillisecondArray::from(vec![i64::MAX])), "#FEL"),
    ];
    for (array, expected) in cases {
        let kind = array.data_type().clone();
        assert_eq!(column(array), format!("a\n{expected}\n"), "{kind}");
    }
}

#[test]
fn an_instant_is_written_as_the_clock_in_sweden() {
    // 06:15 in UTC is 07:15 in March and 08:15 in July, whatever zone the table names.
    for zone in ["UTC", "+05:00", "America/New_York"] {
        let instants = TimestampMicrosecondArray::from(vec![1_646_115_300_000_000, 1_656_656_100_000_000]);
        assert_eq!(column(Arc::new(instants.with_timezone(zone))), "a\n2022-03-01 07:15\n2022-07-01 08:15\n");
    }
    let far = TimestampSecondArray::from(vec![i64::MAX / 1000]).with_timezone("UTC");
    assert_eq!(column(Arc::new(far)), "a\n#FEL\n");
}

#[test]
fn a_column_that_has_no_form_as_text_is_named() {
    let cases: Vec<ArrayRef> = vec![
        Arc::new(BinaryArray::from(vec![&b"\xff"[..]])),
        Arc::new(DurationSecondArray::from(vec![90])),
        Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(1)])])),
    ];
    for array in cases {
        let bytes =
            written(vec![("Kund", Arc::new(Int64Array::from(vec![1]))), ("Övrigt", array)], Compression::SNAPPY);
        let error = text_of_bytes(bytes).unwrap_err();
        assert!(matches!(&error, TableError::Unsupported { column, .. } if column == "Övrigt"), "{error}");
    }
}

#[test]
fn a_name_that_needs_quotes_gets_them() {
    let bytes = written(vec![("a;b", Arc::new(Int64Array::from(vec![1])))], Compression::SNAPPY);
    assert_eq!(read_text(bytes), "\"a;b\"\n1\n");
}

#[test]
fn a_table_made_to_fill_the_memory_is_stopped() {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let zeros = written(vec![("a", Arc::new(StringArray::from(vec!["0".repeat(70 << 20)])))], zstd);
    assert!(zeros.len() < 100_000);
    assert!(matches!(text_of_bytes(zeros), Err(TableError::TooLarge { limit: 67_108_864 })));
}

#[test]
fn a_long_value_in_every_row_is_held_once() {
    let long = "0".repeat(1 << 20);
    let values = StringArray::from(vec![long.as_str()]);
    let keys = Int32Array::from(vec![0; 5_000]);
    let array = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(values)).unwrap();
    let bytes = written(vec![("a", Arc::new(array))], Compression::SNAPPY);
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    // 5 GB of text, of which a batch alone would be 4: it is stopped at the bound, with one batch of pointers held.
    let stopped = text(Bytes::from(bytes), Bounds { text: 10 << 20, ..BOUNDS });
    assert!(matches!(stopped, Err(TableError::TooLarge { limit: 10_485_760 })));
}

#[test]
fn a_list_without_end_is_stopped_before_it_is_read() {
    for (items, stopped) in [(100, false), (101, true)] {
        let mut lists = ListBuilder::new(StringBuilder::new());
        lists.append_value(vec![Some("Städ"); items]);
        let bytes = written(vec![("a", Arc::new(lists.finish()))], Compression::SNAPPY);
        let read = text(Bytes::from(bytes), Bounds { values: 100, ..BOUNDS });
        assert_eq!(matches!(read, Err(TableError::TooLarge { limit: 1600 })), stopped, "{items}");
    }
}

#[test]
fn what_is_cut_off_or_no_table_is_damaged() {
    let whole = month(Compression::SNAPPY);
    for part in 0..64 {
        let cut = whole[..whole.len() * part / 64].to_vec();
        assert!(matches!(text_of_bytes(cut), Err(TableError::Damaged(_))), "{part}");
    }
    assert!(matches!(text_of_bytes(b"PAR1 and no more PAR1".to_vec()), Err(TableError::Damaged(_))));
}

#[test]
fn no_flipped_byte_ends_the_program() {
    let mut state = 2022u64;
    let mut number = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    };
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let whole = month(compression);
        for _ in 0..500 {
            let mut bytes = whole.clone();
            let at = number() % bytes.len();
            bytes[at] ^= 1 << (number() % 8);
            // Pages have no checksum here: a changed value may be read. It must be text, in whole lines.
            if let Ok(text) = text_of_bytes(bytes) {
                assert!(String::from_utf8(text).unwrap().ends_with('\n'));
            }
        }
    }
}
