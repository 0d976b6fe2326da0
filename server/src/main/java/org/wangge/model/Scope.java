package org.wangge.model;

/// Where a role holds.
public sealed interface Scope {

    Scope EVERYWHERE = new Everywhere();

    /// In every branch.
    record Everywhere() implements Scope {}

    /// In one branch and all of its grids.
    record OfBranch(long branch) implements Scope {}

    /// In one grid and everything below it.
    record OfGrid(long grid) implements Scope {}
}
