package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.time.LocalDate;
import org.wangge.model.Assignment;
import org.wangge.model.Row;

/// Its key is the grid, the role and the first day; the operator has no code for it.
@Entity
@Table(name = "assignments")
public class AssignmentEntity extends RowEntity {
    public long gridId;
    public long personId;
    public String role;
    String contract;
    public LocalDate validFrom;
    public LocalDate validTo;

    @Override
    public Assignment toModel() {
        return new Assignment(id, gridId, personId, role, contract, validFrom, validTo);
    }

    @Override
    void take(Values v) throws SQLException {
        gridId = v.known();
        personId = v.known();
        role = v.text();
        contract = v.text();
        validFrom = v.date();
        validTo = v.date();
    }

    @Override
    void copy(Row row) {
        Assignment a = (Assignment) row;
        gridId = a.grid();
        personId = a.person();
        role = a.role();
        contract = a.contract();
        validFrom = a.validFrom();
        validTo = a.validTo();
    }
}
