package org.wangge.store.feed;

import static org.wangge.store.StoreSamples.building;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.PlanChange;
import org.wangge.model.Table;
import org.wangge.store.StoreFixture;
import org.wangge.testing.Await;

/// A store with two grids, and an atlas that follows it.
abstract class FollowerFixture extends StoreFixture {

    /// A second is what users are promised; the rest is for a busy machine.
    static final Duration SOON = Duration.ofSeconds(20);

    Publisher publisher;
    Follower follower;

    /// Two grids side by side with a building in each.
    @BeforeEach
    void follow() throws SQLException {
        // What a former test has pruned would have a follower load everything anew as long as anybody on the same server has a
        // transaction open that is older.
        sql("update feed_pruned set up_to = '0'");
        grid("west", "POLYGON ((117 39, 118 39, 118 40, 117 40, 117 39))");
        grid("east", "POLYGON ((118 39, 119 39, 119 40, 118 40, 118 39))");
        load(building("a", 10), building("b", 20));
        publisher = new Publisher();
        follower = new Follower(store, publisher);
        follower.start();
    }

    @AfterEach
    void stop() {
        follower.close();
    }

    Snapshot atlas() {
        return publisher.current();
    }

    int households(String grid) {
        return (int) atlas().findGrid(grid).orElseThrow().sums().total(Count.HOUSEHOLDS);
    }

    int value(Publisher of, String code) {
        return ((Building) of.current().find(Table.BUILDINGS, store.codes(Table.BUILDINGS).get(code)).orElseThrow())
                .counts().value(Count.HOUSEHOLDS);
    }

    static void soon(String what, BooleanSupplier condition) {
        Await.until(what, SOON, condition);
    }

    static void told(List<PlanChange> told, PlanChange expected) {
        soon(expected + " is told", () -> !told.isEmpty() && told.getLast().equals(expected));
    }
}
