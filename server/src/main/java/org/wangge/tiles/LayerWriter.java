package org.wangge.tiles;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes one layer of a vector tile feature by feature, without an object per feature. Its buffers are used again for the next layer.
/// For one thread.
///
/// A feature is `begin, tag…, geometry (moveTo, lineTo, ring…), end`, in this order.
final class LayerWriter {

    static final int EXTENT = 4096;
    static final int POINT = 1;
    static final int LINE = 2;
    static final int POLYGON = 3;
    private static final int MOVE_TO = 1;
    private static final int LINE_TO = 2;
    private static final int CLOSE_PATH = 7;

    private final ProtoBuffer features = new ProtoBuffer();
    private final ProtoBuffer values = new ProtoBuffer();
    private final LongTable numbers = new LongTable();
    private final LongTable fractions = new LongTable();
    private final Map<String, Integer> words = new HashMap<>();
    private final int[] flags = new int[2];
    private int valueCount;
    private int featureCount;
    private String name;
    private List<String> keys;

    private int featureStart;
    private int partStart;
    private boolean inTags;
    private int cursorX;
    private int cursorY;

    void layer(String layerName, List<String> layerKeys) {
        name = layerName;
        keys = layerKeys;
        features.clear();
        values.clear();
        numbers.clear();
        fractions.clear();
        words.clear();
        flags[0] = -1;
        flags[1] = -1;
        valueCount = 0;
        featureCount = 0;
    }

    int featureCount() {
        return featureCount;
    }

    /// Bytes of the layer so far.
    int size() {
        return features.size() + values.size();
    }

    /// Index of an unsigned number among the layer's values.
    int number(long v) {
        int at = numbers.putIfAbsent(v, valueCount);
        if (at == valueCount) {
            values.ensure(16);
            values.raw(0x22);
            int start = values.open();
            values.raw(0x28);
            values.rawVarint(v);
            values.close(start);
            valueCount++;
        }
        return at;
    }

    int fraction(double v) {
        int at = fractions.putIfAbsent(Double.doubleToLongBits(v), valueCount);
        if (at == valueCount) {
            values.ensure(16);
            values.raw(0x22);
            values.raw(9);
            values.raw(0x19);
            long bits = Double.doubleToLongBits(v);
            for (int k = 0; k < 8; k++) {
                values.raw((int) (bits >>> 8 * k));
            }
            valueCount++;
        }
        return at;
    }

    int word(String v) {
        Integer at = words.get(v);
        if (at == null) {
            at = valueCount++;
            words.put(v, at);
            values.ensure(8);
            values.raw(0x22);
            int start = values.open();
            text(values, 0x0a, v);
            values.close(start);
        }
        return at;
    }

    int flag(boolean v) {
        int which = v ? 1 : 0;
        if (flags[which] < 0) {
            flags[which] = valueCount++;
            values.ensure(8);
            values.raw(0x22);
            values.raw(2);
            values.raw(0x38);
            values.raw(which);
        }
        return flags[which];
    }

    /// Begins a feature of a database id, without id when it is 0.
    void begin(long id) {
        features.ensure(64);
        features.raw(0x12);
        featureStart = features.open();
        if (id != 0) {
            features.raw(0x08);
            features.rawVarint(id);
        }
        inTags = false;
    }

    /// Gives the feature a value (an index) under a key (an index).
    void tag(int key, int value) {
        if (!inTags) {
            features.ensure(32);
            features.raw(0x12);
            partStart = features.open();
            inTags = true;
        }
        features.ensure(10);
        features.rawVarint(key);
        features.rawVarint(value);
    }

    void geometry(int type) {
        if (inTags) {
            features.close(partStart);
        }
        features.ensure(16);
        features.raw(0x18);
        features.raw(type);
        features.raw(0x22);
        partStart = features.open();
        cursorX = 0;
        cursorY = 0;
    }

    void end() {
        features.close(partStart);
        features.close(featureStart);
        featureCount++;
    }

    void point(int x, int y) {
        points(new int[] {x}, new int[] {y}, 1);
    }

    void points(int[] xs, int[] ys, int n) {
        features.ensure(5 + 10 * n);
        features.rawVarint(n << 3 | MOVE_TO);
        for (int i = 0; i < n; i++) {
            to(xs[i], ys[i]);
        }
    }

    void line(int[] xs, int[] ys, int n) {
        features.ensure(20 + 10 * n);
        features.raw(1 << 3 | MOVE_TO);
        to(xs[0], ys[0]);
        features.rawVarint(n - 1 << 3 | LINE_TO);
        for (int i = 1; i < n; i++) {
            to(xs[i], ys[i]);
        }
    }

    /// A ring without its closing point, walked backwards if so asked.
    void ring(int[] xs, int[] ys, int n, boolean backwards) {
        features.ensure(20 + 10 * n);
        features.raw(1 << 3 | MOVE_TO);
        to(xs[0], ys[0]);
        features.rawVarint(n - 1 << 3 | LINE_TO);
        if (backwards) {
            for (int i = n - 1; i > 0; i--) {
                to(xs[i], ys[i]);
            }
        } else {
            for (int i = 1; i < n; i++) {
                to(xs[i], ys[i]);
            }
        }
        features.raw(1 << 3 | CLOSE_PATH);
    }

    private void to(int x, int y) {
        features.rawZigzag(x - cursorX);
        features.rawZigzag(y - cursorY);
        cursorX = x;
        cursorY = y;
    }

    /// Adds the layer to a tile; nothing when it has no features.
    void appendTo(ProtoBuffer tile) {
        if (featureCount == 0) {
            return;
        }
        text(features, 0x0a, name);
        for (String key : keys) {
            text(features, 0x1a, key);
        }
        features.add(values);
        features.ensure(8);
        features.raw(0x28);
        features.rawVarint(EXTENT);
        features.raw(0x78);
        features.raw(2);
        tile.ensure(8);
        tile.raw(0x1a);
        tile.rawVarint(features.size());
        tile.add(features);
    }

    private static void text(ProtoBuffer into, int tag, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        into.ensure(8);
        into.raw(tag);
        into.rawVarint(bytes.length);
        into.add(bytes);
    }
}
