package org.wangge.model;

import java.time.Instant;

/// One published state of the grids (版本). `plan` is the plan it came from.
public record Revision(long id, String name, Long plan, Instant publishedAt) {}
