//! Reads a JSON body strictly: one value, no field twice, nothing after it.

use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The value of a body, or what is wrong with it in words.
pub(super) fn read(bytes: &[u8]) -> Result<Value, String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut path = String::new();
    let value = Strict { path: &mut path }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| error.to_string())
}

struct Strict<'a> {
    path: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number is too large"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let length = self.path.len();
        let mut list = Vec::new();
        loop {
            let _ = write!(self.path, "[{}]", list.len());
            let item = items.next_element_seed(Strict { path: self.path })?;
            self.path.truncate(length);
            match item {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let length = self.path.len();
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            if map.contains_key(&name) {
                return Err(A::Error::custom(format!(
                    "the field {} is given twice",
                    self.path
                )));
            }
            let value = fields.next_value_seed(Strict { path: self.path })?;
            self.path.truncate(length);
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn sound_bodies_are_read_as_they_are() {
        for text in [
            "null",
            "{}",
            r#"{"a":[1,-2,0.5,"x",null,true,{"b":{}}]}"#,
            " [1] ",
        ] {
            assert_eq!(
                read(text.as_bytes()),
                Ok(serde_json::from_str(text).unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn s12_deep_double_and_trailing_bodies_are_refused() {
        let deep = "[".repeat(10_000);
        for text in [
            "", "{", "{} {}", "[1,]", "1e999", "{\"a\":1", "\u{0}", "NaN", &deep,
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text:.20}");
        }
        let twice = read(br#"{"a":{"b":[{"c":1,"c":2}]}}"#).unwrap_err();
        assert!(twice.contains("a.b[0].c is given twice"), "{twice}");
        assert!(read(b"\"\xff\"").is_err());
    }
}
