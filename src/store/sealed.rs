//! Bytes with a mark and a checksum, so that what was cut short or altered is never taken for a result.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// Length of a checksum.
const CHECKSUM: usize = 32;

/// A value as bytes behind a mark and a checksum; and the checksum in hexadecimal digits.
pub(super) fn seal<T: Serialize + ?Sized>(magic: &[u8; 8], value: &T) -> Result<(Vec<u8>, String), Error> {
    let payload =
        postcard::to_stdvec(value).map_err(|e| Error::Failed(format!("a result cannot be written: {e}")))?;
    let checksum = blake3::hash(&payload);
    Ok(([magic, checksum.as_bytes().as_slice(), &payload].concat(), checksum.to_hex().to_string()))
}

/// The value behind a mark whose checksum fits; the error says what is wrong with the bytes.
pub(super) fn unseal<T: DeserializeOwned>(magic: &[u8; 8], bytes: &[u8]) -> Result<T, &'static str> {
    postcard::from_bytes(payload(magic, bytes)?).map_err(|_| "its content cannot be read")
}

/// The payload behind a mark whose checksum fits.
pub(super) fn payload<'b>(magic: &[u8; 8], bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
    let rest = bytes.strip_prefix(magic).ok_or("not a file of this version")?;
    let (checksum, payload) = rest.split_at_checked(CHECKSUM).ok_or("cut short")?;
    if blake3::hash(payload).as_bytes() == checksum { Ok(payload) } else { Err("its checksum does not fit") }
}
