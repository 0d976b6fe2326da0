package org.wangge.model;

/// A plan as lists show it: how many commands count, and how many comments it has.
public record PlanSummary(Plan plan, int commands, int comments) {}
