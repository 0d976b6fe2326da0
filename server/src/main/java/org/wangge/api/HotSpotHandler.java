package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.memory.ByteCache;
import org.wangge.metrics.Figures;
import org.wangge.metrics.HotSpots;
import org.wangge.metrics.HotSpots.Spot;
import org.wangge.metrics.Metric;
import org.wangge.metrics.Ratio;
import org.wangge.planning.History;
import org.wangge.problem.Problem;
import org.wangge.topology.Contiguity;

/// Where leaf grids and those around them have a metric so high or so low that chance would hardly do it. One state is worked out
/// at a time, once for all who ask for it.
final class HotSpotHandler {

    private static final long CACHED_BYTES = 16 << 20;
    private static final int WAIT_SECONDS = 10;

    /// `json` is what is sent.
    private record Rendered(byte[] json, String etag) {}

    private record Key(Metric metric, long seq, long revision, LocalDate day) {}

    private final Publisher publisher;
    private final History history;
    private final Clock clock;
    private final ByteCache<Key, Rendered> kept =
            new ByteCache<>("hotspots", CACHED_BYTES, (_, rendered) -> rendered.json.length + 200L);
    private final Semaphore free = new Semaphore(1, true);

    HotSpotHandler(Publisher publisher, History history, Clock clock) {
        this.publisher = publisher;
        this.history = history;
        this.clock = clock;
    }

    /// What is kept of the answers.
    ByteCache.Use use() {
        return kept.use();
    }

    /// 200, 304, 400 for a metric that is not known, 404 for a state that is not kept, 503 while others are worked out.
    void spots(Context ctx, Parameters parameters) throws IOException {
        String name = parameters.requiredText("metric");
        Metric metric = Metric.find(name).orElseThrow(() -> Parameters.bad("metric", name, "one of "
                + Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.joining(", "))));
        Snapshot past = RevisionHandler.asked(parameters, history);
        Snapshot snapshot = past == null ? publisher.current() : past;
        Key key = new Key(metric, snapshot.seq(), snapshot.revision(), LocalDate.now(clock));
        Rendered r = kept.find(key).orElseGet(() -> inTurn(snapshot, key));
        ctx.contentType("application/json");
        Reply.send(ctx, r.json, () -> Assets.gzip(r.json), r.etag);
    }

    private Rendered inTurn(Snapshot snapshot, Key key) {
        try {
            if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem.Unavailable("Others are waiting for the hot spots of other metrics or states.",
                        "Try again in a few seconds.").asException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The server is stopping.", "Try again when it is back.").asException();
        }
        try {
            return kept.get(key, _ -> {
                byte[] json = Json.bytes(json(snapshot, key.metric, key.day));
                return new Rendered(json, Reply.etag(json));
            });
        } finally {
            free.release();
        }
    }

    private static Map<String, Object> json(Snapshot snapshot, Metric metric, LocalDate day) {
        List<GridNode> leaves = snapshot.grids().stream().filter(GridNode::isLeaf).toList();
        List<Ratio> ratios = leaves.stream().map(leaf -> Figures.of(leaf.sums(), day).ratio(metric)).toList();
        Spot[] spots = HotSpots.of(ratios.stream().mapToDouble(HotSpotHandler::value).toArray(), touching(snapshot, leaves));
        List<Object> grids = new ArrayList<>();
        for (int i = 0; i < spots.length; i++) {
            Spot s = spots[i];
            grids.add(s == null
                    ? ordered("id", leaves.get(i).grid().id(), "spot", null, "reason", reason(ratios.get(i)))
                    : ordered("id", leaves.get(i).grid().id(), "spot", word(s), "z", s.z(), "p", s.p(), "q", s.q()));
        }
        return ordered(
                "metric", metric.key(), "revision", snapshot.revision(), "as_of", day,
                "likely", HotSpots.LIKELY, "clear", HotSpots.CLEAR, "grids", grids);
    }

    /// A rate of few says little of its own; beside others it would make hot spots of chance.
    private static double value(Ratio ratio) {
        return ratio.value() == null || ratio.small() ? Double.NaN : ratio.value();
    }

    private static String reason(Ratio ratio) {
        return ratio.value() == null ? ratio.reason() : ratio.small() ? "small_base" : "nothing_to_compare";
    }

    private static String word(Spot s) {
        if (s.q() > HotSpots.LIKELY) {
            return "none";
        }
        return (s.q() <= HotSpots.CLEAR ? "clear_" : "likely_") + (s.z() > 0 ? "hot" : "cold");
    }

    private static int[][] touching(Snapshot snapshot, List<GridNode> leaves) {
        Map<Long, Set<Long>> queen = Contiguity.queen(snapshot.map());
        Map<Long, Integer> index = new HashMap<>();
        leaves.forEach(leaf -> index.put(leaf.grid().id(), index.size()));
        return leaves.stream()
                .map(leaf -> queen.getOrDefault(leaf.grid().id(), Set.of()).stream()
                        .filter(index::containsKey).mapToInt(index::get).toArray())
                .toArray(int[][]::new);
    }
}
