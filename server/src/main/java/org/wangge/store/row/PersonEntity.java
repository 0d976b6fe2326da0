package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.wangge.model.Person;
import org.wangge.model.Row;

@Entity
@Table(name = "persons")
class PersonEntity extends RowEntity {
    String code;
    String name;
    String phone;

    @Override
    public Person toModel() {
        return new Person(id, code, name, phone);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        name = v.text();
        phone = v.text();
    }

    @Override
    void copy(Row row) {
        Person p = (Person) row;
        code = p.code();
        name = p.name();
        phone = p.phone();
    }
}
