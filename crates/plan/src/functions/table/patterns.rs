//! Regular expressions, likeness of texts, and texts as codes.

use super::super::entry::{Entry, Gives, Takes, entry};

const T: Takes = Takes::Text;
const N: Takes = Takes::Whole;

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "regexp_matches(text, pattern [, flags])",
        "Whether the pattern is found; the flag `i` ignores case.",
        "regexp_matches('Order 17', '[0-9]+') → true",
    )
    .planned_as("regexp_like")
    .also(&["regexp_like", "rlike", "regexp_contains"]),
    entry(
        "regexp_full_match(text, pattern)",
        "Whether the whole text fits the pattern.",
        "regexp_full_match('17', '[0-9]') → false",
    )
    .own(&[T, T], 2, Gives::Truth),
    entry(
        "regexp_extract(text, pattern [, group])",
        "The first match, or a group of it; an empty text when there is none.",
        "regexp_extract('Order 17', '([A-Z]).* ([0-9]+)', 2) → 17",
    )
    .own(&[T, T, N], 2, Gives::Text),
    entry(
        "regexp_substr(text, pattern)",
        "The first match; null when there is none.",
        "regexp_substr('Order 17', '[0-9]+') → 17",
    )
    .own(&[T, T], 2, Gives::Text),
    entry(
        "regexp_extract_all(text, pattern [, group])",
        "Every match, or a group of each, as a list.",
        "regexp_extract_all('1, 22', '[0-9]+') → [\"1\", \"22\"]",
    )
    .own(&[T, T, N], 2, Gives::Texts),
    entry(
        "regexp_match(text, pattern)",
        "The groups of the first match, or the match, as a list; null when there is none.",
        "regexp_match('17-ab', '([0-9]+)-([a-z]+)') → [\"17\", \"ab\"]",
    )
    .own(&[T, T], 2, Gives::Texts),
    entry(
        "regexp_replace(text, pattern, new [, flags])",
        "The first match replaced, every one with the flag `g`; `\\1` is a group.",
        "regexp_replace('2024-05', '(.*)-(.*)', '\\2/\\1') → 05/2024",
    )
    .own(&[T, T, T, T], 3, Gives::Text),
    entry(
        "bar(number, smallest, largest [, width])",
        "A bar as long as a number is between two others, 80 signs wide at most when no width is given.",
        "bar(5, 0, 5, 4) → ████",
    )
    .own(&[Takes::Float, Takes::Float, Takes::Float, Takes::Float], 3, Gives::Text),
    entry(
        "regexp_count(text, pattern)",
        "The number of matches.",
        "regexp_count('a1b22', '[0-9]+') → 2",
    )
    .own(&[T, T], 2, Gives::Whole),
    entry(
        "regexp_instr(text, pattern)",
        "The place of the first match, counted from 1; 0 when there is none.",
        "regexp_instr('Zoë 17', '[0-9]+') → 5",
    )
    .own(&[T, T], 2, Gives::Whole),
    entry(
        "regexp_split_to_array(text, pattern)",
        "The parts between matches as a list.",
        "regexp_split_to_array('a1b22c', '[0-9]+') → [\"a\", \"b\", \"c\"]",
    )
    .own(&[T, T], 2, Gives::Texts)
    .also(&["string_split_regex", "regexp_split", "str_split_regex"]),
    entry(
        "levenshtein(text, other)",
        "How many characters must change to get the other.",
        "levenshtein('kitten', 'sitting') → 3",
    )
    .own(&[T, T], 2, Gives::Whole)
    .also(&["editdist3"]),
    entry(
        "damerau_levenshtein(text, other)",
        "The same, where swapped neighbours count once.",
        "damerau_levenshtein('abcd', 'acbd') → 1",
    )
    .own(&[T, T], 2, Gives::Whole),
    entry(
        "hamming(text, other)",
        "At how many places two texts of one length differ.",
        "hamming('karol', 'kyral') → 2",
    )
    .own(&[T, T], 2, Gives::Whole)
    .also(&["mismatches"]),
    entry(
        "jaro_similarity(text, other)",
        "How alike two texts are, from 0 to 1.",
        "jaro_similarity('abc', 'abc') → 1",
    )
    .own(&[T, T], 2, Gives::Float),
    entry(
        "jaro_winkler_similarity(text, other)",
        "The same, where an equal beginning counts more.",
        "jaro_winkler_similarity('abc', 'xyz') → 0",
    )
    .own(&[T, T], 2, Gives::Float)
    .also(&["jaro_winkler"]),
    entry(
        "soundex(text)",
        "A letter and three digits for how an English name sounds.",
        "soundex('Robert') → R163",
    )
    .own(&[T], 1, Gives::Text),
    entry(
        "hex(value)",
        "A whole number, text or bytes in hexadecimal digits.",
        "hex('Az') → 417A",
    )
    .own(&[Takes::Any], 1, Gives::Text),
    entry(
        "to_hex(number)",
        "A whole number in small hexadecimal digits.",
        "to_hex(255) → ff",
    )
    .own(&[N], 1, Gives::Text),
    entry(
        "to_base64(value)",
        "Text or bytes in Base64.",
        "to_base64('Assay') → QXNzYXk=",
    )
    .own(&[Takes::Bytes], 1, Gives::Text)
    .also(&["base64", "base64_encode"]),
    entry(
        "from_base64(text)",
        "The text that Base64 stands for.",
        "from_base64('QXNzYXk=') → Assay",
    )
    .own(&[T], 1, Gives::Text)
    .also(&["unbase64"]),
    entry(
        "bin(number)",
        "A whole number in binary digits.",
        "bin(10) → 1010",
    )
    .own(&[N], 1, Gives::Text)
    .also(&["to_binary"]),
    entry(
        "encode(value, form)",
        "Bytes as text: `base64` or `hex`.",
        "encode('abc', 'hex') → 616263",
    ),
    entry(
        "md5(value)",
        "The MD5 sum in hexadecimal digits.",
        "md5('abc') → 900150983cd24fb0d6963f7d28e17f72",
    ),
    entry(
        "sha1(value)",
        "The SHA-1 sum in hexadecimal digits.",
        "left(sha1('abc'), 8) → a9993e36",
    )
    .own(&[Takes::Bytes], 1, Gives::Text)
    .also(&["sha"]),
    entry(
        "sha256(value)",
        "The SHA-256 sum in hexadecimal digits.",
        "left(sha256('abc'), 8) → ba7816bf",
    )
    .form(),
    entry(
        "sha512(value)",
        "The SHA-512 sum in hexadecimal digits.",
        "left(sha512('abc'), 8) → ddaf35a1",
    )
    .form(),
    entry(
        "digest(value, kind)",
        "The sum of a kind (`md5`, `sha224`, `sha256`, `sha384`, `sha512`) as bytes.",
        "encode(digest('abc', 'md5'), 'hex') → 900150983cd24fb0d6963f7d28e17f72",
    ),
    entry(
        "url_encode(text)",
        "The text as a part of an address.",
        "url_encode('a b/ö') → a%20b%2F%C3%B6",
    )
    .own(&[Takes::Text], 1, Gives::Text),
    entry(
        "url_decode(text)",
        "The text that a part of an address stands for.",
        "url_decode('a%20b%2F%C3%B6') → a b/ö",
    )
    .own(&[Takes::Text], 1, Gives::Text),
    entry(
        "regexp_escape(text)",
        "A regular expression that matches just this text.",
        "regexp_escape('a.b') → a\\.b",
    )
    .own(&[Takes::Text], 1, Gives::Text),
    entry(
        "jaccard(text, other)",
        "Which share of the letters of both texts they have in common.",
        "jaccard('duck', 'luck') → 0.6",
    )
    .own(&[Takes::Text, Takes::Text], 2, Gives::Float),
    entry(
        "to_base(number, base)",
        "A whole number in the digits of a base from 2 to 36.",
        "to_base(255, 16) → FF",
    )
    .own(&[Takes::Whole, Takes::Whole], 2, Gives::Text),
];
