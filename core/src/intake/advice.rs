//! stub
/// stub
#[derive(Debug)]
pub struct Advice;
impl Advice {
    /// stub
    pub fn builtin() -> &'static Self {
        &Advice
    }
    /// stub
    pub fn lines(&self, _f: impl Fn(&str) -> Option<String>, _a: bool) -> Vec<&str> {
        vec![]
    }
}
