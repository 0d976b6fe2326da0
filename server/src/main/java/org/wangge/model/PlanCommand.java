package org.wangge.model;

/// One command of a plan. `position` counts from 1; `json` is the command as the API takes it; an undone command stays, so
/// that it can be redone, until another takes its place.
public record PlanCommand(long plan, int position, String json, boolean undone) {}
