package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.feed.Follower;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

/// A store that an older wangge has filled, and one that a newer wangge takes over while this one uses it; run on both databases.
abstract class VersionsContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LAND = "POLYGON ((117 39, 118 39, 118 40, 117 40, 117 39))";
    /// The first version that keeps the history of the grids.
    private static final int HISTORY = 3;

    @TempDir
    Path folder;

    /// An empty database, not yet touched by wangge.
    abstract TestDatabases.Database empty() throws Exception;

    /// Plain connections to it, for migrations.
    abstract DataSource plain(TestDatabases.Database database);

    /// The folder of its migrations.
    abstract String migrations();

    /// A geometry as its SQL writes it.
    abstract String literal(Geometry lonLat);

    @TestFactory
    List<DynamicTest> aStoreOfAnyOlderVersionKeepsItsDraftsAndItsHistory() throws Exception {
        try (TestDatabases.Database database = empty()) {
            prepare(database);
            List<String> versions = Arrays.stream(flyway(database).load().info().pending())
                    .map(m -> m.getVersion().toString())
                    .toList();
            return versions.subList(0, versions.size() - 1).stream()
                    .map(older -> DynamicTest.dynamicTest("version " + older, () -> upgrade(older)))
                    .toList();
        }
    }

    private void upgrade(String version) throws Exception {
        try (TestDatabases.Database database = empty()) {
            prepare(database);
            flyway(database).target(version).load().migrate();
            String at = "'2025-01-02T03:04:05.678Z'";
            database.sql(
                    "insert into branches (code) values ('B')",
                    "insert into grids (code, name, branch_id, geometry) select 'G', 'before', id, "
                            + literal(StoreSamples.geometry(LAND)) + " from branches",
                    "update grids set name = 'after', version = version + 1",
                    "insert into plans (name, status, base_revision, created_at, updated_at) values ('done', 'PUBLISHED', 0, "
                            + at + ", " + at + ")",
                    "insert into revisions (name, plan_id, published_at) select 'done', id, " + at + " from plans",
                    "insert into plans (name, status, base_revision, created_at, updated_at) select 'open', 'DRAFT', max(id), "
                            + at + ", " + at + " from revisions",
                    "insert into plan_commands (plan_id, position, json, undone) select id, 1, '{\"n\":1}', "
                            + "false from plans where name = 'open'",
                    "insert into plan_commands (plan_id, position, json, undone) select id, 2, '{\"n\":2}', "
                            + "true from plans where name = 'open'");
            try (Store store = database.open()) {
                Plan draft = store.listPlans(Set.of(Plan.Status.DRAFT), Long.MAX_VALUE, 10).getFirst().plan();
                assertEquals("open", draft.name());
                assertEquals(Instant.parse("2025-01-02T03:04:05.678Z"), draft.updatedAt());
                List<PlanCommand> commands = store.listCommands(draft.id());
                assertEquals(List.of("{\"n\":1}", "{\"n\":2}"), commands.stream().map(PlanCommand::json).toList());
                assertEquals(List.of(false, true), commands.stream().map(PlanCommand::undone).toList());
                assertEquals("done", store.listRevisions().getFirst().name());
                assertEquals(draft.baseRevision(), store.listRevisions().getFirst().id());

                Grid grid = (Grid) store.findByCode(Table.GRIDS, "G").orElseThrow();
                assertEquals("after", grid.name());
                assertTrue(grid.geometry().equalsExact(StoreSamples.geometry(LAND)));
                assertEquals("after", store.gridAt(grid.id(), grid.version()).orElseThrow().name());
                assertEquals(Integer.parseInt(version) >= HISTORY, store.gridAt(grid.id(), grid.version() - 1).isPresent());
                assertEquals(List.of("after"),
                        store.gridsAt(store.historyPlace(Instant.now()).orElseThrow()).stream().map(Grid::name).toList());

                Publisher publisher = new Publisher();
                try (Follower follower = new Follower(store, publisher)) {
                    follower.start();
                    assertEquals(draft.baseRevision(), publisher.current().revision());
                    assertEquals("after", publisher.current().findGrid("G").orElseThrow().grid().name());
                }
                Plan worked = store.appendCommand(draft.id(), draft.version(), StoreFixture.command("{\"n\":3}"));
                assertEquals(List.of("{\"n\":1}", "{\"n\":3}"),
                        store.listCommands(worked.id()).stream().map(PlanCommand::json).toList());
            }
        }
    }

    @Test
    void anOlderProgramLeavesAStoreAloneThatANewerOneHasMigrated() throws Exception {
        try (TestDatabases.Database database = empty()) {
            database.open().close();
            migrateFurther(database);
            Problem said = assertThrows(ProblemException.class, database::open).problem();
            assertTrue(said.detail().contains("has schema version 999; this program knows only up to "), said.detail());
            assertEquals("Use the wangge that wrote it, or a newer one. Nothing was changed.", said.remedy());
        }
    }

    @Test
    void aRunningProgramWritesNothingMoreOnceANewerOneHasMigratedTheStore() throws Exception {
        try (TestDatabases.Database database = empty();
                Store store = database.open();
                Follower follower = new Follower(store, new Publisher())) {
            follower.start();
            List<String> acknowledged = new CopyOnWriteArrayList<>();
            AtomicReference<Exception> ended = new AtomicReference<>();
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; true; i++) {
                        acknowledged.add(store.createPlan("w" + i, 0, new Actor(1, "w")).name());
                    }
                } catch (RuntimeException e) {
                    ended.set(e);
                }
            });
            Await.until("that something is written", SOON, () -> acknowledged.size() > 5);
            migrateFurther(database);
            Await.until("that the writer is refused", SOON, () -> ended.get() != null);
            writer.join();

            Problem said = assertInstanceOf(ProblemException.class, ended.get()).problem();
            assertEquals(
                    "A newer wangge has changed the database's schema meanwhile; this one no longer reads or writes it.",
                    said.detail());
            assertEquals("Stop this program and start the newer one. Nothing was changed.", said.remedy());
            assertInstanceOf(Problem.Unavailable.class, said);
            assertEquals(acknowledged, names(database), "what was acknowledged, and nothing else");
            assertThrows(ProblemException.class, () -> store.findPlan(1));
            Await.until("that the follower stops too", SOON, () -> !follower.isHealthy());
            assertEquals(said.detail(), follower.lastError().orElseThrow());
            assertFalse(follower.staleSince().isEmpty());
        }
    }

    @Test
    void aProgramThatOnlyFollowsNoticesTooThoughNoRowHasChanged() throws Exception {
        try (TestDatabases.Database database = empty();
                Store store = database.open();
                Follower follower = new Follower(store, new Publisher())) {
            follower.start();
            store.createPlan("before", 0, new Actor(1, "w"));
            follower.sync();
            migrateFurther(database);
            Await.until("that the follower stops", SOON, () -> !follower.isHealthy());
        }
    }

    private static List<String> names(TestDatabases.Database database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                var rs = s.executeQuery("select name from plans order by id")) {
            while (rs.next()) {
                names.add(rs.getString(1));
            }
        }
        return names;
    }

    /// What a newer wangge would do.
    private void migrateFurther(TestDatabases.Database database) throws Exception {
        Path newer = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(newer.resolve("V999__newer.sql"), "alter table grids add colour text;");
        String own = "classpath:org/wangge/store/migration/" + migrations();
        flyway(database).locations(own, "filesystem:" + newer).load().migrate();
    }

    private FluentConfiguration flyway(TestDatabases.Database database) {
        return Flyway.configure(getClass().getClassLoader())
                .dataSource(plain(database))
                .locations("classpath:org/wangge/store/migration/" + migrations())
                .baselineOnMigrate(true)
                .baselineVersion("0");
    }

    /// What the program does before it migrates.
    void prepare(TestDatabases.Database database) throws SQLException {}
}
