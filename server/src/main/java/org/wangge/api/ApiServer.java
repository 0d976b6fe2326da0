package org.wangge.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.access.Access;
import org.wangge.access.Audit;
import org.wangge.access.Caller;
import org.wangge.api.ogc.OgcApi;
import org.wangge.api.wire.Parameters;
import org.wangge.api.wire.ProblemJson;
import org.wangge.atlas.Publisher;
import org.wangge.basemap.Basemaps;
import org.wangge.intake.IncomingFile;
import org.wangge.memory.ByteCache;
import org.wangge.planning.Planning;
import org.wangge.problem.Problem;
import org.wangge.store.feed.Follower;
import org.wangge.store.feed.Positions;
import org.wangge.tiles.TileService;

/// The HTTP server: puts the routes of [Routes] behind the [Gate] and turns problems into answers.
public final class ApiServer implements AutoCloseable {

    private static final Set<String> NEED_NO_MAP = Set.of("/metrics", "/api/metrics", "/api/schema", "/api/basemaps");
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    /// Told with what is shown while the database can't be followed.
    private static final String STALE_SINCE = "Wangge-Stale-Since";
    private static final int THREADS = 64;
    private static final int MAX_BODY_BYTES = 1 << 20;
    /// Of the request line and all headers.
    static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Javalin javalin;
    private final EventHub events;
    private final JvmGcMetrics garbage;

    private ApiServer(Javalin javalin, EventHub events, JvmGcMetrics garbage) {
        this.javalin = javalin;
        this.events = events;
        this.garbage = garbage;
    }

    /// Starts to serve; port 0 takes any free one. Answers 503 where the atlas is needed until it is loaded.
    public static ApiServer start(
            Exposure exposure,
            Publisher publisher,
            TileService tiles,
            Planning planning,
            Follower follower,
            Access access,
            LongWork work,
            Basemaps basemaps,
            Clock clock) {
        return start(exposure, Limits.USUAL, publisher, tiles, planning, follower, access, work, basemaps, clock);
    }

