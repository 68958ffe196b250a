// A real SMTP server (aiosmtpd) for the journeys. `settings` are the lines of dorfnetz.toml that lead there.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { repository } from "./harness.mjs";

export async function startMailServer() {
  const folder = mkdtempSync(join(tmpdir(), "dorfnetz-mail-"));
  const child = spawn("/usr/bin/python3", [join(repository, "src/foundation/mail/smtp_server_for_tests.py"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = Number(await new Promise((resolve) => child.stdout.once("data", (text) => resolve(String(text)))));

  const taken = []; // never changed, so read once

  // What it has taken, in that order.
  function mails() {
    for (let number = taken.length + 1; existsSync(join(folder, `${number}.complete`)); ++number) {
      const part = (name) => readFileSync(join(folder, `${number}.${name}`), "utf8");
      taken.push({
        number,
        to: part("to"),
        subject: part("subject"),
        text: part("text"),
        messageId: part("message-id"),
        raw: part("raw"),
      });
    }
    return taken;
  }

  return {
    settings: `[mail]\nhost = "127.0.0.1"\nport = ${port}\nencryption = "none"\nper_minute = 100000\n`,
    mails,
    // The first mail to somebody whose subject fits and that came after the mail with this number.
    async mailTo(address, subject, { after = 0, seconds = 30 } = {}) {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const found = mails().find((mail) => mail.number > after && mail.to === address && subject.test(mail.subject));
        if (found) return found;
        if (Date.now() > deadline)
          throw new Error(
            `no mail to ${address} with ${subject}; there are:\n` + mails().map((mail) => `${mail.to}: ${mail.subject}`).join("\n"),
          );
        await pause(50);
      }
    },
    stop() {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
