package org.wangge.access;

import java.util.List;
import java.util.Map;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;

/// Who makes a request, and what they may do. `account` is 0, and `name` null, for one who is not signed in. `key` is the id of
/// the session or token. `limit` is null but for a token: what may be done is then what both `grants` and `limit` allow, so that
/// a token loses what its owner loses. `person` is the id of the person whose account it is, or null. `address` is where the
/// request comes from.
public record Caller(
        Kind kind, long account, String name, String shownName, long key, boolean mustChangePassword, Long person,
        List<Grant> grants, List<Grant> limit, String address) {

    /// How the request says whose it is.
    public enum Kind {
        ANONYMOUS,
        SESSION,
        TOKEN
    }

    public Caller {
        grants = List.copyOf(grants);
        limit = limit == null ? null : List.copyOf(limit);
    }

    /// Nobody in particular, who may see the map if `viewing`.
    static Caller anonymous(boolean viewing, String address) {
        List<Grant> grants = viewing ? List.of(new Grant(Role.VIEWER, Scope.EVERYWHERE)) : List.of();
        return new Caller(Kind.ANONYMOUS, 0, null, null, 0, false, null, grants, null, address);
    }

    public boolean isSignedIn() {
        return kind != Kind.ANONYMOUS;
    }

    /// May do what this role is for, at least somewhere.
    public boolean may(Role role) {
        return has(grants, role) && (limit == null || has(limit, role));
    }

    /// May do what this role is for in every branch.
    public boolean mayEverywhere(Role role) {
        return everywhere(grants, role) && (limit == null || everywhere(limit, role));
    }

    /// May do what this role is for in a grid of this branch, or with no grid in all of it; `upwards` are the grid and all above
    /// it, in whatever state of the tree.
    public boolean may(Role role, List<Long> upwards, long branch) {
        return among(grants, role, upwards, branch) && (limit == null || among(limit, role, upwards, branch));
    }

    /// May do what this role is for in all of this scope.
    public boolean may(Role role, Snapshot snapshot, Scope scope) {
        return within(grants, role, snapshot, scope) && (limit == null || within(limit, role, snapshot, scope));
    }

    /// Throws `Unauthenticated` or `Forbidden`, which names the role, unless [#may(Role)].
    public void require(Role role) {
        if (!may(role)) {
            throw missing(List.of(role));
        }
    }

    /// The refusal of one who has none of these roles anywhere.
    public RuntimeException missing(List<Role> roles) {
        List<String> keys = roles.stream().map(Role::key).toList();
        if (!isSignedIn()) {
            return signInNeeded(keys);
        }
        return new Problem.Forbidden(
                        "'" + name + "' " + (kind == Kind.TOKEN ? "with this token " : "") + "does not have the role "
                        + String.join(" or ", keys) + ".",
                        "Ask an admin for it.",
                        Map.of("reason", "role_missing", "roles", keys))
                .asException();
    }

    private static RuntimeException signInNeeded(List<String> roles) {
        return new Problem.Unauthenticated(
                        "Nobody is signed in; this needs the role " + String.join(" or ", roles) + ".",
                        "Sign in, or send an API token as Authorization: Bearer wgt_….",
                        Map.of("reason", "sign_in", "roles", roles))
                .asException();
    }

    private static boolean has(List<Grant> grants, Role role) {
        return grants.stream().anyMatch(g -> g.role().implies(role));
    }

    private static boolean everywhere(List<Grant> grants, Role role) {
        // Seeing is never narrowed.
        return role == Role.VIEWER ? has(grants, role) : grants.stream()
                .anyMatch(g -> g.role().implies(role) && g.scope().equals(Scope.EVERYWHERE));
    }

    private static boolean among(List<Grant> grants, Role role, List<Long> upwards, long branch) {
        return everywhere(grants, role) || grants.stream().filter(g -> g.role().implies(role)).anyMatch(g -> switch (g.scope()) {
            case Scope.Everywhere _ -> true;
            case Scope.OfBranch b -> b.branch() == branch;
            case Scope.OfGrid grid -> upwards.contains(grid.grid());
        });
    }

    private static boolean within(List<Grant> grants, Role role, Snapshot snapshot, Scope scope) {
        return everywhere(grants, role)
                || grants.stream().anyMatch(g -> g.role().implies(role) && Subtree.contains(g.scope(), scope, snapshot));
    }
}
