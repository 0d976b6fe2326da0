import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, tilesUnder, zoomOf } from '../src/core/basemap.js';
import { fromGcj02, toGcj02 } from '../src/core/gcj02.js';
import { VIEW_TILE, latOf, lonOf, worldX, worldY } from '../src/core/mercator.js';

/** Shanghai, Tiananmen, Urumqi, Sanya, Harbin, and where a root in the formula has its edge. */
const PLACES = [
    [121.4737, 31.2304], [116.3975, 39.9087], [87.6168, 43.8256], [109.5119, 18.2528], [126.6424, 45.7567], [105, 35],
];
const map = { id: 'm', title: {}, crs: 'GCJ-02', minzoom: 3, maxzoom: 18, attribution: null, attribution_url: null,
    format: 'raster', tile_size: 256, tiles: [['/{z}/{x}/{y}']] };

/** The tile of the view that holds a place. */
const viewOf = ([lon, lat], z) => ({ z, x: Math.floor(worldX(lon) * 2 ** (z - 1)), y: Math.floor(worldY(lat) * 2 ** (z - 1)) });
/** Where a place of a tile, by its share of it, is drawn. */
const drawn = ({ nw, ne, sw }, across, down) =>
    [0, 1].map(i => nw[i] + across * (ne[i] - nw[i]) + down * (sw[i] - nw[i]));
/** Where the same place belongs. */
function meant({ z, x, y }, across, down, view) {
    const [lon, lat] = fromGcj02([lonOf((x + across) / 2 ** z), latOf((y + down) / 2 ** z)]);
    const world = 256 * 2 ** view.z;
    return [worldX(lon) * world - view.x * VIEW_TILE, worldY(lat) * world - view.y * VIEW_TILE];
}
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

test('GCJ-02 is WGS 84 shifted as published, and as the server does it', () => {
    // the numbers of CrsTest
    for (const [lon, lat, x, y] of [
        [116.404, 39.915, 116.41024449916938, 39.91640428150164],
        [9.52, 47.14, 9.52, 47.14],
        [-73.98, 40.75, -73.98, 40.75],
    ]) {
        const found = toGcj02([lon, lat]);
        assert.ok(distance(found, [x, y]) < 1e-9, `${lon} ${lat} → ${found}`);
    }
});

test('the way back leads to the same place', () => {
    for (let lon = 73; lon < 137; lon += 0.83)
        for (let lat = 3; lat < 54; lat += 0.71) {
            const back = fromGcj02(toGcj02([lon, lat]));
            assert.ok(distance(back, [lon, lat]) < 2e-9, `${lon} ${lat} → ${back}`);
        }
});

test('whatever is in a tile of GCJ-02 is drawn within half a pixel of its place, at every zoom', () => {
    let most = 0;
    for (const place of PLACES)
        for (let z = 3; z <= 20; z++) {
            const view = viewOf(place, z);
            for (const tile of tilesUnder(map, view))
                for (let i = 0; i <= 8; i++)
                    for (let k = 0; k <= 8; k++) {
                        const [found, truth] = [drawn(tile, i / 8, k / 8), meant(tile, i / 8, k / 8, view)];
                        // a pixel of an edge far outside is not seen
                        if (truth.every(v => v > -VIEW_TILE && v < 2 * VIEW_TILE)) most = Math.max(most, distance(found, truth));
                    }
        }
    assert.ok(most < 0.5, `${most} px`);
    assert.ok(most > 1e-6, 'nothing was compared');
});

test('neighbours have their corners in common, and leave nothing of the view without a tile', () => {
    for (const place of PLACES)
        for (let z = 3; z <= 20; z++) {
            const tiles = tilesUnder(map, viewOf(place, z));
            const at = (x, y) => tiles.find(t => t.x === x && t.y === y);
            for (const tile of tiles) {
                const [right, below, across] = [at(tile.x + 1, tile.y), at(tile.x, tile.y + 1), at(tile.x + 1, tile.y + 1)];
                if (right) assert.deepEqual(right.nw, tile.ne);
                if (below) assert.deepEqual(below.nw, tile.sw);
                const gap = across ? distance(across.nw, drawn(tile, 1, 1)) : 0;
                assert.ok(gap < 0.2, `${z}: ${gap}`);
            }
            for (let i = 0; i <= 16; i++)
                for (let k = 0; k <= 16; k++) {
                    const [px, py] = [(i / 16) * VIEW_TILE, (k / 16) * VIEW_TILE];
                    const covered = tiles.some(({ nw, ne, sw }) => {
                        const [ax, ay, bx, by] = [ne[0] - nw[0], ne[1] - nw[1], sw[0] - nw[0], sw[1] - nw[1]];
                        const det = ax * by - ay * bx;
                        const u = ((px - nw[0]) * by - (py - nw[1]) * bx) / det;
                        const v = ((py - nw[1]) * ax - (px - nw[0]) * ay) / det;
                        return Math.min(u, v, 1 - u, 1 - v) > -2e-3;
                    });
                    assert.ok(covered, `${z}: ${px} ${py}`);
                }
        }
});

test('outside of China, and of services in WGS 84, tiles fill the view without a shift', () => {
    const exact = [[0, 0], [256, 0], [0, 256], [256, 256]];
    for (const crs of ['WGS84', 'GCJ-02']) {
        const tiles = tilesUnder({ ...map, crs }, viewOf([9.52, 47.14], 14));
        assert.equal(tiles.length, 4);
        tiles.forEach((t, i) => assert.ok(distance(t.nw, exact[i]) < 1e-3, `${crs} ${t.nw}`));
    }
    const large = tilesUnder({ ...map, crs: 'WGS84', tile_size: 512 }, { z: 10, x: 423, y: 209 });
    assert.deepEqual(large, [{ z: 9, x: 423, y: 209, nw: [0, 0], ne: [512, 0], sw: [0, 512] }]);
});

test('beyond its zooms a map is drawn larger, or not at all', () => {
    assert.equal(zoomOf(map, 2), null);
    assert.equal(zoomOf(map, 20), 18);
    assert.deepEqual(tilesUnder({ ...map, crs: 'WGS84' }, { z: 20, x: 5, y: 2 }), [
        { z: 18, x: 2, y: 1, nw: [-512, 0], ne: [512, 0], sw: [-512, 1024] },
    ]);
    assert.deepEqual(tilesUnder(map, { z: 2, x: 0, y: 0 }), []);
});

test('no tile is asked for beyond the world', () => {
    for (const crs of ['WGS84', 'GCJ-02'])
        for (const view of [{ z: 3, x: 0, y: 0 }, { z: 3, x: 3, y: 3 }])
            for (const { x, y } of tilesUnder({ ...map, crs }, view)) assert.ok(x >= 0 && x < 8 && y >= 0 && y < 8);
});

test('the servers of a service share the work, and rows may be counted from the south', () => {
    const servers = ['https://a/{z}/{x}/{y}', 'https://b/{z}/{x}/{-y}?r={y}'];
    assert.equal(addressOf(servers, { z: 3, x: 1, y: 1 }), 'https://a/3/1/1');
    assert.equal(addressOf(servers, { z: 3, x: 2, y: 1 }), 'https://b/3/2/6?r=1');
});
