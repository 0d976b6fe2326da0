package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wangge.model.Actor;
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
    long authorId;
    String authorName;
    Instant at;
    String effect;
    /// `id:version,…` of the grids that the command met.
    String versions;

    PlanCommand toModel() {
        Map<Long, Integer> met = new TreeMap<>();
        for (String pair : versions.isEmpty() ? new String[0] : versions.split(",")) {
            int colon = pair.indexOf(':');
            met.put(Long.parseLong(pair.substring(0, colon)), Integer.parseInt(pair.substring(colon + 1)));
        }
        return new PlanCommand(planId, position, json, undone, new Actor(authorId, authorName), at, effect, met);
    }

    static String versions(Map<Long, Integer> met) {
        return new TreeMap<>(met).entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).collect(Collectors.joining(","));
    }
}
