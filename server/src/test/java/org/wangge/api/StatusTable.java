package org.wangge.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wangge.api.ogc.OgcApi;

/// The statuses that the API reference names for each route.
final class StatusTable {

    private static final Pattern LINE = Pattern.compile("\\| ((?:`[A-Z]+ /[^`]*`,? ?)+) \\| ([0-9, ]+) \\|");
    private static final Pattern ROUTE = Pattern.compile("`([^`]+)`");

    private StatusTable() {}

    /// By method and path.
    static Map<String, Set<Integer>> read() throws IOException {
        Map<String, Set<Integer>> table = new TreeMap<>();
        String reference = Files.readString(Path.of("..", "docs", "api.md"));
        for (String line : reference.substring(reference.indexOf("### Statuses of each path"),
                reference.indexOf("## Who may do what")).lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                Set<Integer> statuses = new TreeSet<>(Arrays.stream(m.group(2).split(",")).map(s -> Integer.parseInt(s.strip()))
                        .toList());
                Matcher route = ROUTE.matcher(m.group(1));
                while (route.find()) {
                    table.put(route.group(1), statuses);
                }
            }
        }
        return table;
    }

    /// All routes of the server.
    static List<Endpoint> routes() {
        return Routes.all(
                new Assets(List::of), new HealthHandler(null, null, null), new SessionHandler(null, null, null, null),
                new AccountHandler(null, null), new AuditHandler(null),
                new TileHandler(null, null, null), new GridHandler(null, null, null, null),
                new HotSpotHandler(null, null, null), new BasemapHandler(null), new StreetHandler(null),
                new EventHub(null, null, null, null), new PlanHandler(null, null), new RevisionHandler(null, null, null),
                new JobHandler(null, null, null), new ImportHandler(null, null), new BackupHandler(null, null),
                new OgcApi(null, null));
    }
}
