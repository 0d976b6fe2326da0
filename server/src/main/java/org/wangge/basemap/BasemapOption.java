package org.wangge.basemap;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.basemap.Basemap.Credit;
import org.wangge.basemap.Basemap.Datum;
import org.wangge.basemap.Basemap.Remote;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// A basemap as it is named on the command line: a known service, an address or a file, then words about it:
/// `osm`, `tianditu-vec,key=KEY`, `https://tile.example.com/{z}/{x}/{y}.png,name=Town,max-zoom=17`, `town.mbtiles`.
public final class BasemapOption {

    private static final int DEEPEST = 22;
    private static final int MAX_NAME = 60;
    private static final int USUAL_DEEPEST = 18;
    private static final Set<String> OF_SERVICES = Set.of("key", "name");
    private static final Set<String> OF_ADDRESSES = Set.of("key", "name", "attribution", "attribution-url", "crs", "min-zoom",
            "max-zoom", "tile-size", "layer", "style", "matrix-set", "matrix", "format");
    private static final Set<String> OF_FILES = Set.of("name", "attribution", "attribution-url", "crs");
    private static final Set<String> OF_WMTS = Set.of("style", "matrix-set", "matrix", "format");

    private final String head;
    private final Map<String, String> words = new LinkedHashMap<>();

