/** What the pointer is told of a building, a port, a sighting, or of several that are drawn as one mark. */

import { h } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { ageOf } from '../core/things.js';
import { formats, store } from '../data/state.js';

/** @typedef {import('../data/state.js').Thing} Thing */

/** @param {string} title @param {(string | null)[]} lines */
const words = (title, ...lines) => [h('strong', {}, title), ...lines.filter(Boolean).map(line => h('span', {}, line))];

/** @param {string | number | boolean | undefined} value */
const told = value => (value === undefined ? null : word(String(value)));

/** @param {number} used @param {number} capacity */
function share(used, capacity) {
    const f = formats();
    const value = f.metric('port_utilisation', used / capacity);
    const words = t('ratio.words', { numerator: f.count(used), denominator: f.count(capacity), value });
    return `${t('metric.port_utilisation')} ${words}`;
}

/** Its kind and name, and the one thing that one would ask of it. @param {Thing} thing */
export function ofThing({ type, properties: p }) {
    const f = formats();
    if (type === 'port') {
        const { used, capacity } = p;
        const known = typeof used === 'number' && typeof capacity === 'number' && capacity > 0;
        return words(
            [told(p.kind), told(p.technology)].filter(Boolean).join(' · ') || t('thing.port'),
            known ? share(used, capacity) : `${t('metric.port_utilisation')} ${t('unknown')}`,
        );
    }
    if (type === 'sighting') {
        const seen = p.seen_at === undefined ? null : String(p.seen_at);
        const days = seen === null ? 0 : ageOf(seen, store.get().list?.as_of ?? seen);
        return words(
            [told(p.operator), told(p.kind)].filter(Boolean).join(' · ') || t('thing.sighting'),
            seen === null ? t('unknown') : `${f.date(seen)} · ${t('days.ago', { n: days })}`,
        );
    }
    const { households, subscribers } = p;
    const known = typeof households === 'number' && typeof subscribers === 'number' && households > 0;
    return words(
        String(p.name ?? p.address ?? t('thing.building')),
        `${t('figure.households')} ${typeof households === 'number' ? f.count(households) : t('unknown')}`,
        known ? `${t('metric.penetration')} ${f.metric('penetration', subscribers / households)}` : null,
    );
}

/** How many, and of ports how much of them is used. @param {import('../core/things.js').Bunch & {name: string}} bunch */
export function ofBunch({ name, n, used, capacity }) {
    return words(
        t(`things.${name}`, { n: formats().count(n) }),
        name === 'ports' && capacity ? share(used, capacity) : null,
        t('things.nearer'),
    );
}
