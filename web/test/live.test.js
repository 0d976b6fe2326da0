/** The change feed against a server with real sockets, told what to say. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { eventParser, followChanges, waitBefore } from '../src/data/live.js';

/** Answers each request as the next of `answers` says. */
async function serving(...answers) {
    const server = createServer((request, response) => answers.shift()?.(response, request) ?? response.writeHead(404).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    after(() => server.closeAllConnections() ?? server.close());
    return `http://127.0.0.1:${server.address().port}/api/events`;
}

/** Says these events and ends, or goes on when told so. */
const stream =
    (events, end = true) =>
    response => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        for (const [name, data] of events) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
        if (end) response.end();
        return true;
    };

const full = response => {
    response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '30' }).end('{}');
    return true;
};
const behindProxy = response => {
    response.writeHead(503, { 'Content-Type': 'text/html' }).end('<h1>Service Unavailable</h1>');
    return true;
};

/** Follows until `tries` connections are over; answers what was heard, and for how long it would have waited in between. */
function heard(url, tries, since = null, seen = true) {
    return new Promise(resolve => {
        const all = [];
        const waits = [];
        const hear = name => data => {
            all.push(data?.position === undefined ? (typeof data === 'string' ? data : name) : `${name} ${data.position}`);
        };
        const names = ['change', 'day', 'presence', 'plan', 'job', 'state', 'anew'];
        const feed = followChanges(Object.fromEntries(names.map(n => [n, hear(n)])), {
            url,
            since,
            later(act, milliseconds) {
                waits.push(milliseconds);
                if (waits.length < tries) return act();
                feed.end();
                resolve({ all, waits });
            },
            seen: () => seen,
        });
    });
}

const hello = (position, more) => ['hello', { position, ...more }];
const step = name => (previous, position, more) => [name, { previous, position, layer: 'grids', bbox: null, ...more }];
const change = step('change');
const day = step('day');
const plan = step('plan');

/** As `stream`, and notes from where on it was asked. */
const noting =
    (asked, ...rest) =>
    (response, request) => {
        asked.push(new URL(request.url, 'http://x').searchParams.get('since'));
        return stream(...rest)(response);
    };

test('events follow one another, several to one position', async () => {
    const url = await serving(
        stream([hello('a'), change('a', 'b', { more: true }), change('a', 'b'), day('b', 'c'), plan('c', 'd'), change('d', 'e')]),
    );
    const { all } = await heard(url, 1);
    assert.deepEqual(all, ['live', 'change b', 'change b', 'day c', 'plan d', 'change e', 'lost']);
});

test('who sees a gap asks from where it was, and is told what it missed', async () => {
    const asked = [];
    const url = await serving(
        noting(asked, [hello('a'), change('a', 'b'), change('c', 'd'), change('d', 'e')], false),
        noting(asked, [hello('e', { more: true, previous: 'b' }), change('b', 'e', { more: true }), plan('b', 'e')]),
        noting(asked, [hello('e')]),
    );
    const { all } = await heard(url, 3);
    assert.deepEqual(asked, [null, 'b', 'e']);
    assert.deepEqual(all, ['live', 'change b', 'lost', 'live', 'change e', 'plan e', 'lost', 'live', 'lost']);
});

test('a line that breaks among events which belong together is taken up before them', async () => {
    const asked = [];
    const url = await serving(
        noting(asked, [hello('b', { more: true, previous: 'a' }), change('a', 'b', { more: true })]),
        noting(asked, [hello('b', { more: true, previous: 'a' }), change('a', 'b', { more: true }), plan('a', 'b')]),
        noting(asked, [hello('b')]),
    );
    await heard(url, 3, 'a');
    assert.deepEqual(asked, ['a', 'a', 'b']);
});

test('another server goes on from the same position', async () => {
    const asked = [];
    const url = await serving(
        noting(asked, [hello('a', { server: 'one' }), change('a', 'b')]),
        noting(asked, [hello('c', { server: 'two', more: true }), change('b', 'c')]),
        noting(asked, [hello('c', { server: 'two' })]),
    );
    const { all } = await heard(url, 3);
    assert.deepEqual(asked, [null, 'b', 'c']);
    assert.deepEqual(all, ['live', 'change b', 'lost', 'live', 'change c', 'lost', 'live', 'lost']);
});

test('what nobody remembers is read anew, once, whether the server says so before or within', async () => {
    const asked = [];
    const gone = (response, request) => {
        asked.push(new URL(request.url, 'http://x').searchParams.get('since'));
        response.writeHead(410, { 'Content-Type': 'application/problem+json' }).end('{"reason":"too_old"}');
        return true;
    };
    const url = await serving(
        gone,
        noting(asked, [hello('x'), change('x', 'y')]),
        noting(asked, [hello('z', { anew: true })]),
        noting(asked, [hello('z')]),
    );
    const { all } = await heard(url, 4, 'old');
    assert.deepEqual(asked, ['old', null, 'y', 'z']);
    assert.deepEqual(all, ['anew', 'live', 'change y', 'lost', 'live', 'anew', 'lost', 'live', 'lost']);
});

