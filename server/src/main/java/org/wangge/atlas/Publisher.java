package org.wangge.atlas;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.wangge.model.Layer;

/// The one writer of the atlas: applies changes, builds the next immutable [Snapshot] and swaps one reference.
///
/// [#current()] may be called by any thread and never waits; [#load] and [#apply] are called one at a time.
public final class Publisher {

    /// Where a layer changed: a box in degrees (lon/lat), so that caches and browsers know what to drop.
    public record Touched(Layer layer, Envelope lonLat) {}

    /// A swap that has happened: [#current()] already answers `after`.
    public record Publication(Snapshot before, Snapshot after, List<Touched> touched) {}

    /// The snapshot of this moment; empty before the first load.
    public Snapshot current() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// True once a first load is complete.
    public boolean isReady() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Loads these layers anew (all of them at start, one after an import).
    public void load(Source source, Set<Layer> layers) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Takes over the present state of single rows, as of this revision.
    public void apply(List<Update> updates, long revision) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Calls `listener` after every swap, on the writer's thread, before `load` or `apply` returns.
    public void listen(Consumer<Publication> listener) {
        throw new UnsupportedOperationException("not built yet");
    }
}
