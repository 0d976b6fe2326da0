package org.wangge.model;

import java.time.Instant;

/// One published state of the grids (版本). `plan` is the plan it came from, whose `author` is null when that is not known any
/// more; `approver` approved it, `publisher` published it.
/// `before` and `after` are the places in the history on both sides of it, null for one from before the history was kept.
public record Revision(
        long id, String name, Long plan, Instant publishedAt, Actor author, Actor approver, Actor publisher,
        HistoryPlace before, HistoryPlace after) {}
