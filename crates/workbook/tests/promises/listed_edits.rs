//! Any edits of what a workbook lists by itself: hierarchies and events tables.

use model::{Edit, EventTable, EventTableId, Hierarchy, HierarchyId};
use proptest::prelude::*;

pub(crate) fn hierarchy_edit() -> impl Strategy<Value = Edit> {
    let id = || (1..4_u8).prop_map(|number| HierarchyId::new(format!("h{number}")));
    let hierarchy = || {
        let fields = prop::collection::vec("[a-c]", 0..4);
        (id(), ".{0,4}", fields).prop_map(|(id, name, fields)| Hierarchy {
            id,
            name,
            source: "orders".to_owned(),
            fields,
        })
    };
    prop_oneof![
        (0..4_usize, hierarchy())
            .prop_map(|(index, hierarchy)| Edit::InsertHierarchy { index, hierarchy }),
        id().prop_map(|hierarchy| Edit::RemoveHierarchy { hierarchy }),
        hierarchy().prop_map(|hierarchy| Edit::ReplaceHierarchy { hierarchy }),
    ]
}

pub(crate) fn event_edit() -> impl Strategy<Value = Edit> {
    let id = || (1..4_u8).prop_map(|number| EventTableId::new(format!("e{number}")));
    let table = || {
        let columns = ("[a-c]{0,1}", prop::option::of("[a-c]{0,1}"), any::<bool>());
        (id(), ".{0,4}", columns).prop_map(|(id, name, (start, end, on_every_chart))| EventTable {
            id,
            name,
            source: "orders".to_owned(),
            start,
            end,
            text: "what".to_owned(),
            kind: None,
            on_every_chart,
        })
    };
    prop_oneof![
        (0..4_usize, table()).prop_map(|(index, table)| Edit::InsertEventTable { index, table }),
        id().prop_map(|table| Edit::RemoveEventTable { table }),
        table().prop_map(|table| Edit::ReplaceEventTable { table }),
    ]
}
