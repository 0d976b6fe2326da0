package org.wangge.model;

import java.time.Instant;
import java.util.Locale;

/// A named draft of grid changes (划分方案), begun on the grids as they were at `baseRevision`.
public record Plan(long id, int version, String name, Status status, long baseRevision, Instant createdAt, Instant updatedAt) {

    public enum Status {
        DRAFT,
        PUBLISHED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Plan {
        name = Valid.text("name", name);
        if (name == null) {
            throw new IllegalArgumentException("name is empty; a plan needs one");
        }
    }
}
