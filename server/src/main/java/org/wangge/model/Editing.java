package org.wangge.model;

import java.time.Instant;
import java.util.List;

/// Somebody who has a plan open since a moment, and the grids that they are working on.
public record Editing(long plan, Actor actor, Instant since, List<Long> grids) {
    public Editing {
        grids = List.copyOf(grids);
    }
}
