//! JSON as lists and structures: `json_transform` is a cast to the type that its structure names.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use sqlparser::ast::{ArrayElemTypeDef, CastKind, DataType, Expr, Ident, Value};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::typed::{Known, known, structure};
use crate::near::shortened;
use crate::parse::nested;
use crate::tree;

impl Resolver<'_> {
    /// The cast that a call means; none when it is another function.
    pub(super) fn json_transformed(
        &mut self,
        name: &str,
        args: Option<&[Expr]>,
        span: Span,
    ) -> Option<Expr> {
        let kind = match name {
            "json_transform" => CastKind::TryCast,
            "json_transform_strict" => CastKind::Cast,
            _ => return None,
        };
        let Some([text, Expr::Value(written)]) = args else {
            return None;
        };
        let Value::SingleQuotedString(written) = &written.value else {
            return None;
        };
        let Some(data_type) = type_of(written) else {
            let message = format!("`{}` is no structure of JSON.", shortened(written));
            let hint =
                "Write it as '{\"a\": \"BIGINT\", \"b\": [\"TEXT\"]}' or 'a BIGINT, b TEXT[]'.";
            self.error(span, "SQL_VALUE", message, hint);
            return Some(tree::null(span));
        };
        Some(Expr::Cast {
            kind,
            expr: Box::new(tree::nested(text.clone())),
            data_type,
            array: false,
            format: None,
        })
    }
}

/// A type by its structure: JSON, or the fields of a structure as they stand in a type.
fn type_of(written: &str) -> Option<DataType> {
    match serde_json::from_str::<Json>(written) {
        Ok(json) => settled(of_json(&json)?),
        Err(_) => match structure(nested::fields(written)?) {
            Known::As(data_type) => Some(data_type),
            _ => None,
        },
    }
}

/// What JSON says of types: a word, the structure of items, or those of fields in their order.
enum Json {
    Word(String),
    Items(Vec<Json>),
    Fields(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Json;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a type, a list or an object")
            }

            fn visit_str<E>(self, word: &str) -> Result<Json, E> {
                Ok(Json::Word(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Json::Items(all))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(field) = fields.next_entry()? {
                    all.push(field);
                }
                Ok(Json::Fields(all))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

fn of_json(json: &Json) -> Option<DataType> {
    match json {
        Json::Word(word) => match nested::types(word)?.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        },
        Json::Items(items) => match items.as_slice() {
            [item] => {
                let item = Box::new(settled(of_json(item)?)?);
                Some(DataType::Array(ArrayElemTypeDef::SquareBracket(item, None)))
            }
            _ => None,
        },
        Json::Fields(fields) => {
            let fields = fields
                .iter()
                .map(|(name, json)| Some((Ident::new(name), of_json(json)?)));
            match structure(fields.collect::<Option<Vec<_>>>()?) {
                Known::As(data_type) => Some(data_type),
                _ => None,
            }
        }
    }
}

fn settled(mut data_type: DataType) -> Option<DataType> {
    match known(&mut data_type) {
        Known::As(other) => Some(other),
        Known::Same => Some(data_type),
        Known::Missing => None,
    }
}
