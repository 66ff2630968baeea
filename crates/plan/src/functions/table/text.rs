//! Functions of text.

use super::super::entry::{Entry, Gives, Takes, entry};

const T: Takes = Takes::Text;
const N: Takes = Takes::Whole;

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "lower(text)",
        "The text in small letters.",
        "lower('ÄRGER') → ärger",
    )
    .also(&["lcase"]),
    entry(
        "upper(text)",
        "The text in capital letters.",
        "upper('über') → ÜBER",
    )
    .also(&["ucase"]),
    entry(
        "initcap(text)",
        "Each word with a capital first letter.",
        "initcap('new york') → New York",
    )
    .own(&[T], 1, Gives::Text),
    entry(
        "length(text)",
        "The number of characters; of a list, of its items.",
        "length('Zoë') → 3",
    )
    .own(&[Takes::Any], 1, Gives::Whole)
    .also(&["len", "char_length", "character_length"]),
    entry(
        "octet_length(text)",
        "The number of bytes.",
        "octet_length('Zoë') → 4",
    )
    .also(&["strlen"]),
    entry(
        "bit_length(text)",
        "The number of bits.",
        "bit_length('abc') → 24",
    ),
    entry(
        "left(text, count)",
        "The first characters; all but the last when negative.",
        "left('Assay', 2) → As",
    )
    .own(&[T, N], 2, Gives::Text),
    entry(
        "right(text, count)",
        "The last characters; all but the first when negative.",
        "right('Assay', 2) → ay",
    )
    .own(&[T, N], 2, Gives::Text),
    entry(
        "substr(text, start [, count])",
        "The characters from a place, counted from 1, from the end when negative.",
        "substr('Assay', 2, 3) → ssa",
    )
    .own(&[T, N, N], 2, Gives::Text)
    .also(&["substring", "mid"]),
    entry(
        "substr_index(text, separator, count)",
        "The text before the count-th separator; after it, counted from the end, when negative.",
        "substr_index('www.assay.org', '.', 2) → www.assay",
    )
    .also(&["substring_index"]),
    entry(
        "split_part(text, separator, place)",
        "The part at a place, counted from 1; from the end when negative.",
        "split_part('a-b-c', '-', 2) → b",
    )
    .own(&[T, T, N], 3, Gives::Text),
    entry(
        "string_split(text, separator)",
        "The parts as a list.",
        "string_split('a,b', ',') → [\"a\", \"b\"]",
    )
    .own(&[T, T], 2, Gives::Texts)
    .also(&["str_split", "split"]),
    entry(
        "strpos(text, part)",
        "The place of the part, counted from 1; 0 when it is not there.",
        "strpos('Zoë!', '!') → 4",
    )
    .own(&[T, T], 2, Gives::Whole)
    .also(&["instr", "position"]),
    entry(
        "contains(text, part)",
        "Whether the part is there.",
        "contains('Assay', 'say') → true",
    ),
    entry(
        "starts_with(text, start)",
        "Whether the text begins so.",
        "starts_with('Assay', 'As') → true",
    )
    .also(&["prefix", "startswith"]),
    entry(
        "ends_with(text, end)",
        "Whether the text ends so.",
        "ends_with('Assay', 'ay') → true",
    )
    .also(&["suffix", "endswith"]),
    entry(
        "replace(text, from, to)",
        "Every occurrence replaced.",
        "replace('a-b-c', '-', '+') → a+b+c",
    )
    .own(&[T, T, T], 3, Gives::Text),
    entry(
        "translate(text, from, to)",
        "Each character of one set replaced by that of the other.",
        "translate('hello', 'el', 'ip') → hippo",
    )
    .own(&[T, T, T], 3, Gives::Text),
    entry(
        "overlay(text, new, start [, count])",
        "A part of the text replaced by another.",
        "overlay('Txxxxas', 'hom', 2, 4) → Thomas",
    )
    .own(&[T, T, N, N], 3, Gives::Text),
    entry(
        "reverse(text)",
        "The characters from last to first; the items of a list.",
        "reverse('Zoë') → ëoZ",
    )
    .own(&[Takes::Any], 1, Gives::Like(0)),
    entry(
        "repeat(text, count)",
        "The text several times over.",
        "repeat('ab', 3) → ababab",
    )
    .own(&[T, N], 2, Gives::Text)
    .also(&["replicate"]),
    entry(
        "lpad(text, length [, fill])",
        "Filled up in front, or cut, to a length.",
        "lpad('7', 3, '0') → 007",
    )
    .own(&[T, N, T], 2, Gives::Text),
    entry(
        "rpad(text, length [, fill])",
        "Filled up behind, or cut, to a length.",
        "rpad('7', 3, '.') → 7..",
    )
    .own(&[T, N, T], 2, Gives::Text),
    entry(
        "trim(text [, characters])",
        "Without blanks, or these characters, at both ends.",
        "trim('xxAyx', 'x') → Ay",
    )
    .own(&[T, T], 1, Gives::Text)
    .also(&["btrim"]),
    entry(
        "ltrim(text [, characters])",
        "Without blanks, or these characters, in front.",
        "ltrim('xxAyx', 'x') → Ayx",
    )
    .own(&[T, T], 1, Gives::Text),
    entry(
        "rtrim(text [, characters])",
        "Without blanks, or these characters, behind.",
        "rtrim('xxAyx', 'x') → xxAy",
    )
    .own(&[T, T], 1, Gives::Text),
    entry(
        "concat(value, …)",
        "The values one after the other; null counts as nothing.",
        "concat('a', null, 1) → a1",
    )
    .own(&[Takes::Text, Takes::Rest], 1, Gives::Text),
    entry(
        "concat_ws(separator, value, …)",
        "The values with a separator between; null is left out.",
        "concat_ws('-', 'a', null, 1) → a-1",
    )
    .own(&[T, Takes::Rest], 1, Gives::Text),
    entry(
        "format(form, value, …)",
        "The form with `{}` and `{0}` replaced by the values.",
        "format('{} of {}', 3, 10) → 3 of 10",
    )
    .own(&[T, Takes::Rest], 1, Gives::Text),
    entry(
        "printf(form, value, …)",
        "The form with `%s`, `%d`, `%5.2f`, `%05d`, `%x` and `%%` replaced.",
        "printf('%05.1f %s', 2.26, 'kg') → 002.3 kg",
    )
    .own(&[T, Takes::Rest], 1, Gives::Text),
    entry(
        "ascii(text)",
        "The number of the first character; 0 of an empty text.",
        "ascii('A') → 65",
    )
    .own(&[T], 1, Gives::Whole)
    .also(&["ord", "unicode"]),
    entry("chr(number)", "The character of a number.", "chr(235) → ë")
        .own(&[N], 1, Gives::Text)
        .also(&["char"]),
    entry(
        "find_in_set(text, list)",
        "The place of the text in a list with commas; 0 when it is not there.",
        "find_in_set('b', 'a,b,c') → 2",
    ),
    entry(
        "strip_accents(text)",
        "Latin letters without their accents.",
        "strip_accents('Zoë Ångström') → Zoe Angstrom",
    )
    .own(&[T], 1, Gives::Text)
    .also(&["unaccent"]),
    entry(
        "format_bytes(number)",
        "An amount of bytes as people read it.",
        "format_bytes(16384) → 16.0 KiB",
    )
    .own(&[Takes::Whole], 1, Gives::Text)
    .also(&["formatreadablesize"]),
    entry(
        "parse_filename(path)",
        "The last part of a path.",
        "parse_filename('a/b/c.csv') → c.csv",
    )
    .own(&[Takes::Text], 1, Gives::Text),
];
