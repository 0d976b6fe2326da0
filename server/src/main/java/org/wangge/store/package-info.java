/// The system of record on PostGIS or an embedded GeoPackage, as the others see it: rows, plans, revisions. Records of
/// [org.wangge.model] flow in and out; entities never leave. How that is done lies in the rooms below: `row` and `database`, one
/// room for each of the two databases, `account` and `feed`; `backup` goes round all of them. Read [Store] first, then
/// [org.wangge.store.database.Dialect].
package org.wangge.store;
