package org.wangge.model;

import java.time.Instant;

/// A browser that is signed in. Only the hash of its token is known.
public record Session(long id, long account, String tokenHash, Instant createdAt, Instant usedAt) {}
