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
import java.util.SplittableRandom;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.Edge;

/// Previews of random border changes over HTTP, one after the other as a dragged mouse sends them, against the same sums by SQL over
/// stored, indexed interior points; and whether both come to the same households.
public final class PreviewBench implements Bench {

    private static final int PATH_POINTS = 30;
    private static final int WARM_UP = 300;
    private static final int MEASURED = 1_500;
    private static final int COMPARED = 40;
    private static final long SEED = 20261122;
    private static final ObjectMapper JSON = new ObjectMapper();

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
            List<Edge> borders = server.publisher().current().map().edges().stream()
                    .filter(e -> e.left() != 0 && e.right() != 0 && e.xs().length >= 2)
                    .toList();
            SplittableRandom random = new SplittableRandom(SEED);
            List<Double> millis = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < WARM_UP + MEASURED; i++) {
                Answer answer = post(client, token, plans + "/" + plan + "/preview", command(borders, random));
                if (answer.status() == 422) {
                    refused++;
                } else if (i >= WARM_UP) {
                    millis.add(answer.millis());
                }
            }
            compare(client, token, plans, borders, random, database, millis, refused, out);
            delete(client, token, plans + "/" + plan);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the preview benchmark failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Applies commands to a draft, each alone, and asks PostGIS for the sums inside the areas that came out.
    private static void compare(
            HttpClient client, String token, String plans, List<Edge> borders, SplittableRandom random, Connection database, List<Double> ours, int refused,
            PrintWriter out)
            throws IOException, InterruptedException, SQLException {
        List<Double> theirs = new ArrayList<>();
        int equal = 0;
        int compared = 0;
        String sql = "select count(*), coalesce(sum(households), 0) from bench_buildings where st_intersects(st_geomfromgeojson(?), inside)";
        try (PreparedStatement sums = database.prepareStatement(sql)) {
            for (int i = 0; compared < COMPARED && i < 20 * COMPARED; i++) {
                long plan = post(client, token, plans, "{\"name\":\"bench\"}").body().get("id").asLong();
                Answer answer = post(client, token, plans + "/" + plan + "/commands", command(borders, random));
                if (answer.status() == 200) {
                    compared++;
                    boolean same = true;
                    double millis = 0;
                    for (JsonNode grid : answer.body().get("result").get("grids")) {
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
                delete(client, token, plans + "/" + plan);
            }
        }
        out.printf("preview over HTTP: %,d answered, %,d refused; p50 %.1f ms, p95 %.1f ms (goal 20), max %.1f ms%n",
                ours.size(), refused, quantile(ours, 0.5), quantile(ours, 0.95), quantile(ours, 1));
        out.printf("the sums of both grids by SQL alone: p50 %.1f ms, p95 %.1f ms; ratio of p95 %.2f×; equal to the last household in %d of %d%n",
                quantile(theirs, 0.5), quantile(theirs, 0.95), quantile(theirs, 0.95) / quantile(ours, 0.95), equal, compared);
        out.flush();
    }

    /// A stretch of a random border, bulged to one side by up to 40 % of its length.
    private static String command(List<Edge> borders, SplittableRandom random) {
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
        return "{\"type\":\"reshape\",\"between\":[" + edge.left() + "," + edge.right() + "],\"path\":{\"type\":\"LineString\",\"coordinates\":[" + path
                + "]}}";
    }

    private static Answer post(HttpClient client, String token, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        if (response.statusCode() >= 400 && response.statusCode() != 422) {
            throw new IOException(url + " answered " + response.statusCode() + ": " + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return new Answer(response.statusCode(), JSON.readTree(response.body()), millis);
    }

    private static void delete(HttpClient client, String token, String url) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).DELETE().build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static double quantile(List<Double> values, double q) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1L, Math.round(q * sorted.length))];
    }
}
