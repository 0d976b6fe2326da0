/// The store in PostgreSQL with PostGIS: connections with their limits, rows read and loaded by COPY, what became of a commit
/// whose answer was lost, who keeps a writer waiting, and what a failure means. Reached through [PostgisDialect#open]; read
/// [PostgisDialect] first, then [PostgisConnections].
package org.wangge.store.postgis;
