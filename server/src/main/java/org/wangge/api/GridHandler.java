package org.wangge.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.api.wire.PropertyJson;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.ByteCache;
import org.wangge.metrics.Classes;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.model.Building;
import org.wangge.model.Position;
import org.wangge.model.Row;
import org.wangge.planning.History;
import org.wangge.problem.Problem;
import org.wangge.store.feed.Positions;
import org.wangge.topology.Edge;

/// Grids with their figures, from the atlas.
final class GridHandler {

    private static final int MAX_CHANGES = 10_000;

    private final Publisher publisher;
    private final History history;
    private final Positions positions;
    private final GridList list = new GridList();
    private final Clock clock;

    GridHandler(Publisher publisher, History history, Positions positions, Clock clock) {
        this.publisher = publisher;
        this.history = history;
        this.positions = positions;
        this.clock = clock;
    }

    /// What is kept of the list.
    ByteCache.Use use() {
        return list.use();
    }

    /// 200: every metric with its names and classes.
    void metrics(Context ctx, Parameters parameters) {
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (Metric m : Metric.values()) {
            Classes classes = Classes.of(m);
            metrics.add(ordered(
                    "key", m.key(),
                    "title", PropertyJson.titles(m.title(), m.titleZh()),
                    "unit", m.unit(),
                    "better", PropertyJson.word(m.better()),
                    "proportion", m.isProportion(),
                    "breaks", classes.breaks(),
                    "colours", classes.colours()));
        }
        json(ctx, ordered("metrics", metrics, "unknown_colour", Classes.UNKNOWN_COLOUR, "small_base", Figures.SMALL_BASE));
    }

    /// The present state, or the one that the request asks for.
    private Snapshot snapshot(Parameters parameters) {
        Snapshot past = RevisionHandler.asked(parameters, history);
        return past == null ? publisher.current() : past;
    }

    /// 200 (with `since`, what has changed), 304, 400, 404 for a state that is not kept, 410 for a position since which nobody
    /// can tell what has changed, 503 while loading.
    void list(Context ctx, Parameters parameters) throws IOException {
        Snapshot past = RevisionHandler.asked(parameters, history);
        Optional<Position> since = parameters.position("since");
        if (past != null && since.isPresent()) {
            throw new Problem.BadInput("Both since and a past state are given.", "Give one of them: the past does not change.")
                    .asException();
        }
        if (past != null) {
            json(ctx, GridList.whole(past, LocalDate.now(clock), null));
            return;
        }
        GridList.Listed listed = since.map(there -> list.since(positions.missed(there)))
                .orElseGet(() -> list.whole(publisher.current()));
        ctx.header(Reply.POSITION, listed.position().text());
        listed.answer().send(ctx);
    }

    /// 200: a page of the rows that have changed, 400, 410, 503. Answered when this server's map shows them.
    void changes(Context ctx, Parameters parameters) {
        int limit = parameters.integer("limit", 1_000, 1, MAX_CHANGES);
        parameters.requiredText("since");
        Positions.Changes changes = positions.changes(parameters.position("since").orElseThrow(), limit);
        List<Object> rows = new ArrayList<>();
        changes.rows().forEach(row ->
                rows.add(ordered("table", row.table(), "id", row.id() == 0 ? null : row.id(), "gone", row.gone())));
        String position = changes.position().text();
        ctx.header(Reply.POSITION, position);
        json(ctx, ordered("changes", rows, "position", position, "more", changes.more()));
    }

    /// 200, 400 for an id that is no number, 404.
    void one(Context ctx, Parameters parameters) {
        Snapshot snapshot = snapshot(parameters);
        GridNode node = grid(snapshot, PathParameters.id(ctx));
        Map<String, Object> body = grid(node, LocalDate.now(clock));
        body.put("geometry", node.area());
        if (node.isLeaf()) {
            body.put("borders", borders(snapshot, node.grid().id()));
        }
        json(ctx, body);
    }

    /// 200 with `leaf` null where no grid is, 400.
    void locate(Context ctx, Parameters parameters) {
        Snapshot snapshot = snapshot(parameters);
        LocalDate today = LocalDate.now(clock);
        double lon = parameters.requiredNumber("lon", -180, 180);
        double lat = parameters.requiredNumber("lat", -90, 90);
        GridNode leaf = snapshot.findLeafAt(lon, lat).orElse(null);
        List<Object> parents = new ArrayList<>();
        Long above = leaf == null ? null : leaf.parent();
        while (above != null) {
            GridNode parent = snapshot.findGrid(above).orElseThrow();
            parents.add(grid(parent, today));
            above = parent.parent();
        }
        json(ctx, ordered("lon", lon, "lat", lat, "leaf", leaf == null ? null : grid(leaf, today), "parents", parents));
    }

