package org.wangge.model;

import java.time.Instant;
import java.util.Map;

/// One command of a plan. `position` counts from 1; `json` is the command as the API takes it; an undone command stays, so
/// that it can be redone, until another takes its place. `effect` says in words of the planning package what the command did
/// when it was given, and `versions` which version each grid that it met had then; so one can tell later whether it still means
/// the same.
public record PlanCommand(
        long plan, int position, String json, boolean undone, Actor author, Instant at, String effect,
        Map<Long, Integer> versions) {
    public PlanCommand {
        versions = Map.copyOf(versions);
    }
}
