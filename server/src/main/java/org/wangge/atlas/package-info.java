/// The in-memory read model: an immutable [Snapshot] of every layer with its spatial index, the leaf of each building and the
/// sums of each grid, and the one writer that makes the next one, [Publisher]. Read [Snapshot] first.
package org.wangge.atlas;
