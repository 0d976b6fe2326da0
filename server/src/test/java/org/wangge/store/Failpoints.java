package org.wangge.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.wangge.store.database.Dialect;

/// Lies between a store's pools and the driver and lets the n-th thing fail that a request asks of the database: a statement, a
/// commit, a bulk copy. What else goes on beside requests is left in peace. For one request at a time.
final class Failpoints implements Dialect.Wires {

    /// How it fails.
    enum Fault {
        /// Before the statement has done anything; the transaction stays as it is.
        READ_ERROR,
        /// As a full disk does it: SQLite ends the transaction by itself, PostgreSQL refuses all until it is rolled back.
        DISK_FULL,
        /// As [#READ_ERROR], and rolling back fails, too.
        NO_ROLLBACK,
        /// The connection is gone.
        CUT
    }

    private static final Set<String> POINTS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch", "commit",
            "unwrap");
    private static final Set<String> OTHERS = Set.of("wangge-follower", "wangge-catching-up", "wangge-pruning",
            "wangge-presence", "wangge-sessions", "wangge-jobs-look", "wangge-jobs-tell", "wangge-locks",
            "wangge-outage", "key-in-use");

    private int left;
    private Fault fault;
    private String hit;
    private Connection noRollback;
    private volatile BiConsumer<String, String> listener = (pool, what) -> {};
    private final List<Connection> connections = new ArrayList<>();

    /// Lets the n-th (from 1) thing from now on fail, once.
    synchronized void arm(int n, Fault how) {
        left = n;
        fault = how;
        hit = null;
    }

    /// Disarms, and tells what has failed; null when nothing has.
    synchronized String disarm() {
        left = 0;
        noRollback = null;
        return hit;
    }

    /// Tells of everything that is asked of the database from now on, before it is done: the pool, and a statement or `commit`.
    void listen(BiConsumer<String, String> listener) {
        this.listener = listener;
    }

    /// The open connections of the pool, as the driver has them.
    synchronized List<Connection> connections() {
        return List.copyOf(connections);
    }

    @Override
    public DataSource lay(String pool, DataSource driver) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object made = call(driver, method, arguments);
            return made instanceof Connection c ? laid(pool, c) : made;
        });
    }

    private Connection laid(String pool, Connection real) {
        synchronized (this) {
            connections.add(real);
        }
        return proxy(Connection.class, (method, arguments) -> {
            String name = method.getName();
            if (name.equals("close") || name.equals("abort")) {
                synchronized (this) {
                    connections.remove(real);
                }
            }
            if (name.equals("rollback") && real == noRollback) {
                throw failure(real, Fault.NO_ROLLBACK);
            }
            if (POINTS.contains(name)) {
                pass(pool, real, name);
            }
            Object made = call(real, method, arguments);
            return switch (made) {
                case PreparedStatement s -> laid(PreparedStatement.class, pool, real, s, String.valueOf(arguments[0]));
                case Statement s -> laid(Statement.class, pool, real, s, "");
                case null, default -> made;
            };
        });
    }

    private <S extends Statement> S laid(Class<S> type, String pool, Connection real, S statement, String prepared) {
        return proxy(type, (method, arguments) -> {
            if (POINTS.contains(method.getName())) {
                pass(pool, real, arguments == null ? prepared : prepared + arguments[0]);
            }
            return call(statement, method, arguments);
        });
    }

    private void pass(String pool, Connection real, String what) throws SQLException {
        listener.accept(pool, what);
        fail(real, what);
    }

    private synchronized void fail(Connection real, String what) throws SQLException {
        if (left == 0 || OTHERS.contains(Thread.currentThread().getName()) || --left > 0) {
            return;
        }
        hit = what;
        switch (fault) {
            case READ_ERROR -> throw failure(real, fault);
            case DISK_FULL -> {
                spoil(real);
                throw failure(real, fault);
            }
            case NO_ROLLBACK -> {
                noRollback = real;
                throw failure(real, fault);
            }
            // What is asked of it now fails by itself.
            case CUT -> cut(real);
        }
    }

    private static void cut(Connection real) throws SQLException {
        if (isSqlite(real)) {
            real.close();
            return;
        }
        real.abort(Runnable::run);
    }

    private static void spoil(Connection real) {
        try (Statement s = real.createStatement()) {
            s.execute(isSqlite(real) ? "rollback" : "select 1 / 0");
        } catch (SQLException e) {
            // It was meant to fail, or there was nothing to end.
        }
    }

    private static SQLException failure(Connection real, Fault fault) {
        if (isSqlite(real)) {
            return fault == Fault.DISK_FULL
                    ? new SQLiteException("[SQLITE_FULL] (database or disk is full)", SQLiteErrorCode.SQLITE_FULL)
                    : new SQLiteException("[SQLITE_IOERR] (disk I/O error)", SQLiteErrorCode.SQLITE_IOERR);
        }
        return fault == Fault.DISK_FULL
                ? new SQLException("could not extend file: No space left on device", "53100")
                : new SQLException("could not read block: Input/output error", "58030");
    }

    private static boolean isSqlite(Connection real) {
        return real.getClass().getName().startsWith("org.sqlite.");
    }

    private interface Handler {
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(Failpoints.class.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) ->
                switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> handler.handle(method, arguments);
                }));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
