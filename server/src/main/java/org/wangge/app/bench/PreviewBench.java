package org.wangge.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.Edge;

/// Previews of random border changes over HTTP, one after the other as a dragged mouse sends them, against the same sums by SQL
/// over stored, indexed interior points; and whether both come to the same households.
public final class PreviewBench implements Bench {

    private static final int PATH_POINTS = 30;
    /// Previews that follow a dragged mouse.
    private static final int DRAGGED = 1_500;
    /// Those that follow a click.
    private static final int PICKED = 150;
    private static final int COMPARED = 40;
    private static final int LASSOED = 1_000;
    private static final long SEED = 20261122;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// `command` makes random commands, as JSON.
    private record Kind(String name, int measured, String goal, Supplier<String> command) {}

    private record Answer(int status, JsonNode body, double millis) {}

    @Override
    public String name() {
        return "preview";
    }

    @Override
    public void run(BenchCity city, int seconds, PrintWriter out) {
        try (BenchServer server = new BenchServer(city, 64 << 20);
                HttpClient client = HttpClient.newHttpClient();
                Connection database = city.connect()) {
            String token = server.token();
            String plans = "http://127.0.0.1:" + server.port() + "/api/plans";
            long plan = post(client, token, plans, "{\"name\":\"bench\"}").body().get("id").asLong();
            SplittableRandom random = new SplittableRandom(SEED);
            Snapshot snapshot = server.publisher().current();
            for (Kind kind : kinds(snapshot, random)) {
                List<Double> millis = new ArrayList<>();
                int refused = 0;
                int warmUp = kind.measured() / 5;
                for (int i = 0; i < warmUp + kind.measured(); i++) {
                    Answer answer = post(client, token, plans + "/" + plan + "/preview", kind.command().get());
                    if (answer.status() == 422) {
                        refused++;
                    } else if (i >= warmUp) {
                        millis.add(answer.millis());
                    }
                }
                compare(kind, client, token, plans, database, millis, refused, out);
            }
            delete(client, token, plans + "/" + plan, 0);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the preview benchmark failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<Kind> kinds(Snapshot snapshot, SplittableRandom random) {
        List<Edge> borders = snapshot.map().edges().stream()
                .filter(e -> e.left() != 0 && e.right() != 0 && e.xs().length >= 2)
                .toList();
        List<Long> leaves = List.copyOf(new TreeSet<>(snapshot.map().faces()));
        Supplier<Long> leaf = () -> leaves.get(random.nextInt(leaves.size()));
        return List.of(
                new Kind("reshape", DRAGGED, " (goal 20)", () -> reshape(borders, random)),
                new Kind("split", DRAGGED, " (goal 20)", () -> split(snapshot, leaf.get(), random)),
                new Kind("transfer of about 1,000 buildings", DRAGGED, " (goal 20)",
                        () -> transfer(snapshot, leaf.get(), random)),
                new Kind("transfer of about 1,000 picked buildings", PICKED, "", () -> picked(snapshot, leaf.get())));
    }

    /// Applies commands to a draft, each alone, and asks PostGIS for the sums inside the areas that came out.
    private static void compare(
            Kind kind, HttpClient client, String token, String plans, Connection database, List<Double> ours,
            int refused, PrintWriter out)
            throws IOException, InterruptedException, SQLException {
        List<Double> theirs = new ArrayList<>();
        int equal = 0;
        int compared = 0;
        long buildings = 0;
        String sql = "select count(*), coalesce(sum(households), 0) from bench_buildings where "
                + "st_intersects(st_geomfromgeojson(?), inside)";
        try (PreparedStatement sums = database.prepareStatement(sql)) {
            for (int i = 0; compared < COMPARED && i < 20 * COMPARED; i++) {
                long plan = post(client, token, plans, "{\"name\":\"bench\"}").body().get("id").asLong();
                Answer answer = post(client, token, plans + "/" + plan + "/commands", kind.command().get());
                if (answer.status() == 200) {
                    compared++;
                    buildings += answer.body().at("/result/moved/buildings").asLong();
                    boolean same = true;
                    double millis = 0;
                    for (JsonNode grid : answer.body().get("result").get("grids")) {
                        if (grid.get("geometry").isNull()) {
                            continue;
                        }
                        sums.setString(1, grid.get("geometry").toString());
                        long start = System.nanoTime();
                        try (ResultSet r = sums.executeQuery()) {
                            r.next();
                            millis += (System.nanoTime() - start) / 1e6;
                            same &= r.getLong(1) == grid.get("after").get("buildings").asLong()
                                    && r.getLong(2) == grid.get("after").get("households").asLong();
                        }
                    }
                    theirs.add(millis);
                    equal += same ? 1 : 0;
                }
                delete(client, token, plans + "/" + plan, answer.status() == 200 ? 1 : 0);
            }
        }
        out.printf("preview of %s over HTTP: %,d answered, %,d refused; p50 %.1f ms, p95 %.1f ms%s, max %.1f ms%n",
                kind.name(), ours.size(), refused, quantile(ours, 0.5), quantile(ours, 0.95), kind.goal(), quantile(ours, 1));
        out.printf("  the sums of its grids by SQL alone: p50 %.1f ms, p95 %.1f ms; ratio of p95 %.2f×; equal to the last "
                + "household in %d of %d,"
                        + " which move %,d buildings each%n",
                quantile(theirs, 0.5), quantile(theirs, 0.95), quantile(theirs, 0.95) / quantile(ours, 0.95), equal, compared,
                compared == 0 ? 0 : buildings / compared);
        out.flush();
    }

    /// A line at a random angle through the middle of a grid's box, and beyond it on both sides.
    private static String split(Snapshot snapshot, long grid, SplittableRandom random) {
        Envelope box = snapshot.map().face(grid).getEnvelopeInternal();
        double angle = random.nextDouble(Math.PI);
        double reach = Math.hypot(box.getWidth(), box.getHeight());
        StringBuilder path = new StringBuilder();
        for (int i = -10; i <= 10; i++) {
            double wave = reach / 40 * Math.sin(i);
            path.append(i == -10 ? "" : ",").append(point(
                    box.centre().x + reach * i / 20 * Math.cos(angle) - wave * Math.sin(angle),
                    box.centre().y + reach * i / 20 * Math.sin(angle) + wave * Math.cos(angle)));
        }
        return "{\"type\":\"split\",\"grid\":" + grid + ",\"line\":{\"type\":\"LineString\",\"coordinates\":[" + path + "]}}";
    }

    /// A lasso of 40 points around the middle of a grid, as wide as takes a thousand buildings, given to that grid.
    private static String transfer(Snapshot snapshot, long grid, SplittableRandom random) {
        Envelope box = around(snapshot, grid);
        Coordinate centre = box.centre();
        double radius = box.getWidth() / Math.sqrt(Math.PI);
        StringBuilder ring = new StringBuilder();
        String first = null;
        for (int i = 0; i < 40; i++) {
            double r = radius * random.nextDouble(0.95, 1.05);
            String point = point(centre.x + r * Math.cos(i * Math.PI / 20), centre.y + r * Math.sin(i * Math.PI / 20));
            first = first == null ? point : first;
            ring.append(point).append(',');
        }
        return "{\"type\":\"transfer\",\"to\":" + grid + ",\"area\":{\"type\":\"Polygon\",\"coordinates\":[[" + ring + first
                + "]]}}";
    }

    /// All buildings of a square around the middle of a grid, given to that grid.
    private static String picked(Snapshot snapshot, long grid) {
        StringJoiner ids = new StringJoiner(",");
        snapshot.buildingAnchors(around(snapshot, grid), (id, lon, lat, compound, leaf) -> ids.add(String.valueOf(id)));
        return "{\"type\":\"transfer\",\"to\":" + grid + ",\"buildings\":[" + ids + "]}";
    }

    /// A square around the middle of a grid, as wide as takes a thousand buildings.
    private static Envelope around(Snapshot snapshot, long grid) {
        Envelope box;
        int[] inside = {0};
        double reach = 4_500;
        do {
            reach *= 1.15;
            box = new Envelope(snapshot.map().face(grid).getEnvelopeInternal().centre());
            box.expandBy(reach);
            inside[0] = 0;
            snapshot.buildingAnchors(box, (id, lon, lat, compound, leaf) -> inside[0]++);
        } while (inside[0] < LASSOED && reach < 3_000_000);
        return box;
    }

    private static String point(double x, double y) {
        return "[" + FixedPoint.degrees(Math.rint(x)) + "," + FixedPoint.degrees(Math.rint(y)) + "]";
    }

    /// A stretch of a random border, bulged to one side by up to 40 % of its length.
    private static String reshape(List<Edge> borders, SplittableRandom random) {
        Edge edge = borders.get(random.nextInt(borders.size()));
        int n = edge.xs().length;
        int from = random.nextInt(n - 1);
        int to = random.nextInt(from + 1, n);
        double x0 = edge.xs()[from];
        double y0 = edge.ys()[from];
        double dx = edge.xs()[to] - x0;
        double dy = edge.ys()[to] - y0;
        double bulge = random.nextDouble(-0.4, 0.4);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= PATH_POINTS; i++) {
            double t = (double) i / PATH_POINTS;
            double off = bulge * Math.sin(Math.PI * t);
            path.append(i == 0 ? "" : ",")
                    .append('[')
                    .append(FixedPoint.degrees(Math.rint(x0 + dx * t - dy * off)))
                    .append(',')
                    .append(FixedPoint.degrees(Math.rint(y0 + dy * t + dx * off)))
                    .append(']');
        }
        return "{\"type\":\"reshape\",\"between\":[" + edge.left() + "," + edge.right()
                + "],\"path\":{\"type\":\"LineString\",\"coordinates\":[" + path
                + "]}}";
    }

    private static Answer post(HttpClient client, String token, String url, String body) throws IOException,
            InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("If-Match", "\"0\"")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        if (response.statusCode() >= 400 && response.statusCode() != 422) {
            throw new IOException(url + " answered " + response.statusCode() + ": "
                    + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return new Answer(response.statusCode(), JSON.readTree(response.body()), millis);
    }

    private static void delete(HttpClient client, String token, String url, int version) throws IOException,
            InterruptedException {
        client.send(
                HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token)
                .header("If-Match", "\"" + version + "\"").DELETE().build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static double quantile(List<Double> values, double q) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1L, Math.round(q * sorted.length))];
    }
}
