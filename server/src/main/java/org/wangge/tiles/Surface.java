package org.wangge.tiles;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.metrics.Classes;
import org.wangge.metrics.Metric;
import org.wangge.model.Count;
import org.wangge.model.Counts;

/// The surface of a metric: the ratio of two kernel densities of buildings, numerator over denominator, both with the same
/// Gaussian on the ground, as wide as the zoom or somebody wants it, in the metric's classes, transparent where the
/// denominator's density, taken with the finest of them, is under [#MIN_PER_KM2]: a wide one does not reach out to sea.
///
/// Densities are taken on cells that are fixed to the world: the pixels of the tile, but never finer than an eighth of the
/// bandwidth, and then read between their centres. The kernel's width in cells depends on the world row alone. So a pixel's
/// value depends on where it lies and on nothing else, and neighbouring tiles meet without a seam.
public final class Surface {

    /// The bandwidths that there are, in metres: the finest at zoom 14 and beyond, twice as wide with each zoom out, so that it
    /// stays some 30 pixels.
    public static final int FINEST_BANDWIDTH = 250;
    private static final int FINEST_BANDWIDTH_FROM = 14;
    public static final double MIN_PER_KM2 = 300;
    static final int SIZE = 256;
    /// Cells are never finer than 1 / 2^20 of the world: 33 m at 31° N, an eighth of the finest bandwidth.
    private static final int FINEST = 20;
    private static final double CUT_OFF = 3;
    /// In cells: a kernel under this is a single cell, which the raster already is.
    private static final double MIN_SIGMA = 0.3;

    private Surface() {}

    /// The bandwidth, in metres, that suits a zoom.
    public static int bandwidth(int zoom) {
        return FINEST_BANDWIDTH << Math.max(0, FINEST_BANDWIDTH_FROM - zoom);
    }

    /// PNG of 256 × 256 pixels. `metric` must be a ratio of building counts ([Metric#isOfBuildings()]).
    public static byte[] png(Snapshot snapshot, Metric metric, TileId tile, int bandwidth) {
        Classes classes = Classes.of(metric);
        double[] values = values(snapshot, metric, tile, bandwidth);
        byte[] pixels = new byte[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Double.isNaN(values[i]) ? 0 : (byte) (1 + classes.indexOf(values[i]));
        }
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_INDEXED, palette(classes.colours()));
        image.getRaster().setDataElements(0, 0, SIZE, SIZE, pixels);
        ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The ratio at the centre of each pixel, row by row from the north-west; NaN where the surface is masked.
    static double[] values(Snapshot snapshot, Metric metric, TileId tile, int bandwidth) {
        int level = Math.min(tile.z() + 8, FINEST - coarser(bandwidth));
        double cellsPerPixel = Math.scalb(1.0, level - tile.z() - 8);
        double west = tile.x() * SIZE * cellsPerPixel;
        double north = tile.y() * SIZE * cellsPerPixel;
        int first = cellsPerPixel == 1 ? 0 : 1;
        int column = (int) Math.floor(west) - first;
        int row = (int) Math.floor(north) - first;
        int span = (int) Math.ceil(SIZE * cellsPerPixel) + 2 * first;
        Field field = new Field(snapshot, metric, bandwidth, level, column, row, span);
        double[] values = new double[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            double cellY = north + (y + 0.5) * cellsPerPixel - 0.5 - row;
            for (int x = 0; x < SIZE; x++) {
                values[y * SIZE + x] = field.ratio(west + (x + 0.5) * cellsPerPixel - 0.5 - column, cellY);
            }
        }
        return values;
    }

    /// By how many zooms the cells of a bandwidth are larger than the finest: the kernel is as many of them wide.
    private static int coarser(int bandwidth) {
        return 31 - Integer.numberOfLeadingZeros(bandwidth / FINEST_BANDWIDTH);
    }

    private static IndexColorModel palette(List<String> colours) {
        int n = colours.size() + 1;
        byte[] red = new byte[n];
        byte[] green = new byte[n];
        byte[] blue = new byte[n];
        for (int i = 1; i < n; i++) {
            int rgb = Integer.parseInt(colours.get(i - 1).substring(1), 16);
            red[i] = (byte) (rgb >> 16);
            green[i] = (byte) (rgb >> 8);
            blue[i] = (byte) rgb;
        }
        return new IndexColorModel(8, n, red, green, blue, 0);
    }

    /// Both densities on a square of cells, per km².
    private static final class Field {

        private final int span;
        private final int row;
        private final int level;
        private final double[] top;
        private final double[] base;
        /// As `base`, with the finest bandwidth.
        private final double[] near;

        Field(Snapshot snapshot, Metric metric, int bandwidth, int level, int column, int row, int span) {
            this.span = span;
            this.row = row;
            this.level = level;
            int margin = (int) Math.ceil(
                    CUT_OFF * Math.max(sigma(bandwidth, row - 1), sigma(bandwidth, row + span + 1)));
            int wide = span + 2 * margin;
            double[] topCells = new double[wide * wide];
            double[] baseCells = new double[wide * wide];
            fill(snapshot, metric, column - margin, row - margin, wide, topCells, baseCells);
            top = blur(topCells, bandwidth, wide, margin);
            base = blur(baseCells, bandwidth, wide, margin);
            near = bandwidth == FINEST_BANDWIDTH ? base : blur(baseCells, FINEST_BANDWIDTH, wide, margin);
        }

