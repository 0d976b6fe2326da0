/// The system of record on PostGIS or an embedded GeoPackage: entities, queries, migrations, the change feed. Rows of
/// [org.wangge.model] flow in and out; entities never leave. Read [Store] first, then [Dialect].
package org.wangge.store;
