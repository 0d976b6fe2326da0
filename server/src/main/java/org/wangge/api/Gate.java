package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.wangge.access.Access;
import org.wangge.access.Caller;
import org.wangge.model.Role;
import org.wangge.problem.Problem;

/// What every request passes before its handler: is it addressed to this server, does it come from one of its own pages, whose is
/// it, and does the route's rule let them in.
final class Gate {

    static final String CSRF_HEADER = "X-CSRF-Token";
    /// Attribute of a request: the URL of this server as the client knows it.
    static final String BASE = "base";
    /// Attribute of a request: it comes from one who runs the service.
    static final String INSIDER = "insider";

    private static final String BEARER = "Bearer ";

    private final Access access;
    private final Exposure exposure;
    private final String cookie;

    Gate(Access access, Exposure exposure) {
        this.access = access;
        this.exposure = exposure;
        // A browser takes the prefix only with Secure, path / and no domain, so that no other host can plant the cookie.
        this.cookie = exposure.secureCookies() ? "__Host-wangge" : "wangge";
    }

    /// For every request: it must be addressed to this server, and what changes anything must come from one of its own pages.
    void before(Context ctx) {
        String host = ctx.header("Host");
        if (!ctx.path().startsWith("/health/") && (host == null || !exposure.isKnownName(hostName(host)))) {
            throw new Problem.BadInput(
                            "The request is addressed to '" + host + "', which is not this server.",
                            exposure.isLoopbackOnly()
                                    ? "It serves this machine only: use 127.0.0.1, localhost or ::1, or tell it its name with "
                                            + "--public-url."
                                    : "Tell the server its name with --public-url.")
                    .asException();
        }
        String own = ctx.scheme() + "://" + host;
        String origin = ctx.header("Origin");
        if (!reads(ctx) && origin != null && !exposure.isOwnOrigin(origin, own)) {
            throw new Problem.Forbidden("The request comes from a page of '" + origin + "'.",
                    "Only wangge's own pages may change anything. Behind a proxy, give the address that browsers use with "
                            + "--public-url.",
                    Map.of("reason", "foreign_origin"))
                    .asException();
        }
        ctx.attribute(BASE, exposure.publicOrigin() == null ? own : exposure.publicOrigin());
    }

    /// Who is asking, if the rule lets them in; else `Unauthenticated` or `Forbidden`.
    Caller admit(Context ctx, Rule rule) {
        if (rule instanceof Rule.Open) {
            // Page, assets and health ask nobody's name, and so no database.
            return ctx.path().startsWith("/api/") ? known(ctx) : access.anonymous(address(ctx));
        }
        Caller caller = known(ctx);
        rule.check(caller);
        if (caller.kind() == Caller.Kind.SESSION && !reads(ctx) && !Access.isCsrfToken(secret(ctx), ctx.header(CSRF_HEADER))) {
            throw new Problem.Forbidden(
                            "The request does not carry this session's token in " + CSRF_HEADER + ".",
                            "Reload the page; a program takes it from GET /api/session, or uses an API token.",
                            Map.of("reason", "csrf"))
                    .asException();
        }
        ctx.header("Cache-Control", "no-store");
        return caller;
    }

    /// Who `caller` is later; empty when the rule would no longer let them in, and when what they came with is no key any more,
    /// whoever else may come in. For what stays open long.
    Supplier<Optional<Caller>> stillAdmits(Context ctx, Rule rule, Caller caller) {
        String secret = caller.kind() == Caller.Kind.TOKEN ? bearer(ctx) : secret(ctx);
        String address = caller.address();
        return () -> (switch (caller.kind()) {
            case TOKEN -> access.stillByToken(secret, address);
            case SESSION -> access.stillBySession(secret, address);
            case ANONYMOUS -> Optional.of(access.anonymous(address));
        }).filter(now -> rule instanceof Rule.AnyOf any && !now.mustChangePassword() && any.roles().stream().anyMatch(now::may));
    }

    /// The secret of the session that the request comes with, or null.
    String secret(Context ctx) {
        return ctx.cookie(cookie);
    }

    /// Gives the browser its session, or with null takes it away.
    void keep(Context ctx, String secret) {
        setCookie(ctx, cookie, "/", secret, 12 * 3600);
    }

    /// A cookie that pages can't read, and other sites can't make the browser send with a change; null removes it.
    void setCookie(Context ctx, String name, String path, String value, int seconds) {
        ctx.res().addHeader("Set-Cookie", name + "=" + (value == null ? "" : value) + "; Path=" + path + "; Max-Age="
                + (value == null ? 0 : seconds)
                + "; HttpOnly; SameSite=Lax" + (exposure.secureCookies() ? "; Secure" : ""));
    }

    /// Where the request comes from: the last address of `X-Forwarded-For` that no known proxy has written of another one, else
    /// the other end of the line. What is no address ends the search: the proxy that passed it on is taken instead.
    String address(Context ctx) {
        String address = Exposure.address(ctx.req().getRemoteAddr()).orElse(ctx.req().getRemoteAddr());
        List<String> hops = List.of(String.join(",", Collections.list(ctx.req().getHeaders("X-Forwarded-For"))).split(","));
        for (String hop : hops.reversed()) {
            Optional<String> before = exposure.proxies().contains(address) ? Exposure.address(hop) : Optional.empty();
            if (before.isEmpty()) {
                return address;
            }
            address = before.get();
        }
        return address;
    }

    private Caller known(Context ctx) {
        Caller caller = caller(ctx);
        ctx.attribute(INSIDER, caller.mayEverywhere(Role.ADMIN));
        return caller;
    }

    private Caller caller(Context ctx) {
        String address = address(ctx);
        String bearer = bearer(ctx);
        if (bearer != null) {
            return access.byToken(bearer, address).orElseThrow(() -> new Problem.Unauthenticated(
                            "The API token is not valid: it is unknown, revoked or expired.", "Make a new one.",
                            Map.of("reason", "invalid_token"))
                    .asException());
        }
        String secret = secret(ctx);
        Optional<Caller> known = secret == null || secret.isEmpty() ? Optional.empty() : access.bySession(secret, address);
        return known.orElseGet(() -> access.anonymous(address));
    }

    /// Null without one; what a proxy asked for (Basic) is none of this server's.
    private static String bearer(Context ctx) {
        String header = ctx.header("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip() : null;
    }

    private static boolean reads(Context ctx) {
        return ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD;
    }

    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
