package org.wangge.api;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.feed.Follower;

/// Whether the server is alive, whether it can answer, and its measurements.
final class HealthHandler {

    private final Publisher publisher;
    private final Follower follower;
    private final PrometheusMeterRegistry registry;

    HealthHandler(Publisher publisher, Follower follower, PrometheusMeterRegistry registry) {
        this.publisher = publisher;
        this.follower = follower;
        this.registry = registry;
    }

    /// 200 as long as the process answers at all.
    void live(Context ctx, Parameters parameters) {
        ctx.contentType("application/json").result(Json.bytes(Map.of("status", "live")));
    }

    /// 200 when the atlas is loaded and followed, else 503. A database that is away leaves the server ready: it shows the last
    /// state.
    void ready(Context ctx, Parameters parameters) {
        follower.lost().ifPresent(lost -> {
            throw lost.asException();
        });
        if (!publisher.isReady() || !follower.hasBegun()) {
            throw new Problem.Unavailable("The atlas is still loading.", "Ask again in a second.").asException();
        }
        if (!follower.isAlive()) {
            throw new Problem.Unavailable(
                            "Nothing follows the database any more; the map shows the state of " + lagSeconds() + " seconds ago.",
                            "Restart the program; its log says what ended it.",
                            Map.of("follower", "ended", "lag_seconds", lagSeconds()))
                    .asException();
        }
        Snapshot snapshot = publisher.current();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "ready");
        body.put("seq", snapshot.seq());
        body.put("revision", snapshot.revision());
        Optional<Instant> stale = follower.staleSince();
        boolean loading = follower.isLoadingChanges();
        body.put("database", stale.isEmpty() ? "in step"
                : loading ? "ahead; a large change is being loaded" : "away; the map shows the last state");
        body.put("follower", stale.isEmpty() || loading ? "following" : "trying again");
        body.put("lag_seconds", lagSeconds());
        stale.ifPresent(since -> body.put("stale_since", since));
        for (Table table : new Table[] {Table.GRIDS, Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS}) {
            body.put(table.key(), snapshot.count(table));
        }
        ctx.contentType("application/json").result(Json.bytes(body));
    }

    private double lagSeconds() {
        return follower.lag().toMillis() / 1e3;
    }

    /// 200: Prometheus text.
    void metrics(Context ctx, Parameters parameters) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }
}
