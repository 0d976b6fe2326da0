package org.wangge.model;

/// What an import did to a layer.
public record Loaded(long inserted, long updated, long unchanged) {}
