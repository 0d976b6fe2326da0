package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.access.Access;
import org.wangge.access.Caller;
import org.wangge.access.Oidc;
import org.wangge.access.SignIn;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Snapshot;
import org.wangge.basemap.Basemaps;
import org.wangge.model.Role;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Signing in and out, and who one is.
final class SessionHandler {

    private static final String OIDC_COOKIE = "wangge-oidc";
    private static final int OIDC_SECONDS = 600;

    private final Access access;
    private final Gate gate;
    private final Supplier<Snapshot> snapshots;
    private final Basemaps basemaps;

    SessionHandler(Access access, Gate gate, Supplier<Snapshot> snapshots, Basemaps basemaps) {
        this.access = access;
        this.gate = gate;
        this.snapshots = snapshots;
        this.basemaps = basemaps;
    }

    /// 200: who is asking, what they may do, and how one can sign in.
    void who(Context ctx, Parameters parameters, Caller caller) {
        ctx.header("Cache-Control", "no-store");
        send(ctx, who(caller, caller.kind() == Caller.Kind.SESSION ? gate.secret(ctx) : null));
    }

    /// 200 with a cookie, 400, 401 for a wrong name or password, 429 after too many tries.
    void begin(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "name", "password");
        begun(ctx, access.signIn().withPassword(body.requiredText("name"), body.requiredText("password"), gate.address(ctx)));
    }

    /// 204, 401.
    void end(Context ctx, Parameters parameters, Caller caller) {
        access.signIn().out(caller);
        gate.keep(ctx, null);
        ctx.status(204);
    }

    /// 200 with a new cookie, 400 for a weak password, 401, 403 when the present one is wrong, 429.
    void changePassword(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "password", "new_password");
        begun(ctx, access.signIn().changePassword(caller, body.requiredText("password"), body.requiredText("new_password")));
    }

    /// 302 to the identity provider, 404 without one, 503 when it is away.
    void depart(Context ctx, Parameters parameters) {
        Oidc.Departure departure = oidc().depart();
        gate.setCookie(ctx, OIDC_COOKIE, "/api/oidc", departure.secret(), OIDC_SECONDS);
        ctx.header("Cache-Control", "no-store").redirect(departure.provider().toString());
    }

    /// 302 to the map: with a cookie, or with the reason in `sign_in_refused` when the sign-in failed; 404, 503.
    void arrive(Context ctx, Parameters parameters) {
        Oidc oidc = oidc();
        gate.setCookie(ctx, OIDC_COOKIE, "/api/oidc", null, 0);
        ctx.header("Cache-Control", "no-store");
        try {
            gate.keep(ctx, oidc.arrive(ctx.cookie(OIDC_COOKIE), ctx.queryString(), gate.address(ctx)).secret());
            ctx.redirect("/");
        } catch (ProblemException e) {
            if (!(e.problem() instanceof Problem.Unauthenticated refused)) {
                throw e;
            }
            ctx.redirect("/?sign_in_refused=" + URLEncoder.encode(String.valueOf(refused.extra().get("reason")),
                    StandardCharsets.UTF_8));
        }
    }

    private Oidc oidc() {
        return access.oidc().orElseThrow(() ->
                new Problem.NotFound("This server has no identity provider.",
                        "Sign in with a password; the server's option --oidc-issuer sets a provider.").asException());
    }

    private void begun(Context ctx, SignIn.Begun begun) {
        gate.keep(ctx, begun.secret());
        ctx.header("Cache-Control", "no-store");
        send(ctx, who(access.bySession(begun.secret(), gate.address(ctx)).orElseThrow(), begun.secret()));
    }

    private Map<String, Object> who(Caller caller, String secret) {
        List<String> roles = caller.mustChangePassword() ? List.of()
                : Arrays.stream(Role.values()).filter(caller::may).map(Role::key).toList();
        return ordered(
                "account", !caller.isSignedIn() ? null : ordered(
                        "id", caller.account(),
                        "name", caller.name(),
                        "display_name", caller.shownName(),
                        "must_change_password", caller.mustChangePassword(),
                        "person", person(caller.person()),
                        "grants", GrantJson.of(caller.limit() == null ? caller.grants() : caller.limit())),
                "roles", roles,
                "csrf", secret == null ? null : Access.csrfToken(secret),
                "anonymous", access.anonymousViewing() ? "viewer" : "none",
                "oidc", access.oidc().isPresent(),
                "basemaps", !basemaps.list().isEmpty(),
                "demo_accounts", access.offers().stream().map(o -> ordered("name", o.name(), "password", o.password())).toList());
    }

    /// The person whose account it is, with the ids of the grids that they are in charge of today; null when nobody is linked, or
    /// is gone.
    private Map<String, Object> person(Long id) {
        Snapshot snapshot = snapshots.get();
        return id == null ? null : snapshot.findPerson(id).map(p -> ordered(
                "code", p.code(), "name", p.name(), "grids", snapshot.inChargeOf(id))).orElse(null);
    }

    private static void send(Context ctx, Object body) {
        ctx.contentType("application/json").result(Json.bytes(body));
    }
}
