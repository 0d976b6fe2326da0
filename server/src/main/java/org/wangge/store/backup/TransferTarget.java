package org.wangge.store.backup;

import java.util.Set;

/// A store that is filled with the rows of another. Nobody sees them before [#finish]; closed without that, nothing was written.
/// Values and failures as [TransferSource] says. For one thread.
interface TransferTarget extends AutoCloseable {

    /// Names of the columns.
    Set<String> columns(String table);

    /// Begins a table, which ends before the next one begins.
    Filling fill(String table, Set<String> columns);

    /// Ids that rows get from now on are higher than this, and than all that are there.
    void continueAfter(String table, long lastId);

    void finish();

    @Override
    void close();

    interface Filling extends TransferSource.Sink {
        void end();
    }
}
