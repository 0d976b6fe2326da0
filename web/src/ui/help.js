/** The keys and gestures; loaded when first asked for. */

import { byId, fill, h } from './dom.js';
import { t } from '../core/i18n.js';

const KEYS = [
    ['V', 'select'],
    ['R', 'reshape'],
    ['/', 'search'],
    ['Ctrl Z', 'undo'],
    ['Ctrl ⇧ Z', 'redo'],
    ['Esc', 'cancel'],
    ['?', 'help'],
];
const RESHAPE = ['press', 'draw', 'release', 'keyboard'];

export function showHelp() {
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    fill(
        dialog,
        h(
            'form',
            { method: 'dialog' },
            h('h2', { id: 'dialog-title' }, t('help')),
            h(
                'div',
                { class: 'dialog-body' },
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
            ),
            h('div', { class: 'actions' }, h('button', { class: 'primary', autofocus: true }, t('close'))),
        ),
    );
    dialog.onclose = null;
    dialog.showModal();
}
