package org.wangge.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.wangge.access.Access;
import org.wangge.api.ApiServer;
import org.wangge.api.Exposure;
import org.wangge.api.LongWork;
import org.wangge.atlas.Midnight;
import org.wangge.atlas.Publisher;
import org.wangge.basemap.Basemap;
import org.wangge.basemap.Basemaps;
import org.wangge.planning.Planning;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.tiles.TileService;

/// The whole server, put together from top to bottom.
final class Wiring implements AutoCloseable {

    private static final long TILE_CACHE_BYTES = 256L << 20;

    private final Store store;
    private final Midnight midnight;
    private final Follower follower;
    private final Planning planning;
    private final Access access;
    private final LongWork work;
    private final ApiServer server;
    private final Basemaps basemaps;
    private final Exposure exposure;

    private Wiring(
            Store store, Midnight midnight, Follower follower, Planning planning, Access access, LongWork work, ApiServer server,
            Basemaps basemaps, Exposure exposure) {
        this.store = store;
        this.midnight = midnight;
        this.follower = follower;
        this.planning = planning;
        this.access = access;
        this.work = work;
        this.server = server;
        this.basemaps = basemaps;
        this.exposure = exposure;
    }

    /// Takes the store over and closes it in the end, also when the start fails. The server listens when this returns, and says
    /// that it is not ready until [#load] has. All days are those of `clock`. Files that are sent, none larger than
    /// `maxUploadBytes`, and backups lie in `folder`.
    static Wiring start(
            Store store, Path folder, long maxUploadBytes, Exposure exposure, Access.Settings settings,
            List<Basemap> fixed, Clock clock) {
        Basemaps basemaps = new Basemaps(fixed, store);
        Publisher publisher = new Publisher(clock);
        TileService tiles = new TileService(publisher, TILE_CACHE_BYTES);
        Follower follower = new Follower(store, publisher);
        Planning planning = new Planning(store, publisher::today, follower::sync);
        Midnight midnight = new Midnight(publisher);
        LongWork work = LongWork.of(store, folder, maxUploadBytes);
        Access access;
        ApiServer server;
        try {
            basemaps.read();
            access = new Access(store, publisher::current, settings, clock);
            server = ApiServer.start(exposure, publisher, tiles, planning, follower, access, work, basemaps, clock);
        } catch (RuntimeException e) {
            basemaps.close();
            work.close();
            midnight.close();
            planning.close();
            follower.close();
            store.close();
            throw e;
        }
        return new Wiring(store, midnight, follower, planning, access, work, server, basemaps, exposure);
    }

    /// Returns when the atlas is loaded.
    void load(Progress progress) {
        try (var bar = progress.start("Loading the atlas")) {
            follower.start((layer, rows, total) -> bar.of(layer.key(), rows, total));
        }
    }

    Access access() {
        return access;
    }

    String url() {
        if (exposure.publicUrl() != null) {
            return exposure.publicUrl() + "/";
        }
        String host = exposure.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/";
    }

    @Override
    public void close() {
        server.close();
        basemaps.close();
        work.close();
        midnight.close();
        planning.close();
        follower.close();
        store.close();
    }
}
