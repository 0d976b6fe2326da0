import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataTile, latOf, lonOf, meets, placement, tileBounds, union, worldX, worldY } from '../src/core/mercator.js';
import { NO_DATA, classIndex, paintTable, pooled } from '../src/core/paint.js';
import { createFormats, interval } from '../src/core/format.js';
import { DEFAULTS, format, parse } from '../src/core/url.js';
import { anchor, createLabelIndex } from '../src/core/labels.js';
import { chooseLanguage, failureWords, refusal, t, useTexts } from '../src/core/i18n.js';
import { createStore } from '../src/data/store.js';

const near = (a, b, within) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

test('Mercator goes there and back', () => {
    for (const [lon, lat] of [
        [0, 0],
        [120.58, 31.3],
        [-179.9, -85],
        [180, 85.05],
    ]) {
        near(lonOf(worldX(lon)), lon, 1e-9);
        near(latOf(worldY(lat)), lat, 1e-9);
    }
    assert.equal(worldY(90), 0);
});

test('a view tile is fed by the data tile of the zoom above it', () => {
    assert.deepEqual(dataTile(14, 13, 7, 16), { z: 13, x: 13, y: 7, scale: 1, column: 0, row: 0 });
    const deep = dataTile(19, 1001, 2002, 16);
    assert.deepEqual(deep, { z: 16, x: 250, y: 500, scale: 4, column: 1, row: 2 });
    // the data tile's middle lies on the north-west corner of the cell (2, 2)
    const { k, dx, dy } = placement(deep, 4096);
    assert.deepEqual([2048 * k + dx, 2048 * k + dy], [512, 0]);
});

test('tiles know their box, and boxes whether they meet', () => {
    assert.deepEqual(
        tileBounds(1, 1, 0).map(v => Math.round(v * 1000) / 1000),
        [0, 0, 180, 85.051],
    );
    assert.equal(meets([0, 0, 1, 1], [1, 1, 2, 2]), true);
    assert.equal(meets([0, 0, 1, 1], [1.1, 0, 2, 2]), false);
    assert.deepEqual(
        union([
            [0, 0, 1, 1],
            [-1, 2, 0, 3],
        ]),
        [-1, 0, 1, 3],
    );
    assert.equal(union([]), null);
});

const ratio = (numerator, denominator, small = false) => ({
    numerator,
    denominator,
    value: denominator ? numerator / denominator : null,
    reason: null,
    known_share: 1,
    low: null,
    high: null,
    small,
});
const grid = (id, numerator, denominator, more = {}) => ({
    id,
    leaf: true,
    figures: { households: denominator, ratios: { penetration: ratio(numerator, denominator, more.small) } },
    ...more,
});
const metric = { key: 'penetration', proportion: true, breaks: [0.1, 0.2, 0.3, 0.45], colours: ['#a', '#b', '#c', '#d', '#e'] };

test('a class begins at its break', () => {
    assert.deepEqual(
        [0, 0.0999, 0.1, 0.2999, 0.3, 0.45, 3].map(v => classIndex(v, metric.breaks)),
        [0, 0, 1, 2, 3, 4, 4],
    );
});

test('the paint table counts what is shown, and unknown is not zero', () => {
    const table = paintTable(
        [
            grid(1, 5, 100),
            grid(2, 20, 100),
            grid(3, 3, 12, { small: true }),
            { ...grid(4, 0, 0), figures: { households: null, ratios: { penetration: ratio(0, 0) } } },
        ],
        metric,
        '#none',
    );
    assert.deepEqual(
        [...table.classOf],
        [
            [1, 0],
            [2, 2],
            [3, 2],
            [4, NO_DATA],
        ],
    );
    assert.deepEqual([...table.small], [3]);
    assert.deepEqual(
        table.rows.map(r => [r.from, r.to, r.grids, r.households]),
        [
            [null, 0.1, 1, 100],
            [0.1, 0.2, 0, 0],
            [0.2, 0.3, 2, 112],
            [0.3, 0.45, 0, 0],
            [0.45, null, 0, 0],
        ],
    );
    assert.deepEqual([table.noData.grids, table.noData.households, table.noData.share], [1, null, null]);
    near(table.rows[2].share, 112 / 212, 1e-12);
});

