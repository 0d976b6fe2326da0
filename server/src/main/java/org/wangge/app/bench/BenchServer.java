package org.wangge.app.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.wangge.access.Access;
import org.wangge.access.Caller;
import org.wangge.api.ApiServer;
import org.wangge.api.Exposure;
import org.wangge.api.LongWork;
import org.wangge.atlas.Publisher;
import org.wangge.basemap.Basemaps;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.planning.Planning;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.tiles.TileService;

/// The server under measurement, on the city's database, as `serve` runs it; only the tile cache may be switched off, so that
/// every tile is cold.
final class BenchServer implements AutoCloseable {

    private final Store store;
    private final Follower follower;
    private final Planning planning;
    private final LongWork work;
    private final ApiServer api;
    private final Publisher publisher = new Publisher();
    private final String token;
    private final double loadSeconds;

    BenchServer(BenchCity city, long tileCacheBytes) {
        long start = System.nanoTime();
        store = Store.openPostgis(city.url());
        follower = new Follower(store, publisher);
        Clock clock = Clock.systemUTC();
        Access access = new Access(store, publisher::current, new Access.Settings(true, false, null), clock);
        planning = new Planning(store, publisher::today, follower::sync);
        work = LongWork.of(store, Path.of(System.getProperty("java.io.tmpdir"), "wangge-bench"), 1 << 20);
        api = ApiServer.start(
                Exposure.loopback(0),
                publisher,
                new TileService(publisher, tileCacheBytes),
                planning,
                follower,
                access,
                work,
                new Basemaps(List.of(), store),
                clock);
        follower.start();
        token = planner(access, clock);
        loadSeconds = (System.nanoTime() - start) / 1e9;
        // What is made ready after the start belongs to the server that is measured, its heap above all.
        store.listRevisions();
    }

    int port() {
        return api.port();
    }

    Publisher publisher() {
        return publisher;
    }

    /// An API token of an account that may draw everywhere.
    String token() {
        return token;
    }

    private String planner(Access access, Clock clock) {
        List<Grant> grants = List.of(new Grant(Role.PLANNER, Scope.EVERYWHERE));
        Account account = store.accounts().findByName("bench").orElseGet(() ->
                store.accounts().add(new Account(0, 0, "bench", null, null, null, false, false, clock.instant(), grants)));
        access.tokens().list(account.id()).forEach(t -> store.keys().deleteToken(t.id()));
        Caller caller = new Caller(Caller.Kind.SESSION, account.id(), account.name(), account.shownName(), 0, false,
                null, grants, null, "127.0.0.1");
        return access.tokens().issue(caller, "bench", grants, 1).secret();
    }

    /// From opening the store to a complete atlas.
    double loadSeconds() {
        return loadSeconds;
    }

    @Override
    public void close() {
        api.close();
        work.close();
        planning.close();
        follower.close();
        store.close();
    }
}
