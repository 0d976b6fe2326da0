package org.wangge.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.wangge.api.wire.Parameters;
import org.wangge.problem.Problem;

/// The front end's files, from the class path, under one hash of all their contents: `/assets/<hash>/…` never changes and is
/// cached for good, and a new build has a new hash. Files of WebJars are under `/assets/<hash>/webjars/<name>/dist/…`.
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

    /// One file, with its type, its entity tag and, where that is smaller, itself compressed.
    record Asset(byte[] plain, byte[] gzip, String type, String etag) {}

    private final String hash;
    private final Asset index;
    private final String contentSecurityPolicy;
    private final Supplier<List<String>> pictures;
    /// All that there is, by its path; what is asked for and is not there leaves nothing behind.
    private final Map<String, byte[]> files;
    /// Those of them that were asked for.
    private final Map<String, Asset> cache = new ConcurrentHashMap<>();

    /// `pictures`: the origins besides this server from which the page may show some.
    Assets(Supplier<List<String>> pictures) {
        this.pictures = pictures;
        TreeMap<String, byte[]> own = files("/web/index.html");
        own.replaceAll((name, bytes) -> name.endsWith(".js") || name.endsWith(".css")
                ? Sources.withoutComments(new String(bytes, UTF_8)).getBytes(UTF_8) : bytes);
        TreeMap<String, byte[]> all = new TreeMap<>(own);
        String leaflet = "/META-INF/resources/webjars/leaflet/" + webJarVersion("leaflet");
        files(leaflet + "/dist/leaflet.js").forEach((name, bytes) -> all.put("webjars/leaflet/dist/" + name, bytes));
        files = Map.copyOf(all);
        MessageDigest digest = sha256();
        own.forEach((name, bytes) -> {
            digest.update(name.getBytes(UTF_8));
            digest.update(bytes);
        });
        digest.update(webJarVersion("leaflet").getBytes(UTF_8));
        hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
        String html = new String(own.getOrDefault("index.html", new byte[0]), UTF_8)
                .replace("{{assets}}", "/assets/" + hash);
        index = asset("index.html", html.getBytes(UTF_8));
        contentSecurityPolicy =
                "default-src 'self'; img-src 'self' data: blob:%s; object-src 'none'; base-uri 'none'; form-action 'self'; "
                + "frame-ancestors 'none'; script-src 'self'" + inlineScriptHashes(html);
    }

    /// 200: the page; 304.
    void index(Context ctx, Parameters parameters) throws IOException {
        String policy = contentSecurityPolicy.formatted(pictures.get().stream().map(p -> " " + p).collect(Collectors.joining()));
        ctx.header("Cache-Control", "no-cache").header("Content-Security-Policy", policy);
        // A browser keeps the policy with the page: with another one it is another page.
        send(ctx, new Asset(index.plain(), index.gzip(), index.type(), Reply.etag((policy + index.etag()).getBytes(UTF_8))));
    }

    /// 200, 304, or 404 when there is no such file or the hash is that of another build.
    void file(Context ctx, Parameters parameters) throws IOException {
        Asset asset = find(ctx.pathParam("hash"), ctx.pathParam("path")).orElseThrow(() -> new Problem.NotFound(
                        "There is no file " + ctx.path() + ".", "Reload the page; it names the files of this build.")
                .asException());
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        send(ctx, asset);
    }

    /// Empty for a file that there is not.
    Optional<Asset> find(String build, String path) {
        return build.equals(hash) && files.containsKey(path)
                ? Optional.of(cache.computeIfAbsent(path, name -> asset(name, files.get(name))))
                : Optional.empty();
    }

    String hash() {
        return hash;
    }

    /// How many files were asked for so far: never more than there are.
    int kept() {
        return cache.size();
    }

    /// 200: the icon, for browsers that ask for it by its old name.
    void icon(Context ctx, Parameters parameters) {
        ctx.redirect("/assets/" + hash + "/icon.svg");
    }

    private static void send(Context ctx, Asset asset) throws IOException {
        ctx.contentType(asset.type());
        Reply.send(ctx, asset.plain(), asset.gzip() == null ? null : asset::gzip, asset.etag());
    }

    private static Asset asset(String path, byte[] bytes) {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        boolean text = !type.startsWith("image/") || type.contains("svg");
        return new Asset(bytes, text ? gzip(bytes) : null, type, Reply.etag(bytes));
    }

    /// As small as it gets: it is done once.
    static byte[] gzip(byte[] bytes) {
        return gzip(bytes, Deflater.BEST_COMPRESSION);
    }

    static byte[] gzip(byte[] bytes, int level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(level);
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

    /// The files in the folder of this one on the class path, and below it.
    private static TreeMap<String, byte[]> files(String one) {
        try {
            URL url = Assets.class.getResource(one);
            if (url == null) {
                throw new IllegalStateException(one + " is not on the class path");
            }
            if (!(url.openConnection() instanceof JarURLConnection inJar)) {
                return files(Path.of(url.toURI()).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(inJar.getJarFileURL().toURI()))) {
                return files(jar.getPath(one).getParent());
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
            byte[] digest = sha256().digest(m.group(1).getBytes(UTF_8));
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
