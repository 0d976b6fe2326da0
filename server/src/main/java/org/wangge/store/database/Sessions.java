package org.wangge.store.database;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Table;
import org.wangge.store.row.LayerTable;

/// Opens Hibernate's sessions. Their factory takes some seconds of work to make, and an atlas is loaded without it, so it is made
/// when it is first asked for. Stores of a kind share one: it holds the entities and their SQL, and nothing of a database, since
/// each session gets its connection from outside. Safe for any number of threads.
public final class Sessions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /// What a factory is made for: a kind of database, and entities.
    private record Kind(Class<? extends Dialect> database, List<Class<?>> others) {}

    private static final ConcurrentMap<Kind, SessionFactory> FACTORIES = new ConcurrentHashMap<>();

    private final Dialect dialect;
    private final Kind kind;
    private volatile boolean closed;

    /// `others` are the entities besides those of the layers.
    public Sessions(Dialect dialect, List<Class<?>> others) {
        this.dialect = dialect;
        this.kind = new Kind(dialect.getClass(), List.copyOf(others));
    }

    /// A session on this connection, which stays the caller's.
    Session open(Connection connection) {
        return factory().withOptions().connection(connection).openSession();
    }

    /// Returns when a session can be opened at once; the first time that takes seconds.
    void getReady() {
        factory();
    }

    /// Makes the factory on a thread of its own, so that the first session need not wait for it.
    public void warmUp() {
        Thread.ofPlatform().daemon().name("wangge-sessions").start(() -> {
            try {
                factory();
            } catch (RuntimeException | Error e) {
                // Whoever asks first makes it then, and hears why that fails.
                log.debug("sessions are not ready yet", e);
            }
        });
    }

    private SessionFactory factory() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        return FACTORIES.computeIfAbsent(kind, _ -> made());
    }

    private SessionFactory made() {
        Configuration hibernate = new Configuration();
        for (Table table : Table.values()) {
            hibernate.addAnnotatedClass(LayerTable.of(table).entity());
        }
        kind.others().forEach(hibernate::addAnnotatedClass);
        hibernate.setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl());
        hibernate.getProperties().put("hibernate.connection.datasource", dialect.readers());
        hibernate.setProperty("hibernate.jdbc.batch_size", 100);
        dialect.configure(hibernate);
        return hibernate.buildSessionFactory();
    }

    @Override
    public void close() {
        closed = true;
    }
}
