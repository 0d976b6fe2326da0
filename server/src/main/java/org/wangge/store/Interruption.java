package org.wangge.store;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.store.database.Transactions;

/// Lets another thread end the statement that a transaction waits for; see [Store#interruptibly]. A statement that is ended
/// fails, and with it its transaction. Never touches what a connection does for somebody else. For any number of threads.
public final class Interruption implements Transactions.Interruptible {

    private static final Logger log = LoggerFactory.getLogger(Interruption.class);

    /// Null outside of a transaction; guarded by this.
    private Transactions.Interrupt present;

    /// Ends the statement that runs just now, if there is one. What comes after it is not touched: ask again until all is over.
    public synchronized void interrupt() {
        if (present == null) {
            return;
        }
        try {
            present.interrupt();
        } catch (SQLException e) {
            log.debug("a statement could not be interrupted; it is tried again", e);
        }
    }

    @Override
    public synchronized void begins(Transactions.Interrupt interrupt) {
        present = interrupt;
    }

    @Override
    public synchronized void ends() {
        present = null;
    }
}
