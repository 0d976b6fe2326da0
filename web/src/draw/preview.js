/** One question at a time: while an answer is awaited only the latest question is kept, and asked next. */

/**
 * @template Q, A
 * @param {(question: Q) => Promise<A | null>} ask null: there is nothing to ask
 * @param {(question: Q, answer: A | null, error: unknown) => void} hear called for each question asked; no `error`:
 *     it succeeded
 * @returns {(question: Q) => void}
 */
export function createPreview(ask, hear) {
    let asking = false;
    /** @type {{question: Q} | null} */
    let next = null;

    /** @param {Q} question */
    async function run(question) {
        asking = true;
        try {
            const answer = await ask(question);
            if (answer !== null) hear(question, answer, null);
        } catch (error) {
            hear(question, null, error);
        }
        asking = false;
        const waiting = next;
        next = null;
        if (waiting) run(waiting.question);
    }

    return question => {
        if (asking) next = { question };
        else run(question);
    };
}
