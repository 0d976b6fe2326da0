package org.wangge.model;

import java.time.Instant;

/// A file that was sent to be imported. It lies in the folder `folder` of those of the server that took it, under its own `name`.
/// `options` say how it is read, as JSON. `check` is the id of the job that looked through it, `commit` that of the one that
/// imports it, null until somebody asked for that.
public record SentFile(
        long id, String folder, String name, long bytes, Layer layer, String options, Actor by, Instant createdAt, long check,
        Long commit) {}
