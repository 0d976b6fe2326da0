package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.wangge.model.Actor;
import org.wangge.model.PlanComment;

/// Written once and never changed, so it needs no version.
@Entity
@Immutable
@Table(name = "plan_comments")
class PlanCommentEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long planId;
    Long gridId;
    Instant at;
    long authorId;
    String authorName;
    String note;

    PlanComment toModel() {
        return new PlanComment(id, planId, gridId, at, new Actor(authorId, authorName), note);
    }
}
