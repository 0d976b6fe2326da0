package org.wangge.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an account may do. Every role sees the whole map. Beyond that each stands alone: an approver does not draw, a planner
/// does not approve, and an admin, who manages accounts and reads the audit trail, does neither unless granted it.
public enum Role {
    /// Sees the map, the figures and the plans.
    VIEWER,
    /// Reports what competitors do.
    REPORTER,
    /// Draws plans.
    PLANNER,
    /// Approves and publishes plans.
    APPROVER,
    /// Looks after targets, cards, rules and orders of a scope; so far it does no more than see.
    MANAGER,
    /// Brings data in; so far it does no more than see.
    IMPORTER,
    /// Manages accounts; with the role everywhere, reads the audit trail.
    ADMIN;

    /// The name in files, database and JSON.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of this key. `IllegalArgumentException` when there is none.
    public static Role ofKey(String key) {
        for (Role role : values()) {
            if (role.key().equals(key)) {
                return role;
            }
        }
        String known = Arrays.stream(values()).map(Role::key).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("role is '" + key + "'; it must be one of " + known);
    }

    /// True when who has this role may do all that `other` may.
    public boolean implies(Role other) {
        return this == other || other == VIEWER;
    }
}
