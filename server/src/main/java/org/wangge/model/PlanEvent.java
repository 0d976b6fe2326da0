package org.wangge.model;

import java.time.Instant;
import java.util.Locale;

/// Something that happened to a plan; `note` is what the actor said, or null.
public record PlanEvent(long plan, Kind kind, Instant at, Actor actor, String note) {

    public enum Kind {
        CREATED,
        RENAMED,
        REBASED,
        SUBMITTED,
        WITHDRAWN,
        RETURNED,
        APPROVED,
        PUBLISHED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PlanEvent {
        note = Valid.text("note", note);
    }
}
