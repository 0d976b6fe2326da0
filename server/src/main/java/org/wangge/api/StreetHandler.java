package org.wangge.api;

import static org.wangge.api.GridHandler.json;
import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Features;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.ByteCache;
import org.wangge.model.BaseFeature;
import org.wangge.model.Layer;
import org.wangge.problem.Problem;
import org.wangge.problem.Turns;
import org.wangge.streets.StreetNetwork;
import org.wangge.streets.StreetNetwork.Answer;
import org.wangge.streets.StreetNetwork.Course;
import org.wangge.streets.StreetNetwork.Route;
import org.wangge.streets.Way;

/// Ways along the streets, rivers and rails of the ground, for borders that are to follow them. The network is made of what lies
/// about the two places, whatever else there is, and kept for the next question, which is mostly about the same place.
final class StreetHandler {

    private static final long CACHED_BYTES = 32 << 20;
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double MOST_METRES = 5_000;
    private static final double MOST_REACH = 500;
    private static final double METRES_PER_DEGREE = 111_195;
    /// How far beyond the two places a way may lead, at least and as part of their distance.
    private static final double LEAST_MARGIN = 300;
    private static final double MARGIN = 0.3;
    /// Boxes begin and end at multiples of this, in degrees, so that a pointer that moves mostly stays in one.
    private static final double STEP = 0.005;

    /// Of the ground in one state, a box in steps.
    private record Key(Features ground, int west, int south, int east, int north) {
        Envelope box() {
            return new Envelope(west * STEP, east * STEP, south * STEP, north * STEP);
        }
    }

    private final Publisher publisher;
    private final Turns turns = new Turns("Too many ask for ways along streets", AT_ONCE, MOST_WAITING, PATIENCE);
    private final ByteCache<Key, StreetNetwork> kept = new ByteCache<>("streets", CACHED_BYTES, (_, network) -> network.bytes());

    StreetHandler(Publisher publisher) {
        this.publisher = publisher;
    }

    /// What is kept of the network.
    ByteCache.Use use() {
        return kept.use();
    }

    /// 200, without a path but with a reason when none leads there; 400, also for places too far apart; 503 for too many.
    void way(Context ctx, Parameters parameters) {
        Coordinate from = place(parameters, "lon", "lat");
        Coordinate to = place(parameters, "to_lon", "to_lat");
        double reach = parameters.requiredNumber("reach", 0, MOST_REACH);
        double metresPerLon = METRES_PER_DEGREE * Math.cos(Math.toRadians((from.y + to.y) / 2));
        double metres = Math.hypot((to.x - from.x) * metresPerLon, (to.y - from.y) * METRES_PER_DEGREE);
        if (metres > MOST_METRES) {
            throw new Problem.BadInput("The two places are " + Math.round(metres) + " m apart.",
                    "Ask for at most " + Math.round(MOST_METRES) + " m, and go on from there.").asException();
        }
        double margin = Math.max(LEAST_MARGIN, MARGIN * metres) + reach;
        Envelope box = new Envelope(from, to);
        box.expandBy(margin / Math.max(1, metresPerLon), margin / METRES_PER_DEGREE);
        json(ctx, answer(network(publisher.current(), box).route(fixed(from), fixed(to), reach)));
    }

    private static Coordinate place(Parameters parameters, String lon, String lat) {
        return new Coordinate(parameters.requiredNumber(lon, -180, 180), parameters.requiredNumber(lat, -90, 90));
    }

    private static Coordinate fixed(Coordinate lonLat) {
        return FixedPoint.fixed(lonLat.x, lonLat.y);
    }

    private StreetNetwork network(Snapshot snapshot, Envelope box) {
        Features ground = snapshot.base();
        Key key = new Key(ground, (int) Math.floor(box.getMinX() / STEP), (int) Math.floor(box.getMinY() / STEP),
                (int) Math.ceil(box.getMaxX() / STEP), (int) Math.ceil(box.getMaxY() / STEP));
        return kept.find(key).orElseGet(() -> {
            kept.removeIf(other -> other.ground != ground);
            try (Turns.Turn _ = turns.take()) {
                return kept.get(key, _ -> made(snapshot, key.box()));
            }
        });
    }

    private static StreetNetwork made(Snapshot snapshot, Envelope box) {
        List<Course> courses = new ArrayList<>();
        snapshot.page(Layer.BASE, box, 0, Integer.MAX_VALUE, row -> {
            BaseFeature ground = (BaseFeature) row;
            Way.of(ground.kind()).ifPresent(
                    way -> courses.add(new Course(way, ground.name(), FixedPoint.fixed(ground.geometry()))));
        });
        Coordinate low = fixed(new Coordinate(box.getMinX(), box.getMinY()));
        Coordinate high = fixed(new Coordinate(box.getMaxX(), box.getMaxY()));
        return StreetNetwork.of(courses, new Envelope(low, high));
    }

    private static Map<String, Object> answer(Answer answer) {
        return switch (answer) {
            case Answer.Found(Route route) -> ordered(
                    "path", Arrays.stream(route.path()).map(StreetHandler::lonLat).toList(),
                    "metres", Math.round(route.metres() * 10) / 10.0,
                    "names", route.names(),
                    "reason", null);
            case Answer.NothingNear(boolean from) -> none(from ? "nothing_near_from" : "nothing_near_to");
            case Answer.NotConnected() -> none("not_connected");
        };
    }

    private static Map<String, Object> none(String reason) {
        return ordered("path", null, "metres", null, "names", List.of(), "reason", reason);
    }

    private static double[] lonLat(Coordinate fixed) {
        return new double[] {FixedPoint.degrees(fixed.x), FixedPoint.degrees(fixed.y)};
    }
}