    /// 200: grids first, then buildings; 400 for an empty or overlong text.
    void search(Context ctx, Parameters parameters) {
        String text = searched(parameters.requiredText("q"));
        int limit = parameters.integer("limit", 10, 1, 100);
        Snapshot snapshot = publisher.current();
        List<Map<String, Object>> results = new ArrayList<>();
        for (Row row : snapshot.search(text, limit)) {
            boolean building = row instanceof Building;
            GridNode node = building ? null : snapshot.findGrid(row.id()).orElseThrow();
            Geometry place = row instanceof Building b ? b.geometry() : node.area();
            results.add(ordered(
                    "type", building ? "building" : "grid",
                    "id", row.id(),
                    "code", row.code(),
                    "name", row instanceof Building b ? b.name() : node.grid().name(),
                    "detail", row instanceof Building b ? b.address() : node.parentCode(),
                    "bbox", place == null ? new Envelope() : place.getEnvelopeInternal()));
        }
        json(ctx, Map.of("results", results));
    }

    /// 200: who can be put in charge, with the number of grids in charge of; all by code without `q`. 400 for an overlong text.
    void persons(Context ctx, Parameters parameters) {
        int limit = parameters.integer("limit", 20, 1, 1_000);
        List<Map<String, Object>> persons = new ArrayList<>();
        for (Snapshot.Staff s : publisher.current().persons(searched(parameters.text("q").orElse("")), limit)) {
            persons.add(ordered("code", s.person().code(), "name", s.person().name(), "grids", s.grids()));
        }
        json(ctx, Map.of("persons", persons));
    }

    private static String searched(String text) {
        String wanted = text.strip();
        if (wanted.length() > 100) {
            throw new Problem.BadInput(
                    "The query parameter 'q' has " + wanted.length() + " characters.", "At most 100 are searched.",
                    Map.of("parameter", "q")).asException();
        }
        return wanted;
    }

    static GridNode grid(Snapshot snapshot, long id) {
        return snapshot.findGrid(id).orElseThrow(() ->
                new Problem.NotFound("There is no grid with id " + id + ".", "GET /api/grids lists them.").asException());
    }

    static Map<String, Object> grid(GridNode node, LocalDate today) {
        var g = node.grid();
        List<Object> persons = new ArrayList<>();
        for (var r : node.responsible()) {
            persons.add(ordered(
                    "code", r.person().code(),
                    "name", r.person().name(),
                    "phone", r.person().phone(),
                    "role", r.role(),
                    "contract", r.contract()));
        }
        return ordered(
                "id", g.id(),
                "version", g.version(),
                "code", g.code(),
                "name", g.name(),
                "level", node.level(),
                "leaf", node.isLeaf(),
                "branch", node.branchCode(),
                "parent", node.parentCode(),
                "parent_id", node.parent(),
                "kind", g.kind(),
                "person", node.responsible().isEmpty() ? null : node.responsible().getFirst().person().name(),
                "persons", persons,
                "target_new_subscribers", g.targetNewSubscribers(),
                "target_renewal_rate", g.targetRenewalRate(),
                "yellow_cards", g.yellowCards(),
                "area_km2", Area.km2(node.area()),
                "bbox", box(node.area()),
                "figures", Figures.of(node.sums(), today));
    }

    private static List<Object> borders(Snapshot snapshot, long leaf) {
        List<Object> borders = new ArrayList<>();
        for (Edge e : snapshot.map().edgesOf(leaf)) {
            Coordinate[] points = new Coordinate[e.xs().length];
            for (int i = 0; i < points.length; i++) {
                points[i] = new Coordinate(FixedPoint.degrees(e.xs()[i]), FixedPoint.degrees(e.ys()[i]));
            }
            long neighbour = e.left() == leaf ? e.right() : e.left();
            borders.add(ordered(
                    "neighbour", neighbour == 0 ? null : neighbour,
                    "geometry", FixedPoint.LON_LAT.createLineString(points)));
        }
        return borders;
    }

    static Envelope box(Geometry area) {
        return area == null ? new Envelope() : area.getEnvelopeInternal();
    }

    static void json(Context ctx, Object body) {
        ctx.contentType("application/json").result(Json.bytes(body));
    }

    /// Keys and values in turn, in the order in which they are written.
    static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(pairs.length / 2 + 2);
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
