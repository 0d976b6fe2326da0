package org.wangge.model;

/// Somebody who can be responsible for a grid.
public record Person(long id, String code, String name, String phone) implements Row {
    public Person {
        code = Valid.code(code);
        name = Valid.text("name", name);
        phone = Valid.text("phone", phone);
    }

    @Override
    public Table table() {
        return Table.PERSONS;
    }
}
