package org.wangge.planning;

import java.util.List;
import org.wangge.model.Actor;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.planning.Planning.Outcome;
import org.wangge.planning.Review.Published;
import org.wangge.topology.Command;

/// A planner and an approver who always know the present version of a plan.
record Desk(Planning planning) {

    static final Editor PLANNER = Editor.everywhere(new Actor(1, "planner"));
    static final Editor APPROVER = Editor.everywhere(new Actor(2, "approver"));

    Plan create(String name) {
        return planning.create(name, PLANNER);
    }

    PlanResult preview(long plan, Command command) {
        return preview(plan, new Edit.Land(command));
    }

    PlanResult preview(long plan, Edit edit) {
        return planning.preview(plan, edit, PLANNER);
    }

    Outcome apply(long plan, Command command) {
        return apply(plan, new Edit.Land(command));
    }

    Outcome apply(long plan, Edit edit) {
        return planning.apply(plan, version(plan), edit, PLANNER);
    }

    Outcome undo(long plan) {
        return planning.undo(plan, version(plan), PLANNER);
    }

    Outcome redo(long plan) {
        return planning.redo(plan, version(plan), PLANNER);
    }

    Published publish(long plan) {
        Review review = planning.review();
        if (planning.plan(plan).status().isOpen()) {
            review.submit(plan, version(plan), null, PLANNER);
        }
        if (planning.plan(plan).status() == Plan.Status.SUBMITTED) {
            review.approve(plan, version(plan), null, APPROVER);
        }
        return review.publish(plan, version(plan), PLANNER);
    }

    void delete(long plan) {
        planning.delete(plan, version(plan), PLANNER);
    }

    Outcome get(long plan) {
        return planning.get(plan);
    }

    List<PlanCommand> commands(long plan) {
        return planning.commands(plan);
    }

    List<Revision> revisions() {
        return planning.history().revisions();
    }

    int version(long plan) {
        return planning.plan(plan).version();
    }
}
