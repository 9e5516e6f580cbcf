//! A request's parameters: query, JSON, urlencoded or multipart, as one JSON object.

use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::{Form, body::Bytes};
use serde_json::{Map, Value};

use super::reply::ApiError;
use super::tables::{Field, Method};

/// Reads the parameters of a call of `method`, each turned into the type that the tables name.
///
/// # Errors
///
/// 400 for a body that cannot be read, and for a text that is not of its parameter's type.
pub(super) async fn read(
    method: &Method,
    request: Request,
) -> Result<Map<String, Value>, ApiError> {
    let mut params = Map::new();
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let Query(pairs) = query.map_err(|_| ApiError::bad("can't parse the query"))?;
    take_texts(method, pairs, &mut params)?;

    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("application/json") {
        let unread = |_| ApiError::bad("can't read the request body");
        let body = Bytes::from_request(request, &()).await.map_err(unread)?;
        take_json(method, &body, &mut params)?;
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let Form(pairs) = form.map_err(|_| ApiError::bad("can't parse the form"))?;
        take_texts(method, pairs, &mut params)?;
    } else if kind.starts_with("multipart/form-data") {
        take_texts(method, parts(request).await?, &mut params)?;
    }
    Ok(params)
}

/// The parts of a multipart body; of a file only that it is there.
async fn parts(request: Request) -> Result<Vec<(String, String)>, ApiError> {
    let unread = || ApiError::bad("can't parse the multipart body");
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| unread())?;
    let mut pairs = Vec::new();
    while let Some(part) = multipart.next_field().await.map_err(|_| unread())? {
        let name = part.name().ok_or_else(unread)?.to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| unread())?;
        let text = if is_file { format!("attach://{name}") } else { utf8(&bytes)? };
        pairs.push((name, text));
    }
    Ok(pairs)
}

fn utf8(bytes: &[u8]) -> Result<String, ApiError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ApiError::bad("strings must be UTF-8"))?;
    Ok(text.to_owned())
}

/// Takes a JSON body. Objects and arrays may also come as texts that hold JSON.
fn take_json(
    method: &Method,
    body: &[u8],
    params: &mut Map<String, Value>,
) -> Result<(), ApiError> {
    if body.is_empty() {
        return Ok(());
    }
    let body = serde_json::from_slice(body).map_err(|_| ApiError::bad("can't parse JSON"))?;
    let object = match body {
        Value::Object(object) => object,
        Value::Null => return Ok(()),
        _ => return Err(ApiError::bad("the request body must be a JSON object")),
    };
    for (name, value) in object {
        let field = field_of(method, &name);
        let value = match value {
            Value::Null => continue,
            Value::String(text) if field.is_some_and(is_structured) => json_text(&name, &text)?,
            value => value,
        };
        params.insert(name, value);
    }
    Ok(())
}

/// Takes parameters that came as texts: numbers, booleans and JSON are read out of them.
fn take_texts(
    method: &Method,
    pairs: Vec<(String, String)>,
    params: &mut Map<String, Value>,
) -> Result<(), ApiError> {
    for (name, text) in pairs {
        let value = match field_of(method, &name) {
            Some(field) => from_text(field, text)?,
            None => Value::String(text),
        };
        params.insert(name, value);
    }
    Ok(())
}

fn from_text(field: &Field, text: String) -> Result<Value, ApiError> {
    let takes = |name: &str| field.types.iter().any(|kind| kind == name);
    if takes("Integer")
        && let Ok(number) = text.parse::<i64>()
    {
        return Ok(number.into());
    }
    if takes("Float")
        && let Ok(number) = text.parse::<f64>()
    {
        return Ok(number.into());
    }
    if takes("Boolean") {
        return Ok(match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => true.into(),
            "false" | "no" | "0" | "" => false.into(),
            _ => Value::String(text),
        });
    }
    if is_structured(field) { json_text(&field.name, &text) } else { Ok(Value::String(text)) }
}

fn field_of<'a>(method: &'a Method, name: &str) -> Option<&'a Field> {
    method.fields.iter().find(|field| field.name == name)
}

/// Whether only objects and arrays will do.
fn is_structured(field: &Field) -> bool {
    const SIMPLE: [&str; 6] = ["Integer", "Float", "String", "Boolean", "True", "InputFile"];
    !field.types.iter().any(|kind| SIMPLE.contains(&kind.as_str()))
}

fn json_text(name: &str, text: &str) -> Result<Value, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::bad(format!("can't parse {name} JSON object")))
}
