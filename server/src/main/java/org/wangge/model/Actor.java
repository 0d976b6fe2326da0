package org.wangge.model;

/// Who does something: the id of an account and its name at that time. Id 0 is the program itself, or a time before accounts.
public record Actor(long id, String name) {

    public static final Actor NOBODY = new Actor(0, "");
}
