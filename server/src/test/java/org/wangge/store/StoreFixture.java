package org.wangge.store;

import static org.wangge.store.StoreSamples.all;
import static org.wangge.store.StoreSamples.geometry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Actor;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.store.Store.NewCommand;
import org.wangge.testing.TestDatabases;

/// A store on a fresh database of either kind, emptied before each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreFixture {

    protected TestDatabases.Database database;
    protected Store store;

    protected abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = provide();
        store = database.open();
    }

    @AfterAll
    void close() throws Exception {
        if (store != null) {
            store.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        for (String table : List.of("revisions", "plans", "assignments", "persons", "grids", "branches",
                "buildings", "ports", "sightings", "base")) {
            sql("delete from " + table);
        }
    }

    public static final Actor PLANNER = new Actor(1, "planner");
    static final Instant WHEN = Instant.parse("2026-11-22T08:00:00.123Z");

    /// A command to be kept.
    protected static NewCommand command(String json) {
        return new NewCommand(json, "effect", Map.of(3L, 4, 5L, 6), PLANNER, WHEN);
    }

    /// Loads rows of one layer with all their columns.
    protected Loaded load(Row... rows) {
        return store.load(rows[0].table(), all(rows[0].table()), Arrays.asList(rows).iterator(), n -> {});
    }

    @SuppressWarnings("unchecked")
    <R extends Row> R put(R row) {
        load(row);
        return (R) store.findByCode(row.table(), row.code()).orElseThrow();
    }

    protected Grid grid(String code, String wkt) {
        Row branch = store.findByCode(Table.BRANCHES, "B").orElseGet(() -> put(new Branch(0, "B", null, null)));
        return put(new Grid(0, 0, code, null, branch.id(), null, null, null, null, null, geometry(wkt)));
    }

    List<Row> scan(Table layer) {
        List<Row> rows = new ArrayList<>();
        store.read(source -> source.scan(layer, rows::add));
        return rows;
    }

    int versionOf(String table, String code) {
        try {
            return Integer.parseInt(text("select version from " + table + " where code = '" + code + "'"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs statements as another program would, in one transaction.
    protected void sql(String... statements) throws SQLException {
        database.sql(statements);
    }

    String text(String query) throws SQLException {
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                var rs = s.executeQuery(query)) {
            return rs.next() ? rs.getString(1) : null;
        }
    }

    protected static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
