#!/usr/bin/env python3
"""A real IMAP server (Twisted's) for the tests of the mailbox of bounces, on 127.0.0.1 and a port of its own.

    imap_server_for_tests.py DIRECTORY

Says its port on the first line of its output and ends when its input ends. Its one mailbox is the directory: each file
`N.eml` is the message with the number N, and `N.seen` says that somebody has read it. User "rueck", password "geheim".
"""

import sys
import threading
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import protocol, reactor
from twisted.mail import imap4
from zope.interface import implementer


@implementer(imap4.IMessage)
class Message:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.deleted = False

    def getUID(self) -> int:
        return int(self.path.stem)

    def getFlags(self) -> list[str]:
        return (["\\Seen"] if self.path.with_suffix(".seen").exists() else []) + (["\\Deleted"] if self.deleted else [])

    def getInternalDate(self) -> str:
        return format_datetime(datetime(2026, 11, 22, tzinfo=timezone.utc))

    def getHeaders(self, negate: bool, *names: bytes) -> dict[str, str]:
        wanted = {name.decode().lower() for name in names}
        fields = BytesHeaderParser().parsebytes(self.path.read_bytes())
        return {name.lower(): value for name, value in fields.items() if (name.lower() in wanted) != negate}

    def getBodyFile(self) -> BytesIO:
        return BytesIO(self.path.read_bytes().partition(b"\r\n\r\n")[2])

    def getSize(self) -> int:
        return self.path.stat().st_size

    def isMultipart(self) -> bool:
        return False

    def getSubPart(self, part: int):
        raise IndexError(part)


@implementer(imap4.IMailbox)
class Mailbox:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.known: dict[int, Message] = {}

    def messages(self) -> list[Message]:
        for path in self.directory.glob("*.eml"):
            self.known.setdefault(int(path.stem), Message(path))
        return [message for _, message in sorted(self.known.items()) if message.path.exists()]

    def chosen(self, numbers, uid: bool):
        everything = list(enumerate(self.messages(), 1))
        numbers.last = max((message.getUID() if uid else place for place, message in everything), default=0)
        return [(place, message) for place, message in everything if (message.getUID() if uid else place) in numbers]

    def fetch(self, numbers, uid):
        return self.chosen(numbers, uid)

    def store(self, numbers, flags, mode, uid):
        changed = {}
        for place, message in self.chosen(numbers, uid):
            if "\\Deleted" in flags:
                message.deleted = mode >= 0
            seen = message.path.with_suffix(".seen")
            if "\\Seen" in flags:
                seen.touch() if mode >= 0 else seen.unlink(missing_ok=True)
            changed[place] = message.getFlags()
        return changed

    def expunge(self):
        gone = [message for message in self.messages() if message.deleted]
        for message in gone:
            message.path.unlink()
        return [message.getUID() for message in gone]

    def getUIDValidity(self):
        return 1

    def getUIDNext(self):
        return max(self.known, default=0) + 1

    def getUID(self, place):
        return self.messages()[place - 1].getUID()

    def getMessageCount(self):
        return len(self.messages())

    def getRecentCount(self):
        return 0

    def getUnseenCount(self):
        return len(self.messages())

    def isWriteable(self):
        return 1

    def getFlags(self):
        return ["\\Seen", "\\Deleted"]

    def getHierarchicalDelimiter(self):
        return "/"

    def requestStatus(self, names):
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener):
        pass

    def removeListener(self, listener):
        pass

    def destroy(self):
        pass


class Account(imap4.MemoryAccount):
    def __init__(self, name, mailbox: Mailbox) -> None:
        super().__init__(name)
        self.addMailbox("INBOX", mailbox)


@implementer(IRealm)
class Realm:
    def __init__(self, directory: Path) -> None:
        self.mailbox = Mailbox(directory)

    def requestAvatar(self, name, mind, *interfaces):
        return imap4.IAccount, Account(name, self.mailbox), lambda: None


def main() -> None:
    checker = InMemoryUsernamePasswordDatabaseDontUse()
    checker.addUser(b"rueck", b"geheim")
    portal = Portal(Realm(Path(sys.argv[1])), [checker])

    class Conversations(protocol.Factory):
        def buildProtocol(self, address):
            conversation = imap4.IMAP4Server()
            conversation.portal = portal
            return conversation

    port = reactor.listenTCP(0, Conversations(), interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), reactor.callFromThread(reactor.stop)), daemon=True).start()
    reactor.run()


if __name__ == "__main__":
    main()
