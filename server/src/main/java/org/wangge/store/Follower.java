package org.wangge.store;

import org.wangge.atlas.Publisher;

/// Keeps an atlas in step with a store: loads it, then follows the change feed on a thread of its own.
public final class Follower implements AutoCloseable {

    public Follower(Store store, Publisher publisher) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Loads everything and starts to follow; returns when the atlas is loaded.
    public void start() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Returns when the atlas shows everything that was committed before this call: read your writes.
    public void sync() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
