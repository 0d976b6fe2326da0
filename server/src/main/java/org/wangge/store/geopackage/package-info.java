/// The store in one GeoPackage file through SQLite: makes and migrates the file, reads and loads its rows, watches that it stays
/// the one that was opened, and says what a failure of SQLite means. Reached through [GeoPackageDialect#open]; read
/// [GeoPackageDialect] first, then [GeoPackageWatch].
package org.wangge.store.geopackage;