test('where no households are known, no share is claimed', () => {
    const unknown = { id: 1, leaf: true, figures: { households: null, ratios: { penetration: ratio(0, 0) } } };
    assert.equal(paintTable([unknown], metric, '#none').noData.share, null);
});

test('rates are pooled, never averaged', () => {
    near(pooled([grid(1, 90, 100), grid(2, 0, 900)], 'penetration'), 0.09, 1e-12);
    assert.equal(pooled([grid(1, 0, 0)], 'penetration'), null);
});

test('numbers are written as people of the language do', () => {
    const en = createFormats('en');
    const zh = createFormats('zh-CN', { wan: true });
    assert.deepEqual(
        [en.count(82000), zh.count(82000), zh.count(9999), zh.count(240_000_000), en.count(null), en.count(0)],
        ['82,000', '8.2万', '9,999', '2.4亿', '–', '0'],
    );
    assert.deepEqual(
        [
            en.metric('penetration', 0.3417),
            en.metric('penetration', null),
            en.metric('workload', 1.2),
            en.metric('penetration', 1.05),
        ],
        ['34.2%', '–', '1.20', '105.0%'],
    );
    assert.deepEqual(
        [en.range('penetration', null, 0.1), en.range('penetration', 0.1, 0.2), en.range('workload', 1.5, null)],
        ['< 10%', '10% – 20%', '≥ 1.5'],
    );
    assert.deepEqual(
        [
            en.change('penetration', 0.3417, 0.3294),
            en.change('households', 1200, 1263),
            en.change('workload', 0.72, 0.74),
            en.change('penetration', 0.3418, 0.3417),
            en.change('penetration', 0.35, 0.34),
        ],
        ['−1.3 pp', '+63', '+0.02', '±0.0 pp', '−1.0 pp'],
    );
    assert.deepEqual(
        [
            en.change('penetration', 0.5616, 0.5633),
            en.change('penetration', 0.4165, 0.4164),
            en.change('workload', 0.3249, 0.3651),
        ],
        ['+0.1 pp', '−0.1 pp', '+0.05'],
        'it is the difference of the two values as they are written beside it',
    );
    assert.equal(interval({ low: 0.3199, high: 0.8067 }), '32–81');
    assert.equal(interval({ low: null, high: null }), null);
});

test('how long ago something was is said in the largest unit that it fills', () => {
    const ago = (/** @type {string} */ lang, /** @type {number} */ minutes) =>
        createFormats(lang).ago(new Date(0), new Date(minutes * 60_000));
    assert.equal(ago('en', 59), '59 minutes ago');
    assert.equal(ago('en', 125), '2 hours ago');
    assert.equal(ago('en', 3 * 1440 + 5), '3 days ago');
    assert.equal(ago('zh-CN', 3 * 1440 + 5), '3天前');
    assert.equal(ago('en', -3), ago('en', 0), 'a clock that is behind tells of no future');
});

test('an address survives the way there and back', () => {
    const state = {
        view: { lat: 31.30001, lon: 120.58002, zoom: 14 },
        layers: ['base', 'ports'],
        metric: 'workload',
        mode: 'surface',
        level: 2,
        classing: 'natural',
        bandwidth: 500,
        basemap: '城区图',
        grid: 17,
        plan: 3,
        revision: 5,
        compared: { from: 2, to: 5 },
        only: { 'ports.kind': 'splitter', 'sightings.age': '30' },
        lang: 'zh-CN',
        table: true,
    };
    assert.deepEqual(parse(format(state)), state);
    assert.equal(format(DEFAULTS), '');
    assert.deepEqual(parse(''), DEFAULTS);
});

test('an address that can’t be read takes the defaults', () => {
    assert.deepEqual(parse('?at=14/abc/1&layers=base,nonsense&grid=-1&plan=1e9&compare=3&mode=x&table=yes'), {
        ...DEFAULTS,
        layers: ['base'],
    });
    assert.equal(parse('?at=14/89/1').view, null);
    assert.deepEqual(parse('?layers=').layers, []);
    for (const pair of ['', '1', '1-', '-1', 'a-1', '1-2-3']) assert.equal(parse(`?compare=${pair}`).compared, null, pair);
    assert.deepEqual(parse('?compare=0-3').compared, { from: 0, to: 3 });
});

