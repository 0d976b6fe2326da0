package org.wangge.api;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.wangge.api.wire.Parameters;
import org.wangge.problem.Problem;

/// The front end's files, from the class path, under one hash of all their contents: `/assets/<hash>/…` never changes and is
/// cached for good, and a new build has a new hash. Files of WebJars are under `/assets/<hash>/webjars/<name>/…`.
final class Assets {

    private static final Pattern SCRIPT = Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    private record Asset(byte[] plain, byte[] gzip, String type) {}

    private final String hash;
    private final byte[] index;
    private final String contentSecurityPolicy;
    private final Map<String, Optional<Asset>> cache = new ConcurrentHashMap<>();

    Assets() {
        TreeMap<String, byte[]> files = files();
        MessageDigest digest = sha256();
        files.forEach((name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        digest.update(webJarVersion("leaflet").getBytes(StandardCharsets.UTF_8));
        hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
        String html = new String(files.getOrDefault("index.html", new byte[0]), StandardCharsets.UTF_8).replace("{{assets}}", "/assets/" + hash);
        index = html.getBytes(StandardCharsets.UTF_8);
        contentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
                + "base-uri 'none'; frame-ancestors 'none'; script-src 'self'" + inlineScriptHashes(html);
    }

    /// 200: the page.
    void index(Context ctx, Parameters parameters) {
        ctx.header("Cache-Control", "no-cache").header("Content-Security-Policy", contentSecurityPolicy);
        send(ctx, cache.computeIfAbsent("", _ -> Optional.of(asset("index.html", index))).orElseThrow());
    }

    /// 200, or 404 when there is no such file or the hash is that of another build.
    void file(Context ctx, Parameters parameters) {
        String path = ctx.pathParam("path");
        Optional<Asset> asset = ctx.pathParam("hash").equals(hash) && !path.contains("..")
                ? cache.computeIfAbsent(path, this::load)
                : Optional.empty();
        if (asset.isEmpty()) {
            throw new Problem.NotFound("There is no file " + ctx.path() + ".", "Reload the page; it names the files of this build.")
                    .asException();
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        send(ctx, asset.get());
    }

    /// 200: the icon, for browsers that ask for it by its old name.
    void icon(Context ctx, Parameters parameters) {
        ctx.redirect("/assets/" + hash + "/icon.svg");
    }

    private static void send(Context ctx, Asset asset) {
        ctx.disableCompression();
        ctx.header("Vary", "Accept-Encoding");
        String accepted = ctx.header("Accept-Encoding");
        boolean gzip = asset.gzip() != null && accepted != null && accepted.contains("gzip");
        if (gzip) {
            ctx.header("Content-Encoding", "gzip");
        }
        ctx.contentType(asset.type()).result(gzip ? asset.gzip() : asset.plain());
    }

    private Optional<Asset> load(String path) {
        String resource = "/web/" + path;
        if (path.startsWith("webjars/")) {
            String[] parts = path.split("/", 3);
            if (parts.length < 3) {
                return Optional.empty();
            }
            resource = "/META-INF/resources/webjars/" + parts[1] + "/" + webJarVersion(parts[1]) + "/" + parts[2];
        }
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            return in == null || path.endsWith("/") ? Optional.empty() : Optional.of(asset(path, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Asset asset(String path, byte[] bytes) {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        boolean text = !type.startsWith("image/") || type.contains("svg");
        return new Asset(bytes, text ? gzip(bytes) : null, type);
    }

    /// As small as it gets: it is done once.
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String webJarVersion(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            if (in == null) {
                return "none";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeMap<String, byte[]> files() {
        try {
            var url = Assets.class.getResource("/web/index.html");
            if (url == null) {
                throw new IllegalStateException("the front end is not on the class path");
            }
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return files(Path.of(uri).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return files(jar.getPath("/web"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the front end's files can't be read", e);
        }
    }

    private static TreeMap<String, byte[]> files(Path root) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static String inlineScriptHashes(String html) {
        StringBuilder hashes = new StringBuilder();
        Matcher m = SCRIPT.matcher(html);
        while (m.find()) {
            byte[] digest = sha256().digest(m.group(1).getBytes(StandardCharsets.UTF_8));
            hashes.append(" 'sha256-").append(Base64.getEncoder().encodeToString(digest)).append('\'');
        }
        return hashes.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
