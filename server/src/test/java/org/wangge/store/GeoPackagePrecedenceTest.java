package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wangge.store.StoreSamples.building;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.testing.TestDatabases;

/// A GeoPackage has one writer: whoever publishes does not wait until a large load has written all of its rows.
class GeoPackagePrecedenceTest extends StoreFixture {

    private static final int ROWS = 40_001;

    @TempDir
    static Path folder;

    private final Failpoints points = new Failpoints();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> publishers = new ArrayList<>();
    private final Semaphore waiting = new Semaphore(0);

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    @BeforeAll
    void open() {
        database = provide();
        store = Store.opened(GeoPackageDialect.open(folder.resolve("wangge.gpkg"), points));
    }

    @AfterEach
    void listenNoMore() {
        points.listen((pool, what) -> {});
    }

    @Test
    void whoPublishesGoesBeforeALoadThatWritesAndTheLoadLosesNothing() throws SQLException {
        load(buildings(1));
        listen(() -> {
            if (publishers.isEmpty()) {
                publish();
            }
        });
        Row[] more = Stream.concat(Arrays.stream(buildings(2)), Stream.of(building("more", 2))).toArray(Row[]::new);

        assertEquals(new Loaded(1, ROWS, 0), load(more));

        publishers.forEach(StoreFixture::join);
        assertEquals(List.of("load begins", "publication", "load begins", "load"), order);
        assertEquals(ROWS, Integer.parseInt(text("select count(*) from buildings where households = 2 and version = 1")));
        assertEquals("0", text("select muted from feed_muted"));
        assertEquals("1", text("select count(*) from plans"));
    }

    @Test
    void aLoadComesToItsEndHoweverManyPublish() throws SQLException {
        load(buildings(1));
        listen(this::publish);

        assertEquals(new Loaded(0, ROWS, 0), load(buildings(2)));

        publishers.forEach(StoreFixture::join);
        assertEquals(publishers.size(), Integer.parseInt(text("select count(*) from plans")));
        assertEquals(List.of("load begins", "load", "publication"), order.subList(order.size() - 3, order.size()));
    }

    /// Notes what is committed, and lets somebody write while a load does.
    private void listen(Runnable writing) {
        order.clear();
        publishers.clear();
        points.listen((pool, what) -> {
            if (pool.equals("wangge-load") && what.startsWith("update") && what.contains("c.rowid between 1 and")) {
                order.add("load begins");
            } else if (pool.equals("wangge-load") && what.startsWith("update") && what.contains("c.rowid between 20001 and")) {
                writing.run();
            } else if (pool.equals("wangge-write") && what.equals("begin immediate")) {
                waiting.release();
            } else if (what.equals("commit") && !order.isEmpty() && !pool.equals("wangge-read")) {
                order.add(pool.equals("wangge-load") ? "load" : "publication");
            }
        });
    }

    /// Returns when it waits for the one who writes.
    private void publish() {
        publishers.add(Thread.ofPlatform().start(
                () -> store.inPublication(() -> store.createPlan("meanwhile", 0, PLANNER))));
        waiting.acquireUninterruptibly();
    }

    private static Row[] buildings(int households) {
        return IntStream.range(0, ROWS).<Row>mapToObj(i -> building("m" + i, households)).toArray(Row[]::new);
    }
}
