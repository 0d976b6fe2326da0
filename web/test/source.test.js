import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTileSource } from '../src/tiles/source.js';

const bytes = readFileSync(new URL('fixtures/shapes.mvt', import.meta.url));

/** A server that answers when it is told to, and remembers what it was asked. */
function server() {
    const asked = [];
    const fetch = (url, init) =>
        new Promise((resolve, reject) => {
            const request = {
                url,
                cache: init.cache,
                aborted: false,
                answer: (status = 200) => resolve(new Response(status === 200 ? bytes : null, { status })),
            };
            init.signal.addEventListener('abort', () => {
                request.aborted = true;
                reject(init.signal.reason);
            });
            asked.push(request);
        });
    return { asked, fetch };
}

const at = { z: 3, x: 6, y: 3 };
const source = (fetch, more = {}) => createTileSource({ layers: 'grids,branches', minzoom: 0, maxzoom: 16, fetch, ...more });

test('a tile that several wait for is one request, and none once it is there', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch);
    const both = [tiles.load(at, Symbol()), tiles.load(at, Symbol())];
    assert.deepEqual(
        asked.map(a => a.url),
        ['/tiles/grids,branches/3/6/3.mvt'],
    );
    asked[0].answer();
    const [a, b] = await Promise.all(both);
    assert.equal(a, b);
    assert.equal(await tiles.load(at, Symbol()), a);
    assert.equal(tiles.peek(at), a);
    assert.equal(asked.length, 1);
});

test('a request is aborted when the last one that waits gives up, not before', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch);
    const [one, two] = [Symbol(), Symbol()];
    const loads = [tiles.load(at, one), tiles.load(at, two)];
    tiles.release(at, one);
    assert.equal(asked[0].aborted, false);
    tiles.release(at, two);
    assert.equal(asked[0].aborted, true);
    await Promise.allSettled(loads);
    tiles.load(at, one);
    assert.equal(asked.length, 2);
});

test('a stale tile is shown until its successor has come, which is asked of the server anew', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch);
    const loading = tiles.load(at, Symbol());
    asked[0].answer();
    const old = await loading;
    tiles.invalidate([-170, -80, -160, -70]);
    assert.deepEqual(await tiles.refresh([at]), [], 'a change elsewhere touches nothing');
    tiles.invalidate([92, 5, 93, 6]);
    const second = tiles.refresh([at, at]);
    assert.deepEqual(
        asked.map(a => a.cache),
        ['default', 'no-cache'],
    );
    assert.equal(tiles.peek(at), old);
    asked[1].answer();
    assert.deepEqual(await second, [at]);
    assert.notEqual(tiles.peek(at), old);
});

test('a change that comes while a tile is under way makes it be asked for again', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch);
    const loading = tiles.load(at, Symbol());
    tiles.invalidate(null);
    assert.equal(asked[0].aborted, true);
    await assert.rejects(loading);
    const refreshed = tiles.refresh([at]);
    asked[1].answer();
    assert.deepEqual(await refreshed, [at]);
});

test('a failure is reported and keeps what was there', async () => {
    const { asked, fetch } = server();
    const reports = [];
    const tiles = source(fetch, { report: error => reports.push(error?.message ?? null) });
    const loading = tiles.load(at, Symbol());
    asked[0].answer();
    const old = await loading;
    tiles.invalidate(null);
    const refreshed = tiles.refresh([at]);
    asked[1].answer(503);
    assert.deepEqual(await refreshed, []);
    assert.equal(tiles.peek(at), old);
    assert.equal(reports.length, 2);
    assert.match(reports[1], /^503/);
});

test('the least recently used tile goes when room runs out', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch, { room: 1 });
    const who = Symbol();
    for (let x = 0; x < 3; x++) {
        const loading = tiles.load({ z: 3, x, y: 0 }, who);
        asked[x].answer();
        await loading;
        tiles.release({ z: 3, x, y: 0 }, who);
    }
    assert.deepEqual(
        [0, 1, 2].map(x => tiles.peek({ z: 3, x, y: 0 }) !== null),
        [false, false, true],
    );
});

test('a tile whose refresh failed stays stale, and is asked of the server anew by the next who wants it', async () => {
    const { asked, fetch } = server();
    const failures = [];
    const tiles = source(fetch, { report: error => failures.push(error?.message ?? null) });
    const loading = tiles.load(at, Symbol());
    asked[0].answer();
    const old = await loading;
    tiles.invalidate(null);
    const failed = tiles.refresh([at]);
    asked[1].answer(503);
    assert.deepEqual(await failed, []);
    assert.equal(tiles.peek(at), old, 'it is shown meanwhile');
    const again = tiles.load(at, Symbol());
    assert.equal(asked.length, 3, 'and not taken for good');
    asked[2].answer(503);
    await assert.rejects(again);
    const third = tiles.refresh([at]);
    asked[3].answer();
    assert.deepEqual(await third, [at]);
    assert.deepEqual(
        asked.map(a => a.cache),
        ['default', 'no-cache', 'no-cache', 'no-cache'],
        'never from the browser’s cache, which has the old one',
    );
    assert.equal(failures.filter(f => f?.startsWith('503')).length, 2);
    assert.equal(failures.at(-1), null);
    assert.notEqual(await tiles.load(at, Symbol()), old);
    assert.equal(asked.length, 4);
});

test('what is under way when a change comes is given up and asked anew', async () => {
    const { asked, fetch } = server();
    const tiles = source(fetch);
    const first = tiles.load(at, Symbol());
    tiles.invalidate(null);
    await assert.rejects(first);
    assert.equal(asked[0].aborted, true);
    const second = tiles.load(at, Symbol());
    assert.equal(asked[1].cache, 'no-cache');
    asked[1].answer();
    assert.equal(await second, tiles.peek(at));
});

test('what failed is told of until it has come too, or nobody waits for it any more', async () => {
    const { asked, fetch } = server();
    const reports = [];
    const tiles = source(fetch, { report: error => reports.push(error?.message ?? null) });
    const places = [0, 1, 2].map(x => ({ z: 3, x, y: 0 }));
    const who = Symbol();
    const loading = places.map(place => tiles.load(place, who));
    asked[0].answer(503);
    asked[1].answer(503);
    await Promise.allSettled(loading.slice(0, 2));
    asked[2].answer();
    await loading[2];
    assert.equal(reports.includes(null), false, 'another that came mends nothing');
    const again = tiles.load(places[0], who);
    asked[3].answer();
    await again;
    assert.equal(reports.includes(null), false);
    tiles.release(places[1], who);
    assert.equal(reports.at(-1), null);
});
