import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPreview } from '../src/draw/preview.js';

/** Answers when told to. */
function slow() {
    const asked = [];
    const ask = question => new Promise((resolve, reject) => asked.push({ question, resolve, reject }));
    return { asked, ask };
}
const settled = () => new Promise(resolve => setImmediate(resolve));

test('one question is under way at a time, and of those that wait the latest wins', async () => {
    const { asked, ask } = slow();
    const heard = [];
    const preview = createPreview(ask, (question, answer) => heard.push([question, answer]));
    [1, 2, 3, 4].forEach(preview);
    assert.deepEqual(
        asked.map(a => a.question),
        [1],
    );
    asked[0].resolve('one');
    await settled();
    assert.deepEqual(
        asked.map(a => a.question),
        [1, 4],
    );
    asked[1].resolve('four');
    await settled();
    assert.deepEqual(heard, [
        [1, 'one'],
        [4, 'four'],
    ]);
});

test('a refusal is heard and does not stop the next question', async () => {
    const { asked, ask } = slow();
    const heard = [];
    const preview = createPreview(ask, (question, answer, error) => heard.push([question, answer, error?.message ?? null]));
    preview(1);
    preview(2);
    asked[0].reject(new Error('it crosses itself'));
    await settled();
    asked[1].resolve('fine');
    await settled();
    assert.deepEqual(heard, [
        [1, null, 'it crosses itself'],
        [2, 'fine', null],
    ]);
});

test('where there is nothing to ask nothing is heard', async () => {
    const heard = [];
    const preview = createPreview(
        async question => (question === 1 ? null : 'answer'),
        question => heard.push(question),
    );
    preview(1);
    await settled();
    preview(2);
    await settled();
    assert.deepEqual(heard, [2]);
});
