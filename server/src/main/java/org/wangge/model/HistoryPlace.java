package org.wangge.model;

/// A moment in the histories that the databases keep: the last rows of those of the grids, the assignments and the branches.
public record HistoryPlace(long grids, long assignments, long branches) {

    /// The later of the two, in each history.
    public HistoryPlace orLater(HistoryPlace other) {
        return new HistoryPlace(
                Math.max(grids, other.grids), Math.max(assignments, other.assignments), Math.max(branches, other.branches));
    }
}
