//! Signatures of workbook files: ed25519, in the format of minisign
//! (<https://jedisct1.github.io/minisign/#signature-format>).
//!
//! The signature is a part of its own, `signature.minisig`, over the bytes of `manifest.json`, which
//! holds the checksum of every other part. The manifest does not list it. So
//! `minisign -V -P KEY -m manifest.json -x signature.minisig` says the same as Assay. The public
//! key stands in the untrusted comment: it says which key fits, not whose it is.

use std::fmt;
use std::io::Cursor;

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox, SignatureBox};

use crate::file::FileError;

/// Name of the part.
pub const PART: &str = "signature.minisig";

const COMMENT: &str = "untrusted comment: ";
const KEY_MARK: &str = "signed with Assay, public key ";
const TRUSTED: &str = "trusted comment: ";
/// A longer part is no signature.
const LONGEST: usize = 4096;
/// Longest name in a signature, in characters.
const LONGEST_NAME: usize = 100;
/// An ed25519 signature in base64.
const SIGNATURE_LETTERS: usize = 88;

/// A pair of keys that signs.
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

/// What a signature in a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The public key in base64, as minisign writes it; empty where the signature cannot be read.
    pub key: String,
    /// Who signed, as that person wrote it; worth as much as the key.
    pub name: String,
    /// When, in seconds since 1970 by the signer's clock.
    pub at: Option<i64>,
    /// The signature is by this key, and nothing in the file is another than when it was signed.
    pub fits: bool,
}

impl Signer {
    /// A new pair of keys.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn generate() -> Result<Self, FileError> {
        let pair = KeyPair::generate_unencrypted_keypair().map_err(|error| unusable(&error))?;
        Ok(Self {
            secret: pair.sk,
            public: pair.pk,
        })
    }

    /// Reads the secret key as [`Signer::to_text`] or `minisign -G -W` writes it.
    ///
    /// # Errors
    /// `SIGN_KEY` when it is no such key.
    pub fn from_text(text: &str) -> Result<Self, FileError> {
        let boxed = SecretKeyBox::from_string(text).map_err(|error| unusable(&error))?;
        let secret = SecretKey::from_unencrypted_box(boxed).map_err(|error| unusable(&error))?;
        let public = PublicKey::from_secret_key(&secret).map_err(|error| unusable(&error))?;
        Ok(Self { secret, public })
    }

    /// The secret key as a file of minisign without a password.
    ///
    /// # Errors
    /// It cannot be written as text.
    pub fn to_text(&self) -> Result<String, FileError> {
        let boxed = self.secret.to_box(Some("secret key of Assay"));
        Ok(boxed.map_err(|error| unusable(&error))?.into_string())
    }

    /// The public key in base64.
    pub fn public_key(&self) -> String {
        self.public.to_base64()
    }

    /// Signs a message: the text of the part.
    pub(crate) fn sign(&self, message: &[u8], name: &str, at: i64) -> Result<String, FileError> {
        let name: String = name
            .chars()
            .filter(|letter| !letter.is_control())
            .take(LONGEST_NAME)
            .collect();
        let trusted = format!("timestamp:{at}\tname:{name}");
        let untrusted = format!("{KEY_MARK}{}", self.public_key());
        let signed = minisign::sign(
            Some(&self.public),
            &self.secret,
            Cursor::new(message),
            Some(trusted.trim()),
            Some(&untrusted),
        );
        Ok(signed.map_err(|error| unusable(&error))?.into_string())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Signer({})", self.public_key())
    }
}

/// Whether a text is a public key as minisign writes it.
pub fn is_public_key(text: &str) -> bool {
    public_key(text).is_some()
}

/// A public key in the one way in which it is written.
fn public_key(text: &str) -> Option<PublicKey> {
    let key = PublicKey::from_base64(text).ok()?;
    let is_ed25519 = key.to_bytes().starts_with(b"Ed");
    (is_ed25519 && key.to_base64() == text).then_some(key)
}

/// What the part says about a message.
pub(crate) fn read(part: &[u8], message: &[u8]) -> Signature {
    let text = std::str::from_utf8(part).unwrap_or_default();
    let said = said(text);
    let fits = verified(text, &said.key, message).is_some();
    Signature { fits, ..said }
}

