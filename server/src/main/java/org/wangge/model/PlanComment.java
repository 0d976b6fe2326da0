package org.wangge.model;

import java.time.Instant;

/// What somebody says about a plan; pinned to the grid `grid`, or about the whole when that is null.
public record PlanComment(long id, long plan, Long grid, Instant at, Actor author, String note) {
    public PlanComment {
        note = Valid.text("note", note);
        if (note == null) {
            throw new IllegalArgumentException("note is empty; a comment needs one");
        }
    }
}
