package org.wangge.model;

/// That a plan is as it was not before: its present status (null: it is deleted), its version, and how many comments it has.
/// Plan 0 stands for many at once; the rest means nothing then.
public record PlanChange(long plan, Plan.Status status, int version, int comments) {

    public static final PlanChange MANY = new PlanChange(0, null, 0, 0);

    public static PlanChange deleted(long plan) {
        return new PlanChange(plan, null, 0, 0);
    }
}
