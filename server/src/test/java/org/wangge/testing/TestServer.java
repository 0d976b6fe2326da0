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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.wangge.access.Access;
import org.wangge.access.Caller;
import org.wangge.access.Passwords;
import org.wangge.api.ApiServer;
import org.wangge.api.Exposure;
import org.wangge.api.Limits;
import org.wangge.api.LongWork;
import org.wangge.atlas.Midnight;
import org.wangge.atlas.Publisher;
import org.wangge.basemap.Basemap;
import org.wangge.basemap.Basemaps;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.planning.Planning;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.tiles.TileService;

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

    /// The largest file that may be sent, in bytes.
    public static final long MAX_UPLOAD = 8 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// What a good hash costs is [org.wangge.access.Passwords]' own matter; here it would be a fifth of all work.
    private static final Passwords CHEAP = new Passwords(64, 1);
    private static final List<Grant> ALL = Arrays.stream(Role.values()).map(r -> new Grant(r, Scope.EVERYWHERE)).toList();

    private final Store store;
    private final Publisher publisher;
    private final Midnight midnight;
    private final Follower follower;
    private final Planning planning;
    private final Access access;
    private final Clock clock;
    private final Path folder;
    private final LongWork work;
    private final Basemaps maps;
    private final ApiServer api;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;
    private final String second;

    /// Takes the store over; returns when the atlas is loaded. Serves as on one's own machine: anybody may see the map.
    public TestServer(Store store) {
        this(store, new Access.Settings(true, false, null), Exposure.loopback(0), Clock.systemUTC());
    }

    public TestServer(Store store, Access.Settings settings, Exposure exposure, Clock clock) {
        this(store, settings, exposure, Limits.USUAL, clock);
    }

    public TestServer(Store store, Access.Settings settings, Exposure exposure, Limits limits, Clock clock) {
        this(store, settings, exposure, limits, List.of(), clock, true);
    }

    /// One with these maps under the grids.
    public static TestServer over(Store store, List<Basemap> basemaps) {
        return new TestServer(store, new Access.Settings(true, false, null), Exposure.loopback(0), Limits.USUAL, basemaps,
                Clock.systemUTC(), true);
    }

    /// One that has not loaded the atlas yet; `follower().start()` does that.
    public static TestServer stillLoading(Store store) {
        return new TestServer(store, new Access.Settings(true, false, null), Exposure.loopback(0), Limits.USUAL,
                List.of(), Clock.systemUTC(), false);
    }

    private TestServer(
            Store store, Access.Settings settings, Exposure exposure, Limits limits, List<Basemap> basemaps, Clock clock,
            boolean loaded) {
        this.store = store;
        this.clock = clock;
        publisher = new Publisher(clock);
        midnight = new Midnight(publisher);
        follower = new Follower(store, publisher);
        access = new Access(store, publisher::current, settings, CHEAP, clock);
        planning = new Planning(store, publisher::today, follower::sync);
        folder = madeFolder();
        work = LongWork.of(store, folder, MAX_UPLOAD);
        maps = new Basemaps(basemaps, store);
        maps.read();
        api = ApiServer.start(
                exposure,
                limits,
                publisher,
                new TileService(publisher, 32 << 20),
                planning,
                follower,
                access,
                work,
                maps,
                clock);
        if (loaded) {
            follower.start();
        }
        token = token("tester", ALL);
        second = token("second", ALL);
    }

    private static Path madeFolder() {
        try {
            return Files.createTempDirectory("wangge-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nothing when it is gone: a test may have closed its server before. False when somebody was just tidying there, too.
    private static boolean isDeleted(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// Where files lie that are sent, and backups.
    public Path folder() {
        return folder;
    }

    public LongWork work() {
        return work;
    }

    public Access access() {
        return access;
    }

    /// A token with these grants, of an account of its own with the same, which is made when it is not there.
    public String token(String account, List<Grant> grants) {
        return token(account, grants, grants);
    }

    public String token(String name, List<Grant> accounts, List<Grant> tokens) {
        Account account = store.accounts().findByName(name).orElseGet(() ->
                store.accounts().add(new Account(0, 0, name, null, null, null, false, false, clock.instant(), accounts)));
        Caller caller = new Caller(Caller.Kind.SESSION, account.id(), name, name, 0, false, null,
                account.grants(), null, "127.0.0.1");
        return access.tokens().issue(caller, "test", tokens, 1).secret();
    }

    /// Makes an account as an admin does, and signs it in as its owner would: with the one-time password, which is changed to
    /// this.
    public Browser member(String name, String password, String grantsJson) {
        JsonNode made = post("/api/accounts", "{\"name\":\"" + name + "\",\"grants\":" + grantsJson + "}").json();
        Browser browser = signIn(name, made.get("one_time_password").asText());
        return browser.changePassword(made.get("one_time_password").asText(), password);
    }

    /// Signs in; fails when that is refused.
    public Browser signIn(String name, String password) {
        return new Browser(bare("POST", "/api/session", "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"));
    }

    /// What a browser keeps of a session.
    public final class Browser {

        private final String cookie;
        private final String csrf;

        private Browser(Answer begun) {
            if (begun.status() != 200) {
                throw new AssertionError(begun.status() + " " + begun.text());
            }
            cookie = begun.header("Set-Cookie").replaceFirst(";.*", "");
            csrf = begun.json().get("csrf").asText();
        }

        public String cookie() {
            return cookie;
        }

        public String csrf() {
            return csrf;
        }

        public Answer send(String method, String path, String body) {
            return bare(method, path, body, "Cookie", cookie, "X-CSRF-Token", csrf);
        }

        /// Takes a step with a plan as it is now: names its present version.
        public Answer change(long plan, String step, String body) {
            return bare("POST", "/api/plans/" + plan + "/" + step, body, "Cookie", cookie, "X-CSRF-Token", csrf,
                    "If-Match", tag(plan));
        }

        public Browser changePassword(String present, String wanted) {
            return new Browser(send("POST", "/api/session/password",
                    "{\"password\":\"" + present + "\",\"new_password\":\"" + wanted + "\"}"));
        }
    }

    /// What a body says.
    public JsonNode json(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Store store() {
        return store;
    }

    /// Returns when the atlas shows all that is stored.
    public void sync() {
        follower.sync();
    }

    public Publisher publisher() {
        return publisher;
    }

    public Follower follower() {
        return follower;
    }

    public int port() {
        return api.port();
    }

    /// The token that [#get] and the like send.
    public String ownToken() {
        return token;
    }

    public String url() {
        return "http://127.0.0.1:" + api.port();
    }

    /// `headers` are names and values in turn. Sent with the token of an account that may everything.
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    /// What `If-Match` says for a plan as it is now; asked of the store, since a request would work the whole plan out.
    public String tag(long plan) {
        return "\"" + store.findPlan(plan).orElseThrow().version() + "\"";
    }

    /// Changes a plan as it is now: names its present version.
    public Answer change(long plan, String step, String body) {
        return change("POST", plan, "/" + step, body);
    }

    public Answer change(String method, long plan, String step, String body) {
        return send(method, "/api/plans/" + plan + step, body, "If-Match", tag(plan));
    }

    /// Has a draft approved by a second account, and publishes it.
    public Answer publish(long plan) {
        return change(approve(plan), "publish", "");
    }

    /// Has a draft approved by a second account; gives the plan back.
    public long approve(long plan) {
        change(plan, "submit", "");
        bySecond(plan, "approve");
        return plan;
    }

    /// The same by a second account that may everything.
    public Answer bySecond(long plan, String step) {
        return bare("POST", "/api/plans/" + plan + "/" + step, "", "If-Match", tag(plan),
                "Authorization", "Bearer " + second);
    }

    /// Sends with the token of an account that may everything.
    public Answer send(String method, String path, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return bare(method, path, body, all);
    }

    /// Sends with these headers and no others.
    public Answer bare(String method, String path, String body, String... headers) {
        return bytes(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /// The same with a body that is no text; null for none.
    public Answer bytes(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body));
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
        work.close();
        Await.until(folder + " to go", Duration.ofSeconds(60), () -> isDeleted(folder));
        midnight.close();
        planning.close();
        follower.close();
        store.close();
    }
}