    private BasemapOption(String option) {
        // A comma of an address stands before no word and its =.
        String[] parts = option.strip().split(",(?=[A-Za-z-]+=)");
        head = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String[] word = parts[i].split("=", 2);
            if (words.put(word[0], word[1].strip()) != null) {
                throw refused(word[0] + " is given twice.", "Give it once.");
            }
            if (word[1].isBlank()) {
                throw refused(word[0] + " is empty.", "Give its value after the =, or leave it out.");
            }
        }
    }

    /// `BadInput` problem that quotes the option when it names no basemap, or says what can't be about it.
    public static Basemap parse(String option) {
        return new BasemapOption(option).basemap(true);
    }

    /// The same, where no file of this machine may be named.
    public static Basemap parseService(String option) {
        return new BasemapOption(option).basemap(false);
    }

    /// All of them, in this order; the first is the one that is shown at first. Those that would be called alike in links are
    /// numbered.
    public static List<Basemap> parseAll(List<String> options) {
        List<Basemap> all = new ArrayList<>();
        try {
            for (String option : options) {
                if (option.isBlank()) {
                    continue;
                }
                all.add(parse(option));
            }
        } catch (RuntimeException e) {
            Basemaps.close(all);
            throw e;
        }
        return numbered(all, List.of());
    }

    /// Each under an id that neither another of them nor one of `others` has.
    static List<Basemap> numbered(List<Basemap> some, List<Basemap> others) {
        List<Basemap> taken = new ArrayList<>(others);
        for (Basemap one : some) {
            String id = one.id();
            for (int n = 2; isTaken(id, taken); n++) {
                id = one.id() + "-" + n;
            }
            taken.add(one.withId(id));
        }
        return List.copyOf(taken.subList(others.size(), taken.size()));
    }

    private static boolean isTaken(String id, List<Basemap> by) {
        // The word for having none.
        return id.equals("none") || by.stream().anyMatch(b -> b.id().equals(id));
    }

    private Basemap basemap(boolean files) {
        Optional<Service> service = Service.find(head.toLowerCase(Locale.ROOT));
        if (service.isPresent()) {
            return known(service.get());
        }
        if (head.matches("(?i)https?:.*")) {
            return addressed();
        }
        if (!files) {
            throw refused("that is no map service that is known here (" + Service.names() + "), and no address.",
                    "Give one of these, or an address with {z}, {x} and {y}. A file is named when the server is started.");
        }
        if (head.matches("(?i).*[.](mb|pm)tiles")) {
            return filed();
        }
        throw refused("that is no map service that is known here (" + Service.names() + "), no address and no file of tiles.",
                "Give one of these, an address with {z}, {x} and {y}, or a file that ends in .mbtiles or .pmtiles.");
    }

    private Basemap filed() {
        allow(OF_FILES);
        Path path;
        try {
            path = Path.of(head);
        } catch (InvalidPathException e) {
            throw refused("that is no name of a file.", "Name a file of tiles.");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw refused(Files.exists(path) ? "that is no file that this user may read." : "there is no such file.",
                    "Name a file of tiles that this user may read.");
        }
        // Before it is opened: what is refused leaves no file open.
        Credit credit = credit();
        Datum datum = datum();
        String stem = path.getFileName().toString().replaceFirst("[.][^.]*$", "");
        String given = name(stem);
        TileFile file = TileFile.open(path);
        TileFile.Words said = file.words();
        if (datum != Datum.WGS84 && said.format() == TileFile.Format.VECTOR) {
            file.close();
            throw refused("its tiles are vector tiles, which can't be drawn from " + datum.key() + ".",
                    "Leave crs out, or convert them to WGS 84.");
        }
        String name = words.containsKey("name") || said.name() == null || said.name().length() > MAX_NAME ? given : said.name();
        return new Basemap(slug(stem), name, name, datum, said.minZoom(), said.maxZoom(),
                credit != null || said.credit() == null ? credit : new Credit(said.credit(), null), new Basemap.Local(file));
    }

    private Basemap known(Service service) {
        allow(OF_SERVICES);
        List<List<String>> layers = new ArrayList<>();
        for (String layer : service.layers) {
            layers.add(addresses(layer));
        }
        return new Basemap(service.key(), name(service.title), name(service.titleZh), service.datum, service.minZoom,
                service.maxZoom, service.credit, new Remote(layers, 256));
    }

    private Basemap addressed() {
        allow(OF_ADDRESSES);
        List<String> addresses = addresses(words.containsKey("layer") ? wmts() : head);
        String host = URI.create(Addresses.origin(addresses.getFirst())).getHost();
        int max = number("max-zoom", USUAL_DEEPEST, 0, DEEPEST);
        int size = number("tile-size", 256, 256, 512);
        if (size != 256 && size != 512) {
            throw refused("tile-size is " + size + ".", "Tiles are 256 or 512 pixels wide.");
        }
        String name = name(host);
        return new Basemap(slug(name), name, name, datum(), number("min-zoom", 0, 0, max), max, credit(),
                new Remote(List.of(addresses), size));
    }

    /// The address of a tile of a Web Map Tile Service by its parameters.
    private String wmts() {
        return head + (head.contains("?") ? head.endsWith("?") || head.endsWith("&") ? "" : "&" : "?")
                + "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=" + words.get("layer")
                + "&STYLE=" + words.getOrDefault("style", "default")
                + "&TILEMATRIXSET=" + words.getOrDefault("matrix-set", "GoogleMapsCompatible")
                + "&FORMAT=" + words.getOrDefault("format", "image/png")
                + "&TILEMATRIX=" + words.getOrDefault("matrix", "{z}") + "&TILEROW={y}&TILECOL={x}";
    }

    private List<String> addresses(String written) {
        try {
            return Addresses.of(written, words.get("key"));
        } catch (Addresses.Unusable e) {
            throw refused(e.getMessage(), e.remedy());
        }
    }

    private void allow(Set<String> allowed) {
        for (String word : words.keySet()) {
            if (!allowed.contains(word)) {
                throw refused("nothing is known of '" + word + "'.", "Known are " + String.join(", ", new TreeSet<>(allowed))
                        + "; a comma that belongs to an address is written as %2C.");
            }
            if (OF_WMTS.contains(word) && !words.containsKey("layer")) {
                throw refused(word + " is given without a layer.", "Both are of a WMTS: name its layer too.");
            }
        }
    }

    private Datum datum() {
        String crs = words.getOrDefault("crs", "WGS84");
        return switch (crs.toUpperCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
            case "WGS84", "EPSG:3857", "CGCS2000" -> Datum.WGS84;
            case "GCJ02" -> Datum.GCJ02;
            default -> throw refused("its crs is '" + crs + "'.",
                    "Tiles are drawn in Web Mercator, of WGS84 or of GCJ-02; those of other systems can't be.");
        };
    }

    private Credit credit() {
        String url = words.get("attribution-url");
        if (url != null && (!url.matches("https?://[^\\s\"<>]+") || !words.containsKey("attribution"))) {
            throw refused("attribution-url is '" + url + "'.",
                    "Give an address on the web, and the words for it as attribution.");
        }
        return words.containsKey("attribution") ? new Credit(words.get("attribution"), url) : null;
    }

    private String name(String otherwise) {
        String name = words.getOrDefault("name", otherwise);
        if (name.length() > MAX_NAME) {
            throw refused("its name has " + name.length() + " characters.", "Give it a name of at most " + MAX_NAME + ".");
        }
        return name;
    }

    private int number(String word, int otherwise, int min, int max) {
        String text = words.get(word);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw refused(word + " is '" + text + "'.", "Give a whole number from " + min + " to " + max + ".");
        }
        return Integer.parseInt(text);
    }

    /// What stands in links and paths.
    private static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return slug.isEmpty() ? "map" : slug;
    }

    /// Without the words about it, since one may be a key.
    private ProblemException refused(String what, String remedy) {
        return new Problem.BadInput("Basemap '" + head + "': " + what, remedy).asException();
    }
}
