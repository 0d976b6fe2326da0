package org.wangge.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.access.Access;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.ogc.OgcApi;
import org.wangge.api.wire.ProblemJson;
import org.wangge.atlas.Publisher;
import org.wangge.memory.ByteCache;
import org.wangge.planning.Planning;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Follower;
import org.wangge.tiles.SurfaceTiles;
import org.wangge.tiles.TileCache;
import org.wangge.tiles.Tiles;

/// The HTTP server: puts the routes of [Routes] behind the [Gate] and turns problems into answers.
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    /// Told with what is shown while the database can't be followed.
    private static final String STALE_SINCE = "Wangge-Stale-Since";
    private static final int THREADS = 64;
    private static final long MAX_BODY_BYTES = 1 << 20;
    private static final long IDLE_MILLIS = 30_000;
    /// Bodies are small, and a small one that comes a moment late has a low rate.
    private static final long MIN_BODY_BYTES_PER_SECOND = 20;

    private final Javalin javalin;
    private final EventHub events;

    private ApiServer(Javalin javalin, EventHub events) {
        this.javalin = javalin;
        this.events = events;
    }

    /// Starts to serve; port 0 takes any free one. Answers 503 where the atlas is needed until it is loaded.
    public static ApiServer start(
            Exposure exposure,
            Publisher publisher,
            Tiles encoder,
            TileCache tiles,
            SurfaceTiles surfaces,
            Planning planning,
            Follower follower,
            Access access,
            Clock clock) {
        PrometheusMeterRegistry registry = Measurements.registry();
        Gate gate = new Gate(access, exposure);
        EventHub events = new EventHub(publisher::current, ctx -> gate.stillAdmits(ctx, Rule.VIEWER));
        publisher.listen(events::publish);
        planning.presence().listen(events::presence);
        follower.listenToPlans(events::plans);
        Measurements.of(publisher, follower, events, () -> caches(tiles, surfaces, planning, access), registry);
        PlanHandler plans = new PlanHandler(planning, clock);
        List<Endpoint> routes = Routes.all(
                new Assets(),
                new HealthHandler(publisher, follower, registry),
                new SessionHandler(access, gate, publisher::current),
                new AccountHandler(access, publisher::current),
                new AuditHandler(access.audit()),
                new TileHandler(publisher, planning.history(), encoder, tiles, surfaces),
                new GridHandler(publisher, planning.history(), clock),
                events,
                plans,
                new RevisionHandler(planning.history(), plans, clock),
                new OgcApi(publisher, clock));
        Javalin javalin = Javalin.create(config -> {
            configure(config, exposure);
            config.routes.before(gate::before);
            for (Endpoint route : routes) {
                Timer timer = Timer.builder("wangge.http").tag("method", route.method().name()).tag("path", route.path()).register(registry);
                config.routes.addHttpHandler(route.method(), route.path(), ctx -> answer(route, ctx, timer, gate, access.audit(), follower));
            }
            config.routes.exception(Exception.class, ApiServer::answer);
            config.routes.error(404, ApiServer::unknownPath);
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw new Problem.Unavailable(
                            "The server can't listen on " + exposure.host() + ":" + exposure.port() + ": " + rootMessage(e) + ".",
                            "Another program may use the port; choose one with --port. The address must be one of this machine's (--host).")
                    .asException();
        }
        Measurements.ofThreads((QueuedThreadPool) javalin.jettyServer().server().getThreadPool(), registry);
        return new ApiServer(javalin, events);
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.close();
        javalin.stop();
    }

    private static void configure(JavalinConfig config, Exposure exposure) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = exposure.host();
        config.jetty.port = exposure.port();
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 8, 60_000);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(IDLE_MILLIS);
            http.setMinRequestDataRate(MIN_BODY_BYTES_PER_SECOND);
            http.setRequestHeaderSize(16 * 1024);
        });
        config.http.maxRequestSize = MAX_BODY_BYTES;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.router.ignoreTrailingSlashes = true;
    }

    private static void answer(Endpoint route, Context ctx, Timer timer, Gate gate, Audit audit, Follower follower)
            throws Exception {
        long start = System.nanoTime();
        try {
            Caller caller = gate.admit(ctx, route.rule());
            Trail.begin(route, ctx, caller, audit);
            if (route.rule() == Rule.VIEWER) {
                follower.staleSince().ifPresent(since -> ctx.header(STALE_SINCE, since.truncatedTo(ChronoUnit.SECONDS).toString()));
            }
            route.handler().handle(ctx, route.parameters(ctx), caller);
            Trail.of(ctx).end();
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /// A problem becomes its status; what the framework refuses keeps its status; everything else is a 500 with an incident id.
    private static void answer(Exception e, Context ctx) {
        switch (e) {
            case ProblemException p -> problem(ctx, p.problem());
            case HttpResponseException h -> refused(ctx, h);
            case HttpException h -> send(ctx, h.getCode(), ProblemJson.bytes(
                    "http-" + h.getCode(), "The request was refused", h.getCode(), h.getReason() + ".", "Mend the request, or send it faster.", Map.of()));
            case EofException _ -> LOG.debug("the client went away");
            case UncheckedIOException io when io.getCause() instanceof EofException -> LOG.debug("the client went away");
            default -> {
                String incident = UUID.randomUUID().toString();
                LOG.error("incident {} at {} {}", incident, ctx.method(), ctx.path(), e);
                send(ctx, 500, ProblemJson.internal(incident));
            }
        }
    }

    private static void problem(Context ctx, Problem problem) {
        int status = ProblemJson.status(problem);
        switch (problem) {
            case Problem.Unavailable away ->
                ctx.header("Retry-After", String.valueOf(away.extra().getOrDefault("retry_after_seconds", 1)));
            case Problem.TooOften often -> ctx.header("Retry-After", String.valueOf(often.extra().get("retry_after_seconds")));
            case Problem.Unauthenticated u -> ctx.header(
                    "WWW-Authenticate", "Bearer realm=\"wangge\"" + ("invalid_token".equals(u.extra().get("reason")) ? ", error=\"invalid_token\"" : ""));
            default -> {}
        }
        send(ctx, status, ProblemJson.bytes(problem));
    }

    private static void refused(Context ctx, HttpResponseException e) {
        String methods = e.getDetails().getOrDefault("availableMethods", e.getDetails().get("Available methods"));
        switch (e.getStatus()) {
            case 405 -> send(ctx, 405, ProblemJson.bytes(
                    "method-not-allowed", "This path has other methods", 405,
                    ctx.method() + " " + ctx.path() + " is not offered.",
                    methods == null ? "GET /ogc/api and the API reference list the paths." : "Use " + methods + ".", Map.of()));
            case 413 -> problem(ctx, new Problem.TooLarge(
                    "The body is larger than " + MAX_BODY_BYTES + " bytes.", "Send less at once.", Map.of("limit_bytes", MAX_BODY_BYTES)));
            case 404 -> unknownPath(ctx);
            default -> send(ctx, e.getStatus(), ProblemJson.bytes(
                    "http-" + e.getStatus(), "The request was refused", e.getStatus(), String.valueOf(e.getMessage()), "Mend the request.", Map.of()));
        }
    }

    private static void unknownPath(Context ctx) {
        if (!ProblemJson.CONTENT_TYPE.equals(ctx.res().getContentType())) {
            problem(ctx, new Problem.NotFound("There is nothing at " + ctx.path() + ".", "The API reference lists the paths; the map is at /."));
        }
    }

    private static void send(Context ctx, int status, byte[] body) {
        ctx.status(status).contentType(ProblemJson.CONTENT_TYPE).header("Cache-Control", "no-store").result(body);
    }

    private static List<ByteCache.Use> caches(TileCache tiles, SurfaceTiles surfaces, Planning planning, Access access) {
        return Stream.of(List.of(tiles.use(), surfaces.use()), planning.caches(), access.caches()).flatMap(List::stream).toList();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
