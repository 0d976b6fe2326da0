package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.wangge.problem.Turns;
import org.wangge.topology.Contiguity;
import org.wangge.topology.PlanarMap;

/// Where leaf grids and those around them have a metric so high or so low that chance would hardly do it. One state is worked out
/// at a time, once for all who ask for it, and again only when figures or land are others.
final class HotSpotHandler {

    private static final long CACHED_BYTES = 16 << 20;
    private static final int MOST_WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Key(Metric metric, long seq, long revision, LocalDate day) {}

    /// What an answer rests on; `values` is a digest of those of all leaves.
    private record Basis(long revision, LocalDate day, PlanarMap map, String values) {}

    private record Worked(Basis basis, Rendered answer) {}

    private record Neighbours(PlanarMap map, Map<Long, Set<Long>> queen) {}

    private final Publisher publisher;
    private final History history;
    private final Clock clock;
    private final ByteCache<Key, Rendered> kept =
            new ByteCache<>("hotspots", CACHED_BYTES, (_, rendered) -> rendered.bytes());
    private final Turns turns = new Turns("Hot spots of other metrics or states are being worked out", 1, MOST_WAITING, PATIENCE);
    /// The last of each metric. Both of whoever has the turn.
    private final Map<Metric, Worked> worked = new EnumMap<>(Metric.class);
    private Neighbours neighbours = new Neighbours(null, Map.of());

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
        kept.find(key).orElseGet(() -> inTurn(snapshot, key)).send(ctx);
    }

    private Rendered inTurn(Snapshot snapshot, Key key) {
        try (Turns.Turn _ = turns.take()) {
            return kept.get(key, _ -> answer(snapshot, key.metric, key.day));
        }
    }

    private Rendered answer(Snapshot snapshot, Metric metric, LocalDate day) {
        List<GridNode> leaves = snapshot.grids().stream().filter(GridNode::isLeaf).toList();
        List<Ratio> ratios = leaves.stream().map(leaf -> Figures.ratioOf(metric, leaf.sums(), day)).toList();
        Basis basis = new Basis(snapshot.revision(), day, snapshot.map(), digest(leaves, ratios));
        Worked last = worked.get(metric);
        if (last == null || !last.basis.equals(basis)) {
            last = new Worked(basis, Rendered.of(json(snapshot, metric, day, leaves, ratios)));
            worked.put(metric, last);
        }
        return last.answer;
    }

    private static String digest(List<GridNode> leaves, List<Ratio> ratios) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < ratios.size(); i++) {
            Ratio ratio = ratios.get(i);
            all.append(leaves.get(i).grid().id()).append(' ').append(ratio.value()).append(reason(ratio)).append('\n');
        }
        return Reply.etag(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> json(
            Snapshot snapshot, Metric metric, LocalDate day, List<GridNode> leaves, List<Ratio> ratios) {
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

    private int[][] touching(Snapshot snapshot, List<GridNode> leaves) {
        if (neighbours.map != snapshot.map()) {
            neighbours = new Neighbours(snapshot.map(), Contiguity.queen(snapshot.map()));
        }
        Map<Long, Integer> index = new HashMap<>();
        leaves.forEach(leaf -> index.put(leaf.grid().id(), index.size()));
        return leaves.stream()
                .map(leaf -> neighbours.queen.getOrDefault(leaf.grid().id(), Set.of()).stream()
                        .filter(index::containsKey).mapToInt(index::get).toArray())
                .toArray(int[][]::new);
    }
}
