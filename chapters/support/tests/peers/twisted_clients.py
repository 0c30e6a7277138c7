"""Twisted's clients, for our servers: python3 twisted_clients.py KIND PORT

Each prints what it hears and how its connection ended, and ends.
"""

import sys

from twisted.internet import protocol, reactor
from twisted.protocols import basic

PATIENCE = 20  # seconds; only what is broken takes that long


def say(*words):
    print(*words, flush=True)


def compare(heard, sent):
    say(f"{len(heard)} bytes,", "as sent" if heard == sent else "not as sent")


class Talk:
    """The end of the connection is the end of the program."""

    def connectionLost(self, reason):
        say(reason.type.__name__)
        reactor.stop()


class Echo(Talk, protocol.Protocol):
    sent = bytes(range(256)) * 4096

    def connectionMade(self):
        self.heard = bytearray()
        self.transport.write(self.sent)

    def dataReceived(self, data):
        self.heard += data
        if len(self.heard) >= len(self.sent):
            compare(self.heard, self.sent)
            self.transport.loseConnection()


class Listener(Talk, protocol.Protocol):
    """Prints all that comes, once nothing more will."""

    def connectionMade(self):
        self.heard = b""

    def dataReceived(self, data):
        self.heard += data

    def connectionLost(self, reason):
        say(self.heard)
        super().connectionLost(reason)


class Visitor(Listener):
    """Greets who has greeted."""

    def dataReceived(self, data):
        super().dataReceived(data)
        if self.heard.endswith(b"\n"):
            self.transport.write(b"Hello from Twisted!\r\n")


class HalfCloser(Listener):
    def connectionMade(self):
        super().connectionMade()
        self.transport.write(b"pear\napple\nfig\n")
        self.transport.loseWriteConnection()


class Alice(Talk, basic.LineReceiver):
    """Is in the room before bob, and stays until he has gone."""

    delimiter = b"\n"

    def connectionMade(self):
        self.sendLine(b"alice")

    def lineReceived(self, line):
        say("alice:", line.decode())
        if line == b"* alice":
            connect(Bob)
        elif line == b"* bob is here":
            self.sendLine(b"hello, bob")
        elif line == b"* bob has left":
            self.transport.loseConnection()


class Bob(basic.LineReceiver):
    delimiter = b"\n"

    def connectionMade(self):
        # A name in two writes, and two lines in one.
        self.transport.setTcpNoDelay(True)
        self.transport.write(b"bo")
        self.transport.write(b"b\nis anybody here?\n")

    def lineReceived(self, line):
        say("bob:", line.decode())
        if line == b"alice: hello, bob":
            self.transport.loseConnection()


class Strings(Talk):
    """Sends strings with their lengths, and compares what comes back."""

    sent = [b"hello", b"", bytes(range(256)) * 200]

    def connectionMade(self):
        self.heard = []
        for string in self.sent:
            self.sendString(string)

    def stringReceived(self, string):
        compare(string, self.sent[len(self.heard)])
        self.heard.append(string)
        if len(self.heard) == len(self.sent):
            self.transport.loseConnection()


class Int32(Strings, basic.Int32StringReceiver):
    pass


class Netstring(Strings, basic.NetstringReceiver):
    pass


class Boaster(Listener):
    """Announces 4 GB."""

    def connectionMade(self):
        super().connectionMade()
        self.transport.write(b"\xff\xff\xff\xff")


class Datagrams(protocol.DatagramProtocol):
    """Sends a datagram, and the next when an answer has come."""

    to_send = [b"hello", b"", bytes(range(256)) * 4]

    def startProtocol(self):
        self.transport.connect("127.0.0.1", PORT)
        self.transport.write(self.to_send[0])

    def datagramReceived(self, datagram, address):
        compare(datagram, self.to_send[0])
        self.to_send = self.to_send[1:]
        if self.to_send:
            self.transport.write(self.to_send[0])
        else:
            reactor.stop()


class Question(protocol.DatagramProtocol):
    """Sends nothing, and prints what is said to that."""

    def startProtocol(self):
        self.transport.write(b"", ("127.0.0.1", PORT))

    def datagramReceived(self, datagram, address):
        say(datagram)
        reactor.stop()


STREAMS = {
    "echo": Echo,
    "listener": Listener,
    "visitor": Visitor,
    "half-closer": HalfCloser,
    "chat": Alice,
    "int32": Int32,
    "netstring": Netstring,
    "boaster": Boaster,
}
DATAGRAMS = {"datagrams": Datagrams, "question": Question}
PORT = int(sys.argv[2])


def connect(kind):
    factory = protocol.ClientFactory.forProtocol(kind)
    factory.noisy = False
    reactor.connectTCP("127.0.0.1", PORT, factory)


def give_up():
    say("nothing for too long")
    reactor.stop()


def main(kind):
    if kind in STREAMS:
        connect(STREAMS[kind])
    else:
        reactor.listenUDP(0, DATAGRAMS[kind](), interface="127.0.0.1")
    reactor.callLater(PATIENCE, give_up)
    reactor.run()


main(sys.argv[1])
