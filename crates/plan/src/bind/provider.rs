//! What the planner may ask for: tables, functions, settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion_common::config::ConfigOptions;
use datafusion_common::{Result, TableReference, plan_err};
use datafusion_expr::planner::{ContextProvider, ExprPlanner};
use datafusion_expr::{
    AggregateUDF, Expr, HigherOrderUDF, LogicalPlan, ScalarUDF, TableProviderFilterPushDown,
    TableSource, WindowUDF,
};

use super::absent;
use super::access::Access;
use super::arithmetic::Arithmetic;
use crate::functions::functions;
use crate::names::{Body, Names, Relation};
use crate::types;

/// The world as the planner sees it.
pub(crate) struct Provider {
    sources: BTreeMap<String, Arc<dyn TableSource>>,
    planners: Vec<Arc<dyn ExprPlanner>>,
    settings: ConfigOptions,
    has_wide_sums: bool,
}

impl Provider {
    pub(crate) fn new(names: &Names) -> Self {
        let mut sources: BTreeMap<String, Arc<dyn TableSource>> = BTreeMap::new();
        for relation in names.tables.iter().chain(&names.cells) {
            sources.insert(relation.name.clone(), source(relation));
        }
        let planners: Vec<Arc<dyn ExprPlanner>> = vec![
            Arc::new(Arithmetic),
            Arc::new(Access),
            Arc::new(datafusion_functions::core::planner::CoreFunctionPlanner::default()),
            Arc::new(datafusion_functions::unicode::planner::UnicodeFunctionPlanner),
            Arc::new(datafusion_functions::datetime::planner::DatetimeFunctionPlanner),
            Arc::new(datafusion_functions_nested::planner::NestedFunctionPlanner),
            Arc::new(datafusion_functions_nested::planner::FieldAccessPlanner),
            Arc::new(datafusion_functions_aggregate::planner::AggregateFunctionPlanner),
            Arc::new(datafusion_functions_window::planner::WindowFunctionPlanner),
        ];
        Self {
            sources,
            planners,
            settings: super::settings(),
            has_wide_sums: names.has_wide_sums,
        }
    }
}

/// The relation as a leaf of the tree.
pub(crate) fn source(relation: &Relation) -> Arc<dyn TableSource> {
    let schema = Arc::new(types::arrow_schema(&relation.fields));
    match &relation.body {
        Body::Scan => rows(schema),
        Body::Plan(plan) => Arc::new(View {
            schema,
            logical: plan.logical.clone(),
        }),
    }
}

/// A leaf of the tree that applies every filter in full.
pub(super) fn rows(schema: SchemaRef) -> Arc<dyn TableSource> {
    Arc::new(Rows { schema })
}

/// Rows that the engine finds by the relation's name.
#[derive(Debug)]
struct Rows {
    schema: SchemaRef,
}

impl TableSource for Rows {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Exact; filters.len()])
    }
}

/// A cell that is planned in place.
#[derive(Debug)]
struct View {
    schema: SchemaRef,
    logical: LogicalPlan,
}

impl TableSource for View {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn get_logical_plan(&'_ self) -> Option<std::borrow::Cow<'_, LogicalPlan>> {
        Some(std::borrow::Cow::Borrowed(&self.logical))
    }
}

impl ContextProvider for Provider {
    fn get_table_source(&self, name: TableReference) -> Result<Arc<dyn TableSource>> {
        if let Some(source) = self.sources.get(name.table()) {
            Ok(Arc::clone(source))
        } else {
            plan_err!("unknown table")
        }
    }

    /// What a recursive query found last: the engine knows it by the query's name.
    fn create_cte_work_table(
        &self,
        _name: &str,
        schema: SchemaRef,
    ) -> Result<Arc<dyn TableSource>> {
        Ok(rows(schema))
    }

    fn get_expr_planners(&self) -> &[Arc<dyn ExprPlanner>] {
        &self.planners
    }

    fn get_function_meta(&self, name: &str) -> Option<Arc<ScalarUDF>> {
        if name == super::told::NAME {
            return Some(Arc::new(absent::kept_apart()));
        }
        functions().scalar(name)
    }

    fn get_higher_order_meta(&self, name: &str) -> Option<Arc<HigherOrderUDF>> {
        functions().higher_order(name)
    }

    fn get_aggregate_meta(&self, name: &str) -> Option<Arc<AggregateUDF>> {
        if self.has_wide_sums && name == "sum" {
            return functions().wide_sum();
        }
        functions().aggregate(name)
    }

    fn get_window_meta(&self, name: &str) -> Option<Arc<WindowUDF>> {
        functions().window(name)
    }

    fn get_variable_type(&self, _: &[String]) -> Option<DataType> {
        None
    }

    fn options(&self) -> &ConfigOptions {
        &self.settings
    }

    fn udf_names(&self) -> Vec<String> {
        Vec::new()
    }

    fn higher_order_function_names(&self) -> Vec<String> {
        Vec::new()
    }

    fn udaf_names(&self) -> Vec<String> {
        Vec::new()
    }

    fn udwf_names(&self) -> Vec<String> {
        Vec::new()
    }
}
