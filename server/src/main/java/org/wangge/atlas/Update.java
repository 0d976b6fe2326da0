package org.wangge.atlas;

import org.wangge.model.Layer;
import org.wangge.model.Row;

/// The present state of one row, for the [Publisher] to take over.
public sealed interface Update {

    /// The row is there and has these values.
    record Put(Row row) implements Update {}

    /// The row is not there (any more).
    record Remove(Layer layer, long id) implements Update {}
}
