//! Window functions.

use datafusion_expr::logical_plan::Window;

use super::{Lowered, Lowering};
use crate::fault::Fault;

impl Lowering<'_> {
    /// Lowers window functions.
    pub(crate) fn window(&self, window: &Window) -> Result<Lowered, Fault> {
        let _ = (&window.input, self.fresh());
        Err(Fault::unsupported("A window function"))
    }
}
