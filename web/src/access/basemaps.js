/** Which maps of others may lie under the grids: chosen by admins, in their order. */

import { h, named } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { api } from '../data/api.js';
import { access } from '../data/session.js';
import { store } from '../data/state.js';
import { field, showForm } from '../parts/forms.js';

/** @typedef {import('../core/contract.js').BasemapList} BasemapList */
/** @typedef {(at: 'basemaps') => HTMLElement} Tabs */

const SERVICES = ['osm', 'tianditu-vec', 'tianditu-img', 'amap'];
/** What is said of an address, by the field that asks for it; a service has a key and a name alone. */
const WORDS = /** @type {const} */ (['name', 'key', 'attribution', 'crs', 'max-zoom', 'layer']);
const OF_SERVICES = ['name', 'key'];

/** @param {string} words as the server keeps them @returns {{head: string, said: Record<string, string>}} */
function parsed(words) {
    const [head, ...rest] = words.split(/,(?=[A-Za-z-]+=)/);
    const said = rest.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
    return { head, said: Object.fromEntries(said) };
}

/** @param {Tabs} tabs */
export async function showBasemaps(tabs) {
    await attempt(async () => show(tabs, await api.basemaps()));
}

/** @param {Tabs} tabs @param {BasemapList} list */
function show(tabs, list) {
    const { lang } = store.get();
    const { version, words } = list.chosen ?? { version: 0, words: [] };
    const fixed = list.basemaps.slice(words.length).map(b => b.title[lang]);
    const put = async (/** @type {string[]} */ next) => show(tabs, await access.chooseBasemaps(version, next));
    showForm(
        t('admin'),
        [
            tabs('basemaps'),
            words.length ? null : h('p', { class: 'hint' }, t('basemaps.none')),
            h(
                'ul',
                { class: 'rows', 'data-testid': 'basemaps' },
                words.map((own, i) =>
                    h(
                        'li',
                        {},
                        h(
                            'div',
                            {},
                            h('strong', {}, list.basemaps[i]?.title[lang] ?? parsed(own).head),
                            h('small', {}, parsed(own).head),
                            i ? null : h('span', { class: 'grants' }, h('span', { class: 'chip' }, t('basemap.first'))),
                        ),
                        h(
                            'div',
                            { class: 'actions' },
                            i
                                ? h(
                                      'button',
                                      {
                                          type: 'button',
                                          'aria-label': `${t('basemap.up')} ${parsed(own).head}`,
                                          ...named(`basemap-up-${i}`),
                                          onclick: () => attempt(() => put(raised(words, i))),
                                      },
                                      t('basemap.up'),
                                  )
                                : null,
                            h(
                                'button',
                                {
                                    type: 'button',
                                    'aria-label': `${t('basemap.edit')} ${parsed(own).head}`,
                                    ...named(`basemap-edit-${i}`),
                                    onclick: () => edit(tabs, words, i, put),
                                },
                                t('basemap.edit'),
                            ),
                        ),
                    ),
                ),
            ),
            fixed.length ? h('p', { class: 'hint' }, t('basemaps.fixed', { names: fixed.join(', ') })) : null,
            h('p', { class: 'hint' }, t('basemaps.reload')),
        ],
        {
            wide: true,
            topic: 'admin',
            actions: [
                h(
                    'button',
                    {
                        class: 'primary',
                        type: 'button',
                        ...named('basemap-new'),
                        onclick: () => edit(tabs, words, words.length, put),
                    },
                    t('basemap.new'),
                ),
            ],
        },
    );
}

/** With the one at a place before the one that stood before it. @param {string[]} all @param {number} i */
const raised = (all, i) => [...all.slice(0, i - 1), all[i], all[i - 1], ...all.slice(i + 1)];

/** @param {Tabs} tabs @param {string[]} all @param {number} i which of them @param {(next: string[]) => Promise<void>} put */
function edit(tabs, all, i, put) {
    const { head, said } = parsed(all[i] ?? 'osm');
    const known = SERVICES.includes(head);
    const service = h(
        'select',
        { ...named('basemap-service'), onchange: () => choose() },
        [...SERVICES, 'address'].map(s =>
            h('option', { value: s, selected: s === (known ? head : 'address') }, t(`basemap.service.${s}`)),
        ),
    );
    const address = field('basemap-address', t('basemap.address'), {
        value: known ? '' : head,
        placeholder: 'https://tile.example.com/{z}/{x}/{y}.png',
    });
    const crs = h(
        'select',
        named('basemap-crs'),
        ['WGS84', 'GCJ-02'].map(c => h('option', { value: c, selected: c === (said.crs ?? 'WGS84') }, c)),
    );
    const fields = {
        name: field('basemap-name', t('basemap.name'), { maxlength: 60, value: said.name ?? '' }),
        key: field('basemap-key', t('basemap.key'), { value: said.key ?? '', autocomplete: 'off' }),
        attribution: field('basemap-attribution', t('basemap.attribution'), { value: said.attribution ?? '' }),
        crs: { row: h('label', { class: 'field' }, h('span', {}, t('basemap.crs')), crs), input: crs },
        'max-zoom': field('basemap-max-zoom', t('basemap.max_zoom'), { inputmode: 'numeric', value: said['max-zoom'] ?? '' }),
        layer: field('basemap-layer', t('basemap.layer'), { value: said.layer ?? '' }),
    };
    const choose = () => {
        const free = service.value === 'address';
        address.row.hidden = !free;
        for (const word of WORDS) fields[word].row.hidden = !free && !OF_SERVICES.includes(word);
        fields.key.row.hidden = ['osm', 'amap'].includes(service.value);
    };
    choose();
    /** What is not asked for here stays as it was. */
    const words = () => {
        const free = service.value === 'address';
        const now = free ? { ...said } : {};
        for (const word of WORDS) {
            const value = fields[word].input.value.trim();
            delete now[word];
            if (!fields[word].row.hidden && value && value !== 'WGS84') now[word] = value;
        }
        return [free ? address.input.value.trim() : service.value, ...Object.entries(now).map(([w, v]) => `${w}=${v}`)].join(',');
    };
    showForm(
        i < all.length ? (said.name ?? (known ? t(`basemap.service.${head}`) : head)) : t('basemap.new'),
        [
            h('label', { class: 'field' }, h('span', {}, t('basemap.service')), service),
            address.row,
            ...WORDS.map(word => fields[word].row),
            i < all.length
                ? h(
                      'div',
                      { class: 'actions start' },
                      h(
                          'button',
                          {
                              type: 'button',
                              ...named('basemap-remove'),
                              onclick: () => attempt(() => put(all.filter((_, k) => k !== i))),
                          },
                          t('basemap.remove'),
                      ),
                  )
                : null,
        ],
        {
            wide: true,
            topic: 'admin',
            actions: [
                h('button', { type: 'button', ...named('back'), onclick: () => showBasemaps(tabs) }, t('back')),
                h('button', { class: 'primary', ...named('basemap-save') }, t('basemap.save')),
            ],
            onsubmit: () => put([...all.slice(0, i), words(), ...all.slice(i + 1)]),
        },
    );
}
