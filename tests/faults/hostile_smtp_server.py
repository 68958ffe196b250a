#!/usr/bin/env python3
"""A real SMTP server (aiosmtpd) that behaves as servers do on a bad day: it refuses, delays and hangs up at every stage.

    hostile_smtp_server.py LOG SEED

Says its port on the first line of its output and ends when its input ends. The log has a line for each event: "accepted ID"
when a message is taken, whether or not the client will hear of it; "heard ID" when the client went on in the same
conversation, and so has heard of it; "hung-up ID" when the server left before it answered. Recipients that begin with
"gone" are refused for ever.
"""

import asyncio
import email
import logging
import random
import sys

from aiosmtpd.smtp import SMTP

TROUBLES = 0.04  # how often at each stage


class Log:
    def __init__(self, path: str) -> None:
        self.file = open(path, "a", encoding="ascii")

    def write(self, event: str, message: str) -> None:
        self.file.write(f"{event} {message}\n")
        self.file.flush()


class BadDay:
    def __init__(self, log: Log, chance: random.Random) -> None:
        self.log = log
        self.chance = chance

    async def trouble(self, server: SMTP) -> str | None:
        """Waits, hangs up or puts off, or does none of it."""
        what = self.chance.random()
        if what < TROUBLES:
            await asyncio.sleep(self.chance.uniform(0, 0.3))
        elif what < 2 * TROUBLES:
            server.transport.abort()
        elif what < 3 * TROUBLES:
            return "451 4.3.0 not now"
        return None

    def note_heard(self, session) -> None:
        if message := getattr(session, "accepted", None):
            self.log.write("heard", message)
            session.accepted = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if await self.trouble(server):
            return ["421 4.3.2 closing"]
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.note_heard(session)
        if answer := await self.trouble(server):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        self.note_heard(session)
        return "221 bye"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 nobody of that name"
        if answer := await self.trouble(server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := await self.trouble(server):
            return answer
        message = email.message_from_bytes(envelope.content)["Message-ID"]
        self.log.write("accepted", message)
        if self.chance.random() < TROUBLES:
            self.log.write("hung-up", message)
            server.transport.abort()
        session.accepted = message
        return "250 OK"


class Conversation(SMTP):
    """Also hangs up when called, and in the middle of a message."""

    def __init__(self, day: BadDay) -> None:
        super().__init__(day, hostname="localhost")
        self.day = day

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        if self.day.chance.random() < TROUBLES:
            transport.abort()

    async def smtp_DATA(self, arg) -> None:
        if self.day.chance.random() < TROUBLES:
            asyncio.get_running_loop().call_later(0.002, self.transport.abort)
        await super().smtp_DATA(arg)


async def serve() -> None:
    day = BadDay(Log(sys.argv[1]), random.Random(int(sys.argv[2])))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(day), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    logging.disable()
    asyncio.run(serve())
