package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.wangge.model.PlanCommand;

@Entity
@Table(name = "plan_commands")
class PlanCommandEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    int version;

    long planId;
    int position;
    String json;
    boolean undone;

    PlanCommand toModel() {
        return new PlanCommand(planId, position, json, undone);
    }
}
