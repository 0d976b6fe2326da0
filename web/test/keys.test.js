/** What can have the focus can be found again when what is around it is drawn anew. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const CONTROLS = ['button', 'input', 'select', 'textarea', 'summary', 'a'];
const SRC = new URL('../src/', import.meta.url).pathname;

/** The call that begins there, to its last bracket; brackets in quotes are none. @param {string} text @param {number} from */
function call(text, from) {
    let depth = 0;
    for (let i = from; i < text.length; i++) {
        if (text.startsWith('//', i)) i = text.indexOf('\n', i);
        const c = text[i];
        if (c === "'" || c === '"') while (text[++i] !== c) if (text[i] === '\\') i++;
        if ('([{'.includes(c)) depth++;
        if (')]}'.includes(c) && --depth === 0) return text.slice(from, i + 1);
    }
    return text.slice(from);
}

/** Its second argument, without what is deeper in it. @param {string} made */
function attributes(made) {
    let depth = 0;
    let seen = '';
    for (const c of made.slice(made.indexOf(',') + 1)) {
        if ('([{'.includes(c)) depth++;
        if (depth === 0 && c === ',') break;
        if (depth <= 1) seen += c;
        if (')]}'.includes(c)) depth--;
    }
    return seen;
}

test('every control has a name of its own by which the focus comes back to it', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.js'));
    const nameless = files.flatMap(file => {
        const text = readFileSync(join(SRC, file), 'utf8');
        return [...text.matchAll(/\bh\(\s*'(\w+)'/g)]
            .map(({ index, 1: tag }) => ({ index, tag, own: attributes(call(text, index + 1)) }))
            .filter(({ tag, own }) => CONTROLS.includes(tag) || /\btabindex: (?!-1)/.test(own))
            .filter(({ own }) => !/'data-key'|\bnamed\b|\bid:|type: 'hidden'/.test(own))
            .map(({ index, tag }) => `${file}:${text.slice(0, index).split('\n').length} ${tag}`);
    });
    assert.deepEqual(nameless, []);
});
