/** Long work as it goes on: imports, backups; an end to it, and a backup of one's own. */

import { byId, fill, h, named } from '../parts/dom.js';
import { hasText, refusal, t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { formats, store } from '../data/state.js';
import { jobs } from '../data/jobs.js';
import { showForm } from '../parts/forms.js';

/** @typedef {import('../core/contract.js').Job} Job */

/** What is shown just now, each with its row, newest first; null: nothing. @type {{job: Job, row: HTMLElement}[] | null} */
let shown = null;
/** Where the older ones begin; null: there are none. @type {number | null} */
let next = null;
let listening = false;

/** @param {(at: 'jobs') => HTMLElement} tabs that lead to the other parts of the administration */
export async function showJobs(tabs) {
    /** @type {Awaited<ReturnType<typeof jobs.list>> | undefined} */
    let read;
    if (!(await attempt(async () => (read = await jobs.list())))) return;
    if (!listening) {
        store.on(['job'], ({ job }) => job && take(job));
        // what happened while the line was broken was not told
        store.on(['live'], ({ live }) => shown && live === 'live' && attempt(reload));
        listening = true;
    }
    showForm(t('admin'), [tabs('jobs'), h('div', { id: 'jobs', tabindex: -1, 'data-testid': 'jobs' })], {
        wide: true,
        topic: 'admin',
        onclose: () => (shown = null),
        actions: [
            everywhere()
                ? h(
                      'button',
                      { class: 'primary', type: 'button', ...named('backup'), onclick: () => attempt(backUp) },
                      t('job.back_up'),
                  )
                : null,
        ],
    });
    shown = [];
    if (read) show(read);
}

/** A backup is of everything, so only who administers everything may make one. */
const everywhere = () =>
    (store.get().session?.account?.grants ?? []).some(g => g.role === 'admin' && g.branch === null && g.grid === null);

async function reload() {
    const read = await jobs.list();
    if (shown) show(read);
}

/** All anew. @param {{jobs: Job[], next: number | null}} read */
function show(read) {
    const before = new Map((shown ?? []).map(s => [s.job.id, s.job]));
    shown = read.jobs.map(job => withRow(isNews(before.get(job.id), job) ? job : { ...job, ...before.get(job.id) }));
    next = read.next;
    draw();
}

async function older() {
    const read = await jobs.list(next);
    if (!shown) return;
    shown = [...shown, ...read.jobs.map(withRow)];
    next = read.next;
    draw();
}

/**
 * An answer may come after the event that tells what became of the job meanwhile.
 * @param {Job | undefined} before @param {Job} job
 */
const isNews = (before, job) => !before || before.ended_at === null || job.ended_at !== null;

const backUp = async () => take(await jobs.backUp());

/** One that begins, goes on or has ended. @param {Job} job */
function take(job) {
    if (!shown) return;
    const known = shown.find(s => s.job.id === job.id);
    if (known && !isNews(known.job, job)) return;
    if (known) {
        known.job = job;
        fill(known.row, ...parts(job));
        known.row.dataset.state = job.state;
    } else if (next === null || job.id > next) {
        shown = [...shown, withRow(job)].sort((a, b) => b.job.id - a.job.id);
        draw();
    }
    // its file is there now, and the oldest one's is not
    if (job.kind === 'backup' && job.state === 'done') attempt(reload);
}

function draw() {
    fill(
        byId('jobs'),
        shown?.length
            ? h('ul', { class: 'rows long', tabindex: 0, 'data-key': 'jobs', 'aria-label': t('jobs') }, shown.map(s => s.row))
            : h('p', { class: 'hint', 'data-testid': 'no-jobs' }, t('job.none')),
        next === null
            ? null
            : h(
                  'button',
                  { type: 'button', ...named('older-jobs'), onclick: () => attempt(older) },
                  t('job.older'),
              ),
    );
}

/** @param {Job} job */
const withRow = job => ({ job, row: h('li', { 'data-testid': 'job', 'data-state': job.state }, ...parts(job)) });

/** @param {Job} job */
function parts(job) {
    const title = [kindWord(job), job.subject].filter(Boolean).join(' · ');
    const goesOn = job.ended_at === null;
    return [
        h(
            'div',
            { class: 'job' },
            h('strong', {}, title),
            h(
                'small',
                {},
                h('span', { class: `state ${job.state}` }, stateWord(job)),
                ['', job.by?.name ?? t('job.command_line'), formats().moment(job.created_at), ...cameTo(job)].join(' · '),
            ),
            goesOn && job.state !== 'waiting' ? progress(job, title) : null,
            goesOn && job.done !== null ? h('small', {}, soFar(job).join(' · ')) : null,
            job.problem ? h('small', { class: 'refused' }, why(job.problem)) : null,
        ),
        goesOn && !job.cancelling
            ? h(
                  'button',
                  {
                      type: 'button',
                      'data-key': `cancel-job-${job.id}`,
                      'data-testid': 'cancel-job',
                      'aria-label': `${t('cancel')}: ${title}`,
                      onclick: () => attempt(async () => take(await jobs.cancel(job.id))),
                  },
                  t('cancel'),
              )
            : null,
        job.file_here && everywhere()
            ? h(
                  'a',
                  {
                      class: 'button',
                      href: `/api/backups/${job.id}`,
                      download: '',
                      'data-key': `fetch-job-${job.id}`,
                      'aria-label': `${t('job.fetch')}: ${title}`,
                  },
                  t('job.fetch'),
              )
            : null,
    ];
}

/** A newer server may do what this page has no word for. @param {Job} job */
const kindWord = ({ kind }) => t(hasText(`job.kind.${kind}`) ? `job.kind.${kind}` : 'job.kind.other');

/** @param {NonNullable<Job['problem']>} problem */
const why = ({ detail, remedy, extra }) =>
    refusal({ type: 'refused', title: detail, status: 422, detail, remedy, reason: extra.reason });

/** @param {Job} job */
const stateWord = job => t(job.cancelling ? 'job.cancelling' : `job.state.${job.state}`);

/** Without a value as long as it can't be told. @param {Job} job @param {string} title */
const progress = (job, title) =>
    h('progress', { 'aria-label': title, ...(job.total ? { max: job.total, value: job.done ?? 0 } : {}) });

/** How far it is, and how fast. @param {Job} job */
function soFar({ done, total, rate, seconds_left: left }) {
    const { count } = formats();
    return [
        total === null ? count(done) : `${count(done)} / ${count(total)}`,
        rate === null ? null : t('job.rate', { n: count(rate) }),
        left === null ? null : t('job.left', { time: span(left) }),
    ].filter(Boolean);
}

/** Afterwards; what is over in a moment took no time. @param {Job} job */
function cameTo({ done, state, began_at: began, ended_at: ended }) {
    const seconds = began && ended ? (Date.parse(ended) - Date.parse(began)) / 1000 : 0;
    return [
        done === null || state !== 'done' ? null : t('job.rows', { n: formats().count(done) }),
        seconds < 1 ? null : t('job.took', { time: span(seconds) }),
    ].filter(Boolean);
}

/** Hours where there are any, minutes and seconds. @param {number} seconds */
function span(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
