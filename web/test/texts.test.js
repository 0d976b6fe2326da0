import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const source = new URL('../src/', import.meta.url);
const read = path => readFileSync(new URL(path, source), 'utf8');
const modules = readdirSync(source, { recursive: true })
    .filter(f => f.endsWith('.js'))
    .map(f => ({ path: f, text: read(f) }));
/** The texts of the first paint, and those that come with the modules around plans, accounts, help, hot spots and drawing. */
const sets = ['', 'plans/', 'access/', 'help/', 'map/', 'draw/'];
const languages = Object.fromEntries(
    ['en', 'zh-CN'].map(lang => [lang, Object.assign({}, ...sets.map(set => JSON.parse(read(`i18n/${set}${lang}.json`))))]),
);

/** Keys written out, and the fixed beginnings of keys that are put together. */
function used(of = modules) {
    const keys = new Set();
    const prefixes = new Set();
    for (const { text } of of) {
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
    const values = text => [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map(m => m[1]))].sort();
    for (const [key, text] of Object.entries(languages.en)) {
        assert.ok(text.trim(), key);
        assert.ok(languages['zh-CN'][key].trim(), key);
        assert.deepEqual(values(languages['zh-CN'][key]), values(text), key);
    }
});

/** What an operator would not say, or says of something else; docs of the domain give the word to use. */
const NOT_OUR_WORDS = [
    '土地划转', '土地', '易主', '划分员', '热力面', '未划分', '未分配', '未划入', '无归属', '竞争情报', '竞争压力', '端口利用率', '双改率', '到达用户率',
    '交接箱', '楼宇',
];

test('Chinese texts say what operators say, one word for each thing', () => {
    const readme = readFileSync(new URL('../../README.zh-CN.md', import.meta.url), 'utf8').split('\n');
    const texts = [...Object.entries(languages['zh-CN']), ...readme.map((text, i) => [`README line ${i + 1}`, text])];
    assert.deepEqual(
        texts.filter(([, text]) => NOT_OUR_WORDS.some(word => text.includes(word))),
        [],
    );
});

test('Chinese texts are punctuated as Chinese', () => {
    assert.deepEqual(
        Object.entries(languages['zh-CN']).filter(([, text]) => /[\u4e00-\u9fff}][:;,?!(]|\)[\u4e00-\u9fff]/.test(text)),
        [],
    );
});

test('English texts count one thing as one', () => {
    const counted = /\{(n|grids|buildings|households|subscribers|parts)\} (grid|building|household|subscriber|part|sighting)s\b/;
    assert.deepEqual(
        Object.entries(languages.en).filter(([, text]) => counted.test(text)),
        [],
    );
});

test('Chinese texts have Chinese punctuation', () => {
    const mixed = Object.entries(languages['zh-CN'])
        .filter(([, text]) => /[\u4e00-\u9fff}”）][,:;?!()]|[,:;?!()][\u4e00-\u9fff{“（]/.test(text));
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

test('what the first picture says has come with it', () => {
    const first = new Set();
    const visit = path => {
        if (first.has(path)) return;
        first.add(path);
        for (const [, other] of read(path).matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)';/gm)) {
            visit(new URL(other, new URL(path, source)).pathname.slice(source.pathname.length));
        }
    };
    visit('main.js');
    const there = JSON.parse(read('i18n/en.json'));
    const { keys, prefixes } = used(modules.filter(m => first.has(m.path)));
    // of the reasons those of figures; any other one is asked for where its text may be missing
    prefixes.delete('reason.');
    const wanted = [...keys, ...Object.keys(languages.en).filter(key => [...prefixes].some(p => key.startsWith(p))),
        'reason.no_base', 'reason.unknown_base'];
    assert.ok(first.size > 20 && wanted.length > 100, `${first.size} modules, ${wanted.length} texts`);
    assert.deepEqual(wanted.filter(key => key in languages.en && !(key in there)), []);
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

test('whatever the server refuses is said in both languages: every reason, and every kind of problem', () => {
    const main = new URL('../../server/src/main/java/', import.meta.url);
    const reasons = readdirSync(main, { recursive: true })
        .filter(f => f.endsWith('.java'))
        .flatMap(f => [...readFileSync(new URL(f, main), 'utf8').matchAll(/"reason",\s*"([a-z_]+[a-z])"/g)].map(m => m[1]));
    const reference = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const kinds = [...reference.matchAll(/^\| `urn:wangge:problem:([\w-]+)`/gm)];
    assert.ok(reasons.length > 20 && kinds.length > 10, 'the search found hardly any');
    // what no page asks for
    const others = [
        'no_event_stream', 'method_not_allowed', 'version_missing', 'address_too_long', 'expectation_unknown', 'http_426',
        'form_of_body',
    ];
    const wanted = [...reasons.map(r => `reason.${r}`), ...kinds.map(([, k]) => `problem.${k.replaceAll('-', '_')}`)];
    assert.deepEqual(
        wanted.filter(key => !(key in languages.en) && !others.includes(key.split('.')[1])),
        [],
    );
});

test('every action of the audit trail has a name', () => {
    const reference = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const listed = reference.slice(reference.indexOf('Actions in the audit trail:')).split('\n\n')[0];
    const actions = [...listed.matchAll(/`([a-z]+\.[a-z]+)`/g)].map(m => m[1]);
    assert.ok(actions.length >= 25);
    assert.deepEqual(
        actions.filter(a => !(`audited.${a}` in languages.en)),
        [],
    );
});

test('every text is used', () => {
    const everything = modules.map(m => m.text).join('\n');
    const prefixes = [...everything.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map(m => m[1]);
    const unused = Object.keys(languages.en).filter(
        key =>
            !everything.includes(`'${key}'`) &&
            !everything.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`) &&
            ![...prefixes].some(p => key.startsWith(p)),
    );
    assert.deepEqual(unused, []);
});
