package org.wangge.model;

import java.time.Instant;
import java.util.List;

/// Somebody who can sign in. `name` is what is typed, in lower case; new ones are held to [Lookalikes] too. `displayName` may
/// be null. `passwordHash` is null for an account that signs in with an identity provider only, `subject` (issuer and subject,
/// joined by a space) null for one that never did. While `mustChangePassword`, nothing but a new password is taken. `person` is
/// the id of the person whose account it is, null when that is not known. Grants come in the order in which they were given.
public record Account(
        long id,
        int version,
        String name,
        String displayName,
        String passwordHash,
        String subject,
        boolean mustChangePassword,
        boolean disabled,
        Instant createdAt,
        Long person,
        List<Grant> grants) {

    private static final int MAX_NAME = 100;

    public Account {
        if (name == null || !name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*") || name.length() > MAX_NAME
                || !name.equals(normal(name))) {
            throw new IllegalArgumentException("name is '" + name + "'; it must be 1.." + MAX_NAME
                    + " letters, digits or ._@+- without spaces, in lower case, and begin with a letter or digit");
        }
        displayName = Valid.text("display name", displayName);
        grants = List.copyOf(grants);
    }

    /// An account that nobody has been linked to.
    public Account(
            long id, int version, String name, String displayName, String passwordHash, String subject,
            boolean mustChangePassword, boolean disabled, Instant createdAt, List<Grant> grants) {
        this(id, version, name, displayName, passwordHash, subject, mustChangePassword, disabled, createdAt, null, grants);
    }

    public Account withPassword(String hash, boolean once) {
        return new Account(id, version, name, displayName, hash, subject, once, disabled, createdAt, person, grants);
    }

    public Account withDisabled(boolean off) {
        return new Account(
                id, version, name, displayName, passwordHash, subject, mustChangePassword, off, createdAt, person, grants);
    }

    public Account withGrants(List<Grant> others) {
        return new Account(
                id, version, name, displayName, passwordHash, subject, mustChangePassword, disabled, createdAt, person, others);
    }

    /// What a name is compared by: without spaces around it, in lower case, in Unicode's composed form.
    public static String normal(String name) {
        return java.text.Normalizer.normalize(name.strip(), java.text.Normalizer.Form.NFKC).toLowerCase(java.util.Locale.ROOT);
    }

    /// What people are shown.
    public String shownName() {
        return displayName == null ? name : displayName;
    }

    /// Without the hash, so that it never meets a log.
    @Override
    public String toString() {
        return "Account[id=" + id + ", name=" + name + "]";
    }
}
