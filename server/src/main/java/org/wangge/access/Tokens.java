package org.wangge.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.model.ApiToken;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// Keys with which other programs act for an account. Safe for any number of threads.
public final class Tokens {

    public static final String PREFIX = "wgt_";
    public static final int MAX_DAYS = 366;
    private static final int MAX_TOKENS = 50;

    /// A new token with the secret that is shown once.
    public record Issued(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }

    private final Store store;
    private final Callers callers;
    private final Audit audit;
    private final Supplier<Snapshot> snapshots;
    private final Clock clock;

    Tokens(Store store, Callers callers, Audit audit, Supplier<Snapshot> snapshots, Clock clock) {
        this.store = store;
        this.callers = callers;
        this.audit = audit;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /// The tokens of an account, newest first, those that have expired too.
    public List<ApiToken> list(long account) {
        return store.keys().listTokens(account);
    }

    /// Issues a token of the caller's own. `Forbidden` for a role or scope that the caller does not have.
    public Issued issue(Caller caller, String name, List<Grant> grants, int days) {
        Snapshot snapshot = snapshots.get();
        for (Grant grant : grants) {
            if (!Subtree.exists(grant.scope(), snapshot)) {
                throw new Problem.BadInput("There is no " + Grants.words(grant.scope()) + ".",
                        "Name a branch or grid that is there.").asException();
            }
            if (!caller.may(grant.role(), snapshot, grant.scope())) {
                throw new Problem.Forbidden(
                                "'" + caller.name() + "' is not " + Grants.words(grant) + ".",
                                "A token can do no more than its owner.",
                                Map.of("reason", "role_missing", "roles", List.of(grant.role().key())))
                        .asException();
            }
        }
        String secret = PREFIX + Secrets.token();
        Instant now = clock.instant();
        ApiToken wanted;
        try {
            wanted = new ApiToken(0, caller.account(), name, Secrets.hash(secret), grants, now, now.plus(Duration.ofDays(days)),
                    null);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.BadInput("The token can't be kept: " + e.getMessage() + ".", "Correct that."),
                    e);
        }
        return store.inTransaction(() -> {
            if (store.keys().listTokens(caller.account()).size() >= MAX_TOKENS) {
                throw new Problem.Refused("The account has " + MAX_TOKENS + " tokens already.",
                        "Revoke one that is no longer used.").asException();
            }
            ApiToken token = store.keys().addToken(wanted);
            audit.add(caller, Action.TOKEN_CREATE, "token " + token.id(), Map.of(
                    "name", token.name(), "grants", grants.stream().map(Grants::words).toList(), "expires_at",
                    token.expiresAt().toString()));
            return new Issued(token, secret);
        });
    }

    /// Revokes one of the caller's own tokens, or anybody's for an admin of everything. `NotFound` for any other.
    public void revoke(Caller caller, long id) {
        ApiToken token = store.keys().findToken(id)
                .filter(t -> t.account() == caller.account() || caller.mayEverywhere(Role.ADMIN))
                .orElseThrow(() -> new Problem.NotFound("There is no token " + id + " of yours.", "GET /api/tokens lists them.")
                        .asException());
        store.inTransaction(() -> {
            if (store.keys().deleteToken(id)) {
                audit.add(caller, Action.TOKEN_REVOKE, "token " + id, Map.of("name", token.name(), "account", token.account()));
            }
            return null;
        });
        callers.forget(token.account());
    }
}
