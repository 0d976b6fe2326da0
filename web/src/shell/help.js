/** The keys and gestures; loaded when first asked for. */

import { h } from '../parts/dom.js';
import { openDialog } from '../parts/dialog.js';
import { t } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { store } from '../data/state.js';
import { drawing } from './drawings.js';

await loadTexts(store.get().lang, 'help');

const KEYS = [
    ['Space', 'pan'],
    ['Alt', 'free'],
    ['⇧', 'compound'],
    ['/', 'search'],
    ['Ctrl Z', 'undo'],
    ['Ctrl ⇧ Z', 'redo'],
    ['Del', 'delete'],
    ['Esc', 'cancel'],
    ['?', 'help'],
];
const DRAWING = ['stroke', 'clicks', 'snap', 'keyboard', 'touch'];
const RESHAPE = ['press', 'draw', 'release', 'keyboard'];

/** @param {{tool: string, key: string}[]} tools in the order of the rail */
export function showHelp(tools) {
    openDialog([
        h(
            'form',
            { method: 'dialog' },
            h('h2', { id: 'dialog-title' }, t('help')),
            h(
                'div',
                { class: 'dialog-body' },
                h(
                    'ul',
                    { class: 'tool-help' },
                    tools.map(({ tool, key }) =>
                        h(
                            'li',
                            {},
                            drawing(tool),
                            h('span', {}, h('strong', {}, t(`help.${tool}`), ' ', h('kbd', {}, key)), t(`about.${tool}`)),
                        ),
                    ),
                ),
                h(
                    'dl',
                    { class: 'keys' },
                    KEYS.map(([key, what]) =>
                        h(
                            'div',
                            {},
                            h(
                                'dt',
                                {},
                                key.split(' ').map(k => h('kbd', {}, k)),
                            ),
                            h('dd', {}, t(`help.${what}`)),
                        ),
                    ),
                ),
                h('h3', {}, t('tool.reshape')),
                h(
                    'ol',
                    {},
                    RESHAPE.map(step => h('li', {}, t(`help.reshape.${step}`))),
                ),
                h('h3', {}, t('help.drawing')),
                h(
                    'ul',
                    { class: 'dots' },
                    DRAWING.map(how => h('li', {}, t(`help.drawing.${how}`))),
                ),
            ),
            h(
                'div',
                { class: 'actions' },
                h('button', { class: 'primary', autofocus: true, 'data-key': 'help-close' }, t('close')),
            ),
        ),
    ]);
}
