package org.wangge.model;

/// Land of the grid `from` became that of the grid `to` when one of them began or ended: `kind` is the type of the command.
/// Codes are those of the time.
public record Lineage(String kind, long fromId, String fromCode, long toId, String toCode) {}
