/// Reading files into the store: source file → raw features → checked rows or rejects → one transaction.
///
/// A file (GeoJSON, GeoPackage, CSV) flows in and is read as a stream in bounded memory; rows of [org.wangge.model] flow out to
/// [org.wangge.store.Store]. What is wrong with a row becomes an [ImportReport.Reject], what is wrong with the whole file a
/// [org.wangge.problem.Problem]. Grids are few and need each other (tree, coverage), so they alone are held in memory. Read
/// [Importer] first, then [FeatureReader] and [RowMapper]; [GridImport] for the tree of grids.
package org.wangge.intake;
