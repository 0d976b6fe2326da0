package org.wangge.model;

/// A role and where it holds. The scope narrows what may be changed; seeing is never narrowed.
public record Grant(Role role, Scope scope) {

    public Grant {
        if (role == null || scope == null) {
            throw new IllegalArgumentException("a grant needs a role and a scope");
        }
    }
}
