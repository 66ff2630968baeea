//! Functions of numbers.

use arrow::datatypes::DataType;

use super::super::entry::{Entry, Gives, Takes, entry};

const F: Takes = Takes::Float;
const N: Takes = Takes::Whole;

/// What a number is rounded to: of decimals one without digits behind the point, that has room
/// for the next ten.
fn whole(types: &[DataType]) -> Option<DataType> {
    Some(match types.first()? {
        DataType::Decimal128(digits, scale) => {
            let before = i16::from(*digits) - i16::from(*scale) + 1;
            DataType::Decimal128(u8::try_from(before.clamp(1, 38)).ok()?, 0)
        }
        DataType::Float32 => DataType::Float32,
        number if number.is_numeric() || number.is_null() => DataType::Float64,
        _ => return None,
    })
}

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "abs(number)",
        "The number without its sign.",
        "abs(-2.5) → 2.5",
    ),
    entry("sign(number)", "-1, 0 or 1.", "sign(-2.5) → -1")
        .planned_as("signum")
        .also(&["signum"]),
    entry(
        "round(number [, digits])",
        "Rounded half away from zero; negative digits round before the point.",
        "round(2.345, 2) → 2.35",
    ),
    entry(
        "trunc(number [, digits])",
        "Cut towards zero.",
        "trunc(-2.78, 1) → -2.7",
    )
    .also(&["truncate"]),
    entry(
        "round_even(number, digits)",
        "Rounded, halves to the even digit.",
        "round_even(2.5, 0) → 2",
    )
    .own(&[F, N], 2, Gives::Float)
    .also(&["roundbankers"]),
    entry(
        "even(number)",
        "The next even whole number, away from zero.",
        "even(2.1) → 4",
    )
    .own(&[F], 1, Gives::Float),
    entry(
        "inverse_t_cdf(share, degrees)",
        "The value below which a share of Student's t distribution with some degrees of freedom lies.",
        "round(inverse_t_cdf(0.975, 10), 4) → 2.2281",
    )
    .own(&[F, F], 2, Gives::Float),
    entry(
        "ceil(number)",
        "The next whole number upwards.",
        "ceil(2.1) → 3",
    )
    .own(&[Takes::Any], 1, Gives::Made(whole))
    .also(&["ceiling"]),
    entry(
        "floor(number)",
        "The next whole number downwards.",
        "floor(-2.1) → -3",
    )
    .own(&[Takes::Any], 1, Gives::Made(whole)),
    entry(
        "mod(number, divisor)",
        "What is left of a division, with the sign of the number.",
        "mod(-7, 3) → -1",
    )
    .form(),
    entry(
        "div(number, divisor)",
        "The quotient cut to a whole number.",
        "div(7, 2) → 3",
    )
    .form(),
    entry(
        "fdiv(number, divisor)",
        "The quotient rounded downwards.",
        "fdiv(-7, 2) → -4",
    )
    .form(),
    entry(
        "fmod(number, divisor)",
        "What is left of `fdiv`, with the sign of the divisor.",
        "fmod(-7, 3) → 2",
    )
    .form(),
    entry(
        "gcd(number, other)",
        "The greatest common divisor.",
        "gcd(12, 18) → 6",
    )
    .own(&[N, N], 2, Gives::Whole)
    .also(&["greatest_common_divisor"]),
    entry(
        "lcm(number, other)",
        "The least common multiple.",
        "lcm(4, 6) → 12",
    )
    .own(&[N, N], 2, Gives::Whole)
    .also(&["least_common_multiple"]),
    entry(
        "power(number, exponent)",
        "The number raised to a power, as `^` does.",
        "power(2, 10) → 1024",
    )
    .also(&["pow"]),
    entry("sqrt(number)", "The square root.", "sqrt(2.25) → 1.5"),
    entry("cbrt(number)", "The cube root.", "cbrt(27) → 3"),
    entry("exp(number)", "e raised to a power.", "exp(0) → 1"),
    entry("ln(number)", "The natural logarithm.", "ln(1) → 0"),
    entry(
        "log(number)",
        "The logarithm to base 10; `log(base, number)` to any base.",
        "log(2, 8) → 3",
    )
    .own(&[F, F], 1, Gives::Float),
    entry("log2(number)", "The logarithm to base 2.", "log2(8) → 3"),
    entry(
        "log10(number)",
        "The logarithm to base 10.",
        "log10(1000) → 3",
    ),
    entry(
        "factorial(number)",
        "The product of the whole numbers up to it.",
        "factorial(5) → 120",
    ),
    entry(
        "width_bucket(number, low, high, count)",
        "Which of equally wide buckets it falls into: 0 below, count + 1 above.",
        "width_bucket(5.35, 0.024, 10.06, 5) → 3",
    )
    .own(&[F, F, F, N], 4, Gives::Whole),
    entry(
        "bit_count(number)",
        "How many bits of a whole number are set.",
        "bit_count(255) → 8",
    )
    .own(&[N], 1, Gives::Whole),
    entry(
        "xor(number, other)",
        "The bits that are set in just one of two whole numbers.",
        "xor(12, 10) → 6",
    )
    .own(&[N, N], 2, Gives::Whole),
    entry(
        "isnan(number)",
        "Whether a double is not a number.",
        "isnan('NaN'::double) → true",
    )
    .own(&[F], 1, Gives::Truth),
    entry(
        "isinf(number)",
        "Whether a double is infinite.",
        "isinf('inf'::double) → true",
    )
    .own(&[F], 1, Gives::Truth),
    entry(
        "isfinite(number)",
        "Whether a double is neither infinite nor not a number.",
        "isfinite(1e3) → true",
    )
    .own(&[F], 1, Gives::Truth),
    entry(
        "iszero(number)",
        "Whether a number is zero.",
        "iszero(0) → true",
    ),
    entry(
        "degrees(radians)",
        "Radians as degrees.",
        "degrees(pi()) → 180",
    ),
    entry(
        "radians(degrees)",
        "Degrees as radians.",
        "radians(180) = pi() → true",
    ),
    entry("pi()", "The circle's constant.", "round(pi(), 4) → 3.1416"),
    entry("sin(radians)", "The sine.", "sin(0) → 0"),
    entry("cos(radians)", "The cosine.", "cos(0) → 1"),
    entry("tan(radians)", "The tangent.", "tan(0) → 0"),
    entry(
        "cot(radians)",
        "The cotangent.",
        "round(cot(1), 4) → 0.6421",
    ),
    entry("asin(number)", "The angle of a sine.", "asin(0) → 0"),
    entry("acos(number)", "The angle of a cosine.", "acos(1) → 0"),
    entry("atan(number)", "The angle of a tangent.", "atan(0) → 0"),
    entry("atan2(y, x)", "The angle of a point.", "atan2(0, 1) → 0"),
    entry("sinh(number)", "The hyperbolic sine.", "sinh(0) → 0"),
    entry("cosh(number)", "The hyperbolic cosine.", "cosh(0) → 1"),
    entry("tanh(number)", "The hyperbolic tangent.", "tanh(0) → 0"),
    entry("asinh(number)", "The inverse of `sinh`.", "asinh(0) → 0"),
    entry("acosh(number)", "The inverse of `cosh`.", "acosh(1) → 0"),
    entry("atanh(number)", "The inverse of `tanh`.", "atanh(0) → 0"),
];
