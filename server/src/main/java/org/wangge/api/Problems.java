package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.api.wire.ProblemJson;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Turns what goes wrong behind a route into its answer. What never gets that far is answered by [Refusals].
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);

    private record Logged(String detail, long nanos) {}

    private static volatile Logged logged = new Logged("", 0);

    private Problems() {}

    /// A problem becomes its status; what the framework refuses keeps its status; everything else is a 500 with an incident id.
    static void answer(Exception e, Context ctx) {
        unlessOver(ctx, () -> explain(e, ctx));
    }

    /// When the client is gone and the exchange is over, whatever touches the answer throws, and what is thrown from here the
    /// framework brings back to here, for ever. As long as it is not over, what is thrown is a failure of the server.
    private static void unlessOver(Context ctx, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            if (isOver(ctx)) {
                LOG.debug("nobody is there any more to be answered", e);
            } else {
                send(ctx, 500, ProblemJson.internal(incident(e, "an answer")));
            }
        }
    }

    private static boolean isOver(Context ctx) {
        try {
            return ctx.res().isCommitted();
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static void explain(Exception e, Context ctx) {
        switch (e) {
            case ProblemException p -> problem(ctx, told(ctx, p.problem()));
            case HttpResponseException h -> refused(ctx, h);
            case HttpException h -> send(ctx, h.getCode(), Refusals.words(h.getCode(), h.getReason()));
            case EofException _ -> LOG.debug("the client went away");
            case UncheckedIOException io when io.getCause() instanceof EofException -> LOG.debug("the client went away");
            default -> failure(e, ctx);
        }
    }

    /// What the caller may read of it. The log has all of it, though not as often as it is asked for.
    private static Problem told(Context ctx, Problem problem) {
        Problem told = ctx.attribute(Gate.INSIDER) == Boolean.TRUE ? problem : problem.toStrangers();
        long now = System.nanoTime();
        if (told != problem && (!problem.detail().equals(logged.detail) || now - logged.nanos > LOGGED_EVERY.toNanos())) {
            logged = new Logged(problem.detail(), now);
            LOG.warn("{} {}", problem.detail(), problem.extra());
        }
        return told;
    }

    /// A failure of the server: the log has all of it, the answer the id under which it is there.
    static void failure(Throwable e, Context ctx) {
        send(ctx, 500, ProblemJson.internal(incident(e, ctx.method() + " " + ctx.path())));
    }

    /// Logs a failure and gives the id under which it is logged.
    static String incident(Throwable e, String request) {
        String incident = UUID.randomUUID().toString();
        LOG.error("incident {} at {}", incident, request, e);
        return incident;
    }

    static void unknownPath(Context ctx) {
        unlessOver(ctx, () -> explainUnknownPath(ctx));
    }

    private static void explainUnknownPath(Context ctx) {
        if (!ProblemJson.CONTENT_TYPE.equals(ctx.res().getContentType())) {
            problem(ctx, new Problem.NotFound("There is nothing at " + ctx.path() + ".",
                    "The API reference lists the paths; the map is at /."));
        }
    }

    /// What is wrong with a body of more than these bytes.
    static Problem tooLarge(long limitBytes) {
        return new Problem.TooLarge("The body is larger than " + limitBytes + " bytes.", "Send less at once.",
                Map.of("limit_bytes", limitBytes));
    }

    private static void problem(Context ctx, Problem problem) {
        switch (problem) {
            case Problem.Unavailable away ->
                ctx.header("Retry-After", String.valueOf(away.extra().getOrDefault("retry_after_seconds", 1)));
            case Problem.TooOften often -> ctx.header("Retry-After", String.valueOf(often.extra().get("retry_after_seconds")));
            case Problem.Unauthenticated u -> ctx.header(
                    "WWW-Authenticate", "Bearer realm=\"wangge\"" + ("invalid_token".equals(u.extra().get("reason"))
                    ? ", error=\"invalid_token\"" : ""));
            default -> {}
        }
        send(ctx, ProblemJson.status(problem), ProblemJson.bytes(problem));
    }

    private static void refused(Context ctx, HttpResponseException e) {
        switch (e.getStatus()) {
            case 404 -> unknownPath(ctx);
            case 405 -> {
                TreeSet<String> methods = new TreeSet<>();
                for (String method : String.valueOf(e.getDetails().getOrDefault("availableMethods",
                        e.getDetails().get("Available methods"))).split("\\W+")) {
                    methods.add(method);
                }
                ctx.header("Allow", String.join(", ", methods));
                send(ctx, 405, ProblemJson.bytes(
                        "method-not-allowed", "This path has other methods", 405,
                        ctx.method() + " " + ctx.path() + " is not offered.", "Use " + String.join(" or ", methods) + ".",
                                Map.of("allowed", methods)));
            }
            default -> send(ctx, e.getStatus(), Refusals.words(e.getStatus(), e.getMessage()));
        }
    }

    private static void send(Context ctx, int status, byte[] body) {
        if (ctx.res().isCommitted()) {
            return;
        }
        ctx.res().resetBuffer();
        for (String header : new String[] {"ETag", "Content-Encoding", "Content-Disposition"}) {
            ctx.res().setHeader(header, null);
        }
        ctx.status(status).contentType(ProblemJson.CONTENT_TYPE).header("Cache-Control", "no-store");
        ctx.res().setContentLength(body.length);
        if (ctx.method() != HandlerType.HEAD && ctx.method() != HandlerType.GET && ctx.attribute(RequestBody.UNREAD) != null) {
            if (RequestBody.answerAndForgetTheRest(ctx, body)) {
                return;
            }
        }
        ctx.result(body);
    }
}
