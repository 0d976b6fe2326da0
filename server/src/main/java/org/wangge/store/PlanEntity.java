package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.wangge.model.Actor;
import org.wangge.model.Plan;

@Entity
@Table(name = "plans")
class PlanEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    int version;

    String name;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Plan.Status status;

    long baseRevision;
    long authorId;
    String authorName;
    Instant createdAt;
    Instant updatedAt;
    long changedById;
    String changedByName;

    Plan toModel() {
        return new Plan(id, version, name, status, baseRevision, new Actor(authorId, authorName), createdAt, updatedAt,
                new Actor(changedById, changedByName));
    }
}
