package org.wangge.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.wangge.api.ApiServer;
import org.wangge.atlas.Publisher;
import org.wangge.planning.Planning;
import org.wangge.store.Follower;
import org.wangge.store.Store;
import org.wangge.tiles.SurfaceTiles;
import org.wangge.tiles.TileCache;
import org.wangge.tiles.Tiles;

/// The whole server on a free port over a given store, and a client for it.
public final class TestServer implements AutoCloseable {

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    /// An answer: status, headers and body.
    public record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Store store;
    private final Publisher publisher = new Publisher();
    private final Follower follower;
    private final ApiServer api;
    private final HttpClient client = HttpClient.newHttpClient();

    /// Takes the store over; returns when the atlas is loaded.
    public TestServer(Store store) {
        this.store = store;
        follower = new Follower(store, publisher);
        Tiles encoder = new Tiles();
        api = ApiServer.start(
                "127.0.0.1",
                0,
                publisher,
                encoder,
                new TileCache(publisher, encoder, 32 << 20),
                new SurfaceTiles(publisher),
                new Planning(store, publisher::current, follower::sync),
                follower,
                Clock.systemDefaultZone());
        follower.start();
    }

    public Store store() {
        return store;
    }

    public Publisher publisher() {
        return publisher;
    }

    public String url() {
        return "http://127.0.0.1:" + api.port();
    }

    /// `headers` are names and values in turn.
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    public Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        api.close();
        follower.close();
        store.close();
    }
}
