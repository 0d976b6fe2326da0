package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Row;

@Entity
@Table(name = "buildings")
class BuildingEntity extends RowEntity {
    private static final Count[] COUNTS = Count.values();

    String code;
    String name;
    String address;
    String compound;
    String kind;
    Integer households;
    Integer homesPassed;
    Integer subscribers;
    Integer ftthSubscribers;
    Integer twoWaySubscribers;
    Integer openingSubscribers;
    Integer newSubscribers;
    Integer disconnects;
    Integer due;
    Integer renewed;
    Integer competitorSubscribers;
    Integer revenue;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometry;

    @Override
    public Building toModel() {
        int[] counts = new int[Count.SIZE];
        for (Count c : COUNTS) {
            Integer value = count(c);
            counts[c.ordinal()] = value == null ? Counts.UNKNOWN : value;
        }
        return new Building(id, code, name, address, compound, kind, Counts.of(counts), geometry);
    }

    private Integer count(Count c) {
        return switch (c) {
            case HOUSEHOLDS -> households;
            case HOMES_PASSED -> homesPassed;
            case SUBSCRIBERS -> subscribers;
            case FTTH_SUBSCRIBERS -> ftthSubscribers;
            case TWO_WAY_SUBSCRIBERS -> twoWaySubscribers;
            case OPENING_SUBSCRIBERS -> openingSubscribers;
            case NEW_SUBSCRIBERS -> newSubscribers;
            case DISCONNECTS -> disconnects;
            case DUE -> due;
            case RENEWED -> renewed;
            case COMPETITOR_SUBSCRIBERS -> competitorSubscribers;
            case REVENUE -> revenue;
        };
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        name = v.text();
        address = v.text();
        compound = v.text();
        kind = v.text();
        households = v.integer();
        homesPassed = v.integer();
        subscribers = v.integer();
        ftthSubscribers = v.integer();
        twoWaySubscribers = v.integer();
        openingSubscribers = v.integer();
        newSubscribers = v.integer();
        disconnects = v.integer();
        due = v.integer();
        renewed = v.integer();
        competitorSubscribers = v.integer();
        revenue = v.integer();
        geometry = v.geometry();
    }

    @Override
    void copy(Row row) {
        Building b = (Building) row;
        code = b.code();
        name = b.name();
        address = b.address();
        compound = b.compound();
        kind = b.kind();
        households = b.counts().value(Count.HOUSEHOLDS);
        homesPassed = b.counts().value(Count.HOMES_PASSED);
        subscribers = b.counts().value(Count.SUBSCRIBERS);
        ftthSubscribers = b.counts().value(Count.FTTH_SUBSCRIBERS);
        twoWaySubscribers = b.counts().value(Count.TWO_WAY_SUBSCRIBERS);
        openingSubscribers = b.counts().value(Count.OPENING_SUBSCRIBERS);
        newSubscribers = b.counts().value(Count.NEW_SUBSCRIBERS);
        disconnects = b.counts().value(Count.DISCONNECTS);
        due = b.counts().value(Count.DUE);
        renewed = b.counts().value(Count.RENEWED);
        competitorSubscribers = b.counts().value(Count.COMPETITOR_SUBSCRIBERS);
        revenue = b.counts().value(Count.REVENUE);
        geometry = b.geometry();
    }
}
