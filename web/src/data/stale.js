/** Since when what the server shows may be old: while its database is away it goes on answering with what it keeps. */

const HEADER = 'Wangge-Stale-Since';
const CALM = 15_000;
/** While it is away, so that the page says soon that all is well again. */
const TROUBLED = 5000;

/**
 * Asks now and then, for as long as the page is looked at; a server that does not answer at all is told of elsewhere.
 * @param {(since: string | null) => void} tell hears of each answer; null: nothing is old
 * @param {{url?: string, every?: {calm: number, troubled: number}}} [options] times in milliseconds
 * @returns {() => void} ends it
 */
export function followStaleness(tell, { url = '/api/metrics', every = { calm: CALM, troubled: TROUBLED } } = {}) {
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    let ended = false;
    async function look() {
        let wait = every.calm;
        try {
            if (!globalThis.document?.hidden) {
                const response = await fetch(url, { method: 'HEAD', cache: 'no-store' });
                const since = response.headers.get(HEADER);
                if (since) wait = every.troubled;
                if (!ended && (since || response.ok)) tell(since);
            }
        } catch {
            // the line is broken
        }
        if (!ended) timer = setTimeout(look, wait);
    }
    look();
    return () => {
        ended = true;
        clearTimeout(timer);
    };
}
