package org.wangge.city;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Writes 澜湾市 (Lanwan), a fictional coastal city, as files that can be imported: `branches.geojson`, `grids.geojson`,
/// `base.geojson`, `buildings.csv` (column `wkt`), `ports.csv` and `sightings.csv` (columns `lon`, `lat`), all WGS 84 in UTF-8.
///
/// The same number of buildings gives the same bytes on every machine. A million takes some 300 MB on disk.
public final class SampleCity {

    /// The size of the demo in `data/demo`.
    public static final int DEMO_BUILDINGS = 12_000;
    public static final int MIN_BUILDINGS = 2_000;
    public static final int MAX_BUILDINGS = 10_000_000;

    private SampleCity() {}

    /// Writes the six files into `dir`, which is made where it is missing; files of these names are replaced.
    ///
    /// @param buildings exactly so many, [#MIN_BUILDINGS]..[#MAX_BUILDINGS]
    /// @param progress told the number of buildings written so far, now and then and at the end, on the calling thread
    /// @throws org.wangge.problem.ProblemException when the number is out of range or the directory can't be written
    public static void generate(Path dir, int buildings, LongConsumer progress) {
        if (buildings < MIN_BUILDINGS || buildings > MAX_BUILDINGS) {
            throw new Problem.BadInput(
                            "A sample city of " + buildings + " buildings can't be made.",
                            "Ask for " + MIN_BUILDINGS + " to " + MAX_BUILDINGS + " buildings.")
                    .asException();
        }
        try {
            Files.createDirectories(dir);
            write(dir, City.of(buildings), progress);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.BadInput(
                            "The sample city can't be written to " + dir + ": " + FileFault.said(e) + ".",
                            "Name a directory that can be written and has room."),
                    e);
        }
    }

    private static void write(Path dir, City city, LongConsumer progress) throws IOException {
        Market market = new Market(city);
        Labels labels = new Labels(city);
        GridTree tree = new GridTree(city, market);
        GridFiles.write(dir, tree);
        BaseMap.write(dir.resolve("base.geojson"), city);
        writePorts(dir.resolve("ports.csv"), new Network(city, market), labels);
        writeSightings(dir.resolve("sightings.csv"), new Competition(city, market, labels));
        writeBuildings(dir.resolve("buildings.csv"), city, market, labels, progress);
    }

    private static void writeBuildings(Path file, City city, Market market, Labels labels, LongConsumer progress)
            throws IOException {
        long done = 0;
        try (Out out = new Out(file)) {
            out.line(buildingColumns());
            for (Compound c : city.compounds()) {
                for (int i = 0; i < c.buildings().size(); i++) {
                    StringBuilder row = new StringBuilder(Out.csv(Arrays.asList(
                            labels.buildingCode(c, i), labels.buildingName(c, i), labels.address(c), labels.compoundName(c),
                            c.style().kind())));
                    for (int count : market.counts(c, i)) {
                        row.append(',');
                        if (count != Counts.UNKNOWN) {
                            row.append(count);
                        }
                    }
                    out.line(row.append(',').append(Out.wkt(c.buildings().get(i).ring())));
                    if (++done % 5000 == 0) {
                        progress.accept(done);
                    }
                }
            }
        }
        progress.accept(done);
    }

    private static void writePorts(Path file, Network network, Labels labels) throws IOException {
        List<Network.Device> devices = network.devices();
        try (Out out = new Out(file)) {
            out.line("code,kind,technology,building,capacity,used,lon,lat");
            int n = 0;
            for (Network.Device d : devices) {
                out.line(Out.csv(Arrays.asList(
                        "P" + Labels.padded(++n, devices.size()), d.kind(), d.technology(),
                        d.building() < 0 ? null : labels.buildingCode(d.compound(), d.building()), d.capacity(), d.used(),
                        Out.degrees(d.lon()), Out.degrees(d.lat()))));
            }
        }
    }

    private static void writeSightings(Path file, Competition competition) throws IOException {
        List<Competition.Seen> all = competition.sightings();
        try (Out out = new Out(file)) {
            out.line("code,operator,kind,offer,price,severity,confidence,seen_at,note,lon,lat");
            int n = 0;
            for (Competition.Seen s : all) {
                out.line(Out.csv(Arrays.asList(
                        "S" + Labels.padded(++n, all.size()), s.operator(), s.kind(), s.offer(), s.price(), s.severity(),
                        s.confidence(), s.day(), s.note(), Out.degrees(s.lon()), Out.degrees(s.lat()))));
            }
        }
    }

    private static String buildingColumns() {
        String counts = Arrays.stream(Count.values()).map(Count::column).collect(Collectors.joining(","));
        return "code,name,address,compound,kind," + counts + ",wkt";
    }
}
