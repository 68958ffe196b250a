// A line between browsers and the program that breaks again and again: before a request has arrived, in the middle of it,
// or when the program has done its work and the answer is on its way. Between two breaks it may be slow.
import { connect, createServer } from "node:net";

// `random(below)` gives whole numbers. While `isBad` is set, of each hundred connections `chance` break.
export async function startDroppingLine(target, { random, chance = 30, longestLife = 900, longestWait = 400 }) {
  const port = Number(new URL(target).port);
  const open = new Set();
  const line = { isBad: false, dropped: 0, passed: 0 };

  const server = createServer((client) => {
    const program = connect(port, "127.0.0.1");
    const pair = [client, program];
    open.add(pair);
    const end = () => {
      open.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);

    // What has arrived by then has arrived, whether its answer comes back or not.
    const breakSometime = () => {
      if (!line.isBad || random(100) >= chance) return;
      setTimeout(() => {
        if (open.has(pair)) line.dropped += 1;
        end();
      }, random(longestLife));
    };
    const pass = (from, to) =>
      from.on("data", (bytes) => {
        line.passed += 1;
        breakSometime();
        const wait = line.isBad && random(4) === 0 ? random(longestWait) : 0;
        if (wait === 0) return to.write(bytes);
        from.pause();
        setTimeout(() => {
          to.write(bytes);
          from.resume();
        }, wait);
      });
    pass(client, program);
    pass(program, client);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return Object.assign(line, {
    origin: `http://127.0.0.1:${server.address().port}`,
    // Everything that is open now, at once: as when a hall loses its network.
    dropAll() {
      for (const pair of [...open]) {
        line.dropped += 1;
        for (const socket of pair) socket.destroy();
      }
    },
    stop() {
      for (const pair of open) for (const socket of pair) socket.destroy();
      server.close();
    },
  });
}