/// What stands in a signature, believed or not.
fn said(text: &str) -> Signature {
    let mut lines = text.lines();
    let key = lines.next().and_then(|line| line.strip_prefix(COMMENT));
    let key = key.and_then(|comment| comment.strip_prefix(KEY_MARK));
    let trusted = lines.nth(1).and_then(|line| line.strip_prefix(TRUSTED));
    let fields = trusted.unwrap_or_default().trim().split('\t');
    let field = |wanted: &str| fields.clone().find_map(|field| field.strip_prefix(wanted));
    Signature {
        key: key.unwrap_or_default().trim().chars().take(100).collect(),
        name: field("name:")
            .unwrap_or_default()
            .chars()
            .filter(|letter| !letter.is_control())
            .take(LONGEST_NAME)
            .collect(),
        at: field("timestamp:").and_then(|text| text.parse().ok()),
        fits: false,
    }
}

fn verified(text: &str, key: &str, message: &[u8]) -> Option<()> {
    // The library takes the length of the last signature for granted.
    let is_whole = text.lines().nth(3)?.trim().len() == SIGNATURE_LETTERS;
    if text.len() > LONGEST || !is_whole {
        return None;
    }
    let key = public_key(key)?;
    let signature = SignatureBox::from_string(text).ok()?;
    minisign::verify(&key, &signature, Cursor::new(message), true, false, false).ok()
}

fn unusable(error: &minisign::PError) -> FileError {
    FileError::new(
        "SIGN_KEY",
        format!(
            "The key for signing cannot be used: {error}. A secret key of minisign without a password is needed."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_message_and_no_other() {
        let signer = Signer::generate().unwrap();
        let part = signer
            .sign(b"manifest", "Ada\n\u{1b}[31m Berger", 1_700_000_000)
            .unwrap();
        let read_back = read(part.as_bytes(), b"manifest");
        assert_eq!(
            read_back,
            Signature {
                key: signer.public_key(),
                name: "Ada[31m Berger".to_owned(),
                at: Some(1_700_000_000),
                fits: true,
            }
        );
        assert!(!read(part.as_bytes(), b"manifesT").fits);
        let other = Signer::generate().unwrap();
        let forged = part.replace(&signer.public_key(), &other.public_key());
        assert!(!read(forged.as_bytes(), b"manifest").fits);
        let renamed = part.replace("Ada", "Eve");
        assert!(!read(renamed.as_bytes(), b"manifest").fits);
        assert!(is_public_key(&signer.public_key()) && !is_public_key("RWQ"));
    }

    #[test]
    fn a_key_comes_back_from_its_text() {
        let signer = Signer::generate().unwrap();
        let again = Signer::from_text(&signer.to_text().unwrap()).unwrap();
        assert_eq!(again.public_key(), signer.public_key());
        for text in ["", "x", "untrusted comment: x\nAAAA\n"] {
            assert_eq!(Signer::from_text(text).unwrap_err().code(), "SIGN_KEY");
        }
        assert!(!format!("{signer:?}").contains(signer.to_text().unwrap().lines().nth(1).unwrap()));
    }

    /// P20: a part that someone made up is no reason to end.
    #[test]
    fn p20_no_part_ends_the_program() {
        let signer = Signer::generate().unwrap();
        let part = signer.sign(b"m", "Ada", 1).unwrap().into_bytes();
        let mut seed = 7_u64;
        let mut draw = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(seed >> 33).unwrap() % below.max(1)
        };
        for _ in 0..4000 {
            let mut changed = part.clone();
            for _ in 0..=draw(3) {
                let at = draw(changed.len());
                match draw(4) {
                    0 => changed.truncate(at),
                    1 => drop(changed.drain(at..(at + draw(60)).min(changed.len()))),
                    2 => changed.insert(at, u8::try_from(draw(256)).unwrap()),
                    _ => {
                        if let Some(byte) = changed.get_mut(at) {
                            *byte ^= 1 << draw(8);
                        }
                    }
                }
            }
            let said = read(&changed, b"m");
            // Only the free text of the first line and line ends are not covered by the signature.
            assert!(!said.fits || said.key == signer.public_key());
        }
    }
}
