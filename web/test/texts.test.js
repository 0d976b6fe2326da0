import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const source = new URL('../src/', import.meta.url);
const read = path => readFileSync(new URL(path, source), 'utf8');
const modules = readdirSync(source, { recursive: true })
    .filter(f => f.endsWith('.js'))
    .map(f => ({ path: f, text: read(f) }));
/** The texts of the first paint, and those that come with the modules around plans. */
const sets = ['', 'plans/'];
const languages = Object.fromEntries(
    ['en', 'zh-CN'].map(lang => [lang, Object.assign({}, ...sets.map(set => JSON.parse(read(`i18n/${set}${lang}.json`))))]),
);

/** Keys written out, and the fixed beginnings of keys that are put together. */
function used() {
    const keys = new Set();
    const prefixes = new Set();
    for (const { text } of modules) {
        for (const [, call] of text.matchAll(/\bt\(((?:[^()]|\([^()]*\))*)\)/g)) {
            for (const [, key] of call.matchAll(/'([a-z][\w.]*)'/g)) keys.add(key);
            for (const [, prefix] of call.matchAll(/`([a-z][\w.]*\.)\$\{/g)) prefixes.add(prefix);
        }
    }
    return { keys, prefixes };
}

test('both languages have the same keys', () => {
    assert.deepEqual(Object.keys(languages.en).sort(), Object.keys(languages['zh-CN']).sort());
});

test('no text is empty, and both languages take the same values', () => {
    const values = text => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort();
    for (const [key, text] of Object.entries(languages.en)) {
        assert.ok(text.trim(), key);
        assert.ok(languages['zh-CN'][key].trim(), key);
        assert.deepEqual(values(languages['zh-CN'][key]), values(text), key);
    }
});

test('Chinese texts have Chinese punctuation', () => {
    const mixed = Object.entries(languages['zh-CN']).filter(([, text]) => /[\u4e00-\u9fff}”）][,:;?!()]|[,:;?!()][\u4e00-\u9fff{“（]/.test(text));
    assert.deepEqual(
        mixed.filter(([, text]) => /[\u4e00-\u9fff]/.test(text)),
        [],
    );
});

test('every key that the code uses exists', () => {
    const { keys, prefixes } = used();
    assert.ok(keys.size > 60, 'the search for keys found hardly any');
    const all = Object.keys(languages.en);
    const isKey = key => !['no_person', 'grid', 'surface', 'unknown_base'].includes(key) || all.includes(key);
    assert.deepEqual(
        [...keys].filter(key => !all.includes(key) && isKey(key)),
        [],
    );
    assert.deepEqual(
        [...prefixes].filter(prefix => !all.some(key => key.startsWith(prefix))),
        [],
    );
});

test('every reason for which a border is refused is said in both languages', () => {
    const topology = new URL('../../server/src/main/java/org/wangge/topology/', import.meta.url);
    const reasons = readdirSync(topology)
        .filter(f => f.endsWith('.java'))
        .flatMap(f => [...readFileSync(new URL(f, topology), 'utf8').matchAll(/refused\(\s*"(\w+)",/g)].map(m => m[1]));
    assert.ok(reasons.length > 10, 'the search for reasons found hardly any');
    assert.deepEqual(
        reasons.filter(r => !(`reason.${r}` in languages.en)),
        [],
    );
});

test('every text is used', () => {
    const everything = modules.map(m => m.text).join('\n');
    const { prefixes } = used();
    const unused = Object.keys(languages.en).filter(
        key => !everything.includes(`'${key}'`) && ![...prefixes].some(p => key.startsWith(p)),
    );
    assert.deepEqual(unused, []);
});
