package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.api.wire.PropertyJson;
import org.wangge.basemap.Basemap;
import org.wangge.basemap.Basemaps;
import org.wangge.basemap.GroundKinds;
import org.wangge.basemap.TileFile;
import org.wangge.geo.TileId;
import org.wangge.model.Role;
import org.wangge.problem.Problem;
import org.wangge.store.ChosenBasemaps.Choice;

/// The maps that may lie under the grids, and the tiles of those that are files here.
final class BasemapHandler {

    private static final byte[] NO_PICTURE = picture();
    private static final byte[] NO_FEATURE = {};

    private final Basemaps basemaps;

    BasemapHandler(Basemaps basemaps) {
        this.basemaps = basemaps;
    }

    /// 200: where the tiles of each are, and for admins what was chosen. To those who may see the map alone, since an address may
    /// hold a key.
    void list(Context ctx, Parameters parameters, Caller caller) {
        Choice choice = caller.mayEverywhere(Role.ADMIN) ? basemaps.choice() : null;
        ctx.contentType("application/json").result(Json.bytes(ordered(
                "basemaps", basemaps.list().stream().map(BasemapHandler::json).toList(),
                "chosen", choice == null ? null : ordered("version", choice.version(), "words", choice.words()))));
    }

    /// 200: as above, with those that were sent in the place of those that were chosen; 400, 403, 409 when somebody else has
    /// changed them.
    void change(Context ctx, Parameters parameters, Caller caller) {
        if (!caller.mayEverywhere(Role.ADMIN)) {
            throw caller.missing(List.of(Role.ADMIN));
        }
        Body body = Body.of(ctx, "version", "words");
        Integer version = body.number("version", 0, Integer.MAX_VALUE);
        if (version == null) {
            throw new Problem.BadInput("The body has no version.", "Send that of GET /api/basemaps: what the change starts from.")
                    .asException();
        }
        List<String> words = body.requiredTexts("words", Basemaps.MOST).stream().map(String::strip).toList();
        // The trail has their titles without the words, of which one may be a key.
        basemaps.replace(version, words, titles -> Trail.of(ctx).note(null, Map.of("basemaps", titles)));
        list(ctx, parameters, caller);
    }

    /// 200 (an empty tile where the file has none), 304, 400 for a tile that does not exist, 404 for a basemap that is no file
    /// here, 503 when the file can't be read any more.
    void tile(Context ctx, Parameters parameters) throws IOException {
        String id = ctx.pathParam("id");
        TileFile file = basemaps.find(id).map(Basemap::tiles)
                .flatMap(t -> t instanceof Basemap.Local local ? Optional.of(local.file()) : Optional.empty())
                .orElseThrow(() -> new Problem.NotFound("There is no basemap '" + id + "' in a file of this server.",
                        "GET /api/basemaps lists those that there are.").asException());
        TileId tile = PathParameters.tile(ctx);
        boolean pictures = file.words().format() != TileFile.Format.VECTOR;
        byte[] kept = file.tile(tile).orElse(null);
        byte[] sent = kept != null ? kept : pictures ? NO_PICTURE : NO_FEATURE;
        ctx.res().setContentType(kept == null && pictures ? "image/png" : file.words().format().type());
        ctx.header("Cache-Control", "private, max-age=3600");
        Reply.send(ctx, () -> file.whole(sent), TileFile.isPacked(sent) ? () -> sent : null, Reply.etag(sent));
    }

    private static Map<String, Object> json(Basemap basemap) {
        Map<String, Object> json = new LinkedHashMap<>(ordered(
                "id", basemap.id(),
                "title", PropertyJson.titles(basemap.title(), basemap.titleZh()),
                "crs", basemap.datum().key(),
                "minzoom", basemap.minZoom(),
                "maxzoom", basemap.maxZoom(),
                "attribution", basemap.credit() == null ? null : basemap.credit().text(),
                "attribution_url", basemap.credit() == null ? null : basemap.credit().url()));
        switch (basemap.tiles()) {
            case Basemap.Remote remote -> {
                json.put("format", "raster");
                json.put("tile_size", remote.size());
                json.put("tiles", remote.layers());
            }
            case Basemap.Local local -> {
                boolean vector = local.file().words().format() == TileFile.Format.VECTOR;
                json.put("format", vector ? "vector" : "raster");
                json.put("tile_size", vector ? 512 : 256);
                json.put("tiles", List.of(List.of("/basemaps/"
                        + URLEncoder.encode(basemap.id(), StandardCharsets.UTF_8).replace("+", "%20") + "/{z}/{x}/{y}")));
                if (vector) {
                    json.put("kinds", GroundKinds.TABLE);
                }
            }
        }
        return json;
    }

    private static byte[] picture() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
