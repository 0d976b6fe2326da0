package org.wangge.store.backup;

import java.util.Set;

/// One consistent state of a store, read row by row. A value is what a GeoPackage keeps: a Number, a String, bytes or null. A day
/// is text; a moment is a number of milliseconds, or text in the histories, which triggers write. Failures are problems that name
/// this database. For one thread.
interface TransferSource extends AutoCloseable {

    /// Takes values in the order of the columns; they are its own.
    interface Sink {
        void accept(Object[] row);
    }

    long count(String table);

    /// Names of the columns; empty when there is no such table.
    Set<String> columns(String table);

    void read(String table, Set<String> columns, Sink sink);

    /// The highest id that a row of this table ever got.
    long lastId(String table);

    @Override
    void close();
}
