/// The rows of the layers as their tables hold them: one entity for each table, with the one mapping between its columns and the
/// record of [org.wangge.model], and the forms in which geometry lies in either database. Values of a database flow in and
/// records out, or the other way; only `org.wangge.store` and its rooms see an entity. Read [LayerTable] first, then [RowEntity].
package org.wangge.store.row;
