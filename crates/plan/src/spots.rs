//! The words and signs of a text that may be unfinished or wrong, each with its place. What they
//! mean is not known here; comments and blanks are left out.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use crate::dialect::Assay;
use crate::place::Text;

/// One word or sign of a text.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) token: Token,
    /// UTF-8 bytes from the start of the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Open parentheses around it; an opening and its closing one have the same.
    pub(crate) depth: usize,
}

/// Words with their places; a text that does not tokenise is cut at its fault.
pub(crate) fn spots(text: &str) -> Vec<Spot> {
    let place = Text::new(text);
    let mut tokens: Vec<TokenWithSpan> = Vec::new();
    // On an error the words before it are kept in the buffer.
    let _ = Tokenizer::new(&Assay, text).tokenize_with_location_into_buf(&mut tokens);
    let mut depth = 0_usize;
    let mut spots = Vec::with_capacity(tokens.len());
    for token in tokens {
        if matches!(token.token, Token::Whitespace(_) | Token::EOF) {
            continue;
        }
        if token.token == Token::RParen {
            depth = depth.saturating_sub(1);
        }
        let (start, end) = (place.offset(token.span.start), place.offset(token.span.end));
        let opens = token.token == Token::LParen;
        spots.push(Spot {
            token: token.token,
            start,
            end,
            depth,
        });
        if opens {
            depth += 1;
        }
    }
    spots
}

/// The keyword that a word may be; none for names in quotes.
pub(crate) fn keyword(spot: &Spot) -> Keyword {
    match &spot.token {
        Token::Word(word) if word.quote_style.is_none() => word.keyword,
        _ => Keyword::NoKeyword,
    }
}
