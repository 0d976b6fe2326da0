package org.wangge.access;

import org.wangge.model.Grant;
import org.wangge.model.Scope;

/// Grants in words, for the audit trail and for refusals.
final class Grants {

    private Grants() {}

    static String words(Grant grant) {
        return grant.role().key() + " " + words(grant.scope());
    }

    static String words(Scope scope) {
        return switch (scope) {
            case Scope.Everywhere _ -> "everywhere";
            case Scope.OfBranch b -> "branch " + b.branch();
            case Scope.OfGrid g -> "grid " + g.grid();
        };
    }
}
