//! Latin letters without their accents.

/// The text with every accented Latin letter replaced by the plain one; combining accents go.
pub(super) fn without(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{300}'..='\u{36f}' => {}
            other => plain.push(letter(other).unwrap_or(other)),
        }
    }
    plain
}

/// Plain letters and the accented ones that stand for them.
const LETTERS: [(char, &str); 48] = [
    ('A', "ÀÁÂÃÄÅĀĂĄǍǞȀȂȦẠẢẤẦẨẪẬẮẰẲẴẶ"),
    ('a', "àáâãäåāăąǎǟȁȃȧạảấầẩẫậắằẳẵặ"),
    ('B', "ḂḄḆ"),
    ('b', "ḃḅḇ"),
    ('C', "ÇĆĈĊČ"),
    ('c', "çćĉċč"),
    ('D', "ĎḊḌḎ"),
    ('d', "ďḋḍḏ"),
    ('E', "ÈÉÊËĒĔĖĘĚȄȆȨẸẺẼẾỀỂỄỆ"),
    ('e', "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"),
    ('F', "Ḟ"),
    ('f', "ḟ"),
    ('G', "ĜĞĠĢǦǴ"),
    ('g', "ĝğġģǧǵ"),
    ('H', "ĤȞḢḤ"),
    ('h', "ĥȟḣḥ"),
    ('I', "ÌÍÎÏĨĪĬĮİǏȈȊỈỊ"),
    ('i', "ìíîïĩīĭįǐȉȋỉị"),
    ('J', "Ĵ"),
    ('j', "ĵǰ"),
    ('K', "ĶǨḰḲ"),
    ('k', "ķǩḱḳ"),
    ('L', "ĹĻĽḶ"),
    ('l', "ĺļľḷ"),
    ('M', "ḾṀṂ"),
    ('m', "ḿṁṃ"),
    ('N', "ÑŃŅŇǸṄṆ"),
    ('n', "ñńņňǹṅṇ"),
    ('O', "ÒÓÔÕÖŌŎŐƠǑǪȌȎȪȮỌỎỐỒỔỖỘỚỜỞỠỢ"),
    ('o', "òóôõöōŏőơǒǫȍȏȫȯọỏốồổỗộớờởỡợ"),
    ('P', "ṔṖ"),
    ('p', "ṕṗ"),
    ('R', "ŔŖŘȐȒṘṚ"),
    ('r', "ŕŗřȑȓṙṛ"),
    ('S', "ŚŜŞŠȘṠṢ"),
    ('s', "śŝşšșṡṣ"),
    ('T', "ŢŤȚṪṬ"),
    ('t', "ţťțṫṭ"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯǓȔȖỤỦỨỪỬỮỰ"),
    ('u', "ùúûüũūŭůűųưǔȕȗụủứừửữự"),
    ('V', "ṼṾ"),
    ('v', "ṽṿ"),
    ('W', "ŴẀẂẄ"),
    ('w', "ŵẁẃẅ"),
    ('Y', "ÝŶŸȲẎỲỴỶỸ"),
    ('y', "ýÿŷȳẏỳỵỷỹ"),
    ('Z', "ŹŻŽẐẒ"),
    ('z', "źżžẑẓ"),
];

fn letter(accented: char) -> Option<char> {
    if accented.is_ascii() {
        return None;
    }
    LETTERS
        .iter()
        .find(|(_, accents)| accents.contains(accented))
        .map(|(plain, _)| *plain)
}
