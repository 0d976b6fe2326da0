package org.wangge.model;

import java.time.Instant;
import java.util.Locale;

/// A named draft of grid changes (划分方案), begun by `author` on the grids as they were at `baseRevision`, and brought to its
/// present version by `changedBy`.
public record Plan(
        long id, int version, String name, Status status, long baseRevision, Actor author, Instant createdAt, Instant updatedAt,
        Actor changedBy) {

    /// Draft → submitted → approved → published; or returned with a reason, which is a draft again.
    public enum Status {
        DRAFT,
        SUBMITTED,
        RETURNED,
        APPROVED,
        PUBLISHED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// May its commands be changed?
        public boolean isOpen() {
            return this == DRAFT || this == RETURNED;
        }
    }

    public Plan {
        name = Valid.text("name", name);
        if (name == null) {
            throw new IllegalArgumentException("name is empty; a plan needs one");
        }
    }
}
