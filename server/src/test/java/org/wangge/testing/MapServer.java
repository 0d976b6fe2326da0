package org.wangge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.wangge.geo.Crs;

/// A map service as others run them, on this machine: pictures of 256 pixels under `/{z}/{x}/{y}.png`, in WGS 84 or GCJ-02, in
/// which neighbours have different colours and marks lie where they belong.
public final class MapServer implements AutoCloseable {

    /// What becomes of a request; one of which nothing is said stays open.
    public enum How {
        ANSWERS,
        REFUSES,
        SAYS_NOTHING
    }

    /// Of tiles and their neighbours; neither has any red.
    private static final Color[] GROUND = {new Color(0, 150, 110), new Color(0, 120, 160)};
    private static final Color MARK = new Color(255, 0, 255);
    private static final double RADIUS = 5;

    private final HttpServer server;
    private final Crs crs;
    private final List<double[]> marks = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> referrers = new CopyOnWriteArrayList<>();
    private volatile How how = How.ANSWERS;

    public MapServer(Crs crs) throws IOException {
        this.crs = crs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// As `--basemap` takes it, without words.
    public String address() {
        return origin() + "/{z}/{x}/{y}.png";
    }

    /// Has dots of a magenta drawn there from now on; longitude and latitude in WGS 84.
    public void mark(List<double[]> places) {
        marks.clear();
        marks.addAll(places);
    }

    /// From now on.
    public void be(How other) {
        how = other;
    }

    /// The paths that were asked for.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// What the requests said of the page that they come from; empty where nothing.
    public List<String> referrers() {
        return List.copyOf(referrers);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        referrers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Referer")));
        String[] parts = path.replace(".png", "").split("/");
        if (how == How.SAYS_NOTHING) {
            return;
        }
        if (how == How.REFUSES || parts.length != 4) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        byte[] png = picture(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        exchange.getResponseHeaders().set("Content-Type", "image/png");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, png.length);
        exchange.getResponseBody().write(png);
        exchange.close();
    }

    private byte[] picture(int z, int x, int y) {
        BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(GROUND[(x + y) % 2]);
        g.fillRect(0, 0, 256, 256);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(MARK);
        for (double[] at : inTile(z, x, y)) {
            g.fill(new Ellipse2D.Double(at[0] - RADIUS, at[1] - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
        // What streets there are, so that a person sees something.
        g.setColor(new Color(0, 90, 90));
        g.setStroke(new BasicStroke(2));
        g.drawLine(0, 128, 256, 128);
        g.drawLine(128, 0, 128, 256);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The marks, in pixels of the tile.
    private List<double[]> inTile(int z, int x, int y) {
        List<double[]> found = new ArrayList<>();
        double world = 256.0 * (1 << z);
        for (double[] mark : marks) {
            double[] at = mark.clone();
            crs.fromLonLat(at);
            double sin = Math.sin(Math.toRadians(at[1]));
            found.add(new double[] {
                (at[0] / 360 + 0.5) * world - 256.0 * x,
                (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * world - 256.0 * y
            });
        }
        return found;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
