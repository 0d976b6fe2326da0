package org.wangge.app.bench;

import java.time.Clock;
import org.wangge.api.ApiServer;
import org.wangge.atlas.Publisher;
import org.wangge.planning.Planning;
import org.wangge.store.Follower;
import org.wangge.store.Store;
import org.wangge.tiles.SurfaceTiles;
import org.wangge.tiles.TileCache;
import org.wangge.tiles.Tiles;

/// The server under measurement, on the city's database, as `serve` runs it; only the tile cache may be switched off, so that every
/// tile is cold.
final class BenchServer implements AutoCloseable {

    private final Store store;
    private final Follower follower;
    private final ApiServer api;
    private final Publisher publisher = new Publisher();
    private final double loadSeconds;

    BenchServer(BenchCity city, long tileCacheBytes) {
        long start = System.nanoTime();
        store = Store.openPostgis(city.url());
        follower = new Follower(store, publisher);
        Tiles encoder = new Tiles();
        api = ApiServer.start(
                "127.0.0.1",
                0,
                publisher,
                encoder,
                new TileCache(publisher, encoder, tileCacheBytes),
                new SurfaceTiles(publisher),
                new Planning(store, publisher::current, follower::sync),
                follower,
                Clock.systemDefaultZone());
        follower.start();
        loadSeconds = (System.nanoTime() - start) / 1e9;
        // What is made ready after the start belongs to the server that is measured, its heap above all.
        store.listPlans();
    }

    int port() {
        return api.port();
    }

    Publisher publisher() {
        return publisher;
    }

    /// From opening the store to a complete atlas.
    double loadSeconds() {
        return loadSeconds;
    }

    @Override
    public void close() {
        api.close();
        follower.close();
        store.close();
    }
}
