package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.access.Access;
import org.wangge.access.AccountAdmin;
import org.wangge.access.Caller;
import org.wangge.access.Tokens;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Account;
import org.wangge.model.ApiToken;
import org.wangge.model.Grant;
import org.wangge.model.Person;
import org.wangge.model.Role;

/// Accounts, for admins, and everybody's own API tokens.
final class AccountHandler {

    private static final int DEFAULT_DAYS = 90;

    private final Access access;
    private final Supplier<Snapshot> snapshots;

    AccountHandler(Access access, Supplier<Snapshot> snapshots) {
        this.access = access;
        this.snapshots = snapshots;
    }

    /// 200: the accounts that the caller manages.
    void list(Context ctx, Parameters parameters, Caller caller) {
        Snapshot snapshot = snapshots.get();
        send(ctx, Map.of("accounts", access.accounts().list(caller).stream().map(a -> account(a, snapshot)).toList()));
    }

    /// 200, 403, 404.
    void one(Context ctx, Parameters parameters, Caller caller) {
        send(ctx, account(access.accounts().get(caller, PathParameters.id(ctx)), snapshots.get()));
    }

    /// 201 with the one-time password, 400, 403, 409 when the name is taken.
    void create(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "name", "display_name", "person", "grants");
        List<Grant> grants = body.grants("grants");
        ctx.status(201);
        send(ctx, opened(access.accounts().create(
                caller, body.requiredText("name"), body.text("display_name"), body.text("person"),
                grants == null ? List.of() : grants)));
    }

    /// 200 with a one-time password if a new one was asked for, 400, 403, 404, 409, 422 for the last admin.
    void change(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "version", "display_name", "disabled", "person", "grants", "new_password");
        send(ctx, opened(access.accounts().change(caller, PathParameters.id(ctx), new AccountAdmin.Change(
                body.number("version", 0, Integer.MAX_VALUE),
                body.text("display_name"),
                body.flag("disabled"),
                body.isNull("person") ? "" : body.text("person"),
                body.grants("grants"),
                Boolean.TRUE.equals(body.flag("new_password"))))));
    }

    /// 204, 403, 404, 422 for the last admin.
    void delete(Context ctx, Parameters parameters, Caller caller) {
        access.accounts().delete(caller, PathParameters.id(ctx));
        ctx.status(204);
    }

    /// 200: the caller's tokens, or for an admin those of `account`; 403, 404.
    void tokens(Context ctx, Parameters parameters, Caller caller) {
        long account = parameters.identifier("account", caller.account());
        if (account != caller.account()) {
            caller.require(Role.ADMIN);
            access.accounts().get(caller, account);
        }
        send(ctx, Map.of("tokens", access.tokens().list(account).stream().map(AccountHandler::token).toList()));
    }

    /// 201 with the token, which is shown this once; 400, 403 for more than the caller has, 422 for too many.
    void issue(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "name", "grants", "days");
        List<Grant> grants = body.grants("grants");
        Integer days = body.number("days", 1, Tokens.MAX_DAYS);
        Tokens.Issued issued =
                access.tokens().issue(caller, body.requiredText("name"), grants == null ? List.of() : grants, days == null
                        ? DEFAULT_DAYS : days);
        Map<String, Object> answer = token(issued.token());
        answer.put("token", issued.secret());
        ctx.status(201);
        send(ctx, answer);
    }

    /// 204, 404.
    void revoke(Context ctx, Parameters parameters, Caller caller) {
        access.tokens().revoke(caller, PathParameters.id(ctx));
        ctx.status(204);
    }

    private Map<String, Object> opened(AccountAdmin.Opened opened) {
        Map<String, Object> answer = account(opened.account(), snapshots.get());
        answer.put("one_time_password", opened.oneTimePassword());
        return answer;
    }

    private static Map<String, Object> account(Account a, Snapshot snapshot) {
        return ordered(
                "id", a.id(),
                "version", a.version(),
                "name", a.name(),
                "display_name", a.displayName(),
                "person", a.person() == null ? null : snapshot.findPerson(a.person()).map(Person::code).orElse(null),
                "grants", GrantJson.of(a.grants()),
                "disabled", a.disabled(),
                "must_change_password", a.mustChangePassword(),
                "signs_in_by", a.passwordHash() == null ? "oidc" : "password",
                "created_at", a.createdAt());
    }

    private static Map<String, Object> token(ApiToken t) {
        return ordered(
                "id", t.id(),
                "name", t.name(),
                "grants", GrantJson.of(t.grants()),
                "created_at", t.createdAt(),
                "expires_at", t.expiresAt(),
                "used_at", t.usedAt());
    }

    private static void send(Context ctx, Object body) {
        ctx.contentType("application/json").result(Json.bytes(body));
    }
}
