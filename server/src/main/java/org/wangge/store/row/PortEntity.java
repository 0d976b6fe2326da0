package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Port;
import org.wangge.model.Row;

@Entity
@Table(name = "ports")
class PortEntity extends RowEntity {
    String code;
    String kind;
    String technology;
    String building;
    Integer capacity;
    Integer used;
    String managedBy;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometry;

    @Override
    public Port toModel() {
        return new Port(id, code, kind, technology, building, capacity, used, managedBy, geometry);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        kind = v.text();
        technology = v.text();
        building = v.text();
        capacity = v.integer();
        used = v.integer();
        managedBy = v.text();
        geometry = v.geometry();
    }

    @Override
    void copy(Row row) {
        Port p = (Port) row;
        code = p.code();
        kind = p.kind();
        technology = p.technology();
        building = p.building();
        capacity = p.capacity();
        used = p.used();
        managedBy = p.managedBy();
        geometry = p.location();
    }
}
