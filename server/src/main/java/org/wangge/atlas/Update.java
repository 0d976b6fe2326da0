package org.wangge.atlas;

import org.wangge.model.Row;
import org.wangge.model.Table;

/// The present state of one row, for the [Publisher] to take over.
public sealed interface Update {

    /// The row is there and has these values.
    record Put(Row row) implements Update {}

    /// The row is not there (any more).
    record Remove(Table table, long id) implements Update {}
}
