package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.time.LocalDate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Row;
import org.wangge.model.Sighting;

@Entity
@Table(name = "sightings")
class SightingEntity extends RowEntity {
    String code;
    String operator;
    String kind;
    String offer;
    Double price;
    Integer severity;
    Double confidence;
    LocalDate seenAt;
    String note;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometry;

    @Override
    public Sighting toModel() {
        return new Sighting(id, code, operator, kind, offer, price, severity, confidence, seenAt, note, geometry);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        operator = v.text();
        kind = v.text();
        offer = v.text();
        price = v.real();
        severity = v.integer();
        confidence = v.real();
        seenAt = v.date();
        note = v.text();
        geometry = v.geometry();
    }

    @Override
    void copy(Row row) {
        Sighting s = (Sighting) row;
        code = s.code();
        operator = s.operator();
        kind = s.kind();
        offer = s.offer();
        price = s.price();
        severity = s.severity();
        confidence = s.confidence();
        seenAt = s.seenAt();
        note = s.note();
        geometry = s.location();
    }
}
