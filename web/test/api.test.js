/** Reading from a server with real sockets that is busy, and then not. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { call } from '../src/data/api.js';

/** Answers with these statuses in turn, and tells how often it was asked. */
async function serving(retryAfter, ...statuses) {
    return answering(retryAfter, ...statuses.map(status => ({ status })));
}

/** The same with these problems, of which each names its status. */
async function answering(retryAfter, ...answers) {
    let asked = 0;
    const server = createServer((_, response) => {
        const answer = answers[asked++];
        response
            .writeHead(answer.status, { 'Content-Type': 'application/json', 'Retry-After': retryAfter })
            .end(JSON.stringify(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    after(() => server.closeAllConnections() ?? server.close());
    return { url: `http://127.0.0.1:${server.address().port}/api/plans`, asked: () => asked };
}

test('what a busy server could not read is asked for again', async () => {
    const server = await serving('0', 503, 503, 200);
    assert.deepEqual(await call('GET', server.url), { status: 200 });
});

test('a server that stays busy is not asked for ever, and its words are told', async () => {
    const server = await serving('0', 503, 503, 503, 200);
    await assert.rejects(call('GET', server.url), e => e.problem.status === 503);
    assert.equal(server.asked(), 3);
});

test('a server that is still loading its map is waited for, by those who read', async () => {
    const loading = { status: 503, reason: 'loading' };
    const server = await answering('0', ...Array(7).fill(loading), { status: 200 });
    assert.deepEqual(await call('GET', server.url), { status: 200 });
    const other = await answering('0', loading, { status: 200 });
    await assert.rejects(call('POST', other.url, {}), e => e.problem.status === 503);
});

test('a change is sent once, whatever comes back', async () => {
    const server = await serving('0', 503, 200);
    await assert.rejects(call('POST', server.url, {}), e => e.problem.status === 503);
    assert.equal(server.asked(), 1);
});

test('who is to wait long is told so at once', async () => {
    const server = await serving('30', 503, 200);
    await assert.rejects(call('GET', server.url), e => e.problem.status === 503);
    assert.equal(server.asked(), 1);
});
