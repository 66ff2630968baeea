//! Bytes as text that JSON can hold (RFC 4648).

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sign = SIGNS[(word >> (18 - 6 * place) & 63) as usize];
            out.push(if place > three.len() {
                '='
            } else {
                sign.into()
            });
        }
    }
    out
}

/// None when the text is no Base64; breaks of lines are no part of it.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text
        .bytes()
        .filter(|byte| !b"\r\n".contains(byte))
        .collect();
    let (fours, rest) = signs.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(signs.len() / 4 * 3);
    for (at, four) in fours.iter().enumerate() {
        let is_last = at + 1 == fours.len();
        let filled = four.iter().rev().take_while(|sign| **sign == b'=').count();
        if filled > 2 || filled > 0 && !is_last {
            return None;
        }
        let mut word = 0_u32;
        for sign in &four[..4 - filled] {
            let value = SIGNS.iter().position(|one| one == sign)?;
            word = word << 6 | u32::try_from(value).ok()?;
        }
        word <<= 6 * filled;
        let [_, bytes @ ..] = word.to_be_bytes();
        out.extend_from_slice(&bytes[..3 - filled]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_other_texts_are_none() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"\x00\xff\xfe", "AP/+"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
        let all: Vec<u8> = (0..=255).cycle().take(1000).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
        assert_eq!(decode("Zm9v\nZg==").as_deref(), Some(&b"foof"[..]));
        for wrong in [
            "Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v!", "Zm9ü",
        ] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
