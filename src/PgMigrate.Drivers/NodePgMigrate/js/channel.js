'use strict';

// JSON lines over standard input and output. A line of ours starts with a mark that only this file and the other side know, so
// that whatever a migration prints is told apart from it.

const fs = require('node:fs');

/** Longest line of a migration's own output that is passed on. */
const MOST_LOGGED = 4096;

class Channel {
  #mark = '';
  #waiting = [];
  #lines = [];
  #rest = '';
  #ended = false;

  constructor() {
    const input = process.stdin;
    input.setEncoding('utf8');
    input.on('data', (chunk) => this.#take(chunk));
    input.on('end', () => {
      this.#ended = true;
      this.#waiting.splice(0).forEach((resolve) => resolve(null));
    });
  }

  /** To be called once, with what the other side takes for the start of our messages. */
  use(mark) {
    this.#mark = mark;
  }

  /** Sends a message; on its own line even after a half line of a migration's. */
  send(message) {
    write(`\n${this.#mark}${JSON.stringify(message)}\n`);
  }

  /** The next message, or null at the end. */
  receive() {
    if (this.#lines.length > 0) {
      return Promise.resolve(JSON.parse(this.#lines.shift()));
    }
    return this.#ended ? Promise.resolve(null) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  log(text) {
    this.send({ kind: 'log', text: text.length > MOST_LOGGED ? `${text.slice(0, MOST_LOGGED)}…` : text });
  }

  #take(chunk) {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop();
    for (const line of lines.filter((item) => item !== '')) {
      const resolve = this.#waiting.shift();
      if (resolve) {
        resolve(JSON.parse(line));
      } else {
        this.#lines.push(line);
      }
    }
  }
}

/** Written at once, so that nothing is lost when a migration never gives the thread back. */
function write(text) {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
}

module.exports = { Channel };