test('a link gives the view to the pixel', () => {
    for (let zoom = 3; zoom <= 20; zoom++) {
        const view = { lat: 31.299999123, lon: 120.581234567, zoom };
        const back = parse(format({ ...DEFAULTS, view })).view;
        const pixels = 256 * 2 ** zoom;
        near((worldX(back.lon) - worldX(view.lon)) * pixels, 0, 1.5);
        near((worldY(back.lat) - worldY(view.lat)) * pixels, 0, 1.5);
    }
});

test('labels never overlap, across buckets too', () => {
    const index = createLabelIndex();
    assert.equal(index.place([100, 100, 160, 120]), true);
    assert.equal(index.place([150, 110, 200, 130]), false);
    assert.equal(index.place([160, 100, 200, 120]), true);
    assert.equal(index.place([-20, -20, -5, -5]), true);
    assert.equal(index.place([-300, -300, 0, 0]), false);
});

test('a label lies inside its area, even of a crescent', () => {
    const inside = (x, y) => Math.hypot(x - 50, y - 50) < 50 && Math.hypot(x - 75, y - 50) > 45;
    const [x, y] = anchor([0, 0, 100, 100], 10, 8, inside);
    assert.ok(inside(x, y));
    assert.equal(
        anchor([0, 0, 100, 100], 10, 8, () => false),
        null,
    );
    assert.deepEqual(
        anchor([0, 0, 100, 60], 10, 8, () => true),
        [50, 30],
    );
});

test('texts take values, and a missing one shows its key', () => {
    useTexts({ saved: 'Saved {time}', moved: '{n} {n|building moves|buildings move}, {n}' });
    assert.equal(t('saved', { time: '10:42' }), 'Saved 10:42');
    assert.equal(t('nothing'), 'nothing');
    assert.deepEqual(
        ['1', 1, '0', '2', '1,234', '–'].map(n => t('moved', { n })),
        [
            '1 building moves, 1', '1 building moves, 1', '0 buildings move, 0', '2 buildings move, 2',
            '1,234 buildings move, 1,234',
            '– buildings move, –',
        ],
    );
});

test('a problem is said by its reason, else by its kind, and in the server’s words where there is neither', () => {
    useTexts({ 'reason.taken': '已存在', 'problem.too_often': '{n} 秒后再试', 'problem.conflict': '冲突（{words}）',
        'problem.outcome_unknown': '不确定' });
    const problem = { type: 'urn:wangge:problem:conflict', title: 'T', status: 409, detail: 'Words.', remedy: 'Remedy.' };
    assert.equal(refusal({ ...problem, reason: 'taken' }), '已存在');
    assert.equal(refusal({ ...problem, reason: 'other' }), '冲突（Words. Remedy.）');
    assert.equal(refusal({ ...problem, outcome: 'unknown' }), '不确定');
    assert.equal(refusal({ ...problem, type: 'urn:wangge:problem:too-often', retry_after_seconds: 7 }), '7 秒后再试');
    assert.equal(refusal({ type: 'about:blank', title: '502 Bad Gateway', status: 502 }), '502 Bad Gateway');
    useTexts({ unreachable: '无法连接' });
    assert.equal(failureWords(new TypeError('Failed to fetch')), '无法连接', 'not in the words of the browser');
    assert.equal(failureWords(new Error('Words.')), 'Words.');
});

test('the language is the wanted, else the first preferred there is', () => {
    assert.equal(chooseLanguage('zh', ['en']), 'zh-CN');
    assert.equal(chooseLanguage(null, ['fr-FR', 'zh-TW', 'en']), 'zh-CN');
    assert.equal(chooseLanguage('xx', ['de']), 'en');
});

test('listeners of a store hear once of what they watch, and only of that', () => {
    const store = createStore({ a: 1, b: 2, c: 3 });
    const heard = [];
    store.on(['a', 'b'], s => heard.push([s.a, s.b]));
    store.set({ a: 5, b: 6 });
    store.set({ c: 9 });
    store.set({ a: 5 });
    assert.deepEqual(heard, [[5, 6]]);
});
