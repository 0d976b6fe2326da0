package org.wangge.model;

import java.time.Instant;

/// One published state of the grids (版本). `plan` is the plan it came from; `author` published it, `approver` approved it.
/// `historyFrom` and `historyTo` are the places in the history of the grids before and after it, null for one from before
/// the history was kept; `dutiesFrom` and `dutiesTo` those in the history of the assignments.
public record Revision(
        long id, String name, Long plan, Instant publishedAt, Actor author, Actor approver, Long historyFrom, Long historyTo,
        long dutiesFrom, long dutiesTo) {}
