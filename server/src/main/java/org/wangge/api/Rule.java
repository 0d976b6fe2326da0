package org.wangge.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wangge.access.Caller;
import org.wangge.model.Role;
import org.wangge.problem.Problem;

/// Who may use a route. It is checked before the route's handler runs; where a role holds (in which grids) only the handler can
/// tell, by [Caller#require].
sealed interface Rule {

    /// Anybody, even one who may not see the map.
    Rule OPEN = new Open();
    /// Who has signed in with this browser, also while the one-time password must be changed.
    Rule ANY_SESSION = new OwnSession(true);
    /// Who has signed in with this browser. A token can't: it must not make other keys of its owner.
    Rule SESSION = new OwnSession(false);
    AnyOf VIEWER = new AnyOf(List.of(Role.VIEWER));
    AnyOf REPORTER = new AnyOf(List.of(Role.REPORTER));
    AnyOf PLANNER = new AnyOf(List.of(Role.PLANNER));
    AnyOf APPROVER = new AnyOf(List.of(Role.APPROVER));
    AnyOf IMPORTER = new AnyOf(List.of(Role.IMPORTER));
    AnyOf ADMIN = new AnyOf(List.of(Role.ADMIN));

    record Open() implements Rule {}

    record OwnSession(boolean alsoWithOneTimePassword) implements Rule {}

    record AnyOf(List<Role> roles) implements Rule {
        AnyOf or(AnyOf other) {
            List<Role> all = new ArrayList<>(roles);
            all.addAll(other.roles);
            return new AnyOf(List.copyOf(all));
        }
    }

    /// Throws `Unauthenticated` or `Forbidden` when the caller may not.
    default void check(Caller caller) {
        switch (this) {
            case Open _ -> {}
            case OwnSession s -> {
                if (caller.kind() == Caller.Kind.ANONYMOUS) {
                    throw new Problem.Unauthenticated("Nobody is signed in.", "Sign in.", Map.of("reason", "sign_in"))
                            .asException();
                }
                if (caller.kind() == Caller.Kind.TOKEN) {
                    throw new Problem.Forbidden("A token can't do this.", "Sign in with a browser.",
                            Map.of("reason", "session_needed")).asException();
                }
                if (!s.alsoWithOneTimePassword()) {
                    refuseOneTimePassword(caller);
                }
            }
            case AnyOf any -> {
                refuseOneTimePassword(caller);
                if (any.roles().stream().noneMatch(caller::may)) {
                    throw caller.missing(any.roles());
                }
            }
        }
    }

    private static void refuseOneTimePassword(Caller caller) {
        if (caller.mustChangePassword()) {
            throw new Problem.Forbidden(
                            "'" + caller.name() + "' still has a one-time password.",
                            "Change it first: POST /api/session/password, or the account button of the map.",
                            Map.of("reason", "password_change_needed"))
                    .asException();
        }
    }
}
