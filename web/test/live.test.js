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
function heard(url, tries) {
    return new Promise(resolve => {
        const all = [];
        const waits = [];
        const hear = name => data => {
            all.push(data?.seq === undefined ? (typeof data === 'string' ? data : name) : `${name} ${data.seq}`);
        };
        const names = ['hello', 'change', 'day', 'presence', 'plan', 'job', 'state', 'gap'];
        const end = followChanges(Object.fromEntries(names.map(n => [n, hear(n)])), {
            url,
            later(act, milliseconds) {
                waits.push(milliseconds);
                if (waits.length < tries) return act();
                end();
                resolve({ all, waits });
            },
        });
    });
}

const hello = (seq, server = 'one') => ['hello', { seq, server }];
const change = seq => ['change', { seq, layer: 'grids', bbox: null }];

test('one publication is several changes, and none of them a gap', async () => {
    const url = await serving(stream([hello(4), change(5), change(5), ['day', { seq: 6, day: '2026-11-23' }], change(7)]));
    const { all } = await heard(url, 1);
    assert.deepEqual(all, ['live', 'hello 4', 'change 5', 'change 5', 'day 6', 'change 7', 'lost']);
});

test('a gap in the count is noticed, once', async () => {
    const url = await serving(stream([hello(4), change(5), change(8), change(8), change(9)]));
    const { all } = await heard(url, 1);
    assert.deepEqual(all, ['live', 'hello 4', 'change 5', 'gap', 'change 8', 'change 9', 'lost']);
});

test('a new day after a gap is a gap', async () => {
    const url = await serving(stream([hello(4), ['day', { seq: 7, day: '2026-11-23' }]]));
    assert.deepEqual((await heard(url, 1)).all, ['live', 'hello 4', 'gap', 'lost']);
});

test('who was away reads anew when something was missed, and only then', async () => {
    const url = await serving(
        stream([hello(4), change(5)]),
        stream([hello(5), change(6)]),
        stream([hello(9)]),
        stream([hello(9)]),
    );
    const { all } = await heard(url, 4);
    assert.deepEqual(all.slice(2), ['change 5', 'lost', 'live', 'change 6', 'lost', 'live', 'gap', 'lost', 'live', 'lost']);
});

test('the same count of another run of the server is another state', async () => {
    const url = await serving(stream([hello(4)]), stream([hello(4, 'two')]));
    assert.deepEqual((await heard(url, 2)).all, ['live', 'hello 4', 'lost', 'live', 'gap', 'lost']);
});

test('a server without room is asked again when it said, and nothing is fetched meanwhile', async () => {
    const url = await serving(stream([hello(4)]), full, full, behindProxy, stream([hello(4)]));
    const { all, waits } = await heard(url, 5);
    assert.deepEqual(all, ['live', 'hello 4', 'lost', 'paused', 'paused', 'lost', 'live', 'lost']);
    assert.ok(waits[1] >= 30_000 && waits[2] >= 30_000, String(waits));
    assert.ok(waits[3] < 30_000, 'what a proxy says is not the server’s word');
    assert.ok(waits[4] < 2000, 'after a success the waits begin anew');
});

test('a server that is not there is tried ever more slowly', async () => {
    const { all, waits } = await heard('http://127.0.0.1:9/api/events', 9);
    assert.deepEqual(new Set(all), new Set(['lost']));
    waits.forEach((wait, i) => {
        const least = Math.min(60_000, 1000 * 2 ** i);
        assert.ok(wait >= least && wait <= least * 1.5, `${i}: ${wait}`);
    });
});

test('waits are spread, so that not all come back at once', () => {
    assert.equal(waitBefore(1, 0, 0), 1000);
    assert.equal(waitBefore(1, 0, 1), 1500);
    assert.equal(waitBefore(3, 30, 0), 30_000);
    assert.equal(waitBefore(3, 30, 0.5), 37_500);
    assert.equal(waitBefore(1000, 0, 0), 60_000);
});

test('plans, presence and jobs are passed on and count for nothing', async () => {
    const told = [hello(4), ['plan', { plan: 1 }], ['presence', { plan: 1, editors: [] }], ['job', { id: 1 }], change(5)];
    const url = await serving(stream(told));
    assert.deepEqual((await heard(url, 1)).all, ['live', 'hello 4', 'plan', 'presence', 'job', 'change 5', 'lost']);
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
