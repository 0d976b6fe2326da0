package org.wangge.api;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Layer;
import org.wangge.problem.Problem;
import org.wangge.store.Follower;

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

    /// 200 when the atlas is loaded, else 503.
    void ready(Context ctx, Parameters parameters) {
        follower.lost().ifPresent(lost -> {
            throw lost.asException();
        });
        if (!publisher.isReady()) {
            throw new Problem.Unavailable("The atlas is still loading.", "Ask again in a second.").asException();
        }
        Snapshot snapshot = publisher.current();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "ready");
        body.put("seq", snapshot.seq());
        body.put("revision", snapshot.revision());
        body.put("database", follower.isHealthy() ? "in step" : "away; the map shows the last state");
        body.put("lag_seconds", follower.lag().toMillis() / 1e3);
        for (Layer layer : new Layer[] {Layer.GRIDS, Layer.BUILDINGS, Layer.PORTS, Layer.SIGHTINGS}) {
            body.put(layer.key(), snapshot.count(layer));
        }
        ctx.contentType("application/json").result(Json.bytes(body));
    }

    /// 200: Prometheus text.
    void metrics(Context ctx, Parameters parameters) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }
}