test('a server without room is asked again when it said, and nothing is fetched meanwhile', async () => {
    const url = await serving(stream([hello('a')]), full, full, behindProxy, stream([hello('a')]));
    const { all, waits } = await heard(url, 5);
    assert.deepEqual(all, ['live', 'lost', 'paused', 'paused', 'lost', 'live', 'lost']);
    assert.ok(waits[1] >= 30_000 && waits[2] >= 30_000, String(waits));
    assert.ok(waits[3] < 30_000, 'what a proxy says is not the server’s word');
    assert.ok(waits[4] < 2000, 'after a success the waits begin anew');
});

test('a server that is not there is tried ever more slowly, but not much where somebody waits for it', async () => {
    for (const [seen, longest] of [[true, 7000], [false, 60_000]]) {
        const { all, waits } = await heard('http://127.0.0.1:9/api/events', 9, null, seen);
        assert.deepEqual(new Set(all), new Set(['lost']));
        waits.forEach((wait, i) => {
            const least = Math.min(longest, 1000 * 2 ** i);
            assert.ok(wait >= least && wait <= least * 1.5, `${i}: ${wait}`);
        });
    }
});

/** Follows and answers the feed itself, what it hears, and a way to wait until that is so much. */
function following(url, more = {}) {
    const all = [];
    let wake = () => {};
    const hear = name => data => {
        all.push(data?.position === undefined ? (typeof data === 'string' ? data : name) : `${name} ${data.position}`);
        wake();
    };
    const names = ['change', 'day', 'presence', 'plan', 'job', 'state', 'anew'];
    const feed = followChanges(Object.fromEntries(names.map(n => [n, hear(n)])), { url, ...more });
    const until = async last => {
        while (all[all.length - 1] !== last) await new Promise(resolve => (wake = resolve));
    };
    return { feed, all, until };
}

test('another who signs in listens on a line of their own, from where the first was', async () => {
    const asked = [];
    const url = await serving(
        noting(asked, [hello('a'), change('a', 'b')], false),
        noting(asked, [hello('c', { more: true, previous: 'b' }), change('b', 'c')], false),
    );
    const { feed, all, until } = following(url);
    await until('change b');
    feed.again();
    await until('change c');
    feed.end();
    assert.deepEqual(asked, [null, 'b']);
    assert.deepEqual(all, ['live', 'change b', 'connecting', 'live', 'change c'], 'and is not told that it was lost');
});

test('who signs in while the server has no room is let in at once, and who just looks again is not', async () => {
    const url = await serving(full, stream([hello('a')], false));
    const waits = [];
    const { feed, all, until } = following(url, { later: (act, wait) => waits.push(wait) });
    await until('paused');
    await new Promise(resolve => setImmediate(resolve));
    feed.hurry();
    assert.deepEqual(all, ['paused']);
    feed.again();
    await until('live');
    feed.end();
    assert.equal(waits.length, 1);
});

test('who looks again at a page whose server was away does not wait', async () => {
    const url = await serving(behindProxy, stream([hello('a')], false));
    const waits = [];
    const { feed, until } = following(url, { later: (act, wait) => waits.push(wait) });
    await until('lost');
    while (!waits.length) await new Promise(resolve => setImmediate(resolve));
    feed.hurry();
    await until('live');
    feed.hurry();
    feed.end();
    assert.equal(waits.length, 1);
});

test('waits are spread, so that not all come back at once', () => {
    assert.equal(waitBefore(1, 0, 0), 1000);
    assert.equal(waitBefore(1, 0, 1), 1500);
    assert.equal(waitBefore(3, 30, 0), 30_000);
    assert.equal(waitBefore(3, 30, 0.5), 37_500);
    assert.equal(waitBefore(1000, 0, 0), 60_000);
    assert.equal(waitBefore(1000, 0, 1, true), 10_500);
});

test('who works on a plan, and how a job goes on, is told wherever one is', async () => {
    const told = [hello('a'), ['presence', { plan: 1, editors: [], position: 'q' }], ['job', { id: 1 }], change('a', 'b')];
    const url = await serving(stream(told));
    assert.deepEqual((await heard(url, 1)).all, ['live', 'presence q', 'job', 'change b', 'lost']);
});

test('events come whole, however the text is cut', () => {
    const text = 'event: a\r\ndata: {"n":1}\r\n\r\n: still here\n\nevent: b\ndata: {"n":\ndata: 2}\n\n';
    for (let cut = 0; cut <= text.length; cut++) {
        const all = [];
        const parse = eventParser((name, data) => all.push([name, data]));
        parse(text.slice(0, cut));
        parse(text.slice(cut));
        assert.deepEqual(all, [
            ['a', { n: 1 }],
            ['b', { n: 2 }],
        ]);
    }
});
