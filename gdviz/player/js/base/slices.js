// Long work in slices: a generator runs for some milliseconds at a time, and the page's own tasks run between. No DOM here.

const SLICE = 10; // milliseconds

/** Lets the tasks of the page that wait go first. */
export function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** What a generator returns, run in slices; undefined as soon as `isOver()` holds between two of them. */
export async function inSlices(work, isOver = () => false) {
  for (;;) {
    const end = performance.now() + SLICE;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await nextTask();
    if (isOver()) return undefined;
  }
}
