// Messages to a slow listener, one under way at a time: of those that wait only the newest is sent. No DOM here.

export class Courier {
  /** send(message) starts a delivery; patience: the milliseconds that it may take. */
  constructor(send, patience = 3000) {
    Object.assign(this, { send, patience, underway: false, waiting: null, timer: null });
  }

  post(message) {
    if (this.underway) {
      this.waiting = message;
      return;
    }
    this.underway = true;
    this.send(message);
    this.timer = setTimeout(() => this.arrived(), this.patience);
  }

  /** An answer came, or patience ended: send the message that waits, if there is one. */
  arrived() {
    const message = this.waiting;
    this.stop();
    if (message !== null) this.post(message);
  }

  /** Forget the message under way and the one that waits. */
  stop() {
    clearTimeout(this.timer);
    Object.assign(this, { underway: false, waiting: null });
  }
}
