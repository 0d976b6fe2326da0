/** What the page does with what it hears. */

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { noteFailure, store } from '../src/data/state.js';
import { follow } from '../src/map/follow.js';

/** @type {string[]} */
let done;
/** @type {import('../src/data/live.js').Listener} */
let told;
/** @type {string | null} */
let from;

beforeEach(() => {
    done = [];
    store.set({ list: /** @type {any} */ ({ position: 'p5', grids: [] }), planId: null, live: 'connecting' });
    follow(
        { refresh: async burst => void done.push(burst.map(c => c.layer + (c.bbox ? ` ${c.bbox}` : '')).join(', ')) },
        async () => void done.push('list'),
        () => done.push('plan'),
        (on, { since }) => {
            told = on;
            from = since;
            return { again: () => done.push('again'), hurry: () => done.push('hurry') };
        },
    );
});

const all = 'base, grids, buildings, ports';
mock.timers.enable({ apis: ['setTimeout'] });
/** When the time of a burst is over. */
const settled = async () => {
    mock.timers.tick(1000);
    await new Promise(resolve => setImmediate(resolve));
};

test('a burst of changes is one refresh of the list and of just these places', async () => {
    told.change({ revision: 1, layer: 'grids', bbox: [1, 2, 3, 4] });
    told.change({ revision: 1, layer: 'buildings', bbox: [1, 2, 3, 4] });
    await settled();
    assert.deepEqual(done, ['list', 'grids 1,2,3,4, buildings 1,2,3,4']);
});

test('the plan at hand is read anew after what it may rest on', async () => {
    told.change({ revision: 1, layer: 'grids', bbox: [1, 2, 3, 4] });
    await settled();
    store.set({ planId: 7 });
    told.change({ revision: 1, layer: 'grids', bbox: [1, 2, 3, 4] });
    await settled();
    told.change({ revision: 1, layer: 'buildings', bbox: [1, 2, 3, 4] });
    await settled();
    told.change({ revision: 1, layer: 'base', bbox: [1, 2, 3, 4] });
    await settled();
    const [grids, buildings] = ['grids 1,2,3,4', 'buildings 1,2,3,4'];
    assert.deepEqual(done, ['list', grids, 'list', grids, 'plan', 'list', buildings, 'plan', 'list', 'base 1,2,3,4']);
});

test('what nobody remembers is an occasion to read everything anew', async () => {
    told.anew();
    await settled();
    assert.deepEqual(done, ['list', all]);
});

test('it hears from the list on that is shown, so that nothing falls between', () => {
    assert.equal(from, 'p5');
});

test('a new day is a new list, and no tile', async () => {
    told.day({ day: '2026-11-23' });
    await settled();
    assert.deepEqual(done, ['list', 'assignments']);
});

test('whoever signs in, out or as another listens anew, and who only has a new token does not', () => {
    const as = (/** @type {number | null} */ id, /** @type {string[]} */ roles, csrf = 'x') =>
        store.set({ session: /** @type {any} */ ({ account: id === null ? null : { id }, roles, csrf }) });
    done = [];
    const followers = () => done.length;
    as(null, []);
    const each = followers();
    as(7, ['viewer']);
    assert.ok(followers() > each && done.every(d => d === 'again'));
    const before = followers();
    as(7, ['viewer'], 'y');
    assert.equal(followers(), before);
    as(7, ['viewer', 'admin']);
    as(8, ['viewer', 'admin']);
    as(null, []);
    assert.equal(followers() - before, 3 * before, 'each of them once');
    store.set({ session: null });
});

test('the page says whether it hears of changes', () => {
    for (const state of /** @type {const} */ (['live', 'lost', 'paused'])) {
        told.state(state);
        assert.equal(store.get().live, state);
    }
});

test('what failed while the server was away is tried again when it is there', () => {
    /** @type {string[]} */
    const tried = [];
    for (const part of ['tiles.ground', 'card']) noteFailure(part, new Error('gone'), () => tried.push(part));
    told.state('lost');
    assert.deepEqual(tried, []);
    told.state('live');
    assert.deepEqual(tried, ['tiles.ground', 'card']);
    store.set({ failures: {} });
});

test('what failed while the line held is tried again, ever more slowly', async () => {
    let tries = 0;
    told.state('live');
    const fail = () => noteFailure('tiles.grids', new Error('503'), () => {
        tries++;
        fail();
    });
    fail();
    const after = [];
    for (let second = 1; second <= 8; second++) {
        await settled();
        after.push(tries);
    }
    // those of the tests before try as well
    assert.deepEqual(
        after.map(n => n / after[0]),
        [1, 1, 2, 2, 2, 2, 3, 3],
    );
    noteFailure('tiles.grids', null);
});
