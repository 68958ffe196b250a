#!/usr/bin/env python3
"""A real SMTP server (aiosmtpd) for the tests of the mailer, on 127.0.0.1 and a port of its own.

    smtp_server_for_tests.py DIRECTORY [--tls CERTIFICATE KEY] [--user NAME --password WORD]

Says its port on the first line of its output and ends when its input ends, so it never outlives a test that
crashed. What it takes is written into the directory as Python's e-mail library understands it: `1.subject`,
`1.text`, `1.attachment.0` and so on. Some recipients are not welcome, see `handle_RCPT`, and one sender.
"""

import argparse
import asyncio
import email
import email.policy
import logging
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return f"553 <{address}>: not one of your senders"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}>: there is nobody of this name"
        if address.startswith("busy@"):
            return f"450 4.2.1 <{address}> takes no mail just now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("unwanted@"):
            return "554 5.7.1 this content is not wanted"
        self.keep(session, envelope)
        if envelope.rcpt_tos[0].startswith("cut@"):
            server.transport.abort()
        return "250 OK"

    def keep(self, session, envelope) -> None:
        self.count += 1
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.write("raw", envelope.content)
        self.write("from", envelope.mail_from)
        self.write("to", envelope.rcpt_tos[0])
        self.write("encrypted", "yes" if session.ssl else "no")
        for header in ("Subject", "Message-ID"):
            self.write(header.lower(), message[header])
        self.write("to-name", message["To"].addresses[0].display_name)
        for form in ("plain", "html"):
            if body := message.get_body((form,)):
                name = "text" if form == "plain" else form
                self.write(name, body.get_content().replace("\r\n", "\n"))
        for number, part in enumerate(message.iter_attachments()):
            self.write(f"attachment.{number}.name", part.get_filename())
            self.write(f"attachment.{number}", part.get_payload(decode=True))
        self.write("complete", "")

    def write(self, what: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        (self.directory / f"{self.count}.{what}").write_bytes(data)


async def serve(options: argparse.Namespace) -> None:
    tls = None
    if options.tls:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*options.tls)

    def authenticate(server, session, envelope, mechanism, data):
        said = (data.login.decode(), data.password.decode())
        return AuthResult(success=said == (options.user, options.password), handled=False)

    keeper = Keeper(options.directory)

    def conversation() -> SMTP:
        return SMTP(
            keeper, tls_context=tls, require_starttls=bool(tls), hostname="localhost",
            auth_required=bool(options.user), auth_require_tls=bool(tls), authenticator=authenticate,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(conversation, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    # A client that hangs up is part of the tests, not worth a stack trace.
    logging.disable()
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
