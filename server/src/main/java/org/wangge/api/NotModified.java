package org.wangge.api;

import io.javalin.http.Context;
import java.util.zip.CRC32C;

/// Conditional requests: an `ETag` on the answer, and 304 when the browser has it already.
final class NotModified {

    private NotModified() {}

    /// Sets the headers; true when the request is answered by 304.
    static boolean answered(Context ctx, String etag) {
        ctx.header("ETag", etag).header("Cache-Control", "private, no-cache");
        String known = ctx.header("If-None-Match");
        if (known == null || !(known.equals("*") || known.contains(etag.substring(etag.indexOf('"'))))) {
            return false;
        }
        ctx.status(304);
        return true;
    }

    /// Weak, since the answer may also be sent compressed.
    static String etag(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return "W/\"" + Long.toHexString(crc.getValue()) + "-" + Integer.toHexString(content.length) + "\"";
    }
}