    /// As [#start], with other limits of a client's time.
    public static ApiServer start(
            Exposure exposure,
            Limits limits,
            Publisher publisher,
            TileService tiles,
            Planning planning,
            Follower follower,
            Access access,
            LongWork work,
            Basemaps basemaps,
            Clock clock) {
        PrometheusMeterRegistry registry = Measurements.registry();
        Gate gate = new Gate(access, exposure);
        Positions positions = follower.positions();
        EventHub events = new EventHub(
                publisher::current, positions, (ctx, caller) -> gate.stillAdmits(ctx, Rule.VIEWER, caller), limits.heartbeat());
        publisher.listen(events::publish);
        planning.presence().listen(events::presence);
        access.listen(events::askAgain);
        GridHandler grids = new GridHandler(publisher, planning.history(), positions, clock);
        HotSpotHandler hotSpots = new HotSpotHandler(publisher, planning.history(), clock);
        StreetHandler streets = new StreetHandler(publisher);
        work.jobs().listen(events::job);
        Supplier<List<ByteCache.Use>> ofAnswers =
                () -> List.of(positions.use(), grids.use(), hotSpots.use(), streets.use());
        Measurements.of(publisher, follower, events, () -> caches(tiles, ofAnswers.get(), planning, access), registry);
        Measurements.ofJobs(work.jobs(), registry);
        PlanHandler plans = new PlanHandler(planning, clock);
        List<Endpoint> routes = Routes.all(
                new Assets(basemaps::origins),
                new HealthHandler(publisher, follower, registry),
                new SessionHandler(access, gate, publisher::current, basemaps),
                new AccountHandler(access, publisher::current),
                new AuditHandler(access.audit()),
                new TileHandler(publisher, planning.history(), tiles),
                grids,
                hotSpots,
                new BasemapHandler(basemaps),
                streets,
                events,
                plans,
                new RevisionHandler(planning.history(), plans, clock),
                new JobHandler(work.jobs(), work.backups(), access.audit()),
                new ImportHandler(work.imports(), access.audit()),
                new BackupHandler(work.backups(), access.audit()),
                new OgcApi(publisher, clock));
        Unread unread = new Unread(limits.unread());
        Javalin javalin = Javalin.create(config -> {
            configure(config, exposure, limits, unread);
            config.routes.before(RequestBody::noteUnread);
            config.routes.before(gate::before);
            for (Endpoint route : routes) {
                Timer timer = Timer.builder("wangge.http").tag("method", route.method().name()).tag("path", route.path())
                        .register(registry);
                Handler handler = ctx -> answer(route, ctx, timer, gate, access.audit(), limits, follower, publisher);
                config.routes.addHttpHandler(route.method(), route.path(), handler);
                if (route.method() == HandlerType.GET) {
                    // All but the body: the same handler, and the server leaves out what it writes.
                    config.routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
                }
            }
            config.routes.exception(Exception.class, Problems::answer);
            // The framework answers its own in plain text, unless they are named.
            config.routes.exception(HttpResponseException.class, Problems::answer);
            config.routes.error(404, Problems::unknownPath);
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw new Problem.Unavailable(
                            "The server can't listen on " + exposure.host() + ":" + exposure.port() + ": " + rootMessage(e) + ".",
                            "Another program may use the port; choose one with --port. The address must be one of this "
                                    + "machine's (--host).")
                    .asException();
        }
        Measurements.ofAnswers(unread, registry);
        Measurements.ofThreads((QueuedThreadPool) javalin.jettyServer().server().getThreadPool(), registry);
        return new ApiServer(javalin, events, Measurements.ofGarbage(registry));
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.close();
        javalin.stop();
        garbage.close();
    }

    private static void configure(JavalinConfig config, Exposure exposure, Limits limits, Unread unread) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 8, 60_000);
        HttpFields headers = headers(exposure);
        Refusals refusals = new Refusals(headers);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(refusals);
            server.setHandler(unread);
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(refusals));
        config.jetty.addConnector((server, http) -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(limits.idle().toMillis());
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
            http.setUriCompliance(UriCompliance.RFC3986);
            http.setHttpCompliance(HttpCompliance.STRICT);
            http.addCustomizer((request, answer) -> {
                answer.add(headers);
                return request;
            });
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost(exposure.host());
            connector.setPort(exposure.port());
            connector.addBean(new Connections(limits));
            return connector;
        });
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = true;
        config.router.javaLangErrorHandler((response, e) -> {
            response.setContentType(ProblemJson.CONTENT_TYPE);
            try {
                response.getOutputStream().write(ProblemJson.internal(Problems.incident(e, "an unknown path")));
            } catch (IOException gone) {
                LOG.debug("the client went away", gone);
            }
        });
    }

    /// What goes with every answer. The page brings a policy of its own; whatever else a browser might take for a page may load
    /// nothing.
    private static HttpFields headers(Exposure exposure) {
        HttpFields.Mutable headers = HttpFields.build()
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "same-origin")
                .put("Content-Security-Policy",
                        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        if (exposure.isEncrypted()) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers.asImmutable();
    }

    /// What is wrong with a request whatever its body says is answered before the body is read.
    private static void answer(
            Endpoint route, Context ctx, Timer timer, Gate gate, Audit audit, Limits limits, Follower follower,
            Publisher publisher)
            throws Exception {
        Timer.Sample sample = Timer.start();
        boolean later = false;
        try {
            Caller caller = gate.admit(ctx, route.rule());
            if (route.rule() instanceof Rule.AnyOf && !publisher.isReady() && !NEED_NO_MAP.contains(route.path())) {
                // An empty map is no answer: neither what lies where nor who may do what somewhere is known yet.
                throw new Problem.Unavailable("The map is still being loaded.", "Try again in a moment.",
                        Map.of("reason", "loading")).asException();
            }
            if (route.rule() instanceof Rule.AnyOf && route.path().startsWith("/api/")) {
                // Before anything is read: what was committed up to there is in the answer, whatever comes meanwhile.
                ctx.header(Reply.POSITION, publisher.current().position().text());
            }
            if (route.rule() == Rule.VIEWER) {
                follower.staleSince()
                        .ifPresent(since -> ctx.header(STALE_SINCE, since.truncatedTo(ChronoUnit.SECONDS).toString()));
            }
            Parameters parameters = route.parameters(ctx);
            if (route.versioned()) {
                PlanHandler.version(ctx);
            }
            if (RequestBody.isThere(ctx) && route.method() != HandlerType.GET) {
                RequestBody.requirePlain(ctx);
            }
            if (route.receiver() != null) {
                requireBody(ctx);
                IncomingFile file = route.receiver().receive(ctx, parameters, caller);
                later = true;
                ctx.future(() -> RequestBody.receive(ctx, file, limits.body())
                        .thenAccept(_ -> run(route, ctx, parameters, caller, audit))
                        .whenComplete((_, _) -> {
                            sample.stop(timer);
                            file.close();
                        }));
            } else if (RequestBody.isThere(ctx) && route.method() != HandlerType.GET) {
                later = true;
                ctx.future(() -> RequestBody.read(ctx, MAX_BODY_BYTES, limits.body())
                        .thenAccept(_ -> run(route, ctx, parameters, caller, audit))
                        .whenComplete((_, _) -> sample.stop(timer)));
            } else {
                run(route, ctx, parameters, caller, audit);
            }
        } finally {
            if (!later) {
                sample.stop(timer);
            }
        }
    }

    private static void requireBody(Context ctx) {
        if (!RequestBody.isThere(ctx)) {
            throw new Problem.BadInput("The request has no body.", "Send the file as the body.").asException();
        }
    }

    private static void run(Endpoint route, Context ctx, Parameters parameters, Caller caller, Audit audit) {
        try {
            Trail.begin(route, ctx, caller, audit);
            route.handler().handle(ctx, parameters, caller);
            Trail.of(ctx).end();
            Reply.finish(ctx);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        } catch (Error e) {
            Problems.failure(e, ctx);
        }
    }

    private static List<ByteCache.Use> caches(
            TileService tiles, List<ByteCache.Use> ofLists, Planning planning, Access access) {
        return Stream.of(tiles.uses(), ofLists, planning.caches(), access.caches()).flatMap(List::stream).toList();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