        private void fill(Snapshot snapshot, Metric metric, int column, int firstRow, int wide, double[] topCells,
                double[] baseCells) {
            int shift = Mercator.WORLD_BITS - level;
            List<Count> parts = metric.denominators();
            long minX = (long) column << shift;
            long minY = (long) firstRow << shift;
            snapshot.buildingPoints(clamp(minX), clamp(minY), clamp(minX + ((long) wide << shift)),
                    clamp(minY + ((long) wide << shift)), (x, y, counts) -> {
                int cx = (x >> shift) - column;
                int cy = (y >> shift) - firstRow;
                if (cx < 0 || cy < 0 || cx >= wide || cy >= wide) {
                    return;
                }
                int above = counts.raw(metric.numerator().ordinal());
                long below = 0;
                for (Count part : parts) {
                    int v = counts.raw(part.ordinal());
                    if (v == Counts.UNKNOWN) {
                        return;
                    }
                    below += v;
                }
                if (above != Counts.UNKNOWN) {
                    topCells[cy * wide + cx] += above;
                    baseCells[cy * wide + cx] += below;
                }
            });
        }

        /// Gaussian, first along the rows of the whole square (each with its own width), then down the columns of the inner one.
        private double[] blur(double[] cells, int bandwidth, int wide, int margin) {
            double[] rows = new double[wide * span];
            for (int y = 0; y < wide; y++) {
                double[] kernel = kernel(sigma(bandwidth, row - margin + y));
                int reach = kernel.length - 1;
                for (int x = 0; x < wide; x++) {
                    double v = cells[y * wide + x];
                    if (v == 0) {
                        continue;
                    }
                    int to = Math.min(span - 1, x - margin + reach);
                    for (int at = Math.max(0, x - margin - reach); at <= to; at++) {
                        rows[y * span + at] += v * kernel[Math.abs(at - x + margin)];
                    }
                }
            }
            double[] out = new double[span * span];
            for (int y = 0; y < span; y++) {
                double[] kernel = kernel(sigma(bandwidth, row + y));
                int reach = kernel.length - 1;
                for (int from = Math.max(0, y + margin - reach); from <= Math.min(wide - 1, y + margin + reach); from++) {
                    double weight = kernel[Math.abs(from - y - margin)];
                    for (int x = 0; x < span; x++) {
                        out[y * span + x] += rows[from * span + x] * weight;
                    }
                }
            }
            return out;
        }

        /// Between the four cells around; cells outside of the square count as the nearest inside.
        double ratio(double x, double y) {
            int x0 = Math.clamp((int) Math.floor(x), 0, span - 1);
            int y0 = Math.clamp((int) Math.floor(y), 0, span - 1);
            int x1 = Math.min(x0 + 1, span - 1);
            int y1 = Math.min(y0 + 1, span - 1);
            double fx = Math.clamp(x - x0, 0, 1);
            double fy = Math.clamp(y - y0, 0, 1);
            double metres = cellMetres(row + y);
            if (between(near, x0, x1, y0, y1, fx, fy) / (metres * metres / 1e6) < MIN_PER_KM2) {
                return Double.NaN;
            }
            return between(top, x0, x1, y0, y1, fx, fy) / between(base, x0, x1, y0, y1, fx, fy);
        }

        private double between(double[] cells, int x0, int x1, int y0, int y1, double fx, double fy) {
            double upper = cells[y0 * span + x0] * (1 - fx) + cells[y0 * span + x1] * fx;
            double lower = cells[y1 * span + x0] * (1 - fx) + cells[y1 * span + x1] * fx;
            return upper * (1 - fy) + lower * fy;
        }

        /// Weights of a cell and those 1, 2, … away; they add up to 1 over both sides.
        private static double[] kernel(double sigma) {
            if (sigma < MIN_SIGMA) {
                return new double[] {1};
            }
            double[] weights = new double[(int) Math.ceil(CUT_OFF * sigma) + 1];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.exp(-i * (double) i / (2 * sigma * sigma));
                sum += i == 0 ? weights[i] : 2 * weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return weights;
        }

        private double sigma(int bandwidth, double cellRow) {
            return bandwidth / cellMetres(cellRow);
        }

        private double cellMetres(double cellRow) {
            double unit = Math.scalb(1.0, Mercator.WORLD_BITS - level);
            double worldY = Math.clamp((cellRow + 0.5) * unit, 0, Mercator.WORLD_SIZE);
            return Mercator.groundMetresPerUnit(worldY) * unit;
        }

        private static int clamp(long world) {
            return (int) Math.clamp(world, 0, Mercator.WORLD_SIZE - 1);
        }
    }
}
