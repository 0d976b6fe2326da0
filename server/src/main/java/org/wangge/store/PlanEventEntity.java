package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.wangge.model.Actor;
import org.wangge.model.PlanEvent;

/// Written once and never changed, so it needs no version.
@Entity
@Immutable
@Table(name = "plan_events")
class PlanEventEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long planId;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    PlanEvent.Kind kind;

    Instant at;
    long actorId;
    String actorName;
    String note;

    PlanEvent toModel() {
        return new PlanEvent(planId, kind, at, new Actor(actorId, actorName), note);
    }
}
