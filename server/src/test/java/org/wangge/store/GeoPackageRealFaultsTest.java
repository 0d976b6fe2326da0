package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.testing.TestDatabases;

class GeoPackageRealFaultsTest extends RealFaultsContract {

    @TempDir
    static Path folder;

    /// Only tells the store's connections.
    private final Failpoints failpoints = new Failpoints();

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    @BeforeAll
    void open() {
        database = provide();
        store = Store.opened(GeoPackageDialect.open(folder.resolve("wangge.gpkg"), failpoints));
    }

    @Override
    void breakAtCommit(boolean broken) throws SQLException {
        if (broken) {
            sql("create table late (plan integer references plans (id) deferrable initially deferred)",
                    "create trigger late after insert on plans begin insert into late values (-1); end");
        } else {
            sql("drop trigger late", "drop table late");
        }
    }

    @Test
    void whenTheFileCanGrowNoMoreNothingIsStoredAndLaterWritesAreTransactionsAgain() throws SQLException {
        for (int room : List.of(0, 1, 2, 5, 20, 100)) {
            // What others have left free would be room, too.
            sql("vacuum");
            mayGrowBy(room);
            Problem full = assertThrows(ProblemException.class, () -> store.inTransaction(() -> {
                store.createPlan("full", 0, PLANNER);
                load(buildings(5_000));
                return null;
            })).problem();
            assertEquals("The GeoPackage " + folder.resolve("wangge.gpkg") + " could not grow: the disk is full.", full.detail());
            assertEquals("Make room on the disk; nothing was changed.", full.remedy());
            mayGrowBy(1_000_000);
            assertWhole();
            assertEquals("ok", text("pragma integrity_check"));
            empty();
        }
    }

    private void mayGrowBy(int pages) throws SQLException {
        for (Connection c : failpoints.connections()) {
            try (Statement s = c.createStatement()) {
                s.execute("pragma max_page_count = " + (Integer.parseInt(text("pragma page_count")) + pages));
            }
            c.rollback();
        }
    }

    /// In kB: enough for SQLite itself, too little for what many rows are taken into, or for the log of fewer.
    @ParameterizedTest
    @CsvSource({"3000,20000", "4000,200000"})
    void aProcessThatMayWriteNoMoreInTheMiddleOfALoadSaysSoAndLeavesAWholeFile(int room, int rows) throws Exception {
        Process process = loading("ulimit -f " + room + "; ", rows);
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertTrue(rows == MANY || !said.contains("taken " + rows), said);
        assertTrue(said.contains("load failed: The GeoPackage " + folder.resolve("wangge.gpkg") + " could not "), said);
        assertTrue(said.contains("plan done"), said);
        assertEquals("ok", text("pragma integrity_check"));
        assertEquals(Set.of("after"), plans());
        assertEquals(Set.of(), store.codes(Table.BUILDINGS).keySet());
        assertEquals(MANY, load(buildings(MANY)).inserted());
    }

    @Override
    String where() {
        return folder.resolve("wangge.gpkg").toString();
    }

    @Override
    void assertNothingIsLeftOfTheLoad() throws SQLException {
        assertEquals("ok", text("pragma integrity_check"));
        assertEquals("0", text("select max(muted) from feed_muted"), "the feed goes on");
    }
}
