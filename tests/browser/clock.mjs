// A clock that tests can set, for the program as it is shipped: libfaketime (Debian: faketime) answers in place of the
// system. What waits for a span of time waits for a real one.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const library = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));

// `begin` is "2027-03-01 10:00:00" (UTC); of the clock's seconds `speed` pass in one.
export function settableClock(folder, begin, speed) {
  if (!library) throw new Error("faketime is missing; ./dev test installs it.");
  const file = join(folder, "clock");
  let setTo;
  let setAt;

  function set(moment) {
    setTo = Date.parse(`${moment.replace(" ", "T")}Z`);
    setAt = Date.now();
    // Written beside and moved, so that the program never reads half of it.
    writeFileSync(`${file}.new`, `@${moment} x${speed}\n`);
    renameSync(`${file}.new`, file);
  }

  const now = () => new Date(setTo + (Date.now() - setAt) * speed);

  set(begin);
  return {
    set,
    now,
    // To be called before a program starts: the library counts from there, and the clock would go back.
    goOn: () => set(now().toISOString().slice(0, 19).replace("T", " ")),
    environment: {
      TZ: "UTC",
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  };
}
