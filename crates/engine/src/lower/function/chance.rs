//! Values that are made: by chance, from the bits of other values, from their types.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use datafusion_common::ScalarValue;
use datafusion_expr::Expr as Tree;
use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::fault::Fault;
use crate::lower::sample::scattered;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "random" => drawn(call, DataType::Float64, |places, seed| {
            let shares = places.map(|place| share(scattered(place, seed)));
            Float64Chunked::from_vec(PlSmallStr::EMPTY, shares.collect()).into_series()
        }),
        "uuid" => drawn(call, DataType::String, |places, seed| {
            let number = |place: u64| scattered(place, seed);
            let texts = places.map(|place| uuid(number(2 * place), number(2 * place + 1)));
            StringChunked::from_iter_values(PlSmallStr::EMPTY, texts).into_series()
        }),
        "hash" => hashed(call)?,
        "typeof" => lit(type_name(&call.types[0])),
        _ => return Ok(None),
    }))
}

/// Values by chance, one for each row, made of its place and a seed. Where the planner gives no seed
/// it is another one each time, and the place is any number.
fn drawn(
    call: &Call<'_>,
    to: DataType,
    make: fn(&mut dyn Iterator<Item = u64>, u64) -> Series,
) -> Expr {
    let Some(seed) = call.trees.first().and_then(seed) else {
        let anchor = call.anchor.clone().unwrap_or_else(|| lit(true));
        return rows(vec![anchor.is_null()], to, move |columns| {
            let seed = RandomState::new().build_hasher().finish();
            Ok(make(&mut (0..columns[0].len() as u64), seed))
        });
    };
    let places = int_range(
        lit(0_u64),
        len().cast(DataType::UInt64),
        1,
        DataType::UInt64,
    );
    rows(vec![places], to, move |columns| {
        let places = columns[0].u64()?;
        Ok(make(&mut places.into_no_null_iter(), seed))
    })
}

/// The seed that the planner gave.
fn seed(tree: &Tree) -> Option<u64> {
    match tree {
        Tree::Literal(ScalarValue::UInt64(seed), _) => *seed,
        _ => None,
    }
}

/// A number from 0 up to, but without, 1.
#[expect(
    clippy::cast_precision_loss,
    reason = "53 bits are what a double holds"
)]
fn share(number: u64) -> f64 {
    (number >> 11) as f64 / (1_u64 << 53) as f64
}

/// A UUID of version 4.
fn uuid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// A number of 64 bits that is the same for the same values, whatever the run (FNV-1a).
fn hashed(call: &Call<'_>) -> Result<Expr, Fault> {
    let is_nested =
        |data_type: &DataType| matches!(data_type, DataType::List(_) | DataType::Struct(_));
    if call.types.iter().any(is_nested) {
        return Err(call.refused("of a list or a structure"));
    }
    let args = (0..call.args.len())
        .map(|at| call.text_arg(at))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rows(args, DataType::Int64, |columns| {
        let columns: Vec<&StringChunked> = columns
            .iter()
            .map(Series::str)
            .collect::<PolarsResult<_>>()?;
        let height = columns.first().map_or(0, |column| column.len());
        let hashes = (0..height).map(|at| {
            let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
            let mut add = |byte: u8| {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            };
            for column in &columns {
                match column.get(at) {
                    Some(text) => text.bytes().chain([0xff]).for_each(&mut add),
                    None => add(0xfe),
                }
            }
            Some(scattered(hash, 0).cast_signed())
        });
        Series::collected(hashes.collect(), &DataType::Int64)
    }))
}

/// The name that SQL has for a type.
fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::Int8 => "TINYINT".to_owned(),
        DataType::Int16 => "SMALLINT".to_owned(),
        DataType::Int32 => "INTEGER".to_owned(),
        DataType::Int64 => "BIGINT".to_owned(),
        DataType::Int128 => "HUGEINT".to_owned(),
        DataType::UInt8 => "UTINYINT".to_owned(),
        DataType::UInt16 => "USMALLINT".to_owned(),
        DataType::UInt32 => "UINTEGER".to_owned(),
        DataType::UInt64 => "UBIGINT".to_owned(),
        DataType::Float32 => "FLOAT".to_owned(),
        DataType::Float64 => "DOUBLE".to_owned(),
        DataType::Decimal(digits, scale) => format!("DECIMAL({digits},{scale})"),
        DataType::String => "VARCHAR".to_owned(),
        DataType::Binary => "BLOB".to_owned(),
        DataType::Date => "DATE".to_owned(),
        DataType::Time => "TIME".to_owned(),
        DataType::Datetime(_, None) => "TIMESTAMP".to_owned(),
        DataType::Datetime(_, Some(_)) => "TIMESTAMP WITH TIME ZONE".to_owned(),
        DataType::Duration(_) => "INTERVAL".to_owned(),
        list if super::map::parts(list).is_some() => {
            let (key, value) = super::map::parts(list).unwrap_or((list, list));
            format!("MAP({}, {})", type_name(key), type_name(value))
        }
        DataType::List(item) => format!("{}[]", type_name(item)),
        DataType::Struct(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| format!("{} {}", field.name(), type_name(field.dtype())))
                .collect();
            format!("STRUCT({})", fields.join(", "))
        }
        _ => "NULL".to_owned(),
    }
}
