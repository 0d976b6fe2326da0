package org.wangge.model;

/// One row of the change feed: this row of this layer may have changed, appeared or gone; `id` 0 means the whole layer. It
/// carries no values: the reader reads the row's present state, so the order of changes never matters.
public record Change(Layer layer, long id) {

    public boolean isWholeLayer() {
        return id == 0;
    }
}
