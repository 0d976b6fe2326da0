package org.wangge.model;

import java.time.Instant;
import java.util.List;

/// A key of another program, acting for an account with at most that account's grants. Only the key's hash is known. `usedAt` is
/// null until it is used, and right to a minute.
public record ApiToken(
        long id, long account, String name, String tokenHash, List<Grant> grants, Instant createdAt, Instant expiresAt,
        Instant usedAt) {

    public ApiToken {
        name = Valid.text("name", name);
        if (name == null) {
            throw new IllegalArgumentException("name is empty; say which program the token is for");
        }
        grants = List.copyOf(grants);
    }

    /// Without the hash, so that it never meets a log.
    @Override
    public String toString() {
        return "ApiToken[id=" + id + ", account=" + account + "]";
    }
}
